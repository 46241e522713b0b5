import FoundationEssentials
import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// Answers a request below `/callosum/v1` (<doc:V1>).
    func respondV1(_ request: ReceivedRequest) -> ExchangeResponse {
        do throws(Refusal) {
            return try executeV1(request)
        } catch {
            return v1Error(error)
        }
    }

    private func executeV1(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        guard let operation = V1Operation(path: request.localPath), operation.exists(in: release) else {
            throw .notFound
        }
        guard operation.methods.contains(request.method) else { throw .methodNotAllowed(operation.methods[0]) }
        guard request.request.headers[.userAgent] != nil else { throw .badParameter("User-Agent is required.") }
        // The documented samples of the banner carry nothing but Accept (<doc:FindingTheGeneration>).
        if case .banner = operation { return banner() }
        try requireRequestedBy(request)
        switch operation {
        case .login: return try v1LogIn(request)
        case .logout: return try v1LogOut(request)
        case .info: return v1Info(try caller(of: request))
        case .isActive: return try v1IsActive(request)
        case .trustedToken: return try v1TrustedToken(request)
        case .tokenLogin: return try v1TokenLogIn(request)
        case .orgs: return try v1Orgs(request)
        case .orgsOfUser(let identifier): return try v1OrgsOfUser(identifier, request)
        case .invalidate: return try v1Invalidate(request)
        case .securityLog: return try v1SecurityLog(request)
        case .configuration: return try v1Configuration(request)
        case .banner: return banner()
        }
    }

    /// v1's whole measure against forged requests; its presence matters, not its value (<doc:Headers>).
    private func requireRequestedBy(_ request: ReceivedRequest) throws(Refusal) {
        guard let name = HTTPField.Name("X-Requested-By"), let value = request.request.headers[name], !value.isEmpty
        else { throw .forbidden("X-Requested-By is required.") }
    }

    /// Whether the path is one of the private twins, which answer 200 with a body (<doc:V1>).
    func isPrivateTwin(_ request: ReceivedRequest) -> Bool { !request.localPath.hasPrefix("/tspublic/v1/") }
}

/// The operations of v1 (<doc:V1>).
enum V1Operation: Sendable {
    case login
    case logout
    case info
    case isActive
    case trustedToken
    case tokenLogin
    case orgs
    case orgsOfUser(String)
    case invalidate
    case securityLog
    case configuration
    case banner

    /// Reads a path below `/callosum/v1`: public ones begin with `/tspublic/v1`, some have a private twin without it.
    init?(path: String) {
        let publicBase = "/tspublic/v1"
        let isPublic = path.hasPrefix(publicBase + "/")
        let local = isPublic ? String(path.dropFirst(publicBase.count)) : path
        switch local {
        case "/session/login": self = .login
        case "/session/logout": self = .logout
        case "/session/info": self = .info
        case "/session/login/token": self = .tokenLogin
        case "/session/isactive" where !isPublic: self = .isActive
        case "/session/auth/token" where isPublic: self = .trustedToken
        case "/session/orgs" where isPublic: self = .orgs
        case "/user/session/invalidate" where isPublic: self = .invalidate
        case "/logs/topics/security_logs" where isPublic: self = .securityLog
        case "/admin/configinfo" where isPublic: self = .configuration
        case "/admin/banner" where isPublic: self = .banner
        default:
            let prefix = "/session/orgs/users/"
            guard isPublic, local.hasPrefix(prefix), local.count > prefix.count else { return nil }
            self = .orgsOfUser(String(local.dropFirst(prefix.count)))
        }
    }

    /// The methods allowed, the usual one first.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .login, .logout, .trustedToken, .invalidate: [.post]
        // The form with a query is deprecated (<doc:V1>).
        case .tokenLogin: [.post, .get]
        case .orgs: [.get, .put]
        case .info, .isActive, .orgsOfUser, .securityLog, .configuration, .banner: [.get]
        }
    }

    /// Orgs came with 8.10.0.cl and never to Software, session info with 7.2.1.sw (<doc:V1>); banners with 9.10.
    func exists(in release: DemoRelease) -> Bool {
        switch self {
        case .orgs, .orgsOfUser: release >= DemoRelease(8, 10) && !release.isSoftware
        case .info: release >= (release.isSoftware ? DemoRelease(7, 2, 1) : DemoRelease(7, 2))
        case .banner: release >= DemoRelease(9, 10)
        case .trustedToken, .tokenLogin: release >= DemoRelease(7, 1)
        default: true
        }
    }
}

/// The fields of a v1 form or query, each read with the one type that is documented for it.
struct V1Form {
    private let fields: FormFields

    /// A form body; an empty one needs no content type.
    init(body request: ReceivedRequest) throws(Refusal) {
        if !request.body.isEmpty, request.contentType?.type != "application/x-www-form-urlencoded" {
            throw .unsupportedMediaType(expected: "application/x-www-form-urlencoded")
        }
        guard let fields = FormFields(bytes: request.body) else { throw .badParameter("The form cannot be decoded.") }
        self.fields = fields
    }

    /// The fields of the query.
    init(query request: ReceivedRequest) throws(Refusal) {
        fields = try request.query()
    }

    /// A text; `nil` when absent or empty.
    func string(_ name: String) -> String? { fields[name] }

    /// A text that must be there and not be empty.
    func requiredString(_ name: String) throws(Refusal) -> String {
        guard let value = fields[name] else { throw .badParameter("\(name) is required.") }
        return value
    }

    /// `true` or `false`, in lower case.
    func boolean(_ name: String) throws(Refusal) -> Bool? {
        switch fields[name] {
        case nil: return nil
        case "true": return true
        case "false": return false
        default: throw .badParameter("\(name) must be true or false.")
        }
    }

    /// A whole number of 64 bits.
    func integer(_ name: String) throws(Refusal) -> Int64? {
        guard let text = fields[name] else { return nil }
        guard let number = Int64(text) else { throw .badParameter("\(name) must be an integer.") }
        return number
    }

    /// A JSON array of texts inside a text.
    func strings(_ name: String) throws(Refusal) -> [String]? {
        guard let text = fields[name] else { return nil }
        guard let values = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
            throw .badParameter("\(name) must be a JSON array of strings.")
        }
        return values
    }
}

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
