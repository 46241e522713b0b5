import DemoCluster
import DisplayText
import Moments
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// Custom tokens and users made at issue, as use cases (promises P69 and P70; faults D-2-10, D-2-14).
struct CustomTokenTests {
    private static let rules = CustomTokenRules(
        persistence: .replace, filterRules: [.init(column: "Region", comparison: .isIn, values: ["north"])])

    @Test func `a custom token is recorded with its Org`() async throws {
        let world = try await World()
        // The name of an Org goes as it is: nobody has to be logged in to look it up.
        let verb = world.issue(.custom(Self.rules), for: "anna", lifetime: 600, org: OrgReference(name: "Sales"))
        let report = try await verb.run(in: world.workspace)
        #expect(report.record.facts.kind == "custom")
        #expect(report.record.facts.user == "anna")
        #expect(report.record.facts.org == OrgReference(id: 1, name: "Sales"))
        #expect(report.record.facts.expiry == .at(world.clock.now.advanced(seconds: 600)))
        #expect(world.wire.passages.map(\.path) == ["/api/rest/2.0/auth/token/custom"])
        #expect(world.wire.passages.first?.body.contains(#""auto_create":false"#) == true)
        #expect(await world.cluster.isValid(token: report.token.expose()))
    }

    @Test func `another Org than asked for is an alarm`() async throws {
        let answer = """
            {"id":"i","token":"aaaa.bbbb.cccc-lied-token","org":{"id":2,"name":"Finance"},\
            "user":{"id":"g","name":"tsadmin"}}
            """
        let world = try await World(faults: [.v2("auth/token/custom", .lie(answer))])
        let verb = world.issue(.custom(Self.rules), org: OrgReference(name: "Sales"))
        let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
        #expect(error?.session?.code == .orgMismatch)
        let record = try #require(try await world.records().first)
        #expect(record.facts.org == OrgReference(id: 2, name: "Finance"))
        let held = await world.workspace.held.token(record.fingerprint, of: world.profile)
        #expect(held?.expose() == "aaaa.bbbb.cccc-lied-token")
    }

    /// Nothing is foreseen by the release; a 404 is explained by it.
    @Test func `an older release is explained`() async throws {
        let world = try await World(faults: [.v2("auth/token/custom", .status(404))])
        let verb = world.issue(.custom(Self.rules))
        let error = try #require(
            await failure { () throws(OperationError) in try await verb.run(in: world.workspace) })
        let message = MessageComposer.message(for: error)
        #expect(message.code == "E_NOT_ON_RELEASE")
        #expect(message.exitCode == .notFound)
        #expect(message.why?.string.contains("custom tokens exist from 10.4.0.cl and 10.7.0.sw") == true)
        #expect(world.journalGist.last == "result issue_token refused")
    }

    @Test(arguments: [Generation.v1])
    func `other generations have none`(generation: Generation) async throws {
        let world = try await World(generation)
        let verb = world.issue(.custom(Self.rules))
        let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
        #expect(error?.refusal?.code == "E_NOT_IN_GENERATION")
        #expect(world.wire.passages.isEmpty)
    }

    // MARK: Users made at issue

    private func provisioned(_ world: World, _ provisioning: Provisioning, user: String = "anna") -> IssueToken {
        var verb = world.issue(for: user)
        verb.request.provisioning = provisioning
        return verb
    }

    // Fault D-2-10.
    @Test func `no user is changed without consent`() async throws {
        let world = try await World()
        var verb = provisioned(world, Provisioning(email: "a@example.com", groups: []))
        let refused = verb
        let refusal = try #require(
            await failure { () throws(OperationError) in try await refused.requirePossible(in: world.workspace) })
        let message = MessageComposer.message(for: refusal)
        #expect(message.code == "E_PROVISIONING")
        #expect(message.exitCode == .refused)
        let hazards = try #require(message.why?.string)
        for words in [
            "overwrites the e-mail with a@example.com", "ALL groups of anna are removed", "when the token is issued",
        ] {
            #expect(hazards.contains(words), "\(hazards)")
        }
        let error = await failure { [verb] () throws(OperationError) in try await verb.run(in: world.workspace) }
        #expect(error == refusal)
        #expect(world.wire.passages.isEmpty)
        #expect(world.journalLines.isEmpty)
        verb.acceptsProvisioning = true
        _ = try await verb.run(in: world.workspace)
        #expect(await world.executed(.provisionedUser) == 1)
        #expect(world.wire.passages.last?.body.contains(#""auto_create":true"#) == true)
        #expect(world.journalEvents.allSatisfy { $0.subjects == ["auto_create"] })
    }

    @Test(arguments: [
        (Provisioning(), ["e-mail and display name stay", "groups of u stay as they are"]),
        (
            Provisioning(displayName: "U", groups: ["a", "b"]),
            ["overwrites the display name with U", "afterwards only a, b", "are created"]
        ),
        (Provisioning(email: "e", displayName: "U"), ["overwrites the e-mail with e and the display name with U"]),
    ])
    func `the hazards are what is asked`(provisioning: Provisioning, words: [String]) async throws {
        let profile = try await World().profile
        let request = TokenRequest(
            kind: .full, username: "u", credential: .secretKey(Secret("k")), provisioning: provisioning)
        let text = ProvisioningPolicy(profile, request).hazards.map(\.string).joined(separator: "\n")
        for word in words { #expect(text.contains(word), "\(text)") }
        var custom = request
        custom.kind = .custom(CustomTokenRules(persistence: .replace))
        #expect(
            ProvisioningPolicy(profile, custom).hazards.contains {
                $0.string.contains("nothing is changed")
            })
        #expect(!ProvisioningPolicy(profile, custom).hazards.contains { $0.string.contains("overwrites") })
        custom.provisioning = nil
        #expect(ProvisioningPolicy(profile, custom).hazards.isEmpty)
    }

    @Test func `what cannot be sent is refused before a secret is typed`() async throws {
        let world = try await World()
        var verb = world.issue(
            .custom(CustomTokenRules(persistence: .none, variableValues: [.init(name: "v", values: ["1"])])),
            org: OrgReference(name: "Sales"))
        verb.request.credential = .password(Secret(""))
        let error = await failure { [verb] () throws(OperationError) in
            try await verb.requirePossible(in: world.workspace)
        }
        #expect(error?.refusal?.code == "E_INVALID_INPUT")
        // An Org by name is looked up later, and stands in nobody's way here.
        let full = world.issue(org: OrgReference(name: "Sales"))
        try await full.requirePossible(in: world.workspace)
        #expect(world.wire.passages.isEmpty)
    }
}
