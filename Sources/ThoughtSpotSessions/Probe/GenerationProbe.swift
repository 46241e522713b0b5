public import HTTPExchange
import HTTPTypes
public import Moments

/// Asks a cluster what it speaks, without a credential (<doc:FindingTheGeneration>).
///
/// Six GET requests at most, one after the other, the cheapest first; each may be repeated without harm, none
/// presents anything, no redirect is followed. Nothing here overrides a generation that was chosen.
///
/// ```swift
/// let report = await GenerationProbe(address: address, transport: transport, now: clock).run()
/// let generation = report.proposal ?? .v2
/// ```
public struct GenerationProbe: Sendable {
    /// Where the cluster is; the only origin anything is sent to.
    public let address: ClusterAddress
    private let transport: any HTTPTransport
    private let userAgent: String
    private let now: @Sendable () -> Instant

    /// A probe of one cluster.
    ///
    /// - Parameters:
    ///   - address: where the cluster is; nothing is sent to any other origin.
    ///   - transport: sends one request and returns one answer, without following redirects.
    ///   - userAgent: the clusters want one on every request; visible ASCII.
    ///   - now: our clock.
    public init(
        address: ClusterAddress, transport: any HTTPTransport,
        userAgent: String = "tessera/\(SessionClient.version)", now: @escaping @Sendable () -> Instant
    ) {
        self.address = address
        self.transport = transport
        self.userAgent = userAgent
        self.now = now
    }

    /// Asks every question, unless the way to the cluster fails: then the rest would only fail as slowly.
    ///
    /// - Parameter hear: told of each observation as it is made.
    public func run(telling hear: (ProbeObservation) async -> Void = { _ in }) async -> ProbeReport {
        var observations: [ProbeObservation] = []
        for question in ProbeQuestion.allCases {
            let observation = await ask(question)
            observations.append(observation)
            await hear(observation)
            if case .failed(let error) = observation.outcome, !error.isAboutOneAnswer { break }
        }
        return ProbeReport(observations)
    }

    private func ask(_ question: ProbeQuestion) async -> ProbeObservation {
        let start = now()
        let request = question.request
        let failure: SessionError
        do throws(Refusal) {
            let exchange = try request.exchange(to: address, userAgent: userAgent, at: start)
            do throws(TransportError) {
                guard !Task.isCancelled else {
                    throw TransportError(.cancelled, reach: .notSent, peer: exchange.peer)
                }
                return observation(of: question, try await transport.send(exchange), askedAt: start)
            } catch {
                failure = SessionError(error, of: request, origin: address.origin)
            }
        } catch {
            failure = SessionError(
                error.code, operation: request.operation, origin: address.origin, detail: error.detail)
        }
        return ProbeObservation(question: question, outcome: .failed(failure), duration: elapsed(since: start))
    }

    private func observation(
        of question: ProbeQuestion, _ response: ExchangeResponse, askedAt start: Instant
    ) -> ProbeObservation {
        let answer = Answer(
            request: question.request, origin: address.origin, response: response, receivedAt: now())
        return ProbeObservation(
            question: question,
            outcome: .answered(
                status: response.status, finding: question.finding(in: response, from: address.origin)),
            banner: question.banner(in: response, from: address.origin),
            serverTime: response.headers[.date].flatMap(HTTPDate.instant), clockSkew: answer.clockSkew(sentAt: start),
            duration: Int(max(0, answer.receivedAt.milliseconds(since: start))))
    }

    private func elapsed(since start: Instant) -> Int { Int(max(0, now().milliseconds(since: start))) }
}

extension SessionError {
    /// Whether the next question may fare better: one answer was unfit, not the way to it.
    fileprivate var isAboutOneAnswer: Bool { code == .tooLarge || code == .malformedHTTP }
}
