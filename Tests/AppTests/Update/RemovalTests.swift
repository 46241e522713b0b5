import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// Nothing leaves the list without a question, and everything that left it comes back.
struct RemovalTests {
    let alpha = Profile.test("alpha")

    private func removal(_ bench: Bench) -> RemovalQuestion? {
        if case .question(.removal(let question))? = bench.state.topLayer { question } else { nil }
    }

    @Test func aTokenThatMayBeValidIsRemovedAfterAQuestion() throws {
        let token = try TokenRecord.test(1, of: alpha)
        var bench = Bench(tokens: [token], profiles: [alpha])
        #expect(bench.press(.forget) == [.flushTypeAhead])
        #expect(removal(bench) == RemovalQuestion(tokens: [token], valid: [token.id]))
        // Enter is the default, and the default is No.
        bench.press(.submit)
        #expect(bench.state.layers.isEmpty)
        #expect(bench.work.isEmpty)
        bench.press(.forget, .yes)
        #expect(bench.work == [.forgetTokens([token])])
        bench.answer(.forget, .forgotten([token]))
        #expect(bench.said == "removed 1 token from the list (may be valid on alpha); u restores it")
        bench.press(.undo)
        #expect(bench.work == [.restoreTokens([token])])
        bench.answer(.forget, .restored([token]))
        #expect(bench.said == "restored 1 token")
        #expect(bench.state.tokens.selection == token.id)
        #expect(availability(of: .undo, in: bench.state) == .disabled("nothing was removed"))
    }

    @Test(
        arguments: [
            (TokenRecord.State.revokedVerified, 300), (.invalid, 300), (.notRecognized, 300), (.active, -1),
        ] as [(TokenRecord.State, Int64)])
    func whatIsOverIsRemovedAtOnce(_ state: TokenRecord.State, _ seconds: Int64) throws {
        let token = try TokenRecord.test(1, of: alpha, state: state, endsIn: seconds)
        var bench = Bench(tokens: [token], profiles: [alpha])
        bench.press(.forget)
        #expect(bench.work == [.forgetTokens([token])])
        bench.answer(.forget, .forgotten([token]))
        #expect(bench.said == "removed 1 token from the list; u restores it")
    }

    @Test func markedTokensOutOfSightAreAskedAbout() throws {
        let tokens = try (1...2).map {
            try TokenRecord.test($0, of: alpha, user: $0 == 1 ? "anna" : "bob", state: .revokedVerified)
        }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        bench.press(.markAll, .filter)
        bench.send(.setFilter("user:anna"))
        bench.press(.submit, .forget)
        #expect(removal(bench) == RemovalQuestion(tokens: tokens, valid: []))
    }

    @Test func whatWasRemovedLastComesBackFirst() throws {
        let token = try TokenRecord.test(1, of: alpha, state: .invalid)
        let beta = Profile.test("beta")
        var bench = Bench(tokens: [token], profiles: [alpha, beta])
        bench.press(.forget)
        bench.answer(.forget, .forgotten([token]))
        bench.send(.selectProfile(beta.id))
        bench.press(.focusClusters, .deleteProfile, .yes)
        bench.answer(.profile(beta.id), .removed(beta))
        bench.press(.undo)
        #expect(bench.work == [.restoreProfile(beta)])
        bench.answer(.profile(beta.id), .saved(beta))
        bench.press(.undo)
        #expect(bench.work == [.restoreTokens([token])])
    }

    @Test func readOnlyRemovesNothing() throws {
        let token = try TokenRecord.test(1, of: alpha)
        let program = Bench(tokens: [token], profiles: [alpha], isReadOnly: true)
        #expect(availability(of: .forget, in: program.state) == .disabled("read-only mode"))
        let profile = Bench(tokens: [token], profiles: [.test("alpha", isReadOnly: true)])
        #expect(availability(of: .forget, in: profile.state) == .disabled("profile is read-only"))
    }
}

/// An action acts on what is visible and focused.
struct FocusedActionTests {
    let alpha = Profile.test("alpha")
    static let ofTokens: [AppCommand] = [.forget, .revoke, .validate, .reveal, .revokeUser]

    @Test(arguments: ofTokens, [PaneID.clusters, .session, .activity])
    func withoutATokenUnderTheCursorNothingHappensToOne(_ command: AppCommand, _ pane: PaneID) throws {
        let tokens = try (1...2).map { try TokenRecord.test($0, of: alpha) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        // Marks count no more than the cursor does.
        bench.press(.mark)
        bench.logIn(on: alpha)
        bench.state.focus = pane
        // The session has a user, too.
        if command == .revokeUser, pane == .session { return }
        #expect(bench.press(command) == [.bell])
        #expect(bench.state.layers.isEmpty)
        if command != .revokeUser { #expect(bench.said == "no token is under the cursor here; 3 goes to the tokens") }
    }

    @Test(arguments: [PaneID.tokens, .activity])
    func aProfileIsChangedOnlyWhereItIsUnderTheCursor(_ pane: PaneID) throws {
        var bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.state.focus = pane
        for command: AppCommand in [.deleteProfile, .editProfile, .makeDefault] {
            #expect(bench.press(command) == [.bell])
            #expect(bench.said == "no profile is under the cursor here; 1 goes to the clusters")
            #expect(bench.state.layers.isEmpty)
        }
    }

    @Test func theDetailOfATokenIsItsPlace() throws {
        var bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.press(.open)
        for command in Self.ofTokens where command != .revokeUser {
            #expect(availability(of: command, in: bench.state) == .enabled, "\(command)")
        }
    }
}
