import HTTPExchange
import Storage
import Testing

@testable import App

@Suite struct LoadedProfilesTests {
    private func profiles(_ names: String..., at host: String) -> [Profile] {
        names.map { name in
            var profile = Profile.test(name)
            profile.origin = Origin(scheme: .https, host: host)
            return profile
        }
    }

    @Test func `a profile is found where it is after each change of the list`() throws {
        let record = try TokenRecord.test(1, of: .test("a"))
        var profiles = LoadedProfiles(list: [.test("b"), .test("a")])
        profiles.list.insert(.test("c"), at: 0)
        #expect(profiles.index(of: "id-a") == 2)
        #expect(profiles["id-c"]?.name == "c")
        profiles.list[1].origin = .init(scheme: .https, host: "a.example")
        profiles.list.removeAll { $0.name == "a" }
        #expect(profiles["id-a"] == nil)
        #expect(profiles.index(of: "id-b") == 1)
        #expect(profiles.profile(of: record, preferring: nil)?.name == "b")
        profiles.list[1].origin = .init(scheme: .https, host: "b.example")
        #expect(profiles.profile(of: record, preferring: nil) == nil)
    }

    @Test func `of several profiles at one address the preferred one is taken, then the one that wrote the line`()
        throws
    {
        let list = profiles("b", "a", "c", at: "a.example")
        let record = try TokenRecord.test(1, of: list[1])
        let profiles = LoadedProfiles(list: list)
        #expect(profiles.profile(of: record, preferring: "id-c")?.name == "c")
        #expect(profiles.profile(of: record, preferring: "id-gone")?.name == "a")
        #expect(profiles.profile(of: try .test(1, of: .test("a")), preferring: nil)?.name == "a")
        #expect(LoadedProfiles(list: [list[0], list[2]]).profile(of: record, preferring: nil)?.name == "b")
    }
}
