public import HTTPExchange

/// Why an operation on a cluster did not succeed. Holds no secret, no header, no body and no URL with a query.
public struct SessionError: Error, Hashable, Sendable {
    /// Stable codes; the raw value is what scripts see.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        // Credentials and rights
        case credentialsRefused = "E_CREDENTIALS"
        case sessionEnded = "E_AUTH"
        case forbidden = "E_FORBIDDEN"
        case accountLocked = "E_LOCKED_ACCOUNT"
        case orgRefused = "E_ORG_REFUSED"
        case multiFactor = "E_MFA"
        case trustedAuthentication = "E_TRUSTED_AUTH"
        case identityMismatch = "E_IDENTITY_MISMATCH"
        case orgMismatch = "E_ORG_MISMATCH"
        case noSession = "E_NO_SESSION"
        // The operation
        case notOnThisRelease = "E_NOT_ON_RELEASE"
        case notInThisGeneration = "E_NOT_IN_GENERATION"
        case badRequest = "E_BAD_REQUEST"
        case conflict = "E_CONFLICT"
        case refusedByServer = "E_REFUSED_BY_SERVER"
        case invalidInput = "E_INVALID_INPUT"
        // The answer
        case redirect = "E_REDIRECT"
        case emptyAnswer = "E_EMPTY_ANSWER"
        case notThoughtSpot = "E_NOT_THOUGHTSPOT"
        case maintenance = "E_MAINTENANCE"
        case badJSON = "E_JSON"
        case duplicateKey = "E_JSON_DUPLICATE"
        case tooDeep = "E_JSON_DEPTH"
        case badField = "E_FIELD"
        case badToken = "E_TOKEN_CHARS"
        case emptyToken = "E_TOKEN_EMPTY"
        case tooLarge = "E_TOO_LARGE"
        case malformedHTTP = "E_HTTP"
        case server = "E_SERVER"
        case busy = "E_BUSY"
        // The way there
        case dns = "E_DNS"
        case connect = "E_CONNECT"
        case connectTimeout = "E_CONNECT_TIMEOUT"
        case timeout = "E_TIMEOUT"
        case connectionLost = "E_CONNECTION_LOST"
        case tlsExpired = "E_TLS_EXPIRED"
        case tlsNotYetValid = "E_TLS_NOT_YET"
        case tlsName = "E_TLS_NAME"
        case tlsChain = "E_TLS_CHAIN"
        case tlsWeak = "E_TLS_WEAK"
        case tlsClientCertificate = "E_TLS_CLIENT_CERT"
        case tls = "E_TLS"
        case caFile = "E_CA_FILE"
        case proxy = "E_PROXY"
        case outcomeUnknown = "E_OUTCOME_UNKNOWN"
        case cancelled = "E_CANCELLED"
    }

    /// What became of the change that was asked for.
    public enum Execution: Hashable, Sendable {
        /// It certainly did not happen: never sent, or refused by the server.
        case notExecuted
        /// It may have happened.
        case unknown
        /// It happened (2xx), only the answer cannot be read.
        case accepted
    }

    public var code: Code
    public var execution: Execution
    /// The operation in the words of the contract: `auth/token/revoke`.
    public var operation: String
    public var origin: Origin
    /// HTTP status, where there was an answer; for betas the status inside (wire contract, section 9.2).
    public var status: Int?
    /// ThoughtSpot's own code (wire contract, section 9.3).
    public var serverCode: Int?
    /// `incident_id_guid`: safe, and what Support asks for.
    public var incident: String?
    /// Text of the server, at most 500 characters, with our own secrets masked by value; to be made safe before shown.
    public var serverText: String?
    /// One phrase of ours: a phase, a field path, dates.
    public var detail: String?
    /// Names or fingerprints that were offered, a redirect's target: text from outside, to be made safe.
    public var offered: [String]
    /// Where the failure was below HTTP.
    public var transport: TransportError?
    /// Milliseconds to wait, where the server said so or we decided.
    public var retryAfter: Int?
    /// A token that exists on the server although the operation failed: for another user or Org than asked, or minted
    /// on the way to a login that then failed. It is to be recorded, and offered for revocation. Its text is a ``Secret``.
    public var mintedToken: IssuedToken?

    public init(
        _ code: Code, execution: Execution = .notExecuted, operation: String, origin: Origin, status: Int? = nil,
        serverCode: Int? = nil, incident: String? = nil, serverText: String? = nil, detail: String? = nil,
        offered: [String] = [], transport: TransportError? = nil, retryAfter: Int? = nil,
        mintedToken: IssuedToken? = nil
    ) {
        self.code = code
        self.execution = execution
        self.operation = operation
        self.origin = origin
        self.status = status
        self.serverCode = serverCode
        self.incident = incident
        self.serverText = serverText
        self.detail = detail
        self.offered = offered
        self.transport = transport
        self.retryAfter = retryAfter
        self.mintedToken = mintedToken
    }
}
