import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// A refusal as the gateway of the betas wraps it: always HTTP 500, the real status inside (<doc:ErrorAnswers>).
    ///
    /// The service behind the gateway is v1's, so status and code are v1's too; the documents name only 400 and 10002.
    func betaError(_ refusal: Refusal, path: String) -> ExchangeResponse {
        let (status, code) = Self.v1Status(refusal)
        let upstream: JSONValue = [
            "data": [
                "code": .integer(code), "incident_id_guid": .string(identifiers.guid()),
                "trace_id_guid": .string(identifiers.guid()),
                "debug": .string(JSONValue.strings([refusal.debug]).text),
            ],
            "status": .integer(status),
        ]
        let errors: JSONValue = [
            "message": .string("\(status): upstream failure"), "locations": ["line": 2, "column": 3],
            "path": .strings(path.split(separator: "/").map { String($0) }),
            "extension": [
                "service": "CALLOSUM", "code": "UPSTREAM_FAILURE",
                "exception": [
                    "service": "CALLOSUM", "upstreamResponse": upstream,
                    "stacktrace": ["Error: upstream failure", "    at gateway"],
                ],
            ],
        ]
        var response = ExchangeResponse.json(500, ["error": ["errors": errors]])
        if case .methodNotAllowed(let method) = refusal { response.headers[.allow] = method.rawValue }
        return response
    }
}
