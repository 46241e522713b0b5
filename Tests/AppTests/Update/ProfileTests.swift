import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct ProfileTests {
    @Test func aNewProfileIsSavedSelectedAndLookedAt() {
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
        #expect(bench.work == [.saveProfile(draft, id: nil, replacing: nil)])
        let gamma = Profile.test("gamma")
        bench.answer(.profile(nil), .saved(gamma))
        #expect(bench.state.layers.isEmpty)
        #expect(bench.state.selectedProfile == gamma.id)
        #expect(bench.work == [.checkCluster(gamma), .listProfiles])
        #expect(bench.said == "added the profile gamma")
    }

    @Test func aSaveThatFailsKeepsTheForm() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "new")
        bench.press(.submit)
        bench.answer(
            .profile(alpha.id),
            .failed(.storage(StorageError(.saveConflict, file: "profiles.json", detail: "somebody else saved it"))))
        #expect(bench.form?.error?.code == "E_SAVE_CONFLICT")
        #expect(bench.form?.isSubmitting == false)
        #expect(bench.form?.text(.note) == "new")
    }

    @Test func anotherAddressForgetsWhatWasLearntOfTheOld() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        bench.press(.editProfile, .submit)
        let moved = Profile(
            id: alpha.id, name: "alpha", origin: Profile.test("elsewhere").origin, generation: .v2)
        bench.answer(.profile(alpha.id), .saved(moved))
        #expect(!bench.state.isLoggedIn(alpha.id))
    }

    @Test func deletingAsksAndUndoBringsBack() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha, .test("beta")])
        bench.press(.deleteProfile, .submit)
        #expect(bench.state.layers.isEmpty)
        #expect(bench.work.isEmpty)
        bench.press(.deleteProfile, .yes)
        #expect(bench.work == [.removeProfile(alpha)])
        bench.answer(.profile(alpha.id), .removed(alpha))
        #expect(bench.state.profiles.list.map(\.name) == ["beta"])
        #expect(bench.state.selectedProfile == "id-beta")
        bench.press(.undo)
        #expect(bench.work == [.restoreProfile(alpha)])
        bench.answer(.profile(alpha.id), .saved(alpha))
        #expect(bench.state.profiles.list.map(\.name) == ["beta", "alpha"])
        #expect(availability(of: .undo, in: bench.state) == .disabled("nothing was removed"))
    }

    @Test(arguments: [Profile.test("alpha", isProtected: true), .test("alpha", tag: "PROD")])
    func aProtectedProfileWantsItsNameTyped(_ profile: Profile) {
        var bench = Bench([profile])
        bench.press(.deleteProfile, .yes)
        #expect(bench.work.isEmpty)
        bench.send(.setConfirmation("alph"))
        #expect(bench.press(.submit) == [.bell])
        bench.send(.setConfirmation("alpha"))
        bench.press(.submit)
        #expect(bench.work == [.removeProfile(profile)])
    }

    @Test func aProfileWithASessionIsNotDeleted() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        #expect(availability(of: .deleteProfile, in: bench.state).reason?.string.hasPrefix("log out first") == true)
    }

    @Test func profilesOfAnotherInstanceAppear() {
        let alpha = Profile.test("alpha")
        let beta = Profile.test("beta")
        var bench = Bench([alpha])
        bench.press(.makeDefault)
        #expect(bench.work == [.setDefaultProfile("alpha")])
        bench.press(.addProfile)
        bench.fill(.name, "gamma")
        bench.fill(.url, "https://gamma.example")
        bench.press(.submit)
        bench.answer(.profile(nil), .saved(.test("gamma")))
        bench.answer(.profiles, .profiles(ProfileList(profiles: [alpha, beta, .test("gamma")])))
        #expect(bench.work == [.checkCluster(beta)])
        #expect(bench.state.selectedProfile == "id-gamma")
    }
}
