import HTTPExchange
import HTTPTypes

extension ExchangeRequest {
    static func sample(
        _ safety: Safety = .read, path: String = "/api/rest/2.0/system", query: String? = nil,
        headers: HTTPFields = [:], body: [UInt8] = [],
        origin: Origin = Origin(scheme: .https, host: "one.example.com")
    ) -> ExchangeRequest {
        ExchangeRequest(
            method: safety == .read ? .get : .post, origin: origin, path: path, query: query, headers: headers,
            body: body, safety: safety
        )
    }
}

/// The error of a request that must fail.
func failure(of request: ExchangeRequest, on transport: some HTTPTransport) async -> TransportError? {
    do throws(TransportError) {
        _ = try await transport.send(request)
        return nil
    } catch {
        return error
    }
}
