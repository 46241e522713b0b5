public import HTTPExchange

/// The session endpoints of one cluster, in the words of its generation.
///
/// Every call is one attempt of one operation; credentials are never tried twice. All calls throw ``SessionError`` and
/// nothing else; a cancelled task gives the code ``SessionError/Code/cancelled``.
public protocol SessionService: Sendable {
    /// The dialect that is spoken.
    var generation: Generation { get }

    /// What this generation can do, known before anything is sent.
    func capability(_ ability: Ability) -> Capability

    /// Opens a session. See <doc:Generations>.
    func logIn(_ request: LoginRequest) async throws(SessionError) -> Reply<Login>
    /// Ends the session that is presented, and no other. See <doc:V1>, <doc:BetaAPI>, <doc:V2>.
    func logOut(_ authentication: Authentication) async throws(SessionError) -> Reply<Void>
    /// Who the presented session or token belongs to. See <doc:V1>, <doc:BetaAPI>, <doc:V2>.
    func sessionInfo(_ authentication: Authentication) async throws(SessionError) -> Reply<SessionInfo>
    /// Whether the presented session or token is valid, by the cheapest call there is. Presenting nothing asks only
    /// whether the cluster is there: the answer is then `false`. See <doc:V1>.
    func isActive(_ authentication: Authentication) async throws(SessionError) -> Reply<Bool>
    /// Issues a token. See <doc:Generations>.
    func issueToken(_ request: TokenRequest) async throws(SessionError) -> Reply<IssuedToken>
    /// Issues a new 24-hour token from a session: a GET with a side effect, never polled. See <doc:V2>.
    func sessionToken(_ authentication: Authentication) async throws(SessionError) -> Reply<IssuedToken>
    /// Asks about `token`, with the credential of the caller; by the token itself where the generation has no such
    /// call. See <doc:V2>.
    func validateToken(
        _ token: Secret, as authentication: Authentication
    ) async throws(SessionError) -> Reply<TokenValidation>
    /// Ends a token. `authentication` is used for ``Revocation/user(identifier:)`` only. See <doc:BetaAPI> and
    /// <doc:V2>.
    func revokeToken(
        _ revocation: Revocation, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void>
}

/// A value, and what the exchange told beside it.
public struct Reply<Value: Sendable>: Sendable {
    /// What was asked for.
    public let value: Value
    /// The HTTP status of the answer it was read from.
    public let status: Int
    /// The server's clock less ours, in milliseconds, at the middle of the exchange; absent without a usable `Date`
    /// header.
    public let clockSkew: Int64?
    /// Milliseconds.
    public let duration: Int
    /// What the exchange proves; `nil` from a service that keeps none.
    public let evidence: Evidence?

    /// A reply as the engine makes it; public for those who write another ``SessionService``.
    public init(value: Value, status: Int, clockSkew: Int64?, duration: Int, evidence: Evidence? = nil) {
        self.value = value
        self.status = status
        self.clockSkew = clockSkew
        self.duration = duration
        self.evidence = evidence
    }
}

/// Where a cluster is and how it is reached.
public struct ClusterAddress: Hashable, Sendable {
    /// Scheme, host and port.
    public var origin: Origin
    /// Trust, proxy, deadlines and limits.
    public var connection: ConnectionSettings

    /// A cluster, reached as the settings say.
    public init(origin: Origin, connection: ConnectionSettings = ConnectionSettings()) {
        self.origin = origin
        self.connection = connection
    }
}

extension SessionInfo {
    /// Whether this is what a login asked for.
    ///
    /// - Returns: ``SessionError/Code/identityMismatch`` or ``SessionError/Code/orgMismatch``, and the name the server
    ///   gave instead, which must be made safe before it is shown; nil when all is well.
    public func mismatch(username: String?, org: OrgReference?) -> (code: SessionError.Code, received: String)? {
        if let username, username.lowercased() != userName.lowercased() { return (.identityMismatch, userName) }
        if let org {
            guard let currentOrg else { return (.orgMismatch, "?") }
            if !currentOrg.agrees(with: org) { return (.orgMismatch, currentOrg.label) }
        }
        return nil
    }
}

extension SessionService {
    /// Reads the session that a login has opened and compares it with what was asked for. Login answers themselves
    /// are empty, so this is how a login into the wrong Org is found out (promise P70).
    ///
    /// - Throws: ``SessionError`` of the reading, or with `.identityMismatch` or `.orgMismatch`; the session is then
    ///   to be ended and nothing kept of it.
    public func confirm(
        _ session: ActiveSession, of request: LoginRequest, at origin: Origin
    ) async throws(SessionError) -> Reply<SessionInfo> {
        let reply = try await sessionInfo(session.authentication)
        let username: String? =
            switch request.credential {
            case .password(let username, _), .secretKey(let username, _): username
            case .bearer: nil
            }
        guard let mismatch = reply.value.mismatch(username: username, org: request.org) else { return reply }
        let wanted = mismatch.code == .orgMismatch ? request.org?.label : username
        throw SessionError(
            mismatch.code, execution: .accepted, operation: "session/login", origin: origin, status: reply.status,
            detail: "the login was accepted, but not for \(wanted ?? "what was asked")", offered: [mismatch.received])
    }
}
