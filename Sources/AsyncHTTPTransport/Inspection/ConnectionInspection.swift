public import HTTPExchange
import HTTPTypes
import NIOCore
import NIOPosix
import NIOSSL

extension AsyncHTTPTransport: ConnectionInspector {
    public func resolve(
        _ origin: Origin, with settings: ConnectionSettings
    ) async throws(TransportError) -> NameFacts {
        if let literal = IPAddress(origin.host) { return NameFacts(addresses: [literal.description], duration: 0) }
        return try await step(origin, settings) { group, limit, start in
            let addresses = try await NameResolution(group: group).addresses(of: origin.host, within: limit)
            return NameFacts(addresses: addresses, duration: elapsed(since: start))
        }
    }

    public func connect(
        to origin: Origin, with settings: ConnectionSettings
    ) async throws(TransportError) -> TCPFacts {
        try await step(origin, settings) { group, limit, start in
            let attempt = ClientBootstrap(group: group).connectTimeout(limit)
            let channel =
                switch settings.proxy {
                case .direct: try await attempt.connect(host: origin.host, port: origin.port).get()
                case .http(let host, let port, _): try await attempt.connect(host: host, port: port).get()
                }
            let facts = TCPFacts(address: channel.remoteAddress?.ipAddress, duration: elapsed(since: start))
            channel.close(promise: nil)
            return facts
        }
    }

    public func shakeHands(
        with origin: Origin, with settings: ConnectionSettings
    ) async throws(TransportError) -> TLSFacts {
        let store = await AuthorityStore.read(authorities)
        let authorities = settings.trust == .insecure ? nil : store.facts
        let read = await offLoops {
            Result { () throws(CertificateAuthorityFile.Problem) in
                try TLSConfiguration.forClient(settings.trust, store)
            }
        }
        let configuration: TLSConfiguration
        do throws(CertificateAuthorityFile.Problem) { configuration = try read.get() } catch {
            throw TransportError(.caFile, reach: .notSent, peer: knock(origin, settings).peer, detail: error.reason)
        }
        return try await step(origin, settings) { group, limit, start in
            let outcome = await HandshakeTrial(group: group, configuration: configuration).run(origin, within: limit)
            let duration = elapsed(since: start)
            let inspection = CertificateInspection(group: group, clock: clock)
            switch outcome {
            case .success(let version):
                let look = await inspection.look(at: origin, within: limit)
                let refusal = settings.trust == .insecure ? nil : look?.refusal
                return TLSFacts(
                    protocolVersion: version, certificate: look?.facts,
                    problem: refusal?.error(peer: knock(origin, settings).peer), duration: duration,
                    authorities: authorities)
            case .failure(let cause):
                var error = failure(cause, origin, settings)
                if error.code == .tlsChain { error = error.explained(by: store.facts) }
                guard error.code == .tlsChain || error.code == .tlsName,
                    let facts = await inspection.facts(of: origin, within: limit)
                else { throw error }
                let problem = facts.explain(error, host: origin.host, now: clock.wallNow() / 1_000)
                return TLSFacts(
                    protocolVersion: nil, certificate: facts, problem: problem, duration: duration,
                    authorities: authorities)
            }
        }
    }

    /// Runs one step away from the caller's actor, and puts what goes wrong in the words of a transport.
    @concurrent
    private func step<Facts: Sendable>(
        _ origin: Origin, _ settings: ConnectionSettings,
        _ look: @Sendable (MultiThreadedEventLoopGroup, TimeAmount, Int64) async throws -> Facts
    ) async throws(TransportError) -> Facts {
        guard !Task.isCancelled, let group = clients.startedGroup() else {
            throw TransportError(.cancelled, reach: .notSent, peer: knock(origin, settings).peer)
        }
        do {
            return try await look(group, .milliseconds(Int64(settings.deadlines.connect)), clock.now())
        } catch let error as TransportError {
            throw error
        } catch {
            throw failure(error, origin, settings)
        }
    }

    private func failure(_ cause: any Error, _ origin: Origin, _ settings: ConnectionSettings) -> TransportError {
        if cause is HandshakeTrial.Silence {
            return TransportError(
                .timeout, reach: .notSent, peer: knock(origin, settings).peer,
                detail: TransportError.Phase.handshake.rawValue)
        }
        if let unresolved = cause as? NameResolution.Failure {
            return TransportError(
                .dns, reach: .notSent, peer: knock(origin, settings).peer, detail: unresolved.reason)
        }
        return ExchangeFailure(
            cause, of: knock(origin, settings), reach: .notSent, isCancelled: Task.isCancelled
        ).error
    }

    /// Stands for the request that is not sent, where errors are worded by requests.
    private func knock(_ origin: Origin, _ settings: ConnectionSettings) -> ExchangeRequest {
        ExchangeRequest(method: .get, origin: origin, path: "/", safety: .read, connection: settings)
    }

    private func elapsed(since start: Int64) -> Int { Int(max(0, clock.now() - start)) }
}

/// Tells a host that does not answer from one that accepts connections and then says nothing.
///
/// async-http-client has one deadline and one error for both; they send a person to different places. After such an
/// error a second connection is tried for a moment, and closed without a byte.
struct ConnectionProbe {
    let group: MultiThreadedEventLoopGroup
    /// What the second connection may take; nil for its share of the deadline `connect`.
    let limit: TimeAmount?

    /// The part of the deadline `connect` that is kept for the probe, in milliseconds.
    static func share(of connect: Int) -> Int { min(500, connect / 10) }

    /// The same error, or a timeout of the handshake.
    func explain(_ error: TransportError, of request: ExchangeRequest) async -> TransportError {
        let share = TimeAmount.milliseconds(Int64(Self.share(of: request.connection.deadlines.connect)))
        let limit = limit ?? share
        guard request.origin.scheme == .https, request.connection.proxy == .direct, limit > .zero,
            await accepts(request.origin, within: limit)
        else { return error }
        let phase = TransportError.Phase.handshake
        return TransportError(.timeout, reach: error.reach, peer: error.peer, detail: phase.rawValue)
    }

    private func accepts(_ origin: Origin, within limit: TimeAmount) async -> Bool {
        let attempt = ClientBootstrap(group: group).connectTimeout(limit).connect(host: origin.host, port: origin.port)
        guard let channel = try? await attempt.get() else { return false }
        channel.close(promise: nil)
        return true
    }
}
