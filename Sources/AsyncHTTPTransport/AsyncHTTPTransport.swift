import AsyncHTTPClient
public import HTTPExchange
import HTTPTypes
import NIOCore
import NIOHTTP1

/// The network as it is: requests go out through async-http-client, over HTTP/1.1 and TLS 1.2 or later.
///
/// It follows no redirect, keeps no cookie, asks for no compression, repeats nothing and logs nothing. No thread and
/// no socket exists before the first request; one thread serves all clusters. Requests to clusters with different
/// trust or proxy share no connection.
///
/// One transport is enough for a program; call ``shutdown()`` when nothing is to be sent any more.
public final class AsyncHTTPTransport: HTTPTransport {
    let clients: ClientPool
    private let register = ExchangeRegister()
    private let kept: KeptConnections
    private let probeTime: TimeAmount?
    let authorities: AuthorityEnvironment
    let clock: ExchangeClock

    /// - Parameters:
    ///   - clock: compared with the dates of a refused certificate; deadlines use the clock of the event loop.
    ///   - authorities: where the environment says that trusted authorities are; the system's when absent.
    public convenience init(
        clock: ExchangeClock = .live, authorities: AuthorityEnvironment = AuthorityEnvironment()
    ) {
        self.init(clock: clock, authorities: authorities, kept: KeptConnections())
    }

    /// - Parameter probeTime: what a second look at a host that did not answer may take; nil for its share of the
    ///   deadline `connect`.
    init(
        clock: ExchangeClock, authorities: AuthorityEnvironment = AuthorityEnvironment(), kept: KeptConnections,
        probeTime: TimeAmount? = nil
    ) {
        self.clock = clock
        self.authorities = authorities
        self.kept = kept
        self.probeTime = probeTime
        clients = ClientPool(authorities: authorities, idleTime: kept.idleTime)
    }

    public func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        try await exchange(request)
    }

    /// Ends every connection and the thread. Requests in flight fail; later ones are refused with `.cancelled`.
    /// May be called more than once, and before any request.
    public func shutdown() async {
        await clients.shutdown()
    }

    /// Runs away from the caller's actor, so that a screen that sends a request goes on drawing.
    @concurrent
    private func exchange(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        try request.check()
        guard !Task.isCancelled else { throw TransportError(.cancelled, reach: .notSent, peer: request.peer) }
        let client = try await clients.client(for: request, register: register)
        let progress = ExchangeProgress(host: request.origin.host, deadlines: request.connection.deadlines)
        let ticket = register.insert(progress)
        defer { register.remove(ticket) }
        do {
            let wire = Self.wire(request, ticket: ticket, isKept: kept.mayKeep(request.origin))
            let head = try await client.execute(wire, deadline: progress.totalDeadline)
            let response = try await Self.response(head, limit: request.connection.bodyLimit)
            if let refusal = GatewayPage.refusal(of: response, over: request.origin.scheme) { throw refusal }
            return response
        } catch {
            if let refusal = progress.refusal { throw refusal.error(peer: request.peer) }
            let mayBeUnread = progress.isFirstAndUnanswered
            let failure = ExchangeFailure(
                error, of: request, reach: progress.abandon(), mayBeUnread: mayBeUnread, isCancelled: Task.isCancelled)
            throw await explained(
                failure.error, of: request, mayBeUnread: mayBeUnread, until: progress.totalDeadline)
        }
    }

    /// Adds what a second look at the server can tell a person.
    private func explained(
        _ error: TransportError, of request: ExchangeRequest, mayBeUnread: Bool, until deadline: NIODeadline
    ) async -> TransportError {
        guard let group = clients.group else { return error }
        switch error.code {
        case .tlsChain, .tlsName:
            var error = error
            if error.code == .tlsChain { error = error.explained(by: await AuthorityStore.read(authorities).facts) }
            return await CertificateInspection(group: group, clock: clock).explain(error, of: request, until: deadline)
        case .connectionLost where mayBeUnread:
            return await RefusedHandshakeProbe(group: group, limit: probeTime).explain(error, of: request)
        case .connectTimeout:
            return await ConnectionProbe(group: group, limit: probeTime).explain(error, of: request)
        default:
            return error
        }
    }

    private static func wire(
        _ request: ExchangeRequest, ticket: ExchangeRegister.Ticket, isKept: Bool
    ) -> HTTPClientRequest {
        var wire = HTTPClientRequest(url: "\(request.origin)\(request.path)\(request.query.map { "?\($0)" } ?? "")")
        wire.method = HTTPMethod(rawValue: request.method.rawValue)
        for field in request.headers {
            wire.headers.add(name: field.name.rawName, value: field.value)
        }
        wire.headers.add(name: ExchangeRegister.headerName, value: ticket.text)
        if !isKept { wire.headers.add(name: "connection", value: "close") }
        if !request.body.isEmpty {
            wire.body = .bytes(ByteBuffer(bytes: request.body))
        }
        return wire
    }

    private static func response(
        _ head: HTTPClientResponse, limit: Int
    ) async throws -> ExchangeResponse {
        guard (200...599).contains(head.status.code) else { throw Refusal.malformed("a status outside 200 to 599") }
        // We asked for none: an encoded body is a mistake or an attempt to unpack without limit.
        let encodings = head.headers[canonicalForm: "content-encoding"].filter { $0.lowercased() != "identity" }
        guard encodings.isEmpty else { throw Refusal.malformed("an encoded body that was not asked for") }
        if let length = head.headers.first(name: "content-length"), Int(length).map({ $0 > limit }) ?? true {
            throw Refusal.tooLarge(limit: limit)
        }
        var fields = HTTPFields()
        for (name, value) in head.headers {
            guard let name = HTTPField.Name(name) else { throw Refusal.malformed("a header field without a name") }
            fields.append(HTTPField(name: name, value: value))
        }
        var body: [UInt8] = []
        for try await part in head.body {
            guard body.count + part.readableBytes <= limit else { throw Refusal.tooLarge(limit: limit) }
            body.append(contentsOf: part.readableBytesView)
        }
        return ExchangeResponse(status: Int(head.status.code), headers: fields, body: body)
    }
}

extension TransportError {
    /// A certificate that is not trusted, with what there is to trust.
    func explained(by facts: AuthorityFacts) -> TransportError {
        TransportError(code, reach: reach, peer: peer, detail: facts.explanation, offered: offered)
    }
}

/// An answer that came, and that we do not take.
enum Refusal: Error {
    case tooLarge(limit: Int)
    /// What is wrong with it, in words of ours.
    case malformed(String)
    /// To plain http, from a server of TLS.
    case speaksTLS
    /// From a server that requires a client certificate.
    case wantsCertificate
}
