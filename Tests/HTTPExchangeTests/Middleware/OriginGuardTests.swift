import HTTPExchange
import HTTPTypes
import TestSupport
import Testing

struct OriginGuardTests {
    private static let home = Origin(scheme: .https, host: "one.example.com")

    private static let strangers = [
        Origin(scheme: .http, host: "one.example.com", port: 443),
        Origin(scheme: .https, host: "one.example.com", port: 8443),
        Origin(scheme: .https, host: "two.example.com"), Origin(scheme: .https, host: "one.example.com.evil.example"),
    ]

    private static let credentials: [HTTPFields] = [
        [.authorization: "Bearer x"], [.cookie: "JSESSIONID=x"], [.proxyAuthorization: "Basic x"],
    ]

    @Test(arguments: strangers, credentials)
    func `credentials do not leave their origin`(_ origin: Origin, _ headers: HTTPFields) async {
        let script = ScriptedTransport([.success(ExchangeResponse(status: 200))])
        let transport = OriginGuard(wrapping: script, origin: Self.home)
        let error = await failure(of: .sample(headers: headers, origin: origin), on: transport)
        #expect(error?.code == .other)
        #expect(error?.reach == .notSent)
        #expect(script.requests.isEmpty)
    }

    @Test(arguments: credentials)
    func `credentials reach their own origin, however it is spelled`(_ headers: HTTPFields) async throws {
        let script = ScriptedTransport([.success(ExchangeResponse(status: 200))])
        let origin = Origin(scheme: .https, host: "ONE.example.com", port: 443)
        let transport = OriginGuard(wrapping: script, origin: Self.home)
        #expect(try await transport.send(.sample(headers: headers, origin: origin)).status == 200)
    }

    @Test func `a request without credentials may go anywhere`() async throws {
        let transport = OriginGuard(
            wrapping: ScriptedTransport([.success(ExchangeResponse(status: 200))]), origin: Self.home
        )
        #expect(try await transport.send(.sample(origin: Self.strangers[2])).status == 200)
    }
}
