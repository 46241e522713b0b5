import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// What is on the screen is what is in the files.
struct FileTests {
    private let alpha = Profile.test("alpha")
    private let beta = Profile.test("beta")

    private func moved(_ profile: Profile, to host: String) -> Profile {
        Profile(
            id: profile.id, name: profile.name, origin: Origin(scheme: .https, host: host),
            generation: profile.generation, username: profile.username)
    }

    @Test func `selection, marks and filter stay`() throws {
        let tokens = try (1...3).map { try TokenRecord.test($0, of: beta, endsIn: Int64($0) * 100) }
        var bench = Bench([alpha, beta])
        bench.list(tokens)
        bench.state.select(beta.id)
        bench.press(.focusTokens, .moveDown, .mark, .filter)
        bench.type("user:tsadmin")
        bench.keys("Enter")
        let (selection, marks) = (bench.state.panes.tokens.list.selected, bench.state.panes.tokens.list.marks)
        #expect(marks == [tokens[1].id])
        bench.changeFile(to: [.test("gamma"), beta, alpha])
        bench.send(.fileChanged(.journal))
        bench.answer(
            .journal,
            TokenList(records: TokenRows(try tokens + [.test(9, of: beta, endsIn: 10)]), heldIDs: Set(tokens.map(\.id)))
        )
        #expect(bench.state.selectedProfile == beta.id)
        #expect(bench.state.panes.tokens.list.selected == selection)
        #expect(bench.state.panes.tokens.list.marks == marks)
        #expect(bench.state.panes.tokens.filter.text == "user:tsadmin")
        #expect(bench.state.panes.tokens.total == 4)
        #expect(bench.state.panes.focus == .tokens)
    }

    @Test func `tokens go by the name of the profile that has their address now`() throws {
        let token = try TokenRecord.test(1, of: alpha, endsIn: 100)
        var bench = Bench([alpha, beta])
        bench.list([token])
        let renamed = Profile(
            id: alpha.id, name: "omega", origin: alpha.origin, generation: alpha.generation, username: alpha.username)
        bench.changeFile(to: [renamed, beta])
        #expect(bench.state.tokens[token.id]?.profileName == "omega")
        // Another profile gets the address, and the first one goes elsewhere.
        let other = Profile(
            id: beta.id, name: beta.name, origin: alpha.origin, generation: beta.generation, username: beta.username)
        bench.changeFile(to: [moved(renamed, to: "elsewhere.example"), other])
        #expect(bench.state.tokens[token.id]?.profileName == "beta")
    }

    @Test func `damage that comes while the journal is followed is told`() throws {
        var token = try TokenRecord.test(1, of: alpha, endsIn: 100)
        var bench = Bench([alpha])
        bench.list([token])
        token.isInDoubt = true
        let damage = [JournalDamage(kind: .brokenChain, segment: "2026-11.jsonl", line: 11)]
        for _ in 0..<2 {
            bench.send(.fileChanged(.journal))
            bench.answer(.journal, TokenList(records: [token], damage: damage))
        }
        let told = bench.state.activity.entries.filter { entry in
            guard case .message(let message) = entry.content else { return false }
            return message.text.string.hasPrefix("the journal is damaged at line 11 of 2026-11.jsonl: no change")
        }
        #expect(told.count == 1, "once, not with every line")
    }

    @Test func `another address is checked, and its old session is not used there`() {
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        let there = moved(alpha, to: "elsewhere.example")
        bench.changeFile(to: [there])
        #expect(bench.work == [.dropSession(alpha)], "first nothing of the old address is left")
        #expect(!bench.state.isLoggedIn(alpha.id))
        #expect(
            bench.said == """
                alpha has the address https://elsewhere.example now: the session of tsadmin at https://alpha.example \
                is no longer used here and stays open there until it expires
                """)
        bench.answer(.session(alpha.id), alpha)
        #expect(bench.work == [.checkCluster(there)])
        bench.press(.logIn)
        #expect(bench.form?.profile == there)
    }

    @Test func `a profile that is gone leaves the selection beside it`() {
        var bench = Bench([alpha, beta])
        bench.state.select(beta.id)
        bench.changeFile(to: [alpha])
        #expect(bench.state.selectedProfile == alpha.id)
        #expect(bench.said == "beta was removed from the file")
    }

    @Test func `a file that is damaged meanwhile is told, and the list stays`() {
        var bench = Bench([alpha])
        bench.send(.fileChanged(.profiles))
        bench.answer(
            .profiles,
            .failed(.storage(StorageError(.profilesDamaged, file: "profiles.json", detail: "it ends early"))))
        #expect(bench.state.profiles.list == [alpha])
        #expect(bench.state.profiles.error?.code == "E_PROFILES_DAMAGED")
        #expect(bench.reason(against: .addProfile) != nil)
        bench.changeFile(to: [alpha])
        #expect(bench.state.profiles.error == nil)
    }

    @Test func `what changes while it is read is read again`() {
        var bench = Bench([alpha])
        bench.send(.fileChanged(.journal))
        #expect(bench.work == [.listTokens])
        #expect(bench.send(.fileChanged(.journal)).isEmpty)
        #expect(bench.send(.fileChanged(.journal)).isEmpty)
        bench.answer(.journal, TokenList())
        #expect(bench.work == [.listTokens], "once, however often it changed")
        bench.answer(.journal, TokenList())
        #expect(bench.work.isEmpty)
    }

    /// Our own save is no change by another program: its answer comes first.
    @Test func `a change of ours is read after its answer`() {
        var bench = Bench([alpha])
        bench.press(.makeDefault)
        #expect(bench.work == [.makeDefault(alpha)])
        #expect(bench.reason(against: .editProfile) == "the profile is being saved")
        #expect(bench.send(.fileChanged(.profiles)).isEmpty)
        bench.answer(.profile(alpha.id), ())
        #expect(bench.work == [.listProfiles])
    }

    @Test func `refresh reads the files too`() {
        var bench = Bench([alpha])
        bench.press(.refresh)
        #expect(bench.work == [.checkCluster(alpha), .listProfiles, .listTokens])
    }
}
