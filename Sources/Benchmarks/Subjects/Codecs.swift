import DemoCluster
import HTTPExchange
import Moments
import ThoughtSpotSessions

/// One whole call of a generation without a network: build the request, check it, classify and read the answer.
enum Codecs: Subject {
    static let name = "codec"

    /// Answers every request with the same answer, at once.
    private struct Canned: HTTPTransport {
        let response: ExchangeResponse

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse { response }
    }

    /// Real answers of the simulated cluster, kept.
    private struct Script {
        let client: SessionClient
        let cluster: SimulatedCluster
        let origin: Origin

        /// The client, and the answer that the cluster would give to its call.
        func canned(_ call: (SessionClient) async throws -> Void) async throws -> SessionClient {
            let tap = Tap(cluster: cluster)
            try await call(client(over: tap))
            guard let last = await tap.last else { preconditionFailure("a call sends a request") }
            return client(over: Canned(response: last))
        }

        private func client(over transport: any HTTPTransport) -> SessionClient {
            SessionClient(
                generation: client.generation, address: client.address, transport: transport,
                now: { TokenMaterial.start })
        }
    }

    /// Keeps the last answer.
    private actor Tap: HTTPTransport {
        private let cluster: SimulatedCluster
        private(set) var last: ExchangeResponse?

        init(cluster: SimulatedCluster) {
            self.cluster = cluster
        }

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            let response = await cluster.respond(to: request)
            last = response
            return response
        }
    }

    static func measure(with recorder: Recorder) async throws {
        for generation in [Generation.v2, .v1] { try await measure(generation, with: recorder) }
    }

    @MainActor
    private static func measure(_ generation: Generation, with recorder: Recorder) async throws {
        let fleet = DemoFleet(now: { TokenMaterial.start.milliseconds }, seed: 7)
        guard let member = fleet["prod-eu"], let cluster = member.cluster else {
            preconditionFailure("the demo fleet has prod-eu")
        }
        let address = ClusterAddress(origin: member.inProcessOrigin)
        let live = SessionClient(
            generation: generation, address: address, transport: fleet.transport(), now: { TokenMaterial.start })
        let script = Script(client: live, cluster: cluster, origin: member.inProcessOrigin)

        let login = LoginRequest(
            credential: .password(username: member.username, password: Secret(member.password)))
        let issue = TokenRequest(
            kind: .full, username: member.username, credential: .secretKey(Secret(member.secretKey)))
        let session = try await live.logIn(login).value.session.authentication
        let token = try await live.issueToken(issue).value.token

        let calls: [(String, (SessionClient) async throws -> Void)] = [
            ("login", { keep(try await $0.logIn(login)) }),
            ("session info", { keep(try await $0.sessionInfo(session)) }),
            ("issue a token", { keep(try await $0.issueToken(issue)) }),
            ("validate a token", { keep(try await $0.validateToken(token, as: session)) }),
        ]
        for (name, call) in calls {
            let client = try await script.canned(call)
            try await recorder.row("codec: \(generation.rawValue) \(name)", repeats: 500) {
                for _ in 0..<500 { try await call(client) }
            }
        }
    }
}
