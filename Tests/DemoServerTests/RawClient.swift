import DemoServer
import HTTPExchange
import NIOCore
import NIOPosix
import NIOSSL

/// A client that sends text and shows every byte that comes back, until the other side closes.
struct RawClient {
    let origin: Origin
    /// How many bytes to read before giving up: an endless body never ends by itself.
    var limit = 1 << 20

    /// Whether a connection can be made at all.
    func connects() async -> Bool {
        do {
            try await open().close()
            return true
        } catch {
            return false
        }
    }

    /// A connection that sends nothing and stays open.
    func open() async throws -> any Channel {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: origin.host, port: origin.port).get()
    }

    /// The answer to a request that asks to close the connection afterwards.
    func send(
        _ method: String, _ path: String, body: String = "", headers: [String] = [], closes: Bool = true
    ) async throws -> String {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: \(origin.authority)", "User-Agent: tests"]
        if closes { lines.append("Connection: close") }
        if !body.isEmpty { lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"] }
        return try await exchange((lines + headers).joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    private func exchange(_ text: String) async throws -> String {
        let scheme = origin.scheme
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: origin.host, port: origin.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if scheme == .https {
                        try channel.pipeline.syncOperations.addHandler(Self.tlsHandler())
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var received = ByteBuffer()
            do {
                for try await part in inbound {
                    received.writeImmutableBuffer(part)
                    if received.readableBytes >= limit { break }
                }
            } catch {
                // A connection that is cut ends with an error here; what came before it is what counts.
            }
            return String(buffer: received)
        }
    }

    /// Trusts the demo authority and nobody else.
    private static func tlsHandler() throws -> NIOSSLClientHandler {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes([UInt8](DemoCertificates.authority.utf8)))
        return try NIOSSLClientHandler(
            context: NIOSSLContext(configuration: configuration), serverHostname: "localhost")
    }
}
