import DemoCluster
import HTTPExchange
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// `tessera token find`: whose a token is, by the journal alone.
struct TokenFindTests {
    @Test func `A token from a file or standard input, and its fingerprint, lead to cluster and user`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let token = try await world.issuedToken(for: "anna")
        let sent = world.traffic.requests.count
        let file = try world.file("leaked", token.value + "\n")
        for (arguments, input) in [
            (["--token-file", file], nil), (["--token-stdin"], token.value), ([token.fingerprint], nil),
            ([String(token.fingerprint.prefix(4)).uppercased()], nil),
        ] {
            let ran = await world.run(["token", "find", "--json"] + arguments, input: input)
            #expect(ran.code == .done, "\(ran.error)")
            let found = try ran.json()
            #expect(found["fingerprint"]?.stringValue == token.fingerprint)
            let match = try #require(found["matches"]?.arrayValue?.first)
            #expect(match["profiles"] == ["prod-eu"])
            #expect(match["token"]?["user"]?.stringValue == "anna")
            #expect(match["token"]?["state"]?.stringValue == "active")
            #expect(match["lastEvidence"]?["evidence"]?["status"]?.intValue == 200)
            #expect(!(ran.output + ran.error).contains(token.value))
        }
        let text = await world.run("token", "find", token.fingerprint)
        #expect(text.output.contains("anna") && text.output.contains("Profiles"))
        #expect(world.traffic.requests.count == sent)
    }

    @Test func `Of several profiles at its address, the one that issued it is named first`() async throws {
        let world = try World()
        let url = try #require(world.fleet["prod-eu"]).inProcessOrigin.description
        for name in ["a-twin", "prod-eu", "z-twin"] {
            let added = await world.run("profile", "add", name, "--url", url, "--username", "tsadmin", "--no-probe")
            #expect(added.code == .done)
        }
        let token = try await world.issuedToken()
        let found = await world.run("token", "find", token.fingerprint, "--json")
        #expect(try found.json()["matches"]?.arrayValue?.first?["profiles"] == ["prod-eu", "a-twin", "z-twin"])
        for name in ["prod-eu", "a-twin", "z-twin"] {
            #expect(await world.run("profile", "remove", name, "--yes").code == .done)
        }
        let left = await world.run("token", "find", token.fingerprint)
        #expect(left.code == .done)
        #expect(left.output.contains("none has this address"))
    }

    @Test func `A token that the journal does not know ends with 5, and a text that is none with 2`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let unknown = await world.run("token", "find", "--token-stdin", input: "eyJhbGciOiJub25lIn0.e30.AAAA")
        #expect(unknown.code == .notFound)
        #expect(unknown.error.contains("E_TOKEN_UNKNOWN"))
        #expect(!unknown.error.contains("eyJ"))
        #expect(await world.run("token", "find", "9f00e1aa").code == .notFound)
        let word = await world.run("token", "find", "--token-stdin", input: "hunter2 is no token")
        #expect(word.code == .usage)
        #expect(word.error.contains("E_NOT_A_TOKEN") && !word.error.contains("hunter2"))
        #expect(world.traffic.requests.isEmpty)
    }

    @Test(arguments: [
        (["eyJhbGciOiJub25lIn0.e30.AAAA"], ExitCode.usage), (["9f0"], .usage), (["9f00e1aa", "--token-stdin"], .usage),
        ([], .secretStore),
    ])
    func `What names no token, or two, is refused`(_ arguments: [String], _ code: Operations.ExitCode) async throws {
        let ran = try await World().run(["token", "find"] + arguments)
        #expect(ran.code == code)
        #expect(!ran.error.contains("eyJ"))
    }

    @Test func `A person types the token without seeing it`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let token = try await world.issuedToken()
        let ran = await world.run("token", "find", answers: [token.value])
        #expect(ran.code == .done)
        #expect(!(ran.output + ran.error).contains(token.value))
    }
}
