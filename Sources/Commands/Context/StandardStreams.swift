import CTerminal
import Dispatch
import DisplayText
import Glibc
import Operations
import Storage
import Synchronization

/// Standard input, output and error of this process.
final class StandardStreams: Sendable {
    /// What went wrong with standard output first.
    private let outputError = Mutex<Int32?>(nil)

    init() {
        // A reader that went away is told by the failing write, not by a signal (fault E15).
        signal(SIGPIPE, SIG_IGN)
    }

    /// The system's words for a failed write to standard output; nothing when all went well, or when the reader left.
    var failure: String? {
        outputError.withLock { $0 }.flatMap { $0 == EPIPE ? nil : String(cString: strerror($0)) }
    }

    /// Whether the reader of standard output went away before all was written.
    var hasNoReader: Bool { outputError.withLock { $0 } == EPIPE }

    static var outputKind: CommandContext.OutputKind {
        var status = stat()
        guard fstat(STDOUT_FILENO, &status) == 0 else { return .discarding }
        if [S_IFIFO, S_IFSOCK, S_IFREG].contains(status.st_mode & S_IFMT) { return .keeping }
        var null = stat()
        guard status.st_mode & S_IFMT == S_IFCHR, stat("/dev/null", &null) == 0 else { return .other }
        return status.st_rdev == null.st_rdev ? .discarding : .other
    }

    /// Gives a descriptor to every standard stream that was closed when the process began; otherwise the first files that
    /// are opened would get their numbers, and what is printed would be written into them. These refuse it.
    static func occupyClosedStreams() {
        for (descriptor, flags) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)] {
            if fcntl(descriptor, F_GETFD) == -1, errno == EBADF { _ = open("/dev/null", flags) }
        }
    }

    /// The system's words for a write that failed, also because the reader left, or that the disk did not take.
    var deliveryFailure: String? {
        if let number = outputError.withLock({ $0 }) { return String(cString: strerror(number)) }
        // Only a file has something to bring to a disk; everything else says that it has not.
        guard fsync(STDOUT_FILENO) != 0, [EIO, ENOSPC, EDQUOT].contains(errno) else { return nil }
        return String(cString: strerror(errno))
    }

    func write(_ text: String, to stream: CommandContext.Stream) {
        if stream == .output, outputError.withLock({ $0 }) != nil { return }
        var text = text
        text.withUTF8 { write($0[...], to: stream) }
    }

    private func write(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, to stream: CommandContext.Stream) {
        var bytes = bytes
        while !bytes.isEmpty {
            let rest = UnsafeBufferPointer(rebasing: bytes)
            let written = Glibc.write(stream.descriptor, rest.baseAddress, rest.count)
            if written > 0 {
                bytes.removeFirst(written)
                continue
            }
            let number = errno
            if number == EINTR { continue }
            if number == EAGAIN {
                // The other end made the shared description non-blocking; wait until it takes more.
                var waiting = pollfd(fd: stream.descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, 1_000)
                continue
            }
            if stream == .output { outputError.withLock { $0 = $0 ?? number } }
            return
        }
    }

    /// Reads standard input to its end.
    func readInput(limit: Int, isInterrupted: () -> Bool) throws(CommandProblem) -> [UInt8] {
        try InputFile.read("Standard input", descriptor: STDIN_FILENO, limit: limit, isInterrupted: isInterrupted)
    }
}

/// Reads what a command line names as an input.
enum InputFile {
    /// Milliseconds from the first look to the end of an input: one that never ends, silent or not, is not waited for
    /// (fault B4).
    static let patience: Int64 = 10_000

    /// Reads a regular file or a pipe, at most `limit` bytes and one more, so that the caller can tell that it is
    /// larger.
    static func read(_ path: String, limit: Int) throws(CommandProblem) -> CommandContext.FileBytes {
        // Non-blocking, so that a pipe without a writer is met by our patience and not by an endless open.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw problem(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw problem(path, errno) }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        guard isRegular || status.st_mode & S_IFMT == S_IFIFO else {
            throw .file(path: path, why: "not a regular file or a pipe", advice: nil)
        }
        let bytes = try read(SafeText(outside: path, limit: 200), descriptor: descriptor, limit: limit)
        return CommandContext.FileBytes(bytes: bytes, mode: isRegular ? UInt32(status.st_mode & 0o777) : nil)
    }

    /// Reads a descriptor that the process was given, at most `limit` bytes and one more.
    static func read(
        openDescriptor number: Int, limit: Int, isInterrupted: () -> Bool
    ) throws(CommandProblem) -> [UInt8] {
        var status = stat()
        guard let descriptor = Int32(exactly: number), descriptor >= 0, fstat(descriptor, &status) == 0 else {
            throw .descriptor(number, why: "it is not open")
        }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .descriptor(number, why: "it is a directory") }
        return try read(
            "Descriptor \(number)", descriptor: descriptor, limit: limit, isInterrupted: isInterrupted)
    }

    /// Reads to the end, at most `limit` bytes and one more.
    ///
    /// - Parameter source: what is said of it in an error.
    static func read(
        _ source: SafeText, descriptor: Int32, limit: Int, patience: Int64 = patience,
        isInterrupted: () -> Bool = { false }
    ) throws(CommandProblem) -> [UInt8] {
        var result: [UInt8] = []
        let deadline = uptime() + patience
        var buffer = [UInt8](repeating: 0, count: 4096)
        while result.count <= limit {
            if isInterrupted() { throw .interrupted }
            guard uptime() < deadline else { throw .secretEndless(source: source) }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // In short steps: a signal that asks for the end reaches another thread than this one.
            if poll(&waiting, 1, 100) == 0 { continue }
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit + 1 - result.count))
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                throw .file(path: source.string, why: SafeText(outside: String(cString: strerror(errno))), advice: nil)
            }
            result += buffer[..<count]
        }
        return result
    }

    private static func uptime() -> Int64 {
        var moment = timespec()
        clock_gettime(CLOCK_MONOTONIC, &moment)
        return Int64(moment.tv_sec) * 1_000 + Int64(moment.tv_nsec) / 1_000_000
    }

    private static func problem(_ path: String, _ number: Int32) -> CommandProblem {
        .file(path: path, why: SafeText(outside: String(cString: strerror(number))), advice: nil)
    }
}

extension CommandContext {
    /// Reads a file that was named on the screen: as a command does.
    var readNamed: @Sendable (_ path: String, _ limit: Int) throws(StorageError) -> FileBytes {
        { [readFile] path, limit throws(StorageError) in
            do throws(CommandProblem) { return try readFile(path, limit) } catch {
                let message = error.message
                throw StorageError(.fileUnreadable, file: path, detail: "\(message.why ?? message.what)")
            }
        }
    }
}

/// The signals that ask a command to end: HUP, INT and TERM. The first one lets it end in order, a second one ends the
/// process at once.
final class EndingSignals: Sendable {
    private let first = Mutex<Int32?>(nil)

    /// The signal that came first.
    var received: Int32? { first.withLock { $0 } }

    /// The signals from the return on. Until then they act as the system has it: none is lost.
    func stream() -> AsyncStream<Int32> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let queue = DispatchQueue(label: "signals")
        let registrations = DispatchGroup()
        for number in [SIGHUP, SIGINT, SIGTERM] where !Self.isIgnored(number) {
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            registrations.enter()
            source.setRegistrationHandler { registrations.leave() }
            // The source keeps itself by this reference for as long as the process runs.
            source.setEventHandler {
                withExtendedLifetime(source) {}
                let isSecond = self.first.withLock { first in
                    defer { first = first ?? number }
                    return first != nil && number != SIGHUP
                }
                if isSecond {
                    terminal_restore()
                    _exit(128 + number)
                }
                continuation.yield(number)
            }
            source.resume()
        }
        // Made by Dispatch's own threads, in a moment.
        registrations.wait()
        return stream
    }

    /// `nohup` wants a hang-up to be ignored, and gets it.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
