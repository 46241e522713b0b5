import DemoCluster
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

struct SessionCommandTests {
    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
    }

    private var key: String { world.fleet["prod-eu"]?.secretKey ?? "" }

    @Test func `A session is opened, read and ended`() async throws {
        let ran = await world.run("session", "prod-eu", "--password-stdin", "--json", input: DemoFleet.password + "\n")
        #expect(ran.code == .done, "\(ran.error)")
        let document = try ran.json()
        let session = try #require(document["session"])
        #expect(session["user"]?.stringValue == "tsadmin")
        #expect(session["org"]?["id"]?.intValue == 0)
        #expect(session["privileges"] == ["ADMINISTRATION"])
        #expect(session["credential"]?.stringValue == "password")
        #expect(session["carrier"]?.stringValue == "cookies")
        #expect(session["expiry"]?.stringValue == "estimated")
        #expect(document["logout"]?.stringValue == "ended")
        #expect(await world.fleet["prod-eu"]?.cluster?.openSessionCount == 0)
    }

    @Test func `People see the same facts`() async {
        let ran = await world.run("session", "--password-stdin", input: DemoFleet.password)
        for fact in ["tsadmin", "Primary (0)", "ADMINISTRATION", "LOCAL_USER, ACTIVE", "password", "in ~"] {
            #expect(ran.output.contains(fact))
        }
        #expect(!(ran.output + ran.error).contains(DemoFleet.password))
    }

    @Test func `A secret key opens a session by a token, which is ended again`() async throws {
        let ran = await world.run("session", "prod-eu", "--secret-key-stdin", "--json", input: key)
        #expect(ran.code == .done, "\(ran.error)")
        #expect(try ran.json()["session"]?["carrier"]?.stringValue == "bearer")
        let tokens = try #require(try await world.run("token", "list", "--json").json()["tokens"]?.arrayValue)
        #expect(tokens.count == 1)
        #expect(tokens.first?["state"]?.stringValue == "revoked-verified")
    }

    @Test func `A pasted token shows its session and stays valid`() async throws {
        let token = try await world.issuedToken()
        let ran = await world.run("session", "prod-eu", "--token-stdin", "--json", input: token.value)
        #expect(ran.code == .done, "\(ran.error)")
        #expect(try ran.json()["session"]?["credential"]?.stringValue == "bearer")
        #expect(await world.fleet["prod-eu"]?.cluster?.isValid(token: token.value) == true)
    }

    @Test func `A person is asked without echo`() async {
        let ran = await world.run("session", "prod-eu", answers: [DemoFleet.password])
        #expect(ran.code == .done)
    }

    @Test func `A wrong password is told, once tried`() async throws {
        let ran = await world.run("session", "prod-eu", "--password-stdin", input: "wrong-Passw0rd")
        #expect(ran.code == .notLoggedIn)
        #expect(ran.error.hasPrefix("tessera: error E_CREDENTIALS: prod-eu refused the credentials \u{2013} "))
        #expect(ran.error.split(separator: "\n").dropFirst().allSatisfy { $0.hasPrefix("hint: ") })
        #expect(ran.error.split(separator: "\n").count <= 3)
        #expect(!ran.error.contains("wrong-Passw0rd"))
        #expect(world.traffic.requests == ["/api/rest/2.0/auth/session/login"])
        let json = await world.run("session", "prod-eu", "--password-stdin", "--json", input: "wrong-Passw0rd")
        let error = try json.jsonError()
        #expect(error["code"]?.stringValue == "E_CREDENTIALS")
        #expect(error["exitCode"]?.intValue == 3)
        #expect(error["incident"]?.stringValue != nil)
    }

    @Test func `Without a way to ask nothing hangs and nothing is sent`() async throws {
        for arguments in [["session", "prod-eu"], ["session", "prod-eu", "--json"]] {
            let ran = await world.run(arguments, answers: arguments.contains("--json") ? [] : nil)
            #expect(ran.code == .secretStore)
            #expect(ran.error.contains("E_NO_PROMPT"))
            #expect(ran.error.contains("--password-stdin"))
        }
        #expect(world.traffic.requests.isEmpty)
    }

    @Test func `D-2-9 Two credentials are one too many`() async throws {
        let file = try world.file("key", key)
        let two = await world.run("session", "prod-eu", "--password-stdin", "--secret-key-file", file)
        #expect(two.code == .usage)
        #expect(two.error.contains("E_TWO_CREDENTIALS"))
        let twice = await world.run("session", "prod-eu", "--password-stdin", "--token-stdin")
        #expect(twice.code == .usage)
        #expect(twice.error.contains("E_STDIN_TWICE"))
        #expect(world.traffic.requests.isEmpty)
    }

    @Test func `The Org is asked for, and compared`() async throws {
        let sales = await world.run(
            "session", "prod-eu", "--org", "1", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(sales.code == .done, "\(sales.error)")
        #expect(try sales.json()["session"]?["org"]?["id"]?.intValue == 1)
        let none = await world.run("session", "prod-eu", "--org", "77", "--password-stdin", input: DemoFleet.password)
        #expect(none.code != .done)
        #expect(await world.fleet["prod-eu"]?.cluster?.openSessionCount == 0)
    }

    @Test func `The Org may be named`() async throws {
        for credential in ["--password-stdin", "--secret-key-stdin"] {
            let secret =
                credential == "--password-stdin" ? DemoFleet.password : try #require(world.fleet["prod-eu"]).secretKey
            let ran = await world.run("session", "prod-eu", "--org", "Sales", credential, "--json", input: secret)
            #expect(ran.code == .done, "\(ran.error)")
            #expect(try ran.json()["session"]?["org"]?["id"]?.intValue == 1)
        }
        #expect(await world.fleet["prod-eu"]?.cluster?.openSessionCount == 0)
    }

    @Test func `A longer session is asked for by an option`() async throws {
        let ran = await world.run(
            "session", "prod-eu", "--remember-me", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        #expect(world.traffic.bodies.contains { $0.contains(#""remember_me":true"#) })
        _ = await world.run("session", "prod-eu", "--password-stdin", "--json", input: DemoFleet.password)
        #expect(world.traffic.bodies.contains { $0.contains(#""remember_me":false"#) })
    }

    @Test func `A file of mode 0600 is a way, and the environment may name it`() async throws {
        let file = try world.file("password", DemoFleet.password + "\n")
        #expect(await world.run("session", "prod-eu", "--password-file", file).code == .done)
        #expect(
            await world.run("session", "prod-eu", environment: ["TESSERA_PASSWORD_FILE": file]).code == .done)
        let open = try world.file("open", DemoFleet.password, mode: 0o644)
        let refused = await world.run("session", "prod-eu", "--password-file", open)
        #expect(refused.code == .localFile)
        #expect(refused.error.contains("E_FILE_UNSAFE"))
        #expect(refused.error.contains("chmod 600"))
        let missing = await world.run("session", "prod-eu", "--password-file", "\(world.home)/none")
        #expect(missing.code == .localFile)
    }

    @Test func `Secrets in the environment are ignored, by name`() async {
        let ran = await world.run(
            "session", "prod-eu", environment: ["TESSERA_PASSWORD": "C4nary!", "TESSERA_COLOUR": "C4nary!"])
        #expect(ran.code == .secretStore)
        #expect(ran.error.contains("TESSERA_PASSWORD is ignored"))
        #expect(ran.error.contains("TESSERA_COLOUR is unknown"))
        #expect(!ran.error.contains("C4nary"))
    }
}
