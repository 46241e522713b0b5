import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

struct FindProfileTests {
    private let list = ProfileList(
        profiles: ["prod-eu", "prod-us", "prod", "staging", "lab.old"].map {
            Profile(id: $0, name: $0, origin: Origin(scheme: .https, host: "\($0).example"), generation: .v2)
        })

    @Test(arguments: [
        ("prod-eu", "prod-eu"), ("prod", "prod"), ("st", "staging"), ("STAG", "staging"), ("lab", "lab.old"),
        ("prod-e", "prod-eu"),
    ])
    func `the exact name or the only beginning`(_ typed: String, _ found: String) throws {
        #expect(try FindProfile.find(named: typed, in: list).name == found)
    }

    @Test(arguments: [
        ("", []), ("nothing", []), ("prod-", ["prod-eu", "prod-us"]), ("pro", ["prod-eu", "prod-us", "prod"]),
        ("prod-uz", ["prod-eu", "prod-us"]), ("stagin", nil), ("stagging", ["staging"]), ("STAGNG", ["staging"]),
        ("prid", ["prod"]), ("eu", []), (String(repeating: "a", count: 65), []),
    ])
    func `a typing error is helped`(_ typed: String, _ similar: [String]?) throws {
        guard let similar else {
            #expect(try FindProfile.find(named: typed, in: list).name == "staging")
            return
        }
        let error = problem { () throws(OperationError) in try FindProfile.find(named: typed, in: list) }
        #expect(error?.refusal == .noSuchProfile(name: typed, similar: similar))
    }

    /// A name that the file gives twice, or the beginning of one, means no other profile that begins alike.
    @Test(arguments: [("lab", true), ("LAB", true), ("l", true), ("pro", false), ("prod-u", false)])
    func `a doubled name means no other`(_ typed: String, _ isDoubled: Bool) throws {
        let error = StorageError(
            .profilesDuplicate, file: "/p.json", detail: "profiles[0] and profiles[3] have the same name")
        let twins = [("lab", 0), ("Lab", 3), ("prod-uk", 1), ("PROD-UK", 2)]
        let list = ProfileList(
            profiles: list.profiles.filter { $0.name != "lab.old" },
            unusable: twins.map { UnusableProfile(name: $0.0, place: $0.1, error: error) })
        let found = problem { () throws(OperationError) in try FindProfile.find(named: typed, in: list) }
        #expect(found?.storage == (isDoubled ? error : nil))
        #expect(found?.refusal?.code == (isDoubled ? nil : "E_PROFILE_UNKNOWN"))
        #expect(try FindProfile.find(named: "staging", in: list).name == "staging")
    }

    @Test func `profiles are kept in their file`() async throws {
        let world = try await World()
        let workspace = world.workspace
        #expect(try await ListProfiles().run(in: workspace).profiles.isEmpty)
        let first = try await SaveProfile(profile: world.profile, replacing: nil).run(in: workspace)
        #expect(first.isDefault)
        let saved = first.profile
        #expect(try await ListProfiles().run(in: workspace).profiles == [saved])
        var edited = saved
        edited.note = "the big one"
        _ = try await SaveProfile(profile: edited, replacing: saved).run(in: workspace)
        // Somebody else was quicker: theirs stays.
        let conflict = await failure { () async throws(OperationError) in
            try await SaveProfile(profile: saved, replacing: saved).run(in: workspace)
        }
        #expect(conflict?.storage?.code == .saveConflict)
        try await SetDefaultProfile(name: "prod-eu").run(in: workspace)
        #expect(try await ListProfiles().run(in: workspace).defaultName == "prod-eu")
        let stale = await failure { () async throws(OperationError) in
            try await RemoveProfile(profile: saved).run(in: workspace)
        }
        #expect(stale?.storage?.code == .saveConflict)
        try await RemoveProfile(profile: edited).run(in: workspace)
        #expect(try await ListProfiles().run(in: workspace).profiles.isEmpty)
    }

    @Test func `a protected profile is edited by its name only`() async throws {
        let world = try await World()
        let workspace = world.workspace
        var guarded = world.profile
        guarded.isProtected = true
        _ = try await SaveProfile(profile: guarded, replacing: nil).run(in: workspace)
        var open = guarded
        open.isProtected = false
        for (answer, code) in [
            (nil, "E_PROTECTED"), (.yesOption, "E_PROTECTED"), (.typed("prod"), "E_CONFIRM_MISMATCH"),
        ] as [(ConsentAnswer?, String)] {
            let verb = SaveProfile(profile: open, replacing: guarded, consent: answer)
            let refused = await failure { () async throws(OperationError) in try await verb.run(in: workspace) }
            #expect(refused?.refusal?.code == code)
        }
        let verb = SaveProfile(profile: open, replacing: guarded, consent: .typed(guarded.name))
        #expect(try await verb.run(in: workspace).profile == open)
    }

    @Test func `a CA file is looked at when it is chosen`() async throws {
        let world = try await World()
        var profile = world.profile
        profile.trust = .additional(caFile: "/nowhere/ca.pem")
        let unread = profile
        let refused = await failure { () async throws(OperationError) in
            try await SaveProfile(profile: unread, replacing: nil).run(in: world.workspace)
        }
        #expect(refused?.refusal == .caFile(reason: "/nowhere/ca.pem does not exist"))
        #expect(try await ListProfiles().run(in: world.workspace).profiles.isEmpty)
        // One that is gone by now does not stand in the way of other edits.
        try await world.workspace.profiles.save(profile, replacing: nil)
        var noted = profile
        noted.note = "x"
        let edit = SaveProfile(profile: noted, replacing: profile)
        #expect(try await edit.run(in: world.workspace).profile == noted)
    }
}
