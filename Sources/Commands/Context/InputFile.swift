import DisplayText
import Glibc

/// Reads what a command line names as an input.
enum InputFile {
    /// Reads a regular file or a pipe, at most `limit` bytes and one more, so that the caller can tell that it is
    /// larger.
    static func read(_ path: String, limit: Int) throws(CommandProblem) -> CommandContext.FileBytes {
        // Non-blocking, so that a pipe that nobody writes to is met by our patience and not by an endless open.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw problem(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw problem(path, errno) }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        guard isRegular || status.st_mode & S_IFMT == S_IFIFO else {
            throw .file(path: path, why: "it is neither a regular file nor a pipe", advice: nil)
        }
        let bytes = try read(descriptor: descriptor, limit: limit, patience: 10_000, isInterrupted: { false })
        return CommandContext.FileBytes(bytes: bytes, mode: isRegular ? UInt32(status.st_mode & 0o777) : nil)
    }

    /// Reads to the end, at most `limit` bytes and one more.
    ///
    /// - Parameter patience: milliseconds between two pieces.
    static func read(
        descriptor: Int32, limit: Int, patience: Int, isInterrupted: () -> Bool
    ) throws(CommandProblem) -> [UInt8] {
        var result: [UInt8] = []
        var waited = 0
        var buffer = [UInt8](repeating: 0, count: 4096)
        while result.count <= limit {
            if isInterrupted() { throw .interrupted }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            // In short steps: a signal that asks for the end reaches another thread than this one.
            let ready = poll(&waiting, 1, 100)
            if ready == 0 {
                waited += 100
                if waited >= patience { throw .secretSilent(source: "The input") }
                continue
            }
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit + 1 - result.count))
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                throw problem("standard input", errno)
            }
            waited = 0
            result += buffer[..<count]
        }
        return result
    }

    private static func problem(_ path: String, _ number: Int32) -> CommandProblem {
        .file(path: path, why: SafeText(outside: String(cString: strerror(number))), advice: nil)
    }
}
