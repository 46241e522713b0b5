import DemoCluster
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct UserEndScriptTests {
    private func forcedOut(_ program: ProgramDriver, _ name: String = "prod-eu") async throws -> [String] {
        let cluster = try #require(program.fleet[name]?.cluster)
        return await cluster.executedChanges.filter { $0.action == .forcedLogout }.map(\.user)
    }

    @Test
    func `The user of a token is logged out and the tokens revoked, after the name of the production cluster is typed`()
        async throws
    {
        try await ProgramDriver.run { program in
            await program.press(.focusTokens, .moveFirst)
            while program.state.panes.tokens.selected(in: program.state.tokens)?.facts.user != "anna" {
                await program.press(.moveDown)
            }
            await program.press(.revokeUser)
            #expect(program.said.contains("first (l)"))
            await program.logIn()
            await program.press(.focusTokens, .revokeUser)
            #expect(program.screen.contains("Log out anna and revoke"))
            #expect(program.screen.contains("prod-eu"))
            await program.type("yes")
            await program.keys("Enter")
            #expect(program.wire.count("users/force-logout") == 0)
            await program.keys("Ctrl-U")
            await program.type("prod-eu")
            await program.keys("Enter")
            #expect(program.wire.count("users/force-logout") == 1)
            #expect(program.rows(with: "all sessions").first?.contains("accepted") == true)
            // The logout has ended the tokens, which the cluster accepted right before it.
            #expect(program.rows(with: "already invalid").isEmpty)
            #expect(program.rows(with: "revoked (verified)").isEmpty == false)
            #expect(program.state.activity.latest?.weight == .good)
            await program.keys("Enter")
            #expect(program.state.stack.isEmpty)
            do {
                let forced = try await forcedOut(program)
                #expect(forced == ["anna"])
            }
        }
    }

    @Test func `A logout of our own user says so, and the session is over`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn()
            await program.press(.focusSession, .revokeUser)
            #expect(program.screen.contains("This is you"))
            await program.keys("Esc")
            do {
                let forced = try await forcedOut(program)
                #expect(forced.isEmpty)
            }
            await program.press(.revokeUser)
            await program.type("prod-eu")
            await program.keys("Enter")
            await program.keys("Enter")
            do {
                let forced = try await forcedOut(program)
                #expect(forced == ["tsadmin"])
            }
            #expect(program.state.cluster?.session == nil)
        }
    }

    @Test func `An old cluster ends sessions too, and nothing is offered where nothing can be done`() async throws {
        try await ProgramDriver.run { program in
            try await program.select("lab-old")
            await program.logIn()
            await program.press(.focusSession, .revokeUser)
            #expect(program.screen.contains("All sessions of the user on this cluster are logged out."))
            await program.keys("Esc")
            await program.press(.focusClusters, .revokeUser)
            #expect(program.said.contains("select a token or the session"))
        }
    }
}

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct OrgPickerTests {
    @Test func `The Org is looked for, found by typing, switched to, and told`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.switchOrg)
            #expect(program.said.contains("not logged in to"))
            await program.logIn()
            await program.keys("O")
            #expect(program.screen.contains("the session is in this Org"))
            await program.type("sal")
            #expect(!program.screen.contains("Finance (2)"))
            await program.keys("Enter")
            #expect(program.said.contains("is in the Org Sales (1) now"))
            #expect(program.state.cluster?.session?.info.currentOrg?.id == 1)
            // Where it is, it need not go.
            await program.keys("O")
            await program.type("sales")
            await program.keys("Enter")
            #expect(program.screen.contains("the session is in this Org"))
            await program.keys("Esc")
            #expect(program.state.stack.isEmpty)
        }
    }

    @Test func `A user who may not search is told so in the picker, and can ask again`() async throws {
        try await ProgramDriver.run { program in
            await program.logIn("anna")
            await program.keys("O")
            #expect(program.screen.contains("does not allow"))
            let asked = program.wire.count("orgs/search")
            await program.keys("F5")
            #expect(program.wire.count("orgs/search") == asked + 1)
            await program.keys("Esc")
            #expect(program.state.stack.isEmpty)
        }
    }
}
