import AsyncHTTPTransport
import CTerminal
package import DemoServer
import DisplayText
import FoundationEssentials
import Glibc
package import HTTPExchange
import Moments
package import Operations
package import Storage
package import ThoughtSpotSessions

/// Everything the commands need of the world outside. It is passed, never global; a test hands in one whose members
/// fail unless the test asked for them.
package struct CommandContext: Sendable {
    /// The streams of the process.
    package enum Stream: Hashable, Sendable {
        case input, output, error
    }

    /// What a stream does with what it is given.
    package enum OutputKind: Hashable, Sendable {
        /// A pipe, a socket or a file.
        case keeping
        /// `/dev/null`.
        case discarding
        /// A terminal, or another device.
        case other
    }

    /// A file that holds, or may hold, a secret.
    package typealias FileBytes = NamedFiles.Content

    /// The network as one run uses it.
    package struct OpenTransport: Sendable {
        package var transport: any HTTPTransport
        /// Looks at the same network below HTTP, where there is something to look at.
        package var inspector: (any ConnectionInspector)?
        /// Ends its connections and threads.
        package var shutdown: @Sendable () async -> Void

        package init(
            _ transport: any HTTPTransport, inspector: (any ConnectionInspector)? = nil,
            shutdown: @escaping @Sendable () async -> Void = {}
        ) {
            self.transport = transport
            self.inspector = inspector
            self.shutdown = shutdown
        }
    }

    /// The environment of the process.
    package var environment: @Sendable () -> [String: String]
    package var isTerminal: @Sendable (Stream) -> Bool
    /// Reads standard input to its end, at most so many bytes and one more.
    package var readInput: @Sendable (_ limit: Int) throws(CommandProblem) -> [UInt8]
    /// Reads a file, at most so many bytes and one more.
    package var readFile: @Sendable (_ path: String, _ limit: Int) throws(CommandProblem) -> FileBytes
    /// Reads an open descriptor of the process to its end, at most so many bytes and one more.
    package var readDescriptor: @Sendable (_ number: Int, _ limit: Int) throws(CommandProblem) -> [UInt8]
    /// The kernel's keyring of the user.
    package var keyring: DataKeyring
    /// Bytes of memory that this process may take.
    package var availableMemory: @Sendable () -> Int
    /// As many descriptors this process may have.
    package var descriptorLimit: @Sendable () -> Int
    /// Writes to standard output or standard error. A closed pipe is no error; any other failure is kept.
    package var write: @Sendable (Stream, String) -> Void
    /// Why something could not be written to standard output, in the system's words.
    package var writeFailure: @Sendable () -> String?
    /// Whether the reader of standard output went away before all was written.
    package var readerLeft: @Sendable () -> Bool
    /// What becomes of what is written to standard output.
    package var outputKind: @Sendable () -> OutputKind
    /// Why what was written to standard output has not arrived, in the system's words: as ``writeFailure`` tells, and also
    /// when its reader left or its disk did not take it.
    package var deliveryFailure: @Sendable () -> String?
    /// Asks on the terminal, without echo; `nil` at the end of the input.
    package var promptHidden: @Sendable (_ question: String) throws(CommandProblem) -> Secret?
    /// Asks on the terminal, with echo; `nil` at the end of the input.
    package var promptLine: @Sendable (_ question: String) throws(CommandProblem) -> String?
    package var clock: ExchangeClock
    /// Milliseconds of a clock that cannot be set and that a suspended machine does not stop; `nil` where ours cannot jump.
    package var uptime: (@Sendable () -> Int64)?
    /// That many random bytes.
    package var randomBytes: @Sendable (Int) -> [UInt8]
    /// Who we are, for files.
    package var files: FileContext
    package var makeTransport: @Sendable () -> OpenTransport
    /// Signals that ask for the end: HUP, INT, TERM. Ends with its last listener.
    package var signals: @Sendable () -> AsyncStream<Int32>
    /// The signal that has asked for the end, as soon as anything can have noticed it.
    package var endingSignal: @Sendable () -> Int32? = { nil }
    /// Puts demo clusters on sockets until the task is cancelled.
    package var serveDemo:
        @Sendable (
            _ listeners: [LoopbackServer.Listener], _ onReady: @escaping @Sendable ([Origin]) async -> Void
        ) async throws(LoopbackServerError) -> Void
    /// Runs a child process to its end.
    package var runChild: @Sendable (ChildCall) async -> ChildEnding = { _ in ChildEnding(.notStarted("none runs here"))
    }
    /// Runs the terminal program.
    package var runScreen: @Sendable (ScreenRequest) async -> ExitCode

    package init(
        environment: @escaping @Sendable () -> [String: String], isTerminal: @escaping @Sendable (Stream) -> Bool,
        readInput: @escaping @Sendable (_ limit: Int) throws(CommandProblem) -> [UInt8],
        readFile: @escaping @Sendable (_ path: String, _ limit: Int) throws(CommandProblem) -> FileBytes,
        readDescriptor: @escaping @Sendable (_ number: Int, _ limit: Int) throws(CommandProblem) -> [UInt8] = {
            number, _ throws(CommandProblem) in throw .descriptor(number, why: "it is not open")
        },
        keyring: DataKeyring = .absent, availableMemory: @escaping @Sendable () -> Int = { 0 },
        descriptorLimit: @escaping @Sendable () -> Int = { 1_024 },
        write: @escaping @Sendable (Stream, String) -> Void, writeFailure: @escaping @Sendable () -> String?,
        readerLeft: @escaping @Sendable () -> Bool = { false },
        outputKind: @escaping @Sendable () -> OutputKind = { .other },
        deliveryFailure: @escaping @Sendable () -> String? = { nil },
        promptHidden: @escaping @Sendable (_ question: String) throws(CommandProblem) -> Secret?,
        promptLine: @escaping @Sendable (_ question: String) throws(CommandProblem) -> String?,
        clock: ExchangeClock, randomBytes: @escaping @Sendable (Int) -> [UInt8], files: FileContext,
        makeTransport: @escaping @Sendable () -> OpenTransport, signals: @escaping @Sendable () -> AsyncStream<Int32>,
        serveDemo:
            @escaping @Sendable (
                _ listeners: [LoopbackServer.Listener], _ onReady: @escaping @Sendable ([Origin]) async -> Void
            ) async throws(LoopbackServerError) -> Void,
        runScreen: @escaping @Sendable (ScreenRequest) async -> ExitCode
    ) {
        self.environment = environment
        self.isTerminal = isTerminal
        self.readInput = readInput
        self.readFile = readFile
        self.readDescriptor = readDescriptor
        self.keyring = keyring
        self.availableMemory = availableMemory
        self.descriptorLimit = descriptorLimit
        self.write = write
        self.writeFailure = writeFailure
        self.readerLeft = readerLeft
        self.outputKind = outputKind
        self.deliveryFailure = deliveryFailure
        self.promptHidden = promptHidden
        self.promptLine = promptLine
        self.clock = clock
        self.randomBytes = randomBytes
        self.files = files
        self.makeTransport = makeTransport
        self.signals = signals
        self.serveDemo = serveDemo
        self.runScreen = runScreen
    }

    /// The time on the wall.
    var now: Instant { Instant(milliseconds: clock.wallNow()) }
}

extension CommandContext {
    /// Whether `NO_COLOR` asks for a screen without colours.
    var isColorless: Bool { !(environment()["NO_COLOR"] ?? "").isEmpty }

    /// This process, as it is.
    ///
    /// - Parameter executor: where the program waits; in the shared pool of threads when absent.
    static func live(_ executor: ProgramExecutor? = nil) -> CommandContext {
        let streams = StandardStreams()
        let signals = EndingSignals()
        let terminal = TerminalPrompt(isInterrupted: { signals.received != nil })
        let live = ExchangeClock.live
        let clock =
            executor.map { executor in
                ExchangeClock(now: live.now, wallNow: live.wallNow) {
                    try await executor.sleep(milliseconds: Int64($0))
                }
            } ?? live
        var context = CommandContext(
            environment: { ProcessInfo.processInfo.environment },
            isTerminal: { stream in isatty(stream.descriptor) == 1 },
            readInput: { limit throws(CommandProblem) in
                try streams.readInput(limit: limit, isInterrupted: { signals.received != nil })
            },
            readFile: { path, limit throws(CommandProblem) in try InputFile.read(path, limit: limit) },
            readDescriptor: { number, limit throws(CommandProblem) in
                try InputFile.read(openDescriptor: number, limit: limit, isInterrupted: { signals.received != nil })
            },
            keyring: .kernel, availableMemory: { AvailableMemory.bytes },
            descriptorLimit: { DescriptorLimit.count },
            write: { stream, text in streams.write(text, to: stream) },
            writeFailure: { streams.failure }, readerLeft: { streams.hasNoReader },
            outputKind: { StandardStreams.outputKind },
            deliveryFailure: { streams.deliveryFailure },
            promptHidden: { question throws(CommandProblem) in try terminal.hidden(question) },
            promptLine: { question throws(CommandProblem) in try terminal.line(question) },
            clock: clock,
            randomBytes: { count in
                var generator = SystemRandomNumberGenerator()
                return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            },
            files: .live(now: { Instant(milliseconds: clock.wallNow()) }),
            makeTransport: {
                let transport = AsyncHTTPTransport(
                    clock: clock, authorities: AuthorityEnvironment(variables: ProcessInfo.processInfo.environment))
                return OpenTransport(transport, inspector: transport) { await transport.shutdown() }
            },
            signals: { signals.stream() },
            serveDemo: { listeners, onReady async throws(LoopbackServerError) in
                try await LoopbackServer.run(listeners, onReady: onReady)
            },
            runScreen: { request in
                let executor = ProgramExecutor()
                return await withTaskExecutorPreference(executor) {
                    request.isPlain
                        ? await PlainScreen.run(request, context: .live(executor))
                        : await ScreenProgram.run(request, context: .live(executor))
                }
            })
        context.endingSignal = { signals.received }
        context.runChild = { await ChildProcess.run($0) }
        context.uptime = {
            var moment = timespec()
            clock_gettime(CLOCK_BOOTTIME, &moment)
            return Int64(moment.tv_sec) * 1_000 + Int64(moment.tv_nsec) / 1_000_000
        }
        return context
    }

    /// Whether the process has rights that its user has not (fault F17).
    static var hasLentRights: Bool { terminal_has_lent_rights() }

    /// What has to be so before a secret is in memory: no core file, no look into our memory by others, no crash
    /// report that prints registers (promises P5, P6), nothing left in what is freed (P7), and room for what gives the
    /// terminal back (P48).
    package static func hardenProcess() {
        terminal_guard_thread()
        terminal_forbid_dumps()
        terminal_return_large_blocks()
        for crash in [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT] { signal(crash, SIG_DFL) }
    }
}

extension CommandContext.Stream {
    /// The file descriptor.
    var descriptor: Int32 {
        switch self {
        case .input: STDIN_FILENO
        case .output: STDOUT_FILENO
        case .error: STDERR_FILENO
        }
    }
}

/// The live objects behind the commands, built in this one place.
struct LiveWorkspace: Sendable {
    let workspace: Workspace
    let locations: Locations
    private let network: CommandContext.OpenTransport

    /// - Parameters:
    ///   - home: `--home`.
    ///   - lendsTerminal: whether a child can have the terminal for a while.
    ///   - record: told of every exchange, for `-v`.
    init(
        context: CommandContext, home: String?, isReadOnly: Bool, lendsTerminal: Bool,
        record: @escaping @Sendable (ExchangeRecord) -> Void
    ) {
        let environment = context.environment()
        let now: @Sendable () -> Instant = { context.now }
        let proxies = ProxyEnvironment(variables: environment)
        locations = Locations(environment: environment, home: home, accountHome: context.files.accountHome)
        let userHome = Locations.userHome(environment: environment, accountHome: context.files.accountHome)
        network = context.makeTransport()
        let recording = RecordingTransport(wrapping: network.transport, clock: context.clock, record: record)
        let transport = RetryingTransport(
            wrapping: LimitedTransport(
                wrapping: recording, limit: LimitedTransport.exchanges(within: context.descriptorLimit())),
            clock: context.clock, isRefusal: \.isNestedRefusal)
        workspace = Workspace(
            profiles: ProfileStore(file: locations.profiles, context: context.files),
            journal: Journal(directory: locations.journal, context: context.files),
            vault: Self.vault(at: locations, context),
            settings: SettingsFile(path: locations.settings, context: context.files),
            renewal: Self.renewal(at: locations, context),
            secretCommands: SecretCommands(
                confirmed: ConfirmedCommands(file: locations.confirmedCommands, context: context.files),
                userID: context.files.userID, environment: context.environment, lendsTerminal: lendsTerminal,
                run: context.runChild),
            transport: transport, inspector: network.inspector, now: now, randomBytes: context.randomBytes,
            environmentProxy: { origin throws(ProxyEnvironment.InvalidVariable) in try proxies.proxy(for: origin) },
            proxyAuthorization: proxies.basicAuthorization(forProxy:port:), uptime: context.uptime,
            pause: { milliseconds in try? await context.clock.sleep(milliseconds) },
            files: NamedFiles(userHome: userHome, userID: context.files.userID, read: context.readNamed),
            isReadOnly: isReadOnly)
    }

    private static func vault(at locations: Locations, _ context: CommandContext) -> VaultStore? {
        guard let file = locations.vault else { return nil }
        return VaultStore(
            file: file, memory: locations.vaultMemory, context: context.files, keyring: context.keyring,
            randomBytes: context.randomBytes, availableMemory: context.availableMemory)
    }

    private static func renewal(
        at locations: Locations, _ context: CommandContext
    ) -> (@Sendable (Profile.ID) async throws(StorageError) -> RenewalLock)? {
        guard let directory = locations.state else { return nil }
        let files = context.files
        return { name async throws(StorageError) in
            try await RenewalLock.acquire(name, in: directory, context: files)
        }
    }

    /// Removes every secret and ends the connections.
    func close() async {
        await workspace.held.wipe()
        await network.shutdown()
    }
}
