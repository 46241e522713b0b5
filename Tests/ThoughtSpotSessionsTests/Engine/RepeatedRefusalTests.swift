import HTTPExchange
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

/// The retry table and the betas, which say 500 to everything: a refusal inside is not asked again.
struct RepeatedRefusalTests {
    private func requests(_ answer: ExchangeResponse) async -> Int {
        let script = ScriptedTransport(Array(repeating: .answer(answer), count: 5))
        let still = ExchangeClock(now: { 0 }, wallNow: { Script.now.milliseconds }, sleep: { _ in })
        let transport = RetryingTransport(
            wrapping: script, clock: still, random: { 0.5 }, isRefusal: \.isNestedRefusal)
        let client = SessionClient(
            generation: .betaTspublic, address: ClusterAddress(origin: Script.origin), transport: transport,
            now: { Script.now })
        _ = await failure { () throws(SessionError) in try await client.sessionInfo(Script.bearer) }
        return script.requests.count
    }

    @Test func `only what may pass is asked again`() async {
        #expect(await requests(Betas.fault(401)) == 1)
        #expect(await requests(Betas.fault(403)) == 1)
        #expect(await requests(Betas.fault(503)) > 1)
        #expect(await requests(Betas.fault(nil)) > 1)
    }
}
