import HTTPExchange
import HTTPTypes

/// REST API v1 (<doc:V1>): forms in, JSON or plain text out, cookies for the session.
struct V1Codec: GenerationCodec {
    static let base = "/callosum/v1/tspublic/v1"

    let generation = Generation.v1

    /// A request with a form, or without one. Errors and people know the operation as `v1 session/login`.
    static func request(
        _ operation: String, _ method: HTTPRequest.Method, query: String? = nil, accept: String = "application/json",
        form: [(name: String, value: String)]? = nil, as authentication: Authentication = .none,
        purpose: CallPurpose, safety: ExchangeRequest.Safety, secrets: [Secret] = []
    ) -> CallRequest {
        CallRequest(
            "v1 \(operation)", method, "\(base)/\(operation)", query: query, accept: accept,
            body: form.map(CallBody.form) ?? .none, authentication: authentication, purpose: purpose, safety: safety,
            secrets: secrets)
    }
}
