import Glibc
import Synchronization

/// A port of 127.0.0.1 that is ours before anything listens on it.
///
/// The program draws its first frame before the demo servers start, and has to know their ports by then. A socket
/// bound with `SO_REUSEADDR` that never listens holds the port; the server binds the same one, and the
/// reservation is given back. As long as nothing listens, connections are refused.
package final class ReservedPort: Sendable {
    /// 1...65535.
    package let port: Int
    private let descriptor: Mutex<Int32?>

    /// Reserves any free port; `nil` when the system has none left.
    package init?() {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        guard let port = Self.bindToAnyPort(descriptor) else {
            close(descriptor)
            return nil
        }
        self.port = port
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Gives the port back; a server that listens on it by then keeps it. A second call does nothing.
    package func release() {
        descriptor.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }

    private static func bindToAnyPort(_ descriptor: Int32) -> Int? {
        var yes: Int32 = 1
        guard setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
            return nil
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 ? getsockname(descriptor, generic, &length) : -1
            }
        }
        return result == 0 ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }
}
