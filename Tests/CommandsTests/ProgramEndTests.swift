import DemoCluster
import Glibc
import HTTPExchange
import Operations
import StrictJSON
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// How a run ends: signals, a closed output, a full disk behind it.
struct ProgramEndTests {
    /// Lets nothing come back: tells that a request of this path is in flight, and waits until it is cancelled.
    private struct Hanging: HTTPTransport {
        let next: any HTTPTransport
        let path: String
        let reached: @Sendable () -> Void

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            guard request.path.hasSuffix(path) else { return try await next.send(request) }
            reached()
            let (never, _) = AsyncStream.makeStream(of: Never.self)
            for await _ in never {}
            throw TransportError(.cancelled, reach: .maybeSent, peer: request.peer)
        }
    }

    @Test(arguments: [(SIGINT, Operations.ExitCode.interrupted), (SIGTERM, .terminated), (SIGHUP, .hangUp)])
    func `A signal during a change leaves its outcome unknown in the journal`(
        _ signal: Int32, _ code: Operations.ExitCode
    ) async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let (signals, source) = AsyncStream.makeStream(of: Int32.self)
        let hanging = Hanging(next: world.traffic, path: "auth/token/full") { source.yield(signal) }
        let ran = await world.run("token", "issue", "--password-stdin", input: DemoFleet.password) { context in
            context.signals = { signals }
            context.makeTransport = { CommandContext.OpenTransport(hanging) }
        }
        #expect(ran.code == code)
        #expect(ran.output.isEmpty)
        let lines = try world.journal()
        #expect(lines.count == 2)
        #expect(lines.last?.contains("\"unknown\"") == true, "\(lines)")
    }

    @Test func `A session that was opened is ended after a signal`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let (signals, source) = AsyncStream.makeStream(of: Int32.self)
        let hanging = Hanging(next: world.traffic, path: "auth/session/user") { source.yield(SIGINT) }
        let ran = await world.run("session", "--password-stdin", input: DemoFleet.password) { context in
            context.signals = { signals }
            context.makeTransport = { CommandContext.OpenTransport(hanging) }
        }
        #expect(ran.code == .interrupted)
        #expect(await world.fleet["prod-eu"]?.cluster?.openSessionCount == 0)
    }

    @Test func `Ctrl-C at the question is 130, and nothing was sent`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let ran = await world.run("session", "prod-eu", answers: []) { context in
            context.promptHidden = { _ throws(CommandProblem) in throw .interrupted }
        }
        #expect(ran.code == .interrupted)
        #expect(world.traffic.requests.isEmpty)
    }

    /// The prompt sees the signal by itself, and may end the command before its listener tells.
    @Test(arguments: [(SIGTERM, Operations.ExitCode.terminated), (SIGHUP, .hangUp)])
    func `A signal at the question is the exit code`(_ signal: Int32, _ code: Operations.ExitCode) async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let ran = await world.run("session", "prod-eu", answers: []) { context in
            context.endingSignal = { signal }
            context.promptHidden = { _ throws(CommandProblem) in throw .interrupted }
        }
        #expect(ran.code == code)
    }

    @Test func `Output that cannot be written is no success`() async throws {
        let world = try World()
        let ran = await world.run("profile", "list", "--json") { $0.writeFailure = { "No space left on device" } }
        #expect(ran.code == .localFile)
        #expect(ran.error.contains("E_OUTPUT"))
    }

    /// Fault H17.
    @Test(arguments: [
        "--version", "--help", "help exit-codes", "help files", "help token", "token issue --help", "token --version",
    ])
    func `Help that cannot be written is no success`(_ line: String) async throws {
        let ran = await (try World()).run(line.split(separator: " ").map(String.init)) {
            $0.writeFailure = { "No space left on device" }
        }
        #expect(ran.code == .localFile)
        #expect(ran.error.contains("E_OUTPUT"))
    }

    @Test(arguments: [true, false])
    func `The demo is served until it is told to end`(_ takesHome: Bool) async throws {
        let world = try World()
        let command = ["demo", "serve", "--tls"] + (takesHome ? ["--home", world.home] : [])
        let environment = takesHome ? [:] : ["XDG_RUNTIME_DIR": world.home]
        let (signals, source) = AsyncStream.makeStream(of: Int32.self)
        let ran = await world.run(command, environment: environment) { context in
            context.signals = { signals }
            context.serveDemo = { _, onReady in
                await onReady([Origin(scheme: .https, host: "127.0.0.1", port: 4711)])
                source.yield(SIGTERM)
                let (never, _) = AsyncStream.makeStream(of: Never.self)
                for await _ in never {}
            }
        }
        #expect(ran.code == .done, "\(ran.error)")
        #expect(ran.output.split(separator: "\n").count == 1)
        let line = try JSONValue.parse(Array(ran.output.utf8))
        #expect(line.objectValue?.keys == ["url", "admin", "password", "secretKey", "caFile"])
        #expect(line["url"]?.stringValue == "https://127.0.0.1:4711")
        let caFile = try #require(line["caFile"]?.stringValue)
        #expect(caFile.hasPrefix("\(world.home)/tessera-demo-"))
        #expect(throws: CommandProblem.self) { try InputFile.read(caFile, limit: 10) }
    }

    @Test(arguments: [["--port", "70000"], ["--port", "-1"], ["--latency", "-1"], ["--latency", "abc"]])
    func `Numbers of the demo server have their range`(_ arguments: [String]) async throws {
        #expect(try await World().run(["demo", "serve"] + arguments).code == .usage)
    }

    @Test func `A fault plan that is none is told`() async throws {
        let world = try World()
        let file = try world.file("faults.json", "{\"rules\":[{\"action\":{\"kind\":\"explode\"}}]}")
        let ran = await world.run("demo", "serve", "--faults", file)
        #expect(ran.code == .localFile)
        #expect(ran.error.contains("explode"))
    }
}
