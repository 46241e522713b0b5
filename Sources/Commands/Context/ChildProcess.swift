import Glibc
import Operations
import Storage
import Subprocess

/// Child processes: the one place that starts any. None inherits our environment, none is run by a shell, none is left
/// behind: what is still in its process group when it ends, or when its time is over, is ended with it (promise P26).
enum ChildProcess {
    /// Bytes of standard error that are kept.
    private static let errorLimit = 4_096

    /// Runs a child to its end. A cancelled task ends it.
    ///
    /// - Parameter input: what it reads; nothing, or our own standard input where it has the terminal, when absent.
    static func run(_ call: ChildCall, input: String? = nil) async -> ChildEnding {
        await withTaskGroup(of: ChildEnding?.self) { group in
            group.addTask { await ending(of: call, input) }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(call.limit))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            let second = await group.next() ?? nil
            guard first == nil else { return first ?? ChildEnding(.overTime) }
            return ChildEnding(Task.isCancelled ? .cancelled : .overTime, error: second?.error ?? [])
        }
    }

    private static func ending(of call: ChildCall, _ input: String?) async -> ChildEnding {
        do {
            if call.hasTerminal {
                return try await started(call, .currentStandardInput, .currentStandardError) { execution in
                    let terminal = LentTerminal(to: execution.processIdentifier.value)
                    defer { terminal.takeBack() }
                    return try await collected(from: execution, call) { [] }
                }
            }
            if let input {
                return try await started(call, .string(input), .sequence) { execution in
                    try await collected(from: execution, call) { try await beginning(of: execution.standardError) }
                }
            }
            return try await started(call, .none, .sequence) { execution in
                try await collected(from: execution, call) { try await beginning(of: execution.standardError) }
            }
        } catch {
            return ChildEnding(.notStarted("the system does not start it"))
        }
    }

    private static func started<Input: InputProtocol, Failure: ErrorOutputProtocol>(
        _ call: ChildCall, _ input: Input, _ error: Failure,
        body: (Execution<Input, SequenceOutput, Failure>) async throws -> ChildEnding
    ) async throws -> ChildEnding {
        var options = PlatformOptions()
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(1))
        ]
        // Either way it leads a group of its own, by which it is ended as a whole.
        if call.hasTerminal { options.processGroupID = 0 } else { options.createSession = true }
        let result = try await Subprocess.run(
            .path(path(call.program.path)),
            arguments: Arguments(executablePathOverride: call.name, remainingValues: call.arguments),
            environment: .custom(call.environment.map { Array("\($0.key)=\($0.value)".utf8) + [0] }),
            // Not where we happen to be started from.
            workingDirectory: path("/"), platformOptions: options, input: input, output: .sequence, error: error,
            body: body)
        var ending = result.closureResult
        if ending.cause == .overSize { return ending }
        switch result.terminationStatus {
        case .exited(let code): ending.cause = .exited(code)
        case .signaled(let number): ending.cause = .signal(number)
        }
        return ending
    }

    /// The path type of the library is that of a package which is not ours to import; it can be written as a literal.
    private static func path<Path: ExpressibleByStringLiteral>(_ text: String) -> Path
    where Path.StringLiteralType == String { Path(stringLiteral: text) }

    /// Reads both streams, waits for the end, and ends what the child has left behind in its group.
    private static func collected<Input: InputProtocol, Failure: ErrorOutputProtocol>(
        from execution: Execution<Input, SequenceOutput, Failure>, _ call: ChildCall,
        readingError: @Sendable @escaping () async throws -> [UInt8]
    ) async throws -> ChildEnding {
        async let said = readingError()
        var ending = ChildEnding(.exited(0))
        for try await chunk in execution.standardOutput {
            chunk.withUnsafeBytes { ending.output.append(contentsOf: $0) }
            guard ending.output.count > call.outputLimit else { continue }
            ending = ChildEnding(.overSize)
            try? execution.send(signal: .kill, toProcessGroup: true)
            break
        }
        ending.error = try await said
        // Signal 0 only asks: it may go on after it has closed its streams.
        await execution.teardown(using: [
            .send(signal: Signal(rawValue: 0), allowedDurationToNextStep: .milliseconds(call.limit))
        ])
        // Not yet reaped: the number still stands for this group.
        try? execution.send(signal: .kill, toProcessGroup: true)
        return ending
    }

    /// Reads to the end, so that the writer is not held up.
    private static func beginning(of stream: SubprocessOutputSequence) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in stream {
            let room = errorLimit - bytes.count
            chunk.withUnsafeBytes { bytes.append(contentsOf: $0.prefix(max(0, room))) }
        }
        return bytes
    }
}

/// The terminal in the hands of a child's process group.
private struct LentTerminal {
    /// How it was: a child that is ended at its prompt leaves it without echo.
    private var modes = termios()
    private let hasModes: Bool

    init(to group: pid_t) {
        hasModes = tcgetattr(STDIN_FILENO, &modes) == 0
        Self.inTheBackground { _ = tcsetpgrp(STDIN_FILENO, group) }
        // It may have asked before, and been stopped for it.
        kill(-group, SIGCONT)
    }

    func takeBack() {
        var modes = modes
        Self.inTheBackground {
            tcsetpgrp(STDIN_FILENO, getpgrp())
            if hasModes { tcsetattr(STDIN_FILENO, TCSADRAIN, &modes) }
        }
    }

    /// What changes the terminal stops a process in the background that has not blocked the signal.
    private static func inTheBackground(_ change: () -> Void) {
        var blocked = sigset_t()
        var before = sigset_t()
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGTTOU)
        pthread_sigmask(SIG_BLOCK, &blocked, &before)
        change()
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }
}
