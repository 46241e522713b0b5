public import HTTPExchange

/// Why an operation on a cluster did not succeed. Holds no secret, no header, no body and no URL with a query.
public struct SessionError: Error, Hashable, Sendable {
    /// Stable codes; the raw value is what scripts see.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        // Credentials and rights
        /// The user name, password, key or token was refused at a login or issue. Counts towards a lockout.
        case credentialsRefused = "E_CREDENTIALS"
        /// The session or token that was presented is not, or no longer, accepted.
        case sessionEnded = "E_AUTH"
        /// Logged in, and not allowed to do this.
        case forbidden = "E_FORBIDDEN"
        /// The account is locked, inactive, suspended or expired.
        case accountLocked = "E_LOCKED_ACCOUNT"
        /// The credentials are right; the user has no access to the Org.
        case orgRefused = "E_ORG_REFUSED"
        /// A second factor is wanted: passwords do not work, a secret key or a pasted token does.
        case multiFactor = "E_MFA"
        /// The cluster's licence does not cover it.
        case licence = "E_LICENCE"
        /// Trusted authentication is off, or the key is wrong; some generations do not say which.
        case trustedAuthentication = "E_TRUSTED_AUTH"
        /// The session or token is for another user, or for more, than was asked.
        case identityMismatch = "E_IDENTITY_MISMATCH"
        /// The session or token is in another Org than was asked.
        case orgMismatch = "E_ORG_MISMATCH"
        /// There is no session to present, or a login brought none.
        case noSession = "E_NO_SESSION"
        // The operation
        /// The cluster has no such operation.
        case notOnThisRelease = "E_NOT_ON_RELEASE"
        /// Something is there and speaks another style: another method, another generation.
        case dialect = "E_DIALECT"
        /// This generation has no words for it; nothing was sent.
        case notInThisGeneration = "E_NOT_IN_GENERATION"
        /// The server finds the request wrong.
        case badRequest = "E_BAD_REQUEST"
        /// Something else changed at the same time, or is already so.
        case conflict = "E_CONFLICT"
        /// The server refused in a way that no other code covers.
        case refusedByServer = "E_REFUSED_BY_SERVER"
        /// What was handed in cannot be sent; nothing was sent.
        case invalidInput = "E_INVALID_INPUT"
        /// The URL would be longer than servers and proxies take; nothing was sent.
        case urlTooLong = "E_URL_TOO_LONG"
        // The answer
        /// The answer leads elsewhere. Redirects are never followed.
        case redirect = "E_REDIRECT"
        /// Nothing came where content is required.
        case emptyAnswer = "E_EMPTY_ANSWER"
        /// A web page or another kind of content came: single sign-on, a proxy, another product.
        case notThoughtSpot = "E_NOT_THOUGHTSPOT"
        /// The cluster is down for maintenance or asleep in economy mode.
        case maintenance = "E_MAINTENANCE"
        /// The answer is not JSON in UTF-8.
        case badJSON = "E_JSON"
        /// A key stands twice in one object of the answer: it is not known which one counts.
        case duplicateKey = "E_JSON_DUPLICATE"
        /// The answer is nested more than 64 levels deep.
        case tooDeep = "E_JSON_DEPTH"
        /// A field of the answer is missing or of the wrong type; the detail names its path.
        case badField = "E_FIELD"
        /// A token holds characters that no token has, or is far too long.
        case badToken = "E_TOKEN_CHARS"
        /// A token came, and it is empty.
        case emptyToken = "E_TOKEN_EMPTY"
        /// The answer is larger than is accepted.
        case tooLarge = "E_TOO_LARGE"
        /// What came is not HTTP as it is accepted.
        case malformedHTTP = "E_HTTP"
        /// The server, or a gateway before it, failed.
        case server = "E_SERVER"
        /// Too many requests, or a server that says when to come back.
        case busy = "E_BUSY"
        // The way there
        /// The name of the cluster does not resolve.
        case dns = "E_DNS"
        /// The host refused the connection: no program accepts it there.
        case connect = "E_CONNECT"
        /// There is no route to the host: the network, or the host behind it, is down.
        case unreachable = "E_UNREACHABLE"
        /// The attempt to connect was not answered in time.
        case connectTimeout = "E_CONNECT_TIMEOUT"
        /// The connection was there, and no answer came in time.
        case timeout = "E_TIMEOUT"
        /// The connection ended in the middle.
        case connectionLost = "E_CONNECTION_LOST"
        /// The certificate's time is over.
        case tlsExpired = "E_TLS_EXPIRED"
        /// The certificate's time has not begun.
        case tlsNotYetValid = "E_TLS_NOT_YET"
        /// The certificate is for another name.
        case tlsName = "E_TLS_NAME"
        /// The certificate is not signed by a trusted CA.
        case tlsChain = "E_TLS_CHAIN"
        /// The server offers only protocol versions or keys that are too weak.
        case tlsWeak = "E_TLS_WEAK"
        /// The server requires a client certificate.
        case tlsClientCertificate = "E_TLS_CLIENT_CERT"
        /// Any other failure of the handshake.
        case tls = "E_TLS"
        /// The file of certificate authorities cannot be used.
        case caFile = "E_CA_FILE"
        /// The proxy refused or failed.
        case proxy = "E_PROXY"
        /// A change may or may not have happened: look before doing it again.
        case outcomeUnknown = "E_OUTCOME_UNKNOWN"
        /// The calling task was cancelled; ``SessionError/execution`` says whether a change may have happened.
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

    /// In a box, for it is large and seldom there: an error has a place in every function that passes it on.
    private indirect enum Issued: Hashable, Sendable {
        case none
        case token(IssuedToken)
    }

    /// What went wrong: for programs to switch over, for people to search for.
    public var code: Code
    /// What became of the change; always ``Execution/notExecuted`` for an operation that only reads.
    public var execution: Execution
    /// The operation as its documents name it: `auth/token/revoke`.
    public var operation: String
    /// The cluster that was asked.
    public var origin: Origin
    /// The dialect that was spoken, so that advice fits it; nil where it is not known.
    public var generation: Generation?
    /// The kind of credential that was presented, at a login or an issue.
    public var credential: CredentialKind?
    /// Whose account asked; nil where that is not known.
    public var username: String?
    /// HTTP status, where there was an answer; for betas the status inside (<doc:ErrorAnswers>).
    public var status: Int?
    /// ThoughtSpot's own code (<doc:ErrorAnswers>).
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
    /// A token that exists on the server although the operation failed: for another user or Org than asked, or issued
    /// on the way to a login that then failed. It is to be recorded, and offered for revocation. Its text is a ``Secret``.
    public var issuedToken: IssuedToken? {
        get { if case .token(let token) = issued { token } else { nil } }
        set { issued = newValue.map(Issued.token) ?? .none }
    }
    private var issued: Issued
    /// What the exchange proves; `nil` when nothing was sent.
    public var evidence: Evidence?

    /// An error as the engine makes it; public for those who write another ``SessionService``, as tests do.
    public init(
        _ code: Code, execution: Execution = .notExecuted, operation: String, origin: Origin, status: Int? = nil,
        serverCode: Int? = nil, incident: String? = nil, serverText: String? = nil, detail: String? = nil,
        offered: [String] = [], transport: TransportError? = nil, retryAfter: Int? = nil,
        issuedToken: IssuedToken? = nil, generation: Generation? = nil, credential: CredentialKind? = nil,
        username: String? = nil, evidence: Evidence? = nil
    ) {
        self.generation = generation
        self.credential = credential
        self.username = username
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
        issued = issuedToken.map(Issued.token) ?? .none
        self.evidence = evidence
    }
}

extension SessionError {
    /// Whether this is the cluster's own error for a credential that it does not accept: judged status 401, in the shape
    /// of the generation, with ThoughtSpot's code 10097 or, in v1, 10003 (<doc:ErrorAnswers>).
    ///
    /// A 401 without that code may come from a gateway, and proves nothing about a token.
    public var isRefusedCredential: Bool {
        code == .sessionEnded && (serverCode == 10_097 || serverCode == 10_003)
    }

    /// Whether this error is the answer "not active". A cluster that is asked without a credential says so
    /// with any 401; a credential is refused by ThoughtSpot's own error only.
    func answersInactive(asking authentication: Authentication) -> Bool {
        authentication == .none ? code == .sessionEnded : isRefusedCredential
    }
}

extension SessionError {
    /// A failure below HTTP (<doc:Retries>).
    ///
    /// A change that may have reached the server has an unknown outcome, whatever cut it off; the cause stays in
    /// ``SessionError/transport``. A cancelled one keeps its code, for that is what the caller did.
    init(_ error: TransportError, of request: CallRequest, origin: Origin) {
        let isOpenEnded = request.safety == .change && error.reach == .maybeSent
        // Without a byte sent, "other" is a request that our own side found unfit to be sent.
        let cause = error.code == .other && error.reach == .notSent ? .invalidInput : Code(error.code)
        self.init(
            isOpenEnded && cause != .cancelled ? .outcomeUnknown : cause,
            execution: isOpenEnded ? .unknown : .notExecuted, operation: request.operation, origin: origin,
            detail: error.detail.isEmpty ? nil : error.detail, offered: error.offered, transport: error)
    }

    /// A failure below HTTP of something that only looks: nothing was to be changed.
    package init(_ error: TransportError, operation: String, origin: Origin) {
        self.init(
            Code(error.code), operation: operation, origin: origin, detail: error.detail.isEmpty ? nil : error.detail,
            offered: error.offered, transport: error)
    }
}

extension SessionError.Code {
    /// The code of a failure below HTTP.
    init(_ code: TransportError.Code) {
        self =
            switch code {
            case .dns: .dns
            case .connectionRefused: .connect
            case .unreachable: .unreachable
            case .connectTimeout: .connectTimeout
            case .tlsExpired: .tlsExpired
            case .tlsNotYetValid: .tlsNotYetValid
            case .tlsName: .tlsName
            case .tlsChain: .tlsChain
            case .tlsWeak: .tlsWeak
            case .tlsClientCertificate: .tlsClientCertificate
            case .tlsHandshake: .tls
            case .caFile: .caFile
            case .timeout: .timeout
            case .connectionLost, .other: .connectionLost
            case .tooLarge: .tooLarge
            case .malformed: .malformedHTTP
            case .proxy: .proxy
            case .cancelled: .cancelled
            }
    }
}
