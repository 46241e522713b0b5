import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import ThoughtSpotSessions

/// A client, and the transport that plays its cluster.
struct Script {
    static let origin = Origin(scheme: .https, host: "ts.example.com")
    /// 2025-06-01 00:00:00 UTC.
    static let now = Instant(milliseconds: 1_748_736_000_000)

    let client: SessionClient
    let transport: ScriptedTransport

    init(_ generation: Generation, _ answers: ExchangeResponse...) {
        self.init(generation, steps: answers.map(ScriptedTransport.Step.answer))
    }

    init(_ generation: Generation, steps: [ScriptedTransport.Step], origin: Origin = Script.origin) {
        transport = ScriptedTransport(steps)
        client = SessionClient(
            generation: generation, address: ClusterAddress(origin: origin), transport: transport,
            userAgent: "tessera/test", now: { Script.now })
    }

    /// The only request that was sent, as text.
    var sent: String { transport.requests.map(\.wireText).joined(separator: "\n---\n") }

    static let bearer = Authentication.bearer(Secret("caller-token"))
    static let cookies = Authentication.cookies(
        CookieJar(
            origin: origin,
            cookies: [
                CookieJar.Cookie(name: "JSESSIONID", value: Secret("session-1")),
                CookieJar.Cookie(name: "clientId", value: Secret("client-1")),
            ]))
    static let sessionCookies = [
        "JSESSIONID=session-1; Path=/; HttpOnly", "clientId=client-1; Path=/; Secure; HttpOnly",
    ]
}

extension ExchangeRequest {
    /// Method, target, headers in alphabetical order, and body: what a golden is compared with.
    var wireText: String {
        let target = path + (query.map { "?\($0)" } ?? "")
        let lines = headers.map { "\($0.name.canonicalName): \($0.value)" }.sorted()
        let head = (["\(method.rawValue) \(target)"] + lines).joined(separator: "\n")
        return body.isEmpty ? head : "\(head)\n\n\(String(decoding: body, as: UTF8.self))"
    }
}

/// The error of a call that must fail.
func failure<Value>(
    of call: () async throws(SessionError) -> Value
) async -> SessionError? {
    do throws(SessionError) {
        _ = try await call()
        return nil
    } catch {
        return error
    }
}
