import DemoCluster
import DisplayText
import Glibc
import HTTPExchange
import Moments
import Operations
import Storage
import StrictJSON
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// A throw-away home, the demo clusters in process, and everything a command says. Whatever a test has not asked for
/// is recorded as an issue.
final class World: Sendable {
    let directory: TemporaryHome
    let fleet: DemoFleet
    /// Counts what goes out to the demo clusters.
    let traffic: Wire
    /// The clusters' clock and ours.
    private let clock: TestClock

    init() throws {
        directory = try TemporaryHome()
        let clock = TestClock(1_795_000_000_000)
        fleet = DemoFleet(now: { clock.milliseconds }, seed: 7)
        self.clock = clock
        traffic = Wire(fleet.transport(delay: { _ in }))
    }

    /// The path of the home.
    var home: String { directory.path }

    /// Moves both clocks on.
    func advance(seconds: Int64) { clock.advance(seconds: seconds) }

    var now: Int64 { clock.milliseconds }

    /// What one run of the program said and ended with.
    struct Ran: Sendable {
        let code: Operations.ExitCode
        let output: String
        let error: String

        /// Standard output as JSON; every line of it is one document.
        func json(sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONValue {
            try #require(output.hasSuffix("\n"), "\(output)\(error)", sourceLocation: sourceLocation)
            let document = try JSONValue.parse(Array(output.utf8))
            #expect(document["version"]?.intValue == 1, sourceLocation: sourceLocation)
            return document
        }

        /// The error object on standard error: the last line.
        func jsonError(sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONValue {
            let line = try #require(error.split(separator: "\n").last, sourceLocation: sourceLocation)
            let document = try JSONValue.parse(Array(line.utf8))
            #expect(document["version"]?.intValue == 1, sourceLocation: sourceLocation)
            return try #require(document["error"], sourceLocation: sourceLocation)
        }
    }

    /// Runs `tessera` with what the test allows.
    ///
    /// - Parameters:
    ///   - input: standard input; reading without it is an issue.
    ///   - answers: what a person types at the terminal, in order; there is a terminal exactly when this is given.
    ///   - environment: added to the home.
    func run(
        _ arguments: String..., input: String? = nil, answers: [String]? = nil, isOutputTerminal: Bool = false,
        environment: [String: String] = [:], adjust: (inout CommandContext) -> Void = { _ in }
    ) async -> Ran {
        await run(
            arguments, input: input, answers: answers, isOutputTerminal: isOutputTerminal, environment: environment,
            adjust: adjust)
    }

    func run(
        _ arguments: [String], input: String? = nil, answers: [String]? = nil, isOutputTerminal: Bool = false,
        environment: [String: String] = [:], adjust: (inout CommandContext) -> Void = { _ in }
    ) async -> Ran {
        let said = Said()
        var context = CommandContext.failing()
        let home = home
        let variables = ["TESSERA_HOME": home, "LC_ALL": "C.UTF-8"].merging(environment) { $1 }
        context.environment = { variables }
        context.isTerminal = { $0 == .output ? isOutputTerminal : answers != nil }
        context.write = { stream, text in said.add(text, to: stream) }
        context.writeFailure = { nil }
        context.outputKind = { isOutputTerminal ? .other : .keeping }
        context.readFile = { path, limit throws(CommandProblem) in try InputFile.read(path, limit: limit) }
        if let input { context.readInput = { _ throws(CommandProblem) in Array(input.utf8) } }
        if let answers {
            let script = Script(answers)
            context.promptHidden = { question throws(CommandProblem) in script.next(question).map(Secret.init) }
            context.promptLine = { question throws(CommandProblem) in script.next(question) }
        }
        let clock = clock
        context.clock = ExchangeClock(
            now: { clock.milliseconds }, wallNow: { clock.milliseconds }, sleep: { _ in })
        context.files = .live(now: { clock.now })
        context.files.accountHome = nil
        context.randomBytes = { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
        let traffic = traffic
        context.makeTransport = { CommandContext.OpenTransport(traffic) }
        context.signals = { AsyncStream { $0.finish() } }
        adjust(&context)
        let code = await TesseraProgram.main(arguments: arguments, context: context)
        return Ran(code: code, output: said.text(.output), error: said.text(.error))
    }

    /// Adds a demo cluster as a profile.
    func addProfile(_ name: String, extra: [String] = []) async throws {
        let member = try #require(fleet[name])
        let url = member.inProcessOrigin.description
        let added = await run(
            ["profile", "add", name, "--url", url, "--username", member.username, "--generation", member.generation]
                + extra)
        try #require(added.code == .done, "\(added.error)")
    }

    /// Has a cluster issue a token, by the command, and returns it.
    func issuedToken(
        on profile: String = "prod-eu", for user: String? = nil
    ) async throws -> (value: String, fingerprint: String) {
        let ran = await run(
            [
                "token", "issue", "--profile", profile, "--lifetime", "15m", "--password-stdin", "--json",
                "--show-token",
            ] + (user.map { ["--user", $0] } ?? []), input: DemoFleet.password)
        try #require(ran.code == .done, "\(ran.error)")
        let token = try #require(try ran.json()["token"])
        return (
            try #require(token["value"]?.stringValue), try #require(token["fingerprint"]?.stringValue)
        )
    }

    /// Writes a file into the home.
    func file(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
        try directory.write(text, to: name, mode: mode)
        return directory.file(name)
    }

    /// The journal's lines.
    func journal() throws -> [String] {
        try directory.text(of: "journal/2026-11.jsonl").split(separator: "\n").map(String.init)
    }
}

/// What was written to the two streams.
private final class Said: Sendable {
    private let texts = Mutex<[CommandContext.Stream: String]>([:])

    func add(_ text: String, to stream: CommandContext.Stream) { texts.withLock { $0[stream, default: ""] += text } }

    func text(_ stream: CommandContext.Stream) -> String { texts.withLock { $0[stream] ?? "" } }
}

/// A person at the terminal.
private final class Script: Sendable {
    private let answers: Mutex<[String]>

    init(_ answers: [String]) { self.answers = Mutex(answers) }

    func next(_ question: String) -> String? {
        let answer = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if answer == nil { Issue.record("an unexpected question: \(question)") }
        return answer
    }
}

extension CommandContext {
    /// Every member fails the test that uses it.
    static func failing() -> CommandContext {
        CommandContext(
            environment: { unexpected("the environment", [:]) },
            isTerminal: { _ in unexpected("the terminal", false) },
            readInput: { _ throws(CommandProblem) in unexpected("standard input", []) },
            readFile: { path, _ throws(CommandProblem) in
                unexpected("the file \(path)", FileBytes(bytes: [], mode: nil))
            },
            write: { _, text in unexpected("writing \(text)", ()) },
            writeFailure: { unexpected("the state of the output", nil) },
            promptHidden: { question throws(CommandProblem) in unexpected("the question \(question)", nil) },
            promptLine: { question throws(CommandProblem) in unexpected("the question \(question)", nil) },
            clock: ExchangeClock(
                now: { unexpected("the clock", 0) }, wallNow: { unexpected("the clock", 0) }, sleep: { _ in }),
            randomBytes: { unexpected("randomness", Array(repeating: 0, count: $0)) },
            files: FileContext(
                now: { unexpected("the clock", Instant(milliseconds: 0)) }, wait: { _, _ in false }, processID: 1,
                hostName: "test", userID: 0),
            makeTransport: { unexpected("the network", OpenTransport(DemoTransport([:]))) },
            signals: { unexpected("signals", AsyncStream { $0.finish() }) },
            serveDemo: { _, _ in unexpected("a server", ()) },
            runScreen: { _ in unexpected("the screen", .internalError) })
    }

    private static func unexpected<Value>(_ what: String, _ value: Value) -> Value {
        Issue.record("nobody asked for \(what)")
        return value
    }
}
