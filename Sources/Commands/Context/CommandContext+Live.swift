import AsyncHTTPTransport
import CTerminal
import DemoServer
import FoundationEssentials
import Glibc
import HTTPExchange
import Storage
import ThoughtSpotSessions

extension CommandContext {
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
            write: { stream, text in streams.write(text, to: stream) },
            writeFailure: { streams.failure }, outputKind: { StandardStreams.outputKind },
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
                    await ScreenProgram.run(request, context: .live(executor))
                }
            })
        context.uptime = {
            var moment = timespec()
            clock_gettime(CLOCK_BOOTTIME, &moment)
            return Int64(moment.tv_sec) * 1_000 + Int64(moment.tv_nsec) / 1_000_000
        }
        return context
    }

    /// What has to be so before a secret is in memory: no core file, no look into our memory by others, and no crash
    /// report that prints registers (promises P5, P6).
    package static func hardenProcess() {
        terminal_forbid_dumps()
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
