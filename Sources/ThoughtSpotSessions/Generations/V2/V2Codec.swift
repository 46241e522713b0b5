import HTTPExchange
import HTTPTypes
import StrictJSON

/// REST API v2.0 (<doc:V2>): JSON both ways, under `/api/rest/2.0`.
struct V2Codec: GenerationCodec {
    static let base = "/api/rest/2.0"

    let generation = Generation.v2

    /// A request with a JSON body, or without one.
    static func request(
        _ operation: String, _ method: HTTPRequest.Method, body: JSONObject? = nil,
        as authentication: Authentication = .none, purpose: CallPurpose, safety: ExchangeRequest.Safety,
        secrets: [Secret] = []
    ) -> CallRequest {
        CallRequest(
            operation, method, "\(base)/\(operation)", body: body.map(CallBody.json) ?? .none,
            authentication: authentication, purpose: purpose, safety: safety, secrets: secrets)
    }
}
