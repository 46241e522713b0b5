import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// What is on the screen is what is in the files.
struct FileTests {
    let alpha = Profile.test("alpha")
    let beta = Profile.test("beta")

    private func moved(_ profile: Profile, to host: String) -> Profile {
        Profile(
            id: profile.id, name: profile.name, origin: Origin(scheme: .https, host: host),
            generation: profile.generation, username: profile.username)
    }

    /// Another program has saved these profiles.
    private func change(_ bench: inout Bench, to profiles: [Profile]) {
        bench.send(.fileChanged(.profiles))
        bench.answer(.profiles, .profiles(ProfileList(profiles: profiles)))
    }

    @Test func selectionMarksAndFilterStay() throws {
        let tokens = try (1...3).map { try TokenRecord.test($0, of: beta, endsIn: Int64($0) * 100) }
        var bench = Bench([alpha, beta])
        bench.list(tokens)
        bench.send(.selectProfile(beta.id))
        bench.press(.focusTokens, .moveDown, .mark)
        bench.send(.setFilter("user:tsadmin"))
        let (selection, marks) = (bench.state.tokens.selection, bench.state.tokens.marks)
        change(&bench, to: [.test("gamma"), beta, alpha])
        bench.send(.fileChanged(.journal))
        bench.answer(
            .journal,
            .tokens(
                TokenList(records: try tokens + [.test(9, of: beta, endsIn: 10)], heldIDs: Set(tokens.map(\.id))),
                inUse: []))
        #expect(bench.state.selectedProfile == beta.id)
        #expect(bench.state.tokens.selection == selection)
        #expect(bench.state.tokens.marks == marks)
        #expect(bench.state.tokens.filterText == "user:tsadmin")
        #expect(bench.state.tokens.total == 4)
        #expect(bench.state.focus == .tokens)
    }

    @Test func tokensAreCalledByTheProfileThatHasTheirAddressNow() throws {
        let token = try TokenRecord.test(1, of: alpha, endsIn: 100)
        var bench = Bench([alpha, beta])
        bench.list([token])
        let renamed = Profile(
            id: alpha.id, name: "omega", origin: alpha.origin, generation: alpha.generation, username: alpha.username)
        change(&bench, to: [renamed, beta])
        #expect(bench.state.tokens[token.id]?.profileName == "omega")
        // Another profile takes the address, and the first one goes elsewhere.
        let taker = Profile(
            id: beta.id, name: beta.name, origin: alpha.origin, generation: beta.generation, username: beta.username)
        change(&bench, to: [moved(renamed, to: "elsewhere.example"), taker])
        #expect(bench.state.tokens[token.id]?.profileName == "beta")
    }

    @Test func damageThatComesWhileTheJournalIsFollowedIsTold() throws {
        var token = try TokenRecord.test(1, of: alpha, endsIn: 100)
        var bench = Bench([alpha])
        bench.list([token])
        token.isInDoubt = true
        let damage = [JournalDamage(kind: .brokenChain, line: 11)]
        for _ in 0..<2 {
            bench.send(.fileChanged(.journal))
            bench.answer(.journal, .tokens(TokenList(records: [token], damage: damage), inUse: []))
        }
        let told = bench.state.activity.entries.filter { entry in
            guard case .message(let message) = entry.content else { return false }
            return message.text.string.hasPrefix("the journal is damaged at line 11: nothing is changed on a cluster")
        }
        #expect(told.count == 1, "once, not with every line")
    }

    @Test func anotherAddressIsLookedAtAndItsOldSessionIsNotUsedThere() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        let there = moved(alpha, to: "elsewhere.example")
        change(&bench, to: [there])
        #expect(bench.work == [.dropSession(alpha)], "first nothing of the old address is left")
        #expect(!bench.state.isLoggedIn(alpha.id))
        #expect(
            bench.said == """
                alpha has the address https://elsewhere.example now: the session of tsadmin at https://alpha.example \
                is no longer used here and stays open there until it ends
                """)
        bench.answer(.session(alpha.id), .droppedSession(alpha))
        #expect(bench.work == [.checkCluster(there)])
        bench.press(.logIn)
        #expect(bench.form?.profile == there)
    }

    @Test func aProfileThatIsGoneLeavesTheSelectionBesideIt() {
        var bench = Bench([alpha, beta])
        bench.send(.selectProfile(beta.id))
        change(&bench, to: [alpha])
        #expect(bench.state.selectedProfile == alpha.id)
        #expect(bench.said == "beta was removed from the file")
    }

    @Test func aFileThatIsDamagedMeanwhileIsToldAndTheListStays() {
        var bench = Bench([alpha])
        bench.send(.fileChanged(.profiles))
        bench.answer(
            .profiles,
            .failed(.storage(StorageError(.profilesDamaged, file: "profiles.json", detail: "it ends early"))))
        #expect(bench.state.profiles.list == [alpha])
        #expect(bench.state.profiles.error?.code == "E_PROFILES_DAMAGED")
        #expect(!availability(of: .addProfile, in: bench.state).isEnabled)
        change(&bench, to: [alpha])
        #expect(bench.state.profiles.error == nil)
    }

    @Test func whatChangesWhileItIsReadIsReadAgain() {
        var bench = Bench([alpha])
        bench.send(.fileChanged(.journal))
        #expect(bench.work == [.listTokens])
        #expect(bench.send(.fileChanged(.journal)).isEmpty)
        #expect(bench.send(.fileChanged(.journal)).isEmpty)
        bench.answer(.journal, .tokens(TokenList(), inUse: []))
        #expect(bench.work == [.listTokens], "once, however often it changed")
        bench.answer(.journal, .tokens(TokenList(), inUse: []))
        #expect(bench.work.isEmpty)
    }

    /// Our own save is no change by another program: its answer comes first.
    @Test func aChangeOfOursIsReadAfterItsAnswer() {
        var bench = Bench([alpha])
        bench.press(.makeDefault)
        #expect(bench.send(.fileChanged(.profiles)).isEmpty)
        bench.answer(.profile(alpha.id), .defaultSet("alpha"))
        #expect(bench.work == [.listProfiles])
    }

    @Test func refreshLooksAtTheFilesToo() {
        var bench = Bench([alpha])
        bench.press(.refresh)
        #expect(bench.work == [.checkCluster(alpha), .listProfiles, .listTokens])
    }
}

/// A form whose profile was changed in the file meanwhile.
struct ConflictTests {
    let alpha = Profile.test("alpha")

    private func other(host: String = "alpha.example", note: String? = nil, user: String = "tsadmin") -> Profile {
        Profile(
            id: alpha.id, name: "alpha", origin: Origin(scheme: .https, host: host), generation: .v2, username: user,
            note: note)
    }

    private func change(_ bench: inout Bench, to profiles: [Profile]) {
        bench.send(.fileChanged(.profiles))
        bench.answer(.profiles, .profiles(ProfileList(profiles: profiles)))
    }

    @Test func itShowsWhatDiffersAndTakesTheFilesValues() throws {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "typed here")
        let there = other(host: "b.example", note: "typed there", user: "anna")
        change(&bench, to: [there])
        let conflict = try #require(bench.form?.conflict)
        #expect(conflict.differences.map(\.field) == [.url, .username, .note])
        #expect(bench.form?.text(.note) == "typed here", "typed text stays until somebody says otherwise")
        bench.press(.submit)
        #expect(bench.state.topLayer == .question(.conflict(conflict)))
        bench.press(.submit)
        #expect(bench.form?.conflict == conflict, "Enter decides nothing")
        bench.press(.submit, .open)
        #expect(bench.form?.text(.note) == "typed there")
        #expect(bench.form?.text(.url) == "https://b.example")
        #expect(bench.form?.isDirty == false)
        bench.press(.submit)
        #expect(bench.work == [.saveProfile(ProfileDraft(from: there), id: alpha.id, replacing: there)])
    }

    @Test func itKeepsWhatTheFormHas() throws {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "typed here")
        let there = other(note: "typed there")
        change(&bench, to: [there])
        bench.press(.submit, .yes)
        #expect(bench.form?.text(.note) == "typed here")
        bench.press(.submit)
        var draft = ProfileDraft(from: there)
        draft[.note] = "typed here"
        #expect(bench.work == [.saveProfile(draft, id: alpha.id, replacing: there)])
    }

    @Test func whatIsTypedLaterIsToldAsItStands() {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        change(&bench, to: [other(note: "typed there")])
        bench.fill(.note, "typed here")
        #expect(bench.form?.conflict?.differences.map(\.here) == ["typed here"])
        bench.press(.submit)
        #expect(bench.form == nil)
        bench.press(.no)
        // In the middle of a word it is a difference still; sent as the file has it, it is none.
        bench.fill(.note, "typed there")
        #expect(bench.form?.conflict != nil)
        bench.press(.submit)
        let there = other(note: "typed there")
        #expect(bench.work == [.saveProfile(ProfileDraft(from: there), id: alpha.id, replacing: there)])
    }

    @Test func theSameChangeIsNoConflict() {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "the same")
        let there = other(note: "the same")
        change(&bench, to: [there])
        #expect(bench.form?.conflict == nil)
        bench.press(.submit)
        #expect(bench.work == [.saveProfile(ProfileDraft(from: there), id: alpha.id, replacing: there)])
    }

    @Test func aProfileThatWasRemovedCanBeAddedAgain() {
        var bench = Bench([alpha])
        bench.press(.editProfile)
        bench.fill(.note, "kept")
        change(&bench, to: [])
        bench.press(.submit, .yes, .submit)
        var draft = ProfileDraft(from: alpha)
        draft[.note] = "kept"
        #expect(bench.work == [.saveProfile(draft, id: alpha.id, replacing: nil)])
    }

    @Test func aPasswordIsSentToANewAddressOnlyWhenThatWasRead() {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.fill(.password, secret: "pa55")
        let there = other(host: "b.example")
        change(&bench, to: [there])
        bench.press(.submit)
        #expect(bench.work.isEmpty)
        bench.press(.open)
        #expect(bench.form?.secret(.password) == Secret("pa55"))
        bench.press(.submit)
        #expect(
            bench.work == [
                .logIn(
                    LogIn(
                        profile: there, credential: .password(username: "tsadmin", password: Secret("pa55")), org: nil))
            ])
    }

    @Test func aLoginFormFollowsWhatChangesNothingForIt() {
        var bench = Bench([alpha])
        bench.press(.logIn)
        bench.fill(.password, secret: "pa55")
        let there = other(note: "a note")
        change(&bench, to: [there])
        #expect(bench.form?.conflict == nil)
        #expect(bench.form?.profile == there)
        #expect(bench.form?.secret(.password) == Secret("pa55"))
    }

    @Test func nothingIsSentForAProfileThatIsGone() {
        var bench = Bench([alpha, .test("beta")])
        bench.press(.logIn)
        bench.fill(.password, secret: "pa55")
        change(&bench, to: [.test("beta")])
        bench.press(.submit, .yes, .submit, .submit)
        #expect(bench.work.isEmpty)
    }
}

/// Another address for a profile whose session or tokens are in memory.
struct AddressTests {
    let alpha = Profile.test("alpha")

    private func edited(_ bench: inout Bench) {
        bench.press(.focusClusters, .editProfile)
        bench.fill(.url, "https://b.example")
        bench.press(.submit)
    }

    private func question(_ bench: Bench) -> AddressQuestion? {
        if case .question(.address(let question))? = bench.state.topLayer { question } else { nil }
    }

    @Test func itSaysWhatWouldBeDroppedAndLogsOutFirst() throws {
        var bench = Bench(tokens: [try .test(1, of: alpha), try .test(2, of: alpha, endsIn: -9)], profiles: [alpha])
        bench.logIn(on: alpha)
        edited(&bench)
        #expect(
            question(bench)
                == AddressQuestion(
                    profile: alpha, address: "https://b.example", user: "tsadmin", tokens: 1, canLogOut: true))
        bench.press(.submit)
        #expect(bench.form != nil)
        bench.press(.submit, .logOut)
        #expect(bench.work == [.logOut(alpha)])
        bench.answer(.session(alpha.id), .loggedOut(LogoutReport(profile: alpha, onServer: .ended)))
        // The token is still there.
        #expect(question(bench)?.user == nil)
        bench.press(.yes)
        var draft = ProfileDraft(from: alpha)
        draft[.url] = "https://b.example"
        #expect(bench.work == [.saveProfile(draft, id: alpha.id, replacing: alpha)])
    }

    @Test func aLogoutThatFailsSavesNothing() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        edited(&bench)
        bench.press(.logOut)
        bench.answer(.session(alpha.id), .failed(.test(.connect, on: alpha)))
        #expect(bench.form?.savesAfterLogout == false)
        #expect(!bench.work.contains { if case .saveProfile = $0 { true } else { false } })
    }

    @Test func aTokenThatOnlyTheJournalKnowsIsCounted() throws {
        var bench = Bench(tokens: [try .test(1, of: alpha), try .test(2, of: alpha)], held: [], profiles: [alpha])
        edited(&bench)
        #expect(
            question(bench)
                == AddressQuestion(
                    profile: alpha, address: "https://b.example", user: nil, tokens: 2, canLogOut: false))
    }

    @Test func withNothingInMemoryItIsJustSaved() {
        var bench = Bench([alpha])
        edited(&bench)
        #expect(bench.work.count == 1)
    }
}
