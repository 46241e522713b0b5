public import HTTPExchange
public import Moments

/// The session endpoints of one cluster: one engine for all generations.
///
/// Give it an address, a generation and a transport, and call the verbs of ``SessionService``. The client keeps
/// nothing between calls: a session is a value that a login returns and that the other calls are given.
///
/// Every call is one attempt. The client never repeats a request, never tries a credential twice and never follows a
/// redirect; repeating what is safe to repeat is the work of a transport that wraps another one.
public struct SessionClient: SessionService {
    /// The version told in `User-Agent`.
    public static let version = "0.1.0"

    /// The dialect this client speaks.
    public let generation: Generation
    /// Where the cluster is; the only origin anything is sent to.
    public let address: ClusterAddress
    private let transport: any HTTPTransport
    private let userAgent: String
    private let presented: PresentedSecrets
    let now: @Sendable () -> Instant
    private let codec: any GenerationCodec

    /// - Parameters:
    ///   - generation: the dialect the cluster is spoken to in.
    ///   - address: where the cluster is; nothing is sent to any other origin.
    ///   - transport: sends one request and returns one answer, without following redirects.
    ///   - userAgent: the clusters want one on every request; visible ASCII.
    ///   - presented: what the program has presented lately, hidden in every answer; shared by its clients.
    ///   - now: our clock.
    public init(
        generation: Generation, address: ClusterAddress, transport: any HTTPTransport,
        userAgent: String = "tessera/\(SessionClient.version)", presented: PresentedSecrets = PresentedSecrets(),
        now: @escaping @Sendable () -> Instant
    ) {
        self.generation = generation
        self.address = address
        self.transport = transport
        self.userAgent = userAgent
        self.presented = presented
        self.now = now
        codec = generation.codec
    }

    public func capability(_ ability: Ability) -> Capability { generation.capability(ability) }
}

extension SessionClient {
    /// Sends a call and reads its answer; where the cluster does not have the operation, the call that stands in for it.
    func run<Value: Sendable>(_ call: Call<Value>) async throws(SessionError) -> Reply<Value> {
        do throws(SessionError) {
            return try await attempt(call)
        } catch {
            guard error.code == .notOnThisRelease, call.request.safety == .read, let fallback = call.fallback else {
                throw told(error, of: call.request)
            }
            return try await run(fallback())
        }
    }

    /// One exchange: build, check the origin, send, classify, decode.
    private func attempt<Value: Sendable>(_ call: Call<Value>) async throws(SessionError) -> Reply<Value> {
        let request = call.request
        let start = now()
        let exchange = try build(request, at: start)
        if Task.isCancelled {
            throw SessionError(.cancelled, operation: request.operation, origin: address.origin)
        }
        presented.note(request)
        let response: ExchangeResponse
        do {
            response = try await transport.send(exchange)
        } catch {
            var failure = SessionError(error, of: request, origin: address.origin)
            failure.evidence = Evidence(unanswered: request, duration: now().milliseconds(since: start))
            throw failure
        }
        let answer = Answer(
            request: presented.hiding(request), origin: address.origin, response: response, receivedAt: now())
        return try call.reply(to: answer, sentAt: start)
    }

    /// The error with what the client knows of the attempt.
    private func told(_ error: SessionError, of request: CallRequest) -> SessionError {
        var error = error
        error.generation = generation
        if case .login(let kind) = request.purpose { error.credential = kind }
        if case .issue(let kind) = request.purpose { error.credential = kind }
        return error
    }

    /// Asks the codec for a call; what it refuses is an error of the operation that was wanted.
    func plan<Value: Sendable>(
        _ operation: String, _ make: (any GenerationCodec) throws(Refusal) -> Value
    ) throws(SessionError) -> Value {
        do {
            return try make(codec)
        } catch {
            throw SessionError(
                error.code, operation: operation, origin: address.origin, detail: error.detail, generation: generation)
        }
    }

    /// Runs the one call of an operation.
    func call<Value: Sendable>(
        _ operation: String, _ make: (any GenerationCodec) throws(Refusal) -> Call<Value>
    ) async throws(SessionError) -> Reply<Value> { try await run(plan(operation, make)) }

    private func build(_ request: CallRequest, at moment: Instant) throws(SessionError) -> ExchangeRequest {
        do throws(Refusal) {
            return try request.exchange(to: address, userAgent: userAgent, at: moment)
        } catch {
            throw SessionError(error.code, operation: request.operation, origin: address.origin, detail: error.detail)
        }
    }
}
