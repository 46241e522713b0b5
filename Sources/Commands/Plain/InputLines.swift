import App
import DisplayText
import Glibc
import Synchronization

/// The lines of standard input, one for each request.
final class InputLines: Sendable {
    private let rest = Mutex<[UInt8]>([])
    private let wake: (read: Int32, write: Int32)

    /// Bytes; a longer line is left out.
    private static let limit = 64 * 1024

    init() {
        var ends: [Int32] = [-1, -1]
        _ = pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wake = (ends[0], ends[1])
    }

    /// Waits for the next line, without its end.
    func next() -> PlainTyped {
        var isTooLong = false
        while true {
            if let line = nextLine() {
                if isTooLong { return .refused("The line is longer than \(Self.limit / 1024) KiB; it was left out.") }
                return .text(String(decoding: line, as: UTF8.self))
            }
            if rest.withLock({ $0.count > Self.limit }) {
                isTooLong = true
                drop()
            }
            guard let bytes = read() else {
                // The last line of a file may have no end.
                let last = rest.withLock { rest in
                    defer { rest = [] }
                    return rest
                }
                return last.isEmpty || isTooLong ? .ended : .text(String(decoding: last, as: UTF8.self))
            }
            rest.withLock { $0 += bytes }
        }
    }

    /// Throws away what was read and not asked for.
    func drop() { rest.withLock { $0 = [] } }

    /// A line that is waited for is the end of the input from now on.
    func close() {
        var byte: UInt8 = 0
        _ = Glibc.write(wake.write, &byte, 1)
    }

    private func nextLine() -> [UInt8]? {
        rest.withLock { rest in
            guard let end = rest.firstIndex(of: 0x0A) else { return nil }
            var line = Array(rest[..<end])
            if line.last == 0x0D { line.removeLast() }
            rest.removeSubrange(...end)
            return line
        }
    }

    /// Nil at the end of the input.
    private func read() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            var waiting = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&waiting, 2, -1) < 0 {
                if errno == EINTR { continue }
                return nil
            }
            if waiting[1].revents != 0 { return nil }
            let count = Glibc.read(STDIN_FILENO, &buffer, buffer.count)
            if count > 0 { return Array(buffer[..<count]) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            return nil
        }
    }
}
