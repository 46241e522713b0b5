package import DemoCluster
import Glibc
package import HTTPExchange
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// Puts simulated clusters on real sockets of this machine.
///
/// One thread serves them all, nothing is logged, and while no request comes nothing wakes up: that is why this
/// uses Hummingbird's server without its `Application`, which keeps a clock going.
package enum LoopbackServer {
    /// One cluster, and where it is to be reached.
    package struct Listener: Sendable {
        package var cluster: SimulatedCluster
        /// 0 for any free port; or the port of a `ReservedPort`.
        package var port: Int
        /// Whether to speak https with `DemoCertificates`.
        package var usesTLS: Bool

        package init(_ cluster: SimulatedCluster, port: Int = 0, usesTLS: Bool = false) {
            self.cluster = cluster
            self.port = port
            self.usesTLS = usesTLS
        }
    }

    /// Serves `listeners` on 127.0.0.1 until the calling task is cancelled; then returns normally.
    ///
    /// - Parameter onReady: called once, when all of them accept connections, with their origins in the same order.
    /// - Throws: `LoopbackServerError` when a port cannot be had; then none is served.
    package static func run(
        _ listeners: [Listener], onReady: @escaping @Sendable ([Origin]) async -> Void
    ) async throws(LoopbackServerError) {
        let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let result: Result<Void, LoopbackServerError>
        do throws(LoopbackServerError) {
            try await serve(listeners, on: eventLoops, onReady: onReady)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        // Closing an event loop that is no longer used cannot fail.
        try? await eventLoops.shutdownGracefully()
        try result.get()
    }

    private static func serve(
        _ listeners: [Listener], on eventLoops: MultiThreadedEventLoopGroup,
        onReady: @escaping @Sendable ([Origin]) async -> Void
    ) async throws(LoopbackServerError) {
        let (started, report) = AsyncStream.makeStream(of: (index: Int, port: Int).self)
        let result = await withTaskGroup(of: LoopbackServerError?.self) { group -> Result<Void, LoopbackServerError> in
            for (index, listener) in listeners.enumerated() {
                group.addTask {
                    do throws(LoopbackServerError) {
                        try await serve(listener, on: eventLoops) { port in report.yield((index, port)) }
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            group.addTask {
                var ports: [Int: Int] = [:]
                for await (index, port) in started {
                    ports[index] = port
                    guard ports.count == listeners.count else { continue }
                    await onReady(
                        listeners.indices.map { index in
                            origin(of: listeners[index], port: ports[index] ?? listeners[index].port)
                        })
                    break
                }
                return nil
            }
            for await case let failure? in group {
                group.cancelAll()
                return .failure(failure)
            }
            return .success(())
        }
        try result.get()
    }

    private static func serve(
        _ listener: Listener, on eventLoops: MultiThreadedEventLoopGroup, onStart: @escaping @Sendable (Int) -> Void
    ) async throws(LoopbackServerError) {
        let http = RawOutletChannel(
            HTTP1Channel { request, writer, channel in
                try await SocketAnswer(listener).respond(to: request, writer, on: channel)
            })
        do {
            if listener.usesTLS {
                try await run(TLSChannel(http, tlsConfiguration: .demo()), listener, on: eventLoops, onStart: onStart)
            } else {
                try await run(http, listener, on: eventLoops, onStart: onStart)
            }
        } catch {
            // Ending by cancellation is the ordinary end.
            if !Task.isCancelled { throw LoopbackServerError(port: listener.port, cause: "\(error)") }
        }
    }

    private static func run(
        _ channel: some ServerChildChannel, _ listener: Listener, on eventLoops: MultiThreadedEventLoopGroup,
        onStart: @escaping @Sendable (Int) -> Void
    ) async throws {
        let socket = ListeningSocket()
        let server = Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: listener.port)),
            onServerRunning: { channel in
                socket.open(channel)
                onStart(channel.localAddress?.port ?? listener.port)
            },
            eventLoopGroup: eventLoops, logger: Logger(label: "demo") { _ in SwiftLogNoOpLogHandler() })
        // The server notices a cancellation only once it waits for connections: one that comes before would be lost.
        try await withTaskCancellationHandler {
            try await server.run()
        } onCancel: {
            socket.close()
        }
    }

    private static func origin(of listener: Listener, port: Int) -> Origin {
        Origin(scheme: listener.usesTLS ? .https : .http, host: "127.0.0.1", port: port)
    }
}

/// The socket that a server listens on, and whether it is to be closed: whichever comes first.
private final class ListeningSocket: Sendable {
    private struct State {
        var channel: (any Channel)?
        var isClosed = false
    }

    private let state = Mutex(State())

    func open(_ channel: any Channel) {
        let isClosed = state.withLock { state in
            state.channel = channel
            return state.isClosed
        }
        if isClosed { channel.close(promise: nil) }
    }

    func close() {
        let channel = state.withLock { state in
            state.isClosed = true
            return state.channel
        }
        channel?.close(promise: nil)
    }
}

extension LoopbackServer {
    /// Serves `listeners` while `body` runs with their origins, in the same order.
    ///
    /// - Returns: what the body returns.
    /// - Throws: what the body throws, or `LoopbackServerError` when a port cannot be had; then the body never ran.
    package static func serving<Value: Sendable>(
        _ listeners: [Listener], _ body: @escaping @Sendable ([Origin]) async throws -> Value
    ) async throws -> Value {
        let (ready, report) = AsyncStream.makeStream(of: [Origin].self)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                defer { report.finish() }
                try await run(listeners) { origins in report.yield(origins) }
                return nil
            }
            group.addTask {
                for await origins in ready { return try await body(origins) }
                return nil
            }
            var value: Value?
            while let next = try await group.next() {
                if let next { value = next }
                // Once the body is done, the server is to end by cancellation.
                group.cancelAll()
            }
            // Without a value, one of the two has thrown, or the caller was cancelled.
            guard let value else { throw CancellationError() }
            return value
        }
    }
}

/// Why the demo clusters cannot be served.
package struct LoopbackServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The port asked for; 0 for any.
    package let port: Int
    /// The system's words.
    package let cause: String

    package var description: String {
        "The demo cluster cannot listen on port \(port) of 127.0.0.1 (\(cause)). Choose another port, or 0 for any."
    }
}

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
