import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// Nothing leaves the list without a question, and everything that left it can be restored.
struct RemovalTests {
    let alpha = Profile.test("alpha")

    private func removal(_ bench: Bench) -> RemovalQuestion? { bench.state.top as? RemovalQuestion }

    @Test func `a token that may be valid is removed after a question`() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        #expect(bench.press(.removeTokens) == [.flushTypeAhead])
        #expect(removal(bench) == RemovalQuestion([token], valid: 1, in: bench.state))
        #expect(
            bench.question?.lines.contains(
                "This token is active. Removing from the list does not revoke.") == true)
        // Enter is the default, and the default is No.
        bench.keys("Enter")
        #expect(bench.state.stack.isEmpty)
        #expect(bench.work.isEmpty)
        bench.press(.removeTokens)
        bench.keys("y")
        #expect(bench.work == [.removeTokens([token])])
        bench.answer(.removal, [token])
        #expect(bench.said == "removed 1 token from the list (may be valid on alpha); u restores it")
        bench.press(.undo)
        #expect(bench.work == [.restoreTokens([token])])
        bench.answer(.removal, [token])
        #expect(bench.said == "restored 1 token")
        #expect(bench.state.panes.tokens.list.selected == token.id)
        #expect(bench.reason(against: .undo) == "nothing was removed or edited")
    }

    @Test(
        arguments: [
            (TokenRecord.State.revokedVerified, 300), (.invalid, 300), (.notRecognized, 300), (.active, -1),
        ] as [(TokenRecord.State, Int64)])
    func `what is over is removed at once`(_ state: TokenRecord.State, _ seconds: Int64) throws {
        let token = try TokenRecord.test(1, of: alpha, state: state, endsIn: seconds)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.removeTokens)
        #expect(bench.work == [.removeTokens([token])])
        bench.answer(.removal, [token])
        #expect(bench.said == "removed 1 token from the list; u restores it")
    }

    /// An action acts on what is visible: marks that a filter hides are none, and are back when it is cleared.
    @Test func `marked tokens that a filter hides are left alone`() throws {
        let tokens = try (1...2).map {
            try TokenRecord.test($0, of: alpha, user: $0 == 1 ? "anna" : "bob", state: .revokedVerified)
        }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        bench.press(.markAll, .filter)
        bench.type("user:anna")
        bench.keys("Enter")
        #expect(bench.state.panes.tokens.rows.count == 1)
        #expect(bench.screen.contains("1 of 2 tokens, 2 marked (1 hidden)"))
        bench.press(.removeTokens)
        #expect(bench.work == [.removeTokens([tokens[0]])])
        bench.press(.filter)
        bench.type("user:carl")
        bench.keys("Enter")
        #expect(bench.reason(against: .removeTokens) == "no token is selected")
    }

    @Test func `what was removed last is restored first`() throws {
        let token = try TokenRecord.test(1, of: alpha, state: .invalid)
        let beta = Profile.test("beta")
        var bench = Bench(tokens: [token], profiles: [alpha, beta])
        bench.press(.removeTokens)
        bench.answer(.removal, [token])
        bench.press(.focusClusters, .moveDown, .removeProfile)
        bench.keys("y")
        bench.answer(.profile(beta.id), ())
        bench.press(.undo)
        #expect(bench.work == [.restoreProfile(beta, at: 1)])
        bench.answer(.profile(beta.id), SavedProfile.test(beta))
        bench.press(.undo)
        #expect(bench.work == [.restoreTokens([token])])
    }

    @Test func `what the vault keeps for a profile is named before and after it is removed`() throws {
        var bench = Bench(tokens: [], profiles: [alpha])
        bench.state.vault.opened(at: bench.state.now)
        bench.press(.focusClusters, .removeProfile)
        #expect(bench.state.stack.isEmpty)
        #expect(bench.began(CountKeptSecrets.self)?.profile == alpha)
        bench.answer(.kept(alpha.id), KeptSecrets(counts: [.activationLink: 2, .password: 1]) as KeptSecrets?)
        #expect(bench.question?.lines.contains("The vault keeps 2 activation links, 1 password for it.") == true)
        bench.keys("y")
        bench.answer(.profile(alpha.id), ())
        #expect(bench.said.contains("the vault keeps 2 activation links, 1 password under its id \(alpha.id)"))
    }

    @Test func `a question that comes late does not stand over a form`() throws {
        var bench = Bench(tokens: [], profiles: [alpha])
        bench.state.vault.opened(at: bench.state.now)
        bench.press(.focusClusters, .removeProfile)
        bench.press(.editProfile)
        let depth = bench.state.stack.count
        bench.answer(.kept(alpha.id), KeptSecrets() as KeptSecrets?)
        #expect(depth == 1 && bench.state.stack.count == depth && bench.question == nil)
    }

    @Test func `a locked vault is named in the question about a profile`() throws {
        var bench = Bench(tokens: [], profiles: [alpha])
        bench.state.vault.closed()
        bench.press(.focusClusters, .removeProfile)
        #expect(bench.question?.lines.contains("The vault is locked: what it keeps for alpha stays there.") == true)
    }

    @Test func `read-only mode removes nothing`() throws {
        let token = try TokenRecord.test(1, of: alpha)
        let program = Bench(tokens: [token], profiles: [alpha], isReadOnly: true)
        #expect(program.reason(against: .removeTokens) == "read-only mode")
        let profile = Bench(tokens: [token], profiles: [.test("alpha", isReadOnly: true)])
        #expect(profile.reason(against: .removeTokens) == "profile is read-only")
    }
}

/// An action acts on what is visible and focused.
struct FocusedActionTests {
    let alpha = Profile.test("alpha")
    static let ofTokens: [Command] = [.removeTokens, .revoke, .validate, .reveal, .revokeUser]

    @Test(arguments: ofTokens, [PaneID.clusters, .session, .activity])
    func `without a token under the cursor nothing happens to one`(_ command: Command, _ pane: PaneID) throws {
        let tokens = try (1...2).map { try TokenRecord.test($0, of: alpha) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        // Marks count no more than the cursor does.
        bench.press(.mark)
        bench.logIn(on: alpha)
        bench.state.panes.focus = pane
        // The session has a user, too.
        if command == .revokeUser, pane == .session { return }
        #expect(bench.press(command) == [.bell])
        #expect(bench.state.stack.isEmpty)
        if command != .revokeUser { #expect(bench.said == "select a token first (3)") }
    }

    @Test(arguments: [PaneID.tokens, .activity])
    func `a profile is changed only where it is under the cursor`(_ pane: PaneID) throws {
        var bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.state.panes.focus = pane
        for command: Command in [.removeProfile, .editProfile, .makeDefault] {
            #expect(bench.press(command).contains(.bell))
            #expect(bench.said == "select a profile first (1)")
            #expect(bench.state.stack.isEmpty)
        }
    }

    @Test func `the detail of a token is its place`() throws {
        var bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.press(.open)
        for command in Self.ofTokens where command != .revokeUser {
            #expect(bench.reason(against: command) == nil, "\(command)")
        }
    }
}
