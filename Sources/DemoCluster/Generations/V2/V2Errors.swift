import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// A refusal in the shape of v2.0: real status, and one of the two nestings of <doc:ErrorAnswers>.
    func v2Error(_ refusal: Refusal) -> ExchangeResponse {
        let (status, code) = Self.v2Status(refusal)
        let details: JSONValue = [
            "code": .integer(code), "incident_id_guid": .string(identifiers.guid()),
            "trace_id_guid": "tracing-disabled", "debug": .string(JSONValue.strings([refusal.debug]).text),
        ]
        let message: JSONValue =
            switch configuration.errorNesting {
            case .observed: ["debug": details]
            case .documented: details
            }
        var response = ExchangeResponse.json(status, ["error": ["message": message]])
        if case .methodNotAllowed(let method) = refusal { response.headers[.allow] = method.rawValue }
        return response
    }

    /// HTTP status and code (<doc:ErrorAnswers>); 10000 where none is documented.
    private static func v2Status(_ refusal: Refusal) -> (status: Int, code: Int) {
        switch refusal {
        case .badParameter: (400, 10_002)
        case .credentialsRefused, .secretKeyRefused, .notAuthenticated: (401, 10_097)
        case .trustedAuthenticationOff, .accountClosed, .forbidden: (403, 10_023)
        case .orgRefused: (400, 13_090)
        case .notFound: (404, 10_000)
        case .methodNotAllowed: (405, 10_000)
        case .unsupportedMediaType: (415, 10_000)
        }
    }
}
