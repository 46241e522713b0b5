import Storage
import Terminal
import Testing
import Toolkit

@testable import App

/// The tokens of all clusters in one table, with the demo's clusters behind it.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct AllTokensScriptTests {
    @Test func `Tokens of two clusters are revoked after one question`() async throws {
        try await ProgramDriver.run { program in
            await program.keys("0", "0")
            #expect(program.rows(with: "prod-us").count == 1)
            #expect(program.rows(with: "prod-eu").count == 5)
            await program.keys("*", "r")
            #expect(program.screen.contains("Revoke 6 tokens?"))
            #expect(program.rows(with: "PRODUCTION").count >= 2)
            #expect(program.screen.contains("Production among several clusters: type 6-production to confirm:"))
            await program.type("prod-eu")
            await program.keys("Enter")
            #expect(program.screen.contains("Revoke 6 tokens?"), "the name of one cluster does not cover the other")
            await program.keys("Ctrl-U")
            await program.type("6-production")
            await program.keys("Enter")
            #expect(program.screen.contains("6 of 6"))
            #expect(program.rows(with: "prod-us").contains { $0.contains("revoked (verified)") })
            #expect(program.rows(with: "prod-eu").contains { $0.contains("revoked (verified)") })
        }
    }

    @Test func `Several tokens are validated in one view, on both clusters`() async throws {
        try await ProgramDriver.run { program in
            await program.keys("0", "0", "*", "v")
            #expect(program.screen.contains("Validation"))
            #expect(program.screen.contains("6 of 6"))
            #expect(program.rows(with: "prod-us").contains { $0.contains("valid") })
            #expect(program.said.contains("6 validated"))
        }
    }

    @Test func `A cluster's name jumps from anywhere, and a dash goes back`() async throws {
        try await ProgramDriver.run { program in
            await program.keys("0", "0", ":")
            await program.type("staging")
            await program.keys("Enter")
            #expect(program.state.profile?.name == "staging")
            #expect(program.screen.contains("Session: staging"))
            await program.keys("-")
            #expect(program.state.profile?.name == "prod-eu")
        }
    }

    @Test func `The selected row has a preview on a wide screen, and z a zoom on a small one`() async throws {
        try await ProgramDriver.run { program in
            await program.resize(columns: 200, rows: 50)
            await program.press(.focusTokens)
            let token = try #require(program.state.paneToken)
            #expect(program.screen.contains("Token \(token.fingerprint.text)"))
            await program.resize(columns: 80, rows: 24)
            for title in ["Clusters", "Session: prod-eu", "Tokens", "Activity"] {
                #expect(program.screen.contains(title), "\(title)")
            }
            await program.keys("z")
            #expect(program.screen.contains("[3 Tokens]"))
            #expect(!program.screen.contains("Session: prod-eu"))
            await program.keys("z")
            #expect(program.screen.contains("Session: prod-eu"))
        }
    }
}
