import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// Answers a request below `/api/rest/2.0` (<doc:V2>).
    func respondV2(_ request: ReceivedRequest) -> ExchangeResponse {
        do throws(Refusal) {
            return try executeV2(request)
        } catch {
            return v2Error(error)
        }
    }

    private func executeV2(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        guard let operation = V2Operation(rawValue: request.localPath), operation.exists(in: release) else {
            throw .notFound
        }
        guard request.method == operation.method else { throw .methodNotAllowed(operation.method) }
        // Documented as required on every request (<doc:Headers>).
        guard request.request.headers[.userAgent] != nil else { throw .badParameter("User-Agent is required.") }
        switch operation {
        case .login: return try v2LogIn(request)
        case .logout: return try v2LogOut(request)
        case .currentUser: return try v2CurrentUser(request)
        case .sessionToken: return try v2SessionToken(request)
        case .fullToken: return try v2FullToken(request)
        case .objectToken: return try v2ObjectToken(request)
        case .customToken: return try v2CustomToken(request)
        case .revoke: return try v2Revoke(request)
        case .validate: return try v2Validate(request)
        case .trustedAuthenticationState: return try v2TrustedAuthenticationState(request)
        case .configureTrustedAuthentication: return try v2ConfigureTrustedAuthentication(request)
        case .forceLogout: return try v2ForceLogout(request)
        case .deactivate: return try v2Deactivate(request)
        case .activate: return try v2Activate(request)
        case .system: return try v2System(request)
        case .banner: return banner()
        case .searchOrgs: return try v2SearchOrgs(request)
        case .fetchLogs: return try v2FetchLogs(request)
        }
    }

    /// 204, or 200 before 9.5.0.cl (<doc:V2>).
    var v2Success: ExchangeResponse { .empty(release >= DemoRelease(9, 5) ? 204 : 200) }

    /// The banner, which needs no credential; the same on both paths (<doc:FindingTheGeneration>).
    func banner() -> ExchangeResponse {
        .json(
            200,
            [
                "banner_text": .string(configuration.bannerText),
                "under_maintenance": .boolean(configuration.underMaintenance),
            ])
    }
}

/// The operations of v2.0 (<doc:V2>), with their paths below `/api/rest/2.0`.
enum V2Operation: String, CaseIterable, Sendable {
    case login = "/auth/session/login"
    case logout = "/auth/session/logout"
    case currentUser = "/auth/session/user"
    case sessionToken = "/auth/session/token"
    case fullToken = "/auth/token/full"
    case objectToken = "/auth/token/object"
    case customToken = "/auth/token/custom"
    case revoke = "/auth/token/revoke"
    case validate = "/auth/token/validate"
    case trustedAuthenticationState = "/auth/search"
    case configureTrustedAuthentication = "/auth/configure"
    case forceLogout = "/users/force-logout"
    case deactivate = "/users/deactivate"
    case activate = "/users/activate"
    case system = "/system"
    case banner = "/system/banner"
    case searchOrgs = "/orgs/search"
    case fetchLogs = "/logs/fetch"

    var method: HTTPRequest.Method {
        switch self {
        case .currentUser, .sessionToken, .system, .banner: .get
        default: .post
        }
    }

    /// Whether the release has the operation (<doc:V2> and <doc:FindingTheGeneration>): cloud and software got some at
    /// different numbers, and where no software release is documented, the cloud's number counts.
    func exists(in release: DemoRelease) -> Bool {
        let (cloud, software): (DemoRelease, DemoRelease?) =
            switch self {
            case .sessionToken: (DemoRelease(9, 4), DemoRelease(9, 5, 1))
            case .validate: (DemoRelease(9, 12), DemoRelease(10, 0))
            case .customToken: (DemoRelease(10, 4), DemoRelease(10, 7))
            case .trustedAuthenticationState, .configureTrustedAuthentication: (DemoRelease(26, 6), nil)
            case .banner: (DemoRelease(9, 10), nil)
            case .deactivate, .activate: (DemoRelease(9, 7), nil)
            default: (DemoRelease(9, 0), DemoRelease(9, 0, 1))
            }
        return release >= (release.isSoftware ? software ?? cloud : cloud)
    }
}

/// The fields of a v2.0 body, each read with the one type that is documented for it.
///
/// Unknown keys are ignored silently: so does the real server (<doc:Orgs>).
struct V2Body {
    private let object: [String: JSONValue]

    /// - Parameter isOptional: whether the operation can do without a body.
    init(_ request: ReceivedRequest, isOptional: Bool = false) throws(Refusal) {
        if request.body.isEmpty, isOptional {
            object = [:]
            return
        }
        guard let contentType = request.contentType, contentType.type == "application/json",
            contentType.charset ?? "utf-8" == "utf-8"
        else {
            if request.body.isEmpty { throw .badParameter("A body is required.") }
            throw .unsupportedMediaType(expected: "application/json")
        }
        guard let document = JSONValue.parse(request.body) else { throw .badParameter("The body is not JSON.") }
        guard case .object(let members) = document else { throw .badParameter("The body is not a JSON object.") }
        object = members
    }

    private init(object: [String: JSONValue]) { self.object = object }

    var isEmpty: Bool { object.isEmpty }

    /// A text; `nil` when absent or empty, which is the schema's default.
    func string(_ key: String) throws(Refusal) -> String? {
        guard let value = object[key] else { return nil }
        guard case .string(let text) = value else { throw Self.wrongType(key, "a string") }
        return text.isEmpty ? nil : text
    }

    /// A text that must be there and not be empty.
    func requiredString(_ key: String) throws(Refusal) -> String {
        guard let text = try string(key) else { throw .badParameter("\(key) is required.") }
        return text
    }

    /// The name or id of an Org. The schema has a text; cs_tools sends the id as a number, and is answered
    /// (<doc:Orgs>).
    func identifier(_ key: String) throws(Refusal) -> String? {
        if case .integer(let number) = object[key] { return String(number) }
        return try string(key)
    }

    /// A nullable boolean, as `auto_create` and `remember_me` are.
    /// - Parameter acceptsText: `"true"` and `"false"` count too; only `remember_me` on login, which a real client
    ///   sends that way (<doc:V2>).
    func boolean(_ key: String, acceptsText: Bool = false) throws(Refusal) -> Bool? {
        switch object[key] {
        case nil, .null: return nil
        case .boolean(let value): return value
        case .string("true") where acceptsText: return true
        case .string("false") where acceptsText: return false
        default: throw Self.wrongType(key, "a boolean")
        }
    }

    /// A whole number of 32 bits; `nil` when absent.
    func int32(_ key: String) throws(Refusal) -> Int? {
        guard let value = object[key] else { return nil }
        guard case .integer(let number) = value, Int32(exactly: number) != nil else {
            throw Self.wrongType(key, "a 32-bit integer")
        }
        return Int(number)
    }

    /// An instant in ms; the specification writes it as a float.
    func milliseconds(_ key: String) throws(Refusal) -> Int64? {
        switch object[key] {
        case nil: return nil
        case .integer(let number): return number
        case .number(let number):
            guard let exact = Int64(exactly: number.rounded()) else { throw Self.wrongType(key, "a time") }
            return exact
        default: throw Self.wrongType(key, "a number")
        }
    }

    /// A list of texts; `null` counts as absent, which `force-logout` documents.
    func strings(_ key: String) throws(Refusal) -> [String]? {
        guard let value = object[key], value != .null else { return nil }
        guard case .array(let elements) = value else { throw Self.wrongType(key, "an array of strings") }
        var texts: [String] = []
        for element in elements {
            guard case .string(let text) = element else { throw Self.wrongType(key, "an array of strings") }
            texts.append(text)
        }
        return texts
    }

    /// Requires a list of texts, numbers and booleans.
    func requireScalars(_ key: String) throws(Refusal) {
        guard case .array(let elements) = object[key] else { throw Self.wrongType(key, "an array of values") }
        for element in elements {
            switch element {
            case .string, .integer, .number, .boolean: continue
            default: throw Self.wrongType(key, "an array of values")
            }
        }
    }

    /// A nested object.
    func object(_ key: String) throws(Refusal) -> V2Body? {
        guard let value = object[key] else { return nil }
        guard case .object(let members) = value else { throw Self.wrongType(key, "an object") }
        return V2Body(object: members)
    }

    /// A list of nested objects.
    func objects(_ key: String) throws(Refusal) -> [V2Body]? {
        guard let value = object[key] else { return nil }
        guard case .array(let elements) = value else { throw Self.wrongType(key, "an array of objects") }
        var bodies: [V2Body] = []
        for element in elements {
            guard case .object(let members) = element else { throw Self.wrongType(key, "an array of objects") }
            bodies.append(V2Body(object: members))
        }
        return bodies
    }

    /// A text out of a closed list.
    func choice(_ key: String, of values: [String]) throws(Refusal) -> String? {
        guard let text = try string(key) else { return nil }
        guard values.contains(text) else {
            throw .badParameter("\(key) must be one of \(values.joined(separator: ", ")).")
        }
        return text
    }

    private static func wrongType(_ key: String, _ expected: String) -> Refusal {
        .badParameter("\(key) must be \(expected).")
    }
}

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
