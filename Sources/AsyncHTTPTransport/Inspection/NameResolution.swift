import Glibc
import HTTPExchange
import NIOCore
import NIOPosix

/// The question to the resolver of this machine, which cannot be interrupted: it is asked on a thread of its own, and
/// no caller waits longer for it than the deadline.
struct NameResolution {
    /// Why there is no address; a phrase of ours.
    struct Failure: Error {
        let reason: String
    }

    let group: MultiThreadedEventLoopGroup

    /// Addresses in the order of the resolver, each once.
    func addresses(of host: String, within limit: TimeAmount) async throws -> [String] {
        let loop = group.any()
        let promise = loop.makePromise(of: [String].self)
        let timer = loop.scheduleTask(in: limit) {
            promise.fail(Failure(reason: "the resolver did not answer in time"))
        }
        NIOThreadPool.singleton.submit { state in
            guard case .active = state else { return promise.fail(CancellationError()) }
            promise.completeWith(Result { try Self.ask(host) })
        }
        promise.futureResult.whenComplete { _ in timer.cancel() }
        return try await withTaskCancellationHandler {
            try await promise.futureResult.get()
        } onCancel: {
            promise.fail(CancellationError())
        }
    }

    private static func ask(_ host: String) throws -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard status == 0 else {
            throw Failure(
                reason: status == EAI_AGAIN || status == EAI_SYSTEM
                    ? "the resolver of this machine does not answer" : "the resolver knows no such name")
        }
        var addresses: [String] = []
        var next = list
        while let entry = next?.pointee {
            if let address = address(entry), !addresses.contains(address) { addresses.append(address) }
            next = entry.ai_next
        }
        guard !addresses.isEmpty else { throw Failure(reason: "the name has no address") }
        return addresses
    }

    private static func address(_ entry: addrinfo) -> String? {
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard
            getnameinfo(
                entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
        else { return nil }
        // Without the zone of a link-local address.
        let name = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return IPAddress(String(name.prefix { $0 != "%" }))?.description
    }
}
