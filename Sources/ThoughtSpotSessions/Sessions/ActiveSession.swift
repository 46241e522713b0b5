public import Moments

/// What a person logs in with. One of them, never two: the generations contradict each other about which would win
/// (<doc:Credentials>).
public enum Credential: Hashable, Sendable {
    /// A user's own.
    case password(username: String, password: Secret)
    /// Trusted authentication: the key can speak for any user.
    case secretKey(username: String, key: Secret)
    /// A token obtained elsewhere.
    case bearer(token: Secret)

    /// The kind, without the secret.
    public var kind: CredentialKind {
        switch self {
        case .password: .password
        case .secretKey: .secretKey
        case .bearer: .bearer
        }
    }
}

/// The kinds of credential, for lists and records.
public enum CredentialKind: String, Hashable, Sendable, CaseIterable, Codable {
    /// A user name and a password.
    case password
    /// A user name and the key of trusted authentication.
    case secretKey = "secret-key"
    /// A token.
    case bearer
}

/// An Org, by number, by name, or both, as the server told or a person said. The Primary Org is 0.
public struct OrgReference: Hashable, Sendable {
    /// The number; 0 is the Primary Org.
    public var id: Int?
    /// The name, which only some calls take.
    public var name: String?

    /// An Org by what is known of it.
    public init(id: Int? = nil, name: String? = nil) {
        self.id = id
        self.name = name
    }

    /// What a person typed: digits are an id, anything else is a name.
    public init(typed text: String) {
        if let id = Int(text) { self.init(id: id) } else { self.init(name: text) }
    }

    /// Whether this may be the same Org as `other`: some part is known of both, and no part differs.
    public func agrees(with other: OrgReference) -> Bool {
        if let id, let otherID = other.id { return id == otherID }
        if let name, let otherName = other.name { return name.lowercased() == otherName.lowercased() }
        return false
    }
}

/// What is presented with a request: nothing, the cookies of a session, or one bearer token; never two of them.
public enum Authentication: Hashable, Sendable {
    /// Nothing: logins, issues and the banner.
    case none
    /// The cookies of a session, bound to their origin.
    case cookies(CookieJar)
    /// One bearer token.
    case bearer(Secret)
}

/// A session that a login has opened, kept in memory.
public struct ActiveSession: Hashable, Sendable {
    /// What to present with the calls of this session.
    public let authentication: Authentication
    /// What it was opened with.
    public let credential: CredentialKind
    /// The user the server confirmed, or the one who was named at login when the server says nothing.
    public let username: String?
    /// When the answer of the login was complete, by our clock.
    public let openedAt: Instant
    /// When it ends: told for an issued token, an estimate by our clock for cookies.
    public var expiry: Expiry

    /// A session as a login has opened it.
    public init(
        authentication: Authentication, credential: CredentialKind, username: String?, openedAt: Instant, expiry: Expiry
    ) {
        self.authentication = authentication
        self.credential = credential
        self.username = username
        self.openedAt = openedAt
        self.expiry = expiry
    }
}

/// What to log in with, and where to.
public struct LoginRequest: Hashable, Sendable {
    /// The one credential that is presented, once.
    public var credential: Credential
    /// The Org to log in to; the server's own choice when absent (<doc:Orgs>). Not for a token, whose Org was fixed
    /// when it was issued.
    public var org: OrgReference?
    /// Asks for a longer session (<doc:SessionsAndCookies>); tokens have no such thing.
    public var rememberMe: Bool
    /// Seconds, 1...Int32.max, that the token of a login by secret key shall last, which is the session then (v2.0,
    /// beta-tspublic, beta-query); the server's default when absent. Other logins have no lifetime to choose and ignore it.
    public var lifetime: Int?

    /// A login as it will be tried.
    public init(credential: Credential, org: OrgReference? = nil, rememberMe: Bool = false, lifetime: Int? = nil) {
        self.credential = credential
        self.org = org
        self.rememberMe = rememberMe
        self.lifetime = lifetime
    }
}

/// A login that succeeded.
public struct Login: Hashable, Sendable {
    /// The session, to be handed to the other calls.
    public let session: ActiveSession
    /// The token that had to be issued on the way (login by secret key), to be recorded like any other.
    public let issuedToken: IssuedToken?

    /// A login that has succeeded.
    public init(session: ActiveSession, issuedToken: IssuedToken? = nil) {
        self.session = session
        self.issuedToken = issuedToken
    }
}

/// When a cookie session probably ends. No login answer says it, and the documents contradict each other
/// (<doc:SessionsAndCookies>): the shortest of their figures is taken.
enum SessionEstimate {
    private static let remembered: Int64 = 7 * 24 * 3_600
    private static let notRemembered: Int64 = 30 * 60

    static func expiry(openedAt: Instant, rememberMe: Bool) -> Expiry {
        .estimated(openedAt.advanced(seconds: rememberMe ? remembered : notRemembered))
    }
}
