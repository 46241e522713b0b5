import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// A refusal in the flat shape of v1, with the real status (<doc:V1> and <doc:ErrorAnswers>).
    func v1Error(_ refusal: Refusal) -> ExchangeResponse {
        let (status, code) = Self.v1Status(refusal)
        var response = ExchangeResponse.json(
            status,
            [
                "code": .integer(code), "incident_id_guid": .string(identifiers.guid()),
                "trace_id_guid": .string(identifiers.guid()),
                "debug": .string(JSONValue.strings([refusal.debug]).text),
            ])
        if case .methodNotAllowed(let method) = refusal { response.headers[.allow] = method.rawValue }
        return response
    }

    /// HTTP status and code. A wrong secret key and trusted authentication being off are both 500 (<doc:V1>).
    static func v1Status(_ refusal: Refusal) -> (status: Int, code: Int) {
        switch refusal {
        case .badParameter: (400, 10_002)
        case .credentialsRefused, .notAuthenticated: (401, 10_003)
        case .secretKeyRefused, .trustedAuthenticationOff: (500, 10_000)
        case .accountClosed, .forbidden: (403, 10_023)
        case .orgRefused: (400, 13_090)
        case .notFound: (404, 10_000)
        case .methodNotAllowed: (405, 10_000)
        case .unsupportedMediaType: (415, 10_000)
        }
    }
}
