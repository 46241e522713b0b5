public import Moments

/// What is presented with a request: nothing, the cookies of a session, or one bearer token; never two of them.
public enum Authentication: Hashable, Sendable {
    /// Nothing: logins, mints and the banner.
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
    /// When it ends: told for a minted token, an estimate for cookies.
    public let expiry: Expiry

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
    /// when it was minted.
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
    /// The token that had to be minted on the way (login by secret key), to be recorded like any other.
    public let mintedToken: IssuedToken?

    /// A login that has succeeded.
    public init(session: ActiveSession, mintedToken: IssuedToken? = nil) {
        self.session = session
        self.mintedToken = mintedToken
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
