import Glibc
import Synchronization

/// Standard input, output and error of this process.
final class StandardStreams: Sendable {
    /// What went wrong with standard output first.
    private let outputError = Mutex<Int32?>(nil)

    /// How long an input may stay open without a byte, in milliseconds: long enough for a person at the other end of
    /// the pipe, short enough that a forgotten one does not hang for ever (fault B4).
    private static let patience = 60_000

    init() {
        // A reader that went away is told by the failing write, not by a signal (fault E15).
        signal(SIGPIPE, SIG_IGN)
    }

    /// The system's words for a failed write to standard output; nothing when all went well, or when the reader left.
    var failure: String? {
        outputError.withLock { $0 }.flatMap { $0 == EPIPE ? nil : String(cString: strerror($0)) }
    }

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
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(stream.descriptor, $0.baseAddress, $0.count) }
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
        try InputFile.read(
            descriptor: STDIN_FILENO, limit: limit, patience: Self.patience, isInterrupted: isInterrupted)
    }
}
