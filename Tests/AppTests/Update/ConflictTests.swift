import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// A form whose profile was changed in the file meanwhile.
struct ConflictTests {
    private let alpha = Profile.test("alpha")

    private func other(host: String = "alpha.example", note: String? = nil, user: String = "tsadmin") -> Profile {
        Profile(
            id: alpha.id, name: "alpha", origin: Origin(scheme: .https, host: host), generation: .v2, username: user,
            note: note)
    }

    private func isAsking(_ bench: Bench) -> Bool { bench.state.top is ConflictQuestion }

    @Test func `it shows what differs and uses the file's values`() throws {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "typed here")
        let there = other(host: "b.example", note: "typed there", user: "anna")
        bench.changeFile(to: [there])
        let conflict = try #require(bench.form?.conflict)
        #expect(conflict.differences.map(\.field) == [.url, .username, .note])
        #expect(bench.form?.text(.note) == "typed here", "typed text stays until a person says otherwise")
        bench.press(.submit)
        #expect(bench.question?.title == "alpha was changed in the file")
        #expect(bench.question?.lines.filter { conflict.differences.map(\.label).contains($0) }.count == 3)
        #expect(bench.state.formBelow?.conflict == conflict)
        bench.keys("Enter")
        #expect(bench.form?.conflict == conflict, "Enter decides nothing")
        bench.press(.submit)
        bench.keys("f")
        #expect(bench.form?.text(.note) == "typed there")
        #expect(bench.form?.text(.url) == "https://b.example")
        #expect(bench.form?.isDirty == false)
        bench.press(.submit)
        #expect(bench.work == [.saveProfile(ProfileDraft(from: there), id: alpha.id, replacing: there)])
    }

    @Test func `it keeps what the form has`() throws {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "typed here")
        let there = other(note: "typed there")
        bench.changeFile(to: [there])
        bench.press(.submit)
        bench.keys("k")
        #expect(bench.form?.text(.note) == "typed here")
        bench.press(.submit)
        var draft = ProfileDraft(from: there)
        draft[.note] = "typed here"
        #expect(bench.work == [.saveProfile(draft, id: alpha.id, replacing: there)])
    }

    @Test func `what is typed later is told as it stands`() {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.changeFile(to: [other(note: "typed there")])
        bench.fill(.note, "typed here")
        bench.press(.submit)
        #expect(isAsking(bench))
        #expect(bench.question?.lines.contains("  in this form  typed here") == true)
        bench.keys("n")
        // In the middle of a word it is a difference still; sent as the file has it, it is none.
        bench.fill(.note, "typed there")
        #expect(bench.form?.conflict != nil)
        bench.press(.submit)
        let there = other(note: "typed there")
        #expect(bench.work == [.saveProfile(ProfileDraft(from: there), id: alpha.id, replacing: there)])
    }

    @Test func `the same change is no conflict`() {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "the same")
        let there = other(note: "the same")
        bench.changeFile(to: [there])
        #expect(bench.form?.conflict == nil)
        bench.press(.submit)
        #expect(bench.work == [.saveProfile(ProfileDraft(from: there), id: alpha.id, replacing: there)])
    }

    @Test func `a profile that was removed can be added again`() {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "kept")
        bench.changeFile(to: [])
        bench.press(.submit)
        #expect(bench.question?.title == "alpha is no longer in the file")
        bench.keys("y")
        bench.press(.submit)
        var draft = ProfileDraft(from: alpha)
        draft[.note] = "kept"
        #expect(bench.work == [.saveProfile(draft, id: alpha.id, replacing: nil)])
    }

    @Test func `a password is sent to a new address only when that was read`() {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.fill(.password, "pa55")
        let there = other(host: "b.example")
        bench.changeFile(to: [there])
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        #expect(isAsking(bench))
        bench.keys("f")
        #expect(bench.work.isEmpty)
        #expect(bench.form?.typedSecret(.password) == "pa55")
        bench.press(.submit)
        #expect(
            bench.work == [
                .logIn(
                    LogIn(
                        profile: there, credential: .password(username: "tsadmin", password: Secret("pa55")), org: nil))
            ])
    }

    @Test func `a login form follows what changes nothing for it`() {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.fill(.password, "pa55")
        let there = other(note: "a note")
        bench.changeFile(to: [there])
        #expect(bench.form?.conflict == nil)
        #expect(bench.form?.profile == there)
        #expect(bench.form?.typedSecret(.password) == "pa55")
    }

    @Test func `nothing is sent for a profile that is gone`() {
        var bench = Bench([alpha, .test("beta")])
        bench.press(.logIn)
        bench.fill(.password, "pa55")
        bench.changeFile(to: [.test("beta")])
        for key in ["y", "Enter", "Esc"] {
            bench.press(.submit)
            #expect(isAsking(bench))
            #expect(bench.question?.buttons == ["Close"])
            bench.keys(key)
            #expect(bench.work.isEmpty)
        }
    }
}

/// Another address for a profile whose session or tokens are in memory.
struct AddressTests {
    private let alpha = Profile.test("alpha")
    private let address = Profile.test("b").origin

    private var draft: ProfileDraft {
        var draft = ProfileDraft(from: alpha)
        draft[.url] = address.description
        return draft
    }

    private func save(_ answer: SaveProfile.AddressAnswer? = nil) -> SaveProfile {
        SaveProfile(draft: draft, as: .edited(alpha), addressAnswer: answer)
    }

    /// The form with the new address, and what the service layer says to it.
    private func refused(user: String?, tokens: Int) -> Bench {
        var bench = Bench([alpha])
        bench.press(.focusClusters, .editProfile)
        bench.fill(.url, address.description)
        bench.press(.submit)
        #expect(bench.work == [AnyWork(save())])
        let change = AddressChange(
            profile: alpha, address: address, user: user, tokens: tokens, canLogOut: user != nil)
        bench.answer(.profile(alpha.id), .failed(.refused(.newAddress(change))))
        return bench
    }

    /// What would no longer be used, as the question says it; nil when it is not asked.
    private func losses(_ bench: Bench) -> [String]? {
        guard bench.state.top is AddressQuestion else { return nil }
        return bench.question?.lines.map(\.string).filter { $0.hasSuffix(".") }
    }

    @Test func `it says what would no longer be used, and logs out first`() {
        var bench = refused(user: "tsadmin", tokens: 1)
        #expect(
            losses(bench) == [
                "The session of tsadmin stays open at the old address and is no longer used here.",
                "1 token of the old address may be valid; none of them is sent to the new one.",
            ])
        #expect(
            bench.question?.lines.prefix(2) == ["from  https://alpha.example", "to    https://b.example"])
        #expect(bench.question?.buttons == ["Log out, then save", "Save without logging out", "Cancel"])
        bench.keys("Enter")
        #expect(bench.form != nil)
        #expect(bench.work.isEmpty)
    }

    @Test(arguments: [("o", SaveProfile.AddressAnswer.logOutFirst), ("y", .leave)])
    func `the answer goes with the profile`(_ key: String, _ answer: SaveProfile.AddressAnswer) {
        var bench = refused(user: "tsadmin", tokens: 1)
        bench.keys(key)
        #expect(bench.work == [AnyWork(save(answer))])
    }

    @Test func `a logout that fails leaves the form as it was`() {
        var bench = refused(user: "tsadmin", tokens: 0)
        bench.keys("o")
        bench.answer(.profile(alpha.id), .failed(.test(.connect, on: alpha)))
        #expect(bench.form?.profile == alpha)
        #expect(bench.form?.isSubmitting == false)
        // What was agreed to is asked again.
        bench.press(.submit)
        #expect(bench.work == [AnyWork(save())])
    }

    @Test func `a token that only the journal knows is counted`() {
        var bench = refused(user: nil, tokens: 2)
        #expect(
            losses(bench) == ["2 tokens of the old address may be valid; none of them is sent to the new one."])
        #expect(bench.question?.buttons == ["Save", "Cancel"])
        bench.keys("y")
        #expect(bench.work == [AnyWork(save(.leave))])
    }
}
