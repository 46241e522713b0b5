import DisplayText
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions

@testable import App

struct ProfileTests {
    @Test func `a new profile is saved, selected and checked`() {
        var bench = Bench([.test("alpha")])
        bench.press(.addProfile)
        bench.fill(.name, "gamma")
        bench.fill(.url, "https://gamma.example")
        bench.press(.submit)
        var draft = ProfileDraft()
        draft[.name] = "gamma"
        draft[.url] = "https://gamma.example"
        draft[.generation] = "v2.0"
        draft[.secretSource] = "memory"
        draft[.commandKind] = "password"
        draft[.commandFormat] = "raw"
        #expect(bench.work == [.saveProfile(draft, id: nil, replacing: nil)])
        let gamma = Profile.test("gamma")
        bench.answer(.profile(nil), SavedProfile.test(gamma))
        #expect(bench.state.stack.isEmpty)
        #expect(bench.state.selectedProfile == gamma.id)
        #expect(bench.work == [.checkCluster(gamma), .listProfiles])
        #expect(bench.said == "added the profile gamma")
    }

    @Test func `the form of a production cluster says so, another one does not`() {
        var bench = Bench([.test("alpha", tag: "production"), .test("beta")])
        bench.press(.editProfile)
        #expect(!bench.drawnLine(with: "PRODUCTION").isEmpty)
        bench.press(.cancel, .focusClusters, .moveDown, .editProfile)
        #expect(bench.form?.title == "Profile beta")
        #expect(bench.drawnLine(with: "PRODUCTION").isEmpty)
    }

    @Test func `a save that fails keeps the form`() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "new")
        bench.press(.submit)
        bench.answer(
            .profile(alpha.id),
            .failed(.storage(StorageError(.saveConflict, file: "profiles.json", detail: "another program saved it"))))
        #expect(bench.form?.error?.code == "E_SAVE_CONFLICT")
        #expect(bench.form?.isSubmitting == false)
        #expect(bench.form?.text(.note) == "new")
    }

    @Test func `another address drops what was learnt of the old`() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.editProfile, .submit)
        let moved = Profile(
            id: alpha.id, name: "alpha", origin: Profile.test("elsewhere").origin, generation: .v2)
        bench.answer(.profile(alpha.id), SavedProfile.test(moved))
        #expect(!bench.state.isLoggedIn(alpha.id))
    }

    @Test func `removing asks and undo restores`() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha, .test("beta")])
        bench.press(.removeProfile)
        // Enter is the default, and the default is No.
        bench.keys("Enter")
        #expect(bench.state.stack.isEmpty)
        #expect(bench.work.isEmpty)
        bench.press(.removeProfile)
        bench.keys("y")
        #expect(bench.work == [.removeProfile(alpha)])
        bench.answer(.profile(alpha.id), ())
        #expect(bench.state.profiles.list.map(\.name) == ["beta"])
        #expect(bench.state.selectedProfile == "id-beta")
        bench.press(.undo)
        #expect(bench.work == [.restoreProfile(alpha, at: 0)])
        bench.answer(.profile(alpha.id), SavedProfile.test(alpha))
        #expect(bench.state.profiles.list.map(\.name) == ["alpha", "beta"])
        #expect(bench.reason(against: .undo) == "nothing was removed or edited")
    }

    @Test(arguments: [Profile.test("alpha", isProtected: true), .test("alpha", tag: "PROD")])
    func `a protected profile wants its name typed`(_ profile: Profile) {
        var bench = Bench([profile])
        bench.press(.removeProfile)
        bench.keys("y")
        #expect(bench.work.isEmpty)
        #expect(bench.confirm("alph") == [.bell])
        bench.confirm("alpha")
        #expect(bench.work == [.removeProfile(profile)])
    }

    @Test func `the detail of a profile shows every field`() {
        var alpha = Profile.test("alpha", isReadOnly: true)
        alpha.owner = "platform team"
        var bench = Bench([alpha])
        bench.state.size = Size(rows: 50, columns: 120)
        bench.press(.showProfile)
        for field in ProfileField.all where !field.isOfSecretCommand {
            #expect(bench.screen.contains(" \(field.label) "), "\(field.label)")
        }
        #expect(bench.screen.contains("platform team"))
        #expect(bench.screen.contains("yes: Changes are refused."))
    }

    @Test func `a name that is taken is refused at its field`() {
        var bench = Bench([.test("alpha"), .test("beta")])
        bench.press(.addProfile)
        bench.fill(.name, "Beta")
        bench.keys("Tab")
        #expect(bench.form?.focused == .name)
        #expect(bench.form?[.name]?.error == "a profile with this name already exists; choose another name")
        bench.fill(.name, "gamma")
        bench.fill(.url, "https://gamma.example")
        bench.press(.submit)
        // Another program was quicker.
        let taken = StorageError(.nameTaken, file: "profiles.json", detail: "gamma is taken; nothing was saved")
        bench.answer(.profile(nil), .failed(.storage(taken)))
        #expect(bench.form?.focused == .name)
        #expect(bench.form?[.name]?.error?.string.contains("already exists") == true)
        #expect(bench.form?.message?.string.contains("already exists") != true)
    }

    @Test func `a profile with a session is not removed`() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        #expect(bench.reason(against: .removeProfile)?.string.hasPrefix("log out first") == true)
    }

    @Test func `profiles of another instance appear`() {
        let alpha = Profile.test("alpha")
        let beta = Profile.test("beta")
        var bench = Bench([alpha])
        bench.press(.makeDefault)
        #expect(bench.work == [.makeDefault(alpha)])
        #expect(bench.reason(against: .editProfile) == "the profile is being saved")
        bench.press(.addProfile)
        bench.fill(.name, "gamma")
        bench.fill(.url, "https://gamma.example")
        bench.press(.submit)
        bench.answer(.profile(nil), SavedProfile.test(.test("gamma")))
        bench.answer(.profiles, ProfileList(profiles: [alpha, beta, .test("gamma")]))
        #expect(bench.work == [.checkCluster(beta)])
        #expect(bench.state.selectedProfile == "id-gamma")
    }
}
