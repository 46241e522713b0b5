import ArgumentParser
import DemoCluster
import DemoServer
import DisplayText
import Glibc
import HTTPExchange
import Operations
import Storage
import StrictJSON
import ThoughtSpotSessions

/// `tessera demo`: the terminal program on demo clusters. `tessera demo serve` is its own command.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Try the terminal program on simulated clusters.",
        usage: """
            tessera demo [--size 80x24] [--plain] [--read-only]
            tessera demo serve [options]
            """,
        discussion: "Needs no network and leaves nothing behind.",
        subcommands: [DemoServe.self])

    @Option(help: ArgumentHelp("Draw for a terminal of this size.", valueName: "columns x rows"))
    var size: String?

    @Option(help: ArgumentHelp("Directory for the demo's files.", valueName: "dir"), completion: .directory)
    var home: String?

    @Flag(name: .customLong("read-only"), help: "Refuse to change anything on a cluster.")
    var readOnly = false

    @Flag(help: "Lines and numbered answers instead of a screen.")
    var plain = false

    /// How the terminal program is to start.
    func request() throws(CommandProblem) -> ScreenRequest {
        var request = ScreenRequest(home: home, isDemo: true, isReadOnly: readOnly, isPlain: plain)
        if let size {
            if plain { throw .usage("--size and --plain cannot be used together", hint: "leave out --size") }
            guard let parsed = ScreenRequest.Size(size) else {
                throw .usage("--size is invalid", hint: "columns and rows, as in 80x24")
            }
            request.size = parsed
        }
        return request
    }
}

/// `tessera demo serve`: one simulated cluster on a socket of this machine, for scripts and other clients.
struct DemoServe: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve one simulated cluster on 127.0.0.1.",
        usage: "tessera demo serve [--port 0] [--tls] [--generation NAME] [options]",
        discussion: """
            Prints one JSON line when it is ready: url, admin, password, secretKey, caFile. \
            Ends on SIGTERM or SIGINT.

            A fault plan is a list of rules, each for the requests it matches, or for the nth of them: \
            {"rules":[{"match":{"method":"POST","path":"/api/rest/2.0/auth/token","nth":2}, \
            "action":{"kind":"answer","status":429,"headers":{"Retry-After":"3"}}}]}. \
            Kinds: \(DemoFaultPlan.kinds.joined(separator: ", ")). \
            All but answer, dropBeforeRequest, endlessBody, maintenance, raw and redirect execute the request.
            """)

    static let examples: [CommandExample] = [
        CommandExample(
            "Put a simulated cluster on port 8080",
            "tessera demo serve --port 8080"),
        CommandExample(
            "Serve an older generation over TLS",
            "tessera demo serve --tls --generation beta-tspublic"),
    ]

    @Option(help: ArgumentHelp("Port; 0 chooses a free one.", valueName: "port"))
    var port = 0

    @Flag(help: "Serve https; caFile then names the file of its CA.")
    var tls = false

    @Option(
        help: ArgumentHelp(
            "API generation: \(DemoServe.generationNames) (default: v2.0 and v1).", valueName: "name"))
    var generation: String?

    @Option(help: ArgumentHelp("Delay of every answer in milliseconds.", valueName: "ms"))
    var latency = 0

    @Option(help: ArgumentHelp("JSON file with a fault plan, as above.", valueName: "file"), completion: .file())
    var faults: String?

    @Flag(
        name: .customLong("rate-limit"),
        help: "Answer 429 after \(DemoRateLimit.documented.perSecond) requests a second, as 26.2 and later do.")
    var rateLimit = false

    @Option(
        name: .customLong("audit-lag"),
        help: ArgumentHelp("Delay of the audit log, such as 30m (default: none).", valueName: "time"))
    var auditLag: String?

    @Option(
        name: .customLong("clock-offset"), parsing: .unconditional,
        help: ArgumentHelp("Seconds that its clock is ahead of this machine's; negative: behind.", valueName: "s"))
    var clockOffset = 0

    @Option(help: ArgumentHelp("Release, such as 9.4.0.cl or 26.10.0.cl.", valueName: "name"))
    var release: String?

    @Option(help: ArgumentHelp("Append a JSON line for every request and what it changed.", valueName: "file"))
    var ledger: String?

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    /// Being told to end is how it ends.
    func exitCode(after signalled: ExitCode) -> ExitCode { .done }

    func run(in run: CommandRun) async throws -> ExitCode {
        guard (0...65_535).contains(port) else { throw CommandProblem.usage("--port is 0 to 65535", hint: nil) }
        guard (0...600_000).contains(latency) else {
            throw CommandProblem.usage("--latency is 0 to 600000 milliseconds", hint: nil)
        }
        guard (-DemoFaultAction.farthest...DemoFaultAction.farthest).contains(clockOffset) else {
            throw CommandProblem.usage("--clock-offset is at most 100 years", hint: nil)
        }
        if let release, !DemoFleet.isRelease(release) {
            throw CommandProblem.usage("--release is invalid", hint: "such as 26.10.0.cl or 7.2.1.sw")
        }
        let (wallNow, offset) = (run.context.clock.wallNow, Int64(clockOffset) * 1_000)
        let now: @Sendable () -> Int64 = { wallNow() + offset }
        let member = DemoFleet.single(
            now: now, latencyMilliseconds: latency, faults: try plan(in: run),
            rateLimit: rateLimit ? .documented : nil, generation: try chosenGeneration(),
            auditLagMilliseconds: try lag() * 1_000, release: release)
        guard let cluster = member.cluster else { return .internalError }
        if let ledger {
            let file = try DemoLedger(path: ledger)
            await cluster.keepLedger { entry in file.append(entry) }
        }
        let directory =
            tls
            ? try DemoDirectory(
                environment: run.context.environment(), parent: run.options.home,
                accountHome: run.context.files.accountHome,
                random: run.context.randomBytes) : nil
        defer { directory?.remove() }
        let caFile = try directory?.write(DemoCertificates.authority + "\n", to: "demo-ca.pem")
        let output = run.output
        do throws(LoopbackServerError) {
            try await run.context.serveDemo(
                [LoopbackServer.Listener(cluster, port: port, usesTLS: tls)]
            ) { origins in
                guard let origin = origins.first else { return }
                let line: JSONObject = [
                    "url": .string(origin.description), "admin": .string(member.username),
                    "password": .string(member.password), "secretKey": .string(member.secretKey),
                    "caFile": .outside(caFile),
                ]
                output.context.write(.output, JSONValue.object(line).serialized() + "\n")
            }
        } catch {
            throw CommandProblem.demoServer(SafeText(outside: error.description))
        }
        return .done
    }

    private func lag() throws(CommandProblem) -> Int64 {
        guard let auditLag else { return 0 }
        do throws(Lifetime.Malformed) { return Int64(try Lifetime.parse(auditLag)) } catch {
            throw .usage("--audit-lag is not a duration", hint: "300s, 30m, 2h")
        }
    }

    private static let generationNames = DemoGeneration.allCases.map(\.rawValue).joined(separator: ", ")

    private func chosenGeneration() throws(CommandProblem) -> DemoGeneration? {
        guard let generation else { return nil }
        guard let chosen = DemoGeneration(rawValue: generation) else {
            throw .usage("--generation is invalid", hint: SafeText(outside: "one of \(Self.generationNames)"))
        }
        return chosen
    }

    private func plan(in run: CommandRun) throws(CommandProblem) -> DemoFaultPlan {
        guard let faults else { return DemoFaultPlan() }
        let file = try run.context.readFile(faults, 1 << 20)
        do throws(DemoFaultPlanError) { return try DemoFaultPlan(json: file.bytes) } catch {
            throw .file(path: faults, why: SafeText(outside: error.description), advice: nil)
        }
    }
}

/// A directory of mode 0700 for one run of the demo, never in `/tmp` (promise P10).
struct DemoDirectory {
    let path: String
    /// The directories above it that had to be made, the uppermost first.
    private let made: [String]

    /// - Parameters:
    ///   - parent: where to make it; under the runtime directory of the user where there is one, else beside the
    ///     journal, when absent.
    ///   - accountHome: of the user's account, for where the environment names no home.
    init(
        environment: [String: String], parent: String? = nil, accountHome: String? = nil, random: (Int) -> [UInt8]
    ) throws(CommandProblem) {
        let suffix = random(6).map { String($0, radix: 36) }.joined()
        guard let parent = parent ?? Self.parent(environment, accountHome) else {
            throw .file(path: "HOME", why: "not set: there is no directory for the demo's files", advice: nil)
        }
        path = "\(parent)/tessera-demo-\(suffix)"
        var made: [String] = []
        var attempts = 0
        repeat {
            made += Self.ancestors(of: path).filter { mkdir($0, 0o700) == 0 && !made.contains($0) }
            attempts += 1
            if mkdir(path, 0o700) == 0 {
                self.made = made
                return
            }
            // Another demo that ends just now takes the directories with it that it had made.
        } while errno == ENOENT && attempts < 100
        throw .file(path: path, why: SafeText(outside: String(cString: strerror(errno))), advice: nil)
    }

    /// Writes a file of mode 0600.
    ///
    /// - Returns: its path.
    func write(_ text: String, to name: String) throws(CommandProblem) -> String {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .file(path: file, why: SafeText(outside: String(cString: strerror(errno))), advice: nil)
        }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw .file(path: file, why: SafeText(outside: String(cString: strerror(errno))), advice: nil)
        }
        return file
    }

    /// Removes the directory with all that was written into it.
    func remove() {
        Self.empty(path)
        // Those above stay when something else has come into them meanwhile.
        for directory in [path] + made.reversed() { rmdir(directory) }
    }

    /// Removes files, and folders such as that of the journal; a link itself, and not what it leads to.
    private static func empty(_ directory: String) {
        for name in DirectoryListing.names(in: directory) {
            let file = "\(directory)/\(name)"
            if unlink(file) == 0 || errno != EISDIR { continue }
            empty(file)
            rmdir(file)
        }
    }

    private static func parent(_ environment: [String: String], _ accountHome: String?) -> String? {
        if let runtime = environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/"), access(runtime, W_OK) == 0 {
            return runtime
        }
        return Locations(environment: environment, accountHome: accountHome).state
    }

    /// The directories above `path` that may be missing, the uppermost first.
    private static func ancestors(of path: String) -> [String] {
        var result: [String] = []
        var rest = Substring(path)
        while let slash = rest.lastIndex(of: "/"), slash > rest.startIndex {
            rest = rest[..<slash]
            result.append(String(rest))
        }
        return result.reversed()
    }
}
