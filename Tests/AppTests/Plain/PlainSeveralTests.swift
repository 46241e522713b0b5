import DemoCluster
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions

@testable import App

/// One act with several clusters or tokens, by their numbers, with a line for what became of each.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct PlainSeveralTests {
    private static let login = "Log in to several clusters with one secret"

    @Test func `several clusters are logged in to with one secret, each with its verdict`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            let count = program.state.profiles.list.count
            await program.choose(Self.login)
            #expect(program.page == "Numbers up to \(count), such as 1 \(count) or 1-\(count), or all: ")
            await program.type("1 5")
            #expect(
                program.page.hasPrefix("Log in to 2 clusters\nPRODUCTION prod-eu\ncloud-94\none try on each cluster; "))
            #expect(program.console.hidden == ["Password, not shown: "])
            await program.type(ProgramDriver.password)
            #expect(program.page.contains("ok: logged in to 2 clusters\n"))
            #expect(program.page.contains("Logins with one secret, 2 of 2 done\n"))
            #expect(program.page.contains("1. prod-eu, PRODUCTION, logged in as tsadmin\n"))
            #expect(program.page.contains("2. cloud-94, staging, logged in as tsadmin\n"))
            #expect(program.prompt == "An empty line goes back: ")
            await program.type("2")
            #expect(program.page.hasPrefix("There is no more to say of line 2.\n"))
            #expect(!program.output.contains(ProgramDriver.password))
            await program.type("b")
            #expect(program.page.contains("Clusters, \(count)\n"))
            for name in ["prod-eu", "cloud-94"] {
                #expect(await program.fleet[name]?.cluster?.openSessionCount == 1)
            }
            #expect(await program.fleet["prod-us"]?.cluster?.openSessionCount == 0)
        }
    }

    @Test func `what failed says why, and is tried again alone`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            let locked = try #require(program.number(of: ". staging, "))
            await program.type("l", "1 \(locked)", ProgramDriver.password)
            #expect(program.page.contains("logged in to 1 of 2 clusters\n"))
            #expect(program.page.contains("1. prod-eu, PRODUCTION, logged in as tsadmin\n"))
            let line = program.page.split(separator: "\n").last {
                $0.hasPrefix("2. staging, staging, failed: account of tsadmin locked")
            }
            // The reason is in the line.
            #expect((line?.split(separator: ", ").count ?? 0) > 3, "\(program.page)")
            #expect(program.prompt == "Choose 3, b back, q quit, ? help: ")
            await program.type("r")
            // One secret for several is not tried where the account is locked: the cluster has its own form.
            #expect(program.page.hasPrefix("Log in to staging"))
        }
    }

    @Test func `a cluster that cannot be logged in to is left out and named`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            await program.type("1", "l", ProgramDriver.password)
            await program.type("b", "l", "1")
            #expect(program.page.contains("already logged in; o logs out\n"))
            #expect(program.state.stack.isEmpty)
            await program.type("l", "all")
            #expect(program.page.contains("left out: prod-eu: already logged in; o logs out\n"))
        }
    }

    @Test func `what names no rows chooses none`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            let prompt = program.prompt
            await program.type("l")
            let asked = program.page
            for wrong in ["1 999", "0", "prod-eu", "3-1"] {
                await program.type(wrong)
                #expect(program.page == "\(wrong) is no answer here; ? shows the answers.\n\(asked)")
            }
            await program.type("?")
            #expect(program.page.hasPrefix("Type the numbers of the rows that are meant"))
            for back in ["", "b", "q"] {
                await program.type(back)
                #expect(program.page == "Nothing was chosen.\n\(prompt)")
                await program.type("l")
            }
            program.console.send(.interrupt)
            await program.until { _ in program.output.hasSuffix(prompt) }
            #expect(!program.console.isClosed)
            #expect(program.state.markedClusters.isEmpty)
            await program.type("1")
            #expect(program.page.hasPrefix("prod-eu, PRODUCTION, "))
        }
    }

    @Test func `clusters are marked by numbers, all and none, and the login means them`() async throws {
        try await PlainDriver.run(ProgramSetting(hasTokens: false)) { program in
            let count = program.state.profiles.list.count
            await program.type("1 3")
            #expect(program.page.contains("Clusters, \(count), 2 marked\n"))
            #expect(program.page.contains("1. marked, prod-eu, PRODUCTION"))
            #expect(program.page.contains("Log in to the 2 marked clusters with one secret (l)\n"))
            #expect(!program.page.contains(Self.login))
            await program.type("none")
            #expect(program.page.contains("Clusters, \(count)\n"))
            await program.type("all")
            #expect(program.page.contains("Clusters, \(count), \(count) marked\n"))
            await program.type("none", "2", "b", "1-2", "l")
            #expect(program.page.hasPrefix("Log in to 2 clusters\nPRODUCTION prod-eu, prod-us\n"))
        }
    }

    /// The two tokens of anna that are active.
    private static func numbersOfAnna(_ program: PlainDriver) throws -> String {
        let numbers = ["anna, Primary (0), active", "anna, Sales (1), active"].map { program.number(of: $0) }
        return try numbers.map { try #require($0, "\(program.page)") }.joined(separator: " ")
    }

    @Test func `several tokens are validated, each with its verdict`() async throws {
        try await PlainDriver.run { program in
            await program.type("1", "tokens")
            let numbers = try Self.numbersOfAnna(program)
            await program.choose("Validate several tokens")
            #expect(program.page.hasPrefix("[prod-eu PRODUCTION] Numbers up to "))
            await program.type(numbers)
            #expect(program.wire.count("auth/token/validate") == 2)
            #expect(program.page.contains("2 validated: "))
            #expect(program.state.top is ValidationResults)
            await program.type("b")
            #expect(!program.page.contains(" marked"))
            await program.choose("Validate several tokens")
            await program.type("all")
            let count = program.state.panes.tokens.rows.count
            #expect(program.page.contains("\(count) validated: ") || program.page.contains(" of \(count) validated: "))
        }
    }

    @Test func `several tokens are revoked after one confirmation, and a No leaves no mark`() async throws {
        try await PlainDriver.run { program in
            await program.type("1", "l", ProgramDriver.password)
            await program.type("tokens")
            let numbers = try Self.numbersOfAnna(program)
            await program.choose("Revoke several tokens and verify")
            await program.type(numbers)
            #expect(program.prompt.hasSuffix("Type prod-eu to confirm: "))
            await program.type("")
            #expect(program.wire.count("auth/token/revoke") == 0)
            #expect(!program.page.contains(" marked"))
            await program.choose("Revoke several tokens and verify")
            await program.type(numbers, "prod-eu")
            #expect(program.wire.count("auth/token/revoke") == 2)
            #expect(program.state.top is RevocationResults)
            #expect(program.page.contains("revoked (verified), "), "\(program.page)")
            for word in ["waiting", "revoking", "not attempted"] { #expect(!program.page.contains(word)) }
        }
    }
}
