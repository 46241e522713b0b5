public import HTTPExchange
import HTTPTypes
public import Moments
import StrictJSON

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

/// One call of the probe: always a GET, always without a credential (<doc:FindingTheGeneration>).
///
/// The cases stand in the order in which they are asked.
public enum ProbeQuestion: Hashable, Sendable, CaseIterable {
    /// `GET /api/rest/2.0/system/banner`, there since 9.10.
    case v2Banner
    /// `GET /callosum/v1/tspublic/v1/admin/banner`.
    case v1Banner
    /// `GET /api/rest/2.0/auth/session/user`.
    case v2User
    /// `GET /tspublic/rest/v2/session`; beta-query is below the same path.
    case betaTspublicSession
    /// `GET /api/rest/v2/session`.
    case betaAPISession
    /// `GET /callosum/v1/tspublic/v1/session/info`.
    case v1SessionInfo

    /// Which generation the answer tells about.
    public var generation: Generation {
        switch self {
        case .v2Banner, .v2User: .v2
        case .v1Banner, .v1SessionInfo: .v1
        case .betaTspublicSession: .betaTspublic
        case .betaAPISession: .betaAPI
        }
    }

    /// Whether it asks for the banner: an answer proves the generation, no answer proves nothing.
    public var isBanner: Bool { self == .v2Banner || self == .v1Banner }

    /// The operation as its documents name it: `auth/session/user`, `v1 session/info`.
    public var operation: String { request.operation }

    /// The request, in the words of the generation that owns it.
    package var request: CallRequest {
        switch self {
        case .v2Banner: V2Codec.request("system/banner", .get, purpose: .open, safety: .read)
        case .v1Banner: V1Codec.request("admin/banner", .get, purpose: .open, safety: .read)
        case .v2User: V2Codec.request("auth/session/user", .get, purpose: .open, safety: .read)
        case .betaTspublicSession: BetaPaths.tspublic.request("session", .get, purpose: .open, safety: .read)
        case .betaAPISession: BetaPaths.api.request("session", .get, purpose: .open, safety: .read)
        case .v1SessionInfo: V1Codec.request("session/info", .get, purpose: .open, safety: .read)
        }
    }
}

extension ProbeQuestion {
    /// What an answer to this question tells about its generation. Values in, a value out (<doc:FindingTheGeneration>).
    ///
    /// <doc:FindingTheGeneration> has it that of the betas' paths "anything but 404" counts. Taken literally, a proxy that fails or a
    /// sign-in page would count as well; so pages, redirects, 429 and 5xx decide nothing, unless a 500 has the body
    /// of the betas' gateway.
    ///
    /// - Parameters:
    ///   - response: the answer, redirects included.
    ///   - origin: the cluster that was asked.
    public func finding(in response: ExchangeResponse, from origin: Origin) -> ProbeFinding {
        finding(in: answer(response, from: origin))
    }

    /// The banner in an answer to a banner call; nothing in any other answer.
    public func banner(in response: ExchangeResponse, from origin: Origin) -> MaintenanceBanner? {
        guard isBanner, response.status == 200 else { return nil }
        return try? answer(response, from: origin).banner()
    }

    private func answer(_ response: ExchangeResponse, from origin: Origin) -> Answer {
        // Only how long to wait would depend on the moment, and nothing waits here.
        Answer(request: request, origin: origin, response: response, receivedAt: Instant(milliseconds: 0))
    }

    private func finding(in answer: Answer) -> ProbeFinding {
        if (300...399).contains(answer.status) {
            return .undecided(.redirect(to: answer.redirectFailure().offered.first))
        }
        if let page = FrontPage(answer), page.isMaintenance || answer.status != 404 {
            return .undecided(ProbeDoubt(page))
        }
        switch answer.status {
        case 404: return isBanner ? .undecided(.otherStatus(404)) : .doesNot
        case 401 where answer.demandsSignInOfHTTP: return .undecided(.signIn)
        case 407, 511: return .undecided(.proxy)
        case 408, 425, 429: return .undecided(.busy)
        case 500 where isBeta && answer.isOfBetaGateway: return .speaks
        case 500...: return .undecided(.serverFailure(status: answer.status))
        default: return decided(by: answer)
        }
    }

    /// By the statuses that say something about this very call.
    private func decided(by answer: Answer) -> ProbeFinding {
        switch self {
        case .v2Banner, .v1Banner:
            guard answer.isSuccess else { return .undecided(.otherStatus(answer.status)) }
            return (try? answer.banner()) == nil ? .undecided(.unreadable) : .speaks
        case .v2User, .v1SessionInfo:
            return answer.status == 401 ? .speaks : .undecided(.otherStatus(answer.status))
        case .betaTspublicSession, .betaAPISession:
            guard answer.isSuccess else { return .speaks }
            return (try? answer.json()) == nil ? .undecided(.unreadable) : .speaks
        }
    }

    private var isBeta: Bool { self == .betaTspublicSession || self == .betaAPISession }
}

extension ProbeDoubt {
    fileprivate init(_ page: FrontPage) {
        self =
            switch page.kind {
            case .economyMode(let state): .economyMode(state: state)
            case .maintenance: .maintenance
            case .signIn: .signIn
            case .proxy: .proxy
            case .unknown: .webPage
            }
    }
}

extension Answer {
    /// A gateway with passwords of its own says 401 to every path; no generation uses these schemes.
    fileprivate var demandsSignInOfHTTP: Bool {
        let schemes = headers[values: .wwwAuthenticate].map { $0.lowercased() }
        return schemes.contains { demand in
            ["basic", "digest", "negotiate", "ntlm"].contains { demand.hasPrefix($0) }
        }
    }

    /// Whether it is an error of the betas' gateway (<doc:ErrorAnswers>).
    fileprivate var isOfBetaGateway: Bool {
        guard let document = try? JSONValue.parse(body) else { return false }
        if ServerFault(searching: document).upstreamStatus != nil { return true }
        let gateway = document["error"]?["errors"]?["extension"]
        return gateway?["code"]?.stringValue != nil || gateway?["service"]?.stringValue != nil
    }
}
