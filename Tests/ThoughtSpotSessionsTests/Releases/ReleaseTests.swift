import Testing
import ThoughtSpotSessions

/// Fault D-2-14: a release may be anything.
struct ReleaseTests {
    @Test(arguments: [
        ("26.8.0.cl", Release(26, 8, 0, .cloud)),
        ("10.7.0.sw", Release(10, 7, 0, .software)),
        ("26.8.0.cl-110", Release(26, 8, 0, .cloud, suffix: "-110")),
        ("9.5.0.cl.dev+7", Release(9, 5, 0, .cloud, suffix: ".dev+7")),
        ("8.10.1.sw hotfix", Release(8, 10, 1, .software, suffix: " hotfix")),
    ])
    func `a release is read, and written as it was`(text: String, release: Release) {
        #expect(Release(text) == release)
        #expect(release.description == text)
    }

    @Test(arguments: [
        "", "test", "cl", "26.8.cl", "26.8.0", "26.8.0.", "26.8.0.clx", "26.8.0.xx", "-1.0.0.cl", "+1.0.0.cl",
        "26..0.cl", "26.8.0.0.cl", "1e3.0.0.cl", "99999999999999999999.0.0.cl", "ts7.oct.cl", "26.8.0.CL", " 26.8.0.cl",
        "٢٦.8.0.cl",
    ])
    func `anything else is unknown`(text: String) {
        #expect(Release(text) == nil)
    }

    @Test(
        arguments: [
            ("10.4.0.cl", "10.4.0.cl", true), ("10.14.0.cl", "10.4.0.cl", true), ("10.3.9.cl", "10.4.0.cl", false),
            ("9.12.0.cl", "10.4.0.cl", false), ("10.4.1.cl", "10.4.0.cl", true), ("10.4.0.cl-1", "10.4.0.cl-9", true),
        ] as [(String, String, Bool)])
    func `numbers are compared, not letters`(one: String, other: String, expected: Bool) throws {
        #expect(try #require(Release(one)).isAtLeast(#require(Release(other))) == expected)
    }

    @Test func `the lines are not compared with each other`() throws {
        #expect(Release(10, 7, 0, .software).isAtLeast(Release(10, 4, 0, .cloud)) == nil)
        #expect(Release(1, 0, 0, .cloud).isAtLeast(Release(10, 4, 0, .software)) == nil)
    }
}

struct ReleaseGateTests {
    @Test(
        arguments: [
            ("auth/token/custom", "10.4.0.cl", true), ("auth/token/custom", "10.3.0.cl", false),
            ("auth/token/custom", "10.7.0.sw", true), ("auth/token/custom", "10.6.0.sw", false),
            ("auth/session/token", "9.4.0.cl", true), ("auth/session/token", "9.5.0.sw", false),
            ("auth/token/validate", "9.11.0.cl", false), ("auth/token/validate", "10.0.0.sw", true),
            ("auth/search", "26.5.0.cl", false), ("auth/configure", "26.6.0.cl", true),
            ("auth/search", "26.6.0.sw", nil),
            ("auth/session/login", "9.0.0.cl", true), ("auth/session/login", "9.0.0.sw", false),
            ("v1 session/orgs", "9.9.0.sw", false), ("v1 session/orgs", "8.10.0.cl", true),
            ("v1 session/info", "26.8.0.cl", nil), ("v1 session/info", "7.2.1.sw", true),
        ] as [(String, String, Bool?)])
    func `what a release has`(operation: String, release: String, expected: Bool?) throws {
        let gate = try #require(ReleaseGate.of(operation: operation))
        #expect(try gate.isPresent(on: #require(Release(release))) == expected)
    }

    @Test func `the clauses for people`() throws {
        func words(_ operation: String) -> String? { ReleaseGate.of(operation: operation)?.explanation }
        #expect(words("auth/token/custom") == "custom tokens exist from 10.4.0.cl and 10.7.0.sw")
        #expect(words("auth/search") == "trusted-authentication keys in v2.0 exist from 26.6.0.cl")
        #expect(words("v1 session/orgs") == "Orgs of a v1 session exist from 8.10.0.cl, not on Software")
        #expect(words("v1 session/info") == "v1 session details exist from ts7.oct.cl and 7.2.1.sw")
        #expect(words("orgs/search") == nil)
    }

    @Test func `no gate stands twice`() {
        let keys = ReleaseGate.all.map { "\($0.operation) \($0.field ?? "")" }
        #expect(Set(keys).count == keys.count)
    }
}
