import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

/// What the probe sends, and when it stops.
struct GenerationProbeTests {
    private func probe(_ transport: ScriptedTransport, clock: ListedMoments? = nil) -> GenerationProbe {
        GenerationProbe(
            address: ClusterAddress(origin: Script.origin), transport: transport, userAgent: "tessera/test",
            now: { clock?.next() ?? Script.now })
    }

    private func request(_ path: String) -> String {
        "GET \(path)\naccept: application/json\nuser-agent: tessera/test\nx-requested-by: ThoughtSpot"
    }

    @Test func `six questions without a credential, the cheapest first`() async {
        let transport = ScriptedTransport(Array(repeating: .answer(.empty(404)), count: 6))
        let report = await probe(transport).run()
        #expect(
            transport.requests.map(\.wireText) == [
                request("/api/rest/2.0/system/banner"), request("/callosum/v1/tspublic/v1/admin/banner"),
                request("/api/rest/2.0/auth/session/user"), request("/tspublic/rest/v2/session"),
                request("/api/rest/v2/session"), request("/callosum/v1/tspublic/v1/session/info"),
            ])
        #expect(transport.requests.allSatisfy { $0.safety == .read && $0.origin == Script.origin })
        #expect(report.proposal == nil)
        #expect(report.failure == nil)
    }

    @Test func `an old cluster of the betas is found by its 500s`() async {
        let transport = ScriptedTransport([
            .answer(.empty(404)), .answer(.empty(404)), .answer(.empty(404)), .answer(Betas.fault(401)),
            .answer(.empty(404)), .answer(.empty(401)),
        ])
        let report = await probe(transport).run()
        #expect(report.proposal == .betaTspublic)
        #expect(report.finding(for: .v1) == .speaks)
        #expect(report.finding(for: .v2) == .doesNot)
    }

    @Test(arguments: [
        (TransportError.Code.dns, SessionError.Code.dns), (.connectionRefused, .connect), (.unreachable, .unreachable),
        (.tlsExpired, .tlsExpired),
        (.timeout, .timeout), (.connectionLost, .connectionLost), (.cancelled, .cancelled),
    ])
    func `it stops where the way fails`(cause: TransportError.Code, code: SessionError.Code) async {
        let transport = ScriptedTransport([.answer(.empty(404)), .failure(cause, .maybeSent)])
        let report = await probe(transport).run()
        #expect(transport.requests.count == 2)
        #expect(report.failure?.code == code)
        #expect(report.failure?.execution == .notExecuted)
        #expect(report.finding(for: .v2) == .undecided(.notAsked))
    }

    @Test(arguments: [TransportError.Code.tooLarge, .malformed])
    func `one unfit answer does not stop it`(cause: TransportError.Code) async {
        let answers = Array(repeating: ScriptedTransport.Step.answer(.empty(401)), count: 5)
        let report = await probe(ScriptedTransport([.failure(cause, .maybeSent)] + answers)).run()
        #expect(report.observations.count == 6)
        #expect(report.proposal == .v2)
        #expect(report.failure == nil)
    }

    @Test func `each observation is told as it is made`() async {
        let transport = ScriptedTransport(Array(repeating: .answer(.empty(401)), count: 6))
        var heard: [ProbeQuestion] = []
        _ = await probe(transport).run { heard.append($0.question) }
        #expect(heard == ProbeQuestion.allCases)
    }

    @Test func `a cancelled task asks nothing`() async {
        let transport = ScriptedTransport()
        let probe = probe(transport)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await probe.run()
        }
        #expect(await task.value.failure?.code == .cancelled)
        #expect(transport.requests.isEmpty)
    }

    /// `Date` is 2025-06-01 00:01:00 UTC, one minute ahead of us (fault D18).
    @Test func `the clocks are compared, unless a cache stands between`() async throws {
        let date: HTTPFields = [.date: "Sun, 01 Jun 2025 00:01:00 GMT"]
        var cached = date
        cached[.age] = "7"
        let transport = ScriptedTransport(
            [date, cached, [:], [.date: "yesterday"], [:], [:]].map { .answer(.json("{}", status: 401, $0)) })
        let report = await probe(transport).run()
        #expect(report.observations.map(\.clockSkew) == [60_000, nil, nil, nil, nil, nil])
        #expect(report.observations[1].serverTime == Script.now.advanced(seconds: 60))
        #expect(report.clockSkew == 60_000)
    }

    @Test func `durations are told`() async {
        let clock = ListedMoments([0, 250, 300, 310, 310, 310, 310, 310, 310, 310, 310, 310])
        let transport = ScriptedTransport(Array(repeating: .answer(.empty(401)), count: 6))
        let report = await probe(transport, clock: clock).run()
        #expect(report.observations.map(\.duration).prefix(2) == [250, 10])
    }
}
