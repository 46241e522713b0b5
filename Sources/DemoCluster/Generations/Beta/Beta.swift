import ASCIIText
import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// Answers a request below one of the two bases of the betas; `nil` when the cluster speaks none that has the path.
    ///
    /// `beta-tspublic` and `beta-query` share a base: the method of login and gettoken says which is meant
    /// (<doc:Generations>). The other paths of that base are `beta-tspublic`'s, and the neighbours of `beta-query`
    /// (<doc:BetaQuery>).
    func routeBeta(_ request: ExchangeRequest) -> ExchangeResponse? {
        let spoken = configuration.generations
        if spoken.contains(.betaAPI), let path = localPath(of: request, below: "/api/rest/v2") {
            return answerBeta(ReceivedRequest(request: request, generation: .betaAPI, localPath: path))
        }
        guard spoken.contains(.betaTspublic) || spoken.contains(.betaQuery),
            let path = localPath(of: request, below: "/tspublic/rest/v2")
        else { return nil }
        let isQuery =
            BetaQueryOperation(rawValue: path) != nil && spoken.contains(.betaQuery)
            && (request.method == .get || !spoken.contains(.betaTspublic))
        return answerBeta(
            ReceivedRequest(request: request, generation: isQuery ? .betaQuery : .betaTspublic, localPath: path))
    }

    private func answerBeta(_ request: ReceivedRequest) -> ExchangeResponse {
        do throws(Refusal) {
            switch request.generation {
            case .betaAPI: return try executeBetaAPI(request)
            case .betaQuery: return try executeBetaQuery(request)
            default: return try executeBetaTspublic(request)
            }
        } catch {
            return betaError(error, path: request.localPath)
        }
    }
}

extension DemoGeneration {
    /// Whether it is one of the three betas between v1 and v2.0, which share answers, cookies and errors.
    var isBeta: Bool {
        switch self {
        case .betaAPI, .betaTspublic, .betaQuery: true
        case .v1, .v2: false
        }
    }
}

/// The fields of a JSON body of `beta-api` or `beta-tspublic`, each read with the one type that is documented for it.
///
/// `null` counts as absent, and unknown keys are ignored, as v2.0 is known to do (<doc:Orgs>).
struct BetaBody {
    private let members: [String: JSONValue]

    /// - Parameter isOptional: whether the operation can do without a body.
    init(_ request: ReceivedRequest, isOptional: Bool = false) throws(Refusal) {
        if request.body.isEmpty {
            guard isOptional else { throw .badParameter("A body is required.") }
            members = [:]
            return
        }
        guard let contentType = request.contentType, contentType.type == "application/json",
            contentType.charset ?? "utf-8" == "utf-8"
        else { throw .unsupportedMediaType(expected: "application/json") }
        guard let document = JSONValue.parse(request.body) else { throw .badParameter("The body is not JSON.") }
        guard case .object(let members) = document else { throw .badParameter("The body is not a JSON object.") }
        self.members = members
    }

    private init(members: [String: JSONValue]) { self.members = members }

    /// A text; `nil` when absent or empty.
    func string(_ key: String) throws(Refusal) -> String? {
        guard let value = value(key) else { return nil }
        guard case .string(let text) = value else { throw Self.wrongType(key, "a string") }
        return text.isEmpty ? nil : text
    }

    /// A text that must be there and not be empty.
    func requiredString(_ key: String) throws(Refusal) -> String {
        guard let text = try string(key) else { throw .badParameter("\(key) is required.") }
        return text
    }

    /// A JSON boolean.
    func boolean(_ key: String) throws(Refusal) -> Bool? {
        guard let value = value(key) else { return nil }
        guard case .boolean(let flag) = value else { throw Self.wrongType(key, "a boolean") }
        return flag
    }

    /// One of the texts `"true"` and `"false"`.
    func booleanText(_ key: String) throws(Refusal) -> Bool? {
        try string(key).map { text throws(Refusal) in try BetaValues.boolean(text, of: key) }
    }

    /// A whole number.
    func integer(_ key: String) throws(Refusal) -> Int64? {
        guard let value = value(key) else { return nil }
        guard case .integer(let number) = value else { throw Self.wrongType(key, "an integer") }
        return number
    }

    /// Whether the field is a number rather than a text.
    func isNumber(_ key: String) -> Bool {
        switch members[key] {
        case .integer, .number: true
        default: false
        }
    }

    /// A list of nested objects.
    func objects(_ key: String) throws(Refusal) -> [BetaBody] {
        guard let value = value(key) else { return [] }
        guard case .array(let elements) = value else { throw Self.wrongType(key, "an array of objects") }
        var bodies: [BetaBody] = []
        for element in elements {
            guard case .object(let members) = element else { throw Self.wrongType(key, "an array of objects") }
            bodies.append(BetaBody(members: members))
        }
        return bodies
    }

    private func value(_ key: String) -> JSONValue? {
        guard let value = members[key], value != .null else { return nil }
        return value
    }

    private static func wrongType(_ key: String, _ expected: String) -> Refusal {
        .badParameter("\(key) must be \(expected).")
    }
}

/// Readings of texts that `beta-tspublic` has in bodies and `beta-query` in the query (<doc:BetaTspublic> and
/// <doc:BetaQuery>).
enum BetaValues {
    /// `true` or `false`, in lower case.
    static func boolean(_ text: String, of name: String) throws(Refusal) -> Bool {
        switch text {
        case "true": true
        case "false": false
        default: throw .badParameter("\(name) must be true or false.")
        }
    }

    /// A length of life: whole positive seconds in decimal digits.
    static func seconds(_ text: String) throws(Refusal) -> Int {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int32(text), number > 0 else {
            throw .badParameter("tokenExpiryDuration must be a positive number of seconds.")
        }
        return Int(number)
    }

    /// The id of an Org as text.
    static func orgID(_ text: String, of name: String) throws(Refusal) -> Int {
        guard let id = Int(text) else { throw .badParameter("\(name) must be the id of an Org.") }
        return id
    }

    /// An instant in ms since the epoch.
    static func milliseconds(_ text: String, of name: String) throws(Refusal) -> Int64 {
        guard let number = Int64(text), number >= 0 else { throw .badParameter("\(name) must be a time in ms.") }
        return number
    }

    /// `true` or `false`, or Python's `True` and `False`, which the SDK of `beta-query` puts into the query
    /// (<doc:BetaQuery>).
    static func booleanOfQuery(_ text: String, of name: String) throws(Refusal) -> Bool {
        try boolean(["True": "true", "False": "false"][text] ?? text, of: name)
    }

    /// What a token gives access to: everything, or one object named by its GUID.
    /// - Parameter needsObject: whether `REPORT_BOOK_VIEW` cannot do without an object. The field came late in
    ///   `beta-tspublic`, whose older SDKs send none (<doc:BetaTspublic>).
    static func kind(
        accessLevel: String?, objectID: String?, needsObject: Bool
    ) throws(Refusal) -> DemoToken.Kind {
        if let objectID, !UUIDText.isWellFormed(objectID) { throw .badParameter("tsObjectId must be a GUID.") }
        switch accessLevel {
        case nil, "FULL": return .full
        case "REPORT_BOOK_VIEW":
            guard objectID != nil || !needsObject else {
                throw .badParameter("tsObjectId is required with REPORT_BOOK_VIEW.")
            }
            return .object(objectID)
        default: throw .badParameter("accessLevel must be one of FULL, REPORT_BOOK_VIEW.")
        }
    }
}

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
