public import Moments

/// What a token is good for, as the server tells it.
public struct TokenScope: Hashable, Sendable {
    /// FULL, REPORT_BOOK_VIEW, or another text of the server.
    public var accessType: String?
    /// The one Org it is for, fixed when it was issued; nil for a token of several Orgs.
    public var org: OrgReference?
    /// The object a REPORT_BOOK_VIEW token is for.
    public var objectID: String?
    /// SPECIFIC_ORGS, ALL_MEMBER_ORGS, or another text of the server (<doc:Orgs>).
    public var orgScope: String?
    /// All Orgs that the server lists for it, in its order.
    public var orgs: [OrgReference]

    /// The text of ``orgScope`` that means every Org its user is a member of.
    public static let allMemberOrgs = "ALL_MEMBER_ORGS"

    /// A scope by what is known of it.
    public init(
        accessType: String? = nil, org: OrgReference? = nil, objectID: String? = nil, orgScope: String? = nil,
        orgs: [OrgReference] = []
    ) {
        self.accessType = accessType
        self.org = org
        self.objectID = objectID
        self.orgScope = orgScope
        self.orgs = orgs
    }

    /// Whether it is for more Orgs than one.
    public var isMultiOrg: Bool { orgs.count > 1 || orgScope == Self.allMemberOrgs }
}

/// A token that a server has just issued.
public struct IssuedToken: Hashable, Sendable {
    /// The token itself.
    public let token: Secret
    /// The server's moment, where it tells one.
    public let createdAt: Instant?
    /// The server's own words for that moment, where they cannot be read as one (betas); to be made safe before shown.
    public let createdText: String?
    /// How long it is good, with how sure we are of it.
    public let expiry: Expiry
    /// What it is good for, where the server tells it.
    public let scope: TokenScope?
    /// Who it is for; in v1 the user who was asked for, since the answer names none.
    public let username: String?
    /// The GUID of that user, where the server tells it.
    public let userID: String?
    /// Why ``expiry`` is unknown although the server told an end: nil unless that end cannot be right.
    public let expiryDoubt: ExpiryDoubt?

    /// A token as a codec reads it; public for those who write another ``SessionService``.
    public init(
        token: Secret, createdAt: Instant?, expiry: Expiry, scope: TokenScope?, username: String?, userID: String?,
        createdText: String? = nil, expiryDoubt: ExpiryDoubt? = nil
    ) {
        self.token = token
        self.expiryDoubt = expiryDoubt
        self.createdText = createdText
        self.createdAt = createdAt
        self.expiry = expiry
        self.scope = scope
        self.username = username
        self.userID = userID
    }
}

/// What a server says of a token that was shown to it.
public struct TokenValidation: Hashable, Sendable {
    /// The verdict.
    public enum Verdict: Hashable, Sendable {
        /// The token is accepted.
        case valid
        /// Expired, revoked or malformed: the servers do not tell these apart (<doc:V2>). The text is the server's own
        /// and must be made safe before it is shown.
        case invalid(serverText: String?)
    }

    /// The operation that found it out, for people: `auth/token/validate`, `v1 session/isactive`.
    public let operation: String
    /// Valid or not.
    public let verdict: Verdict
    /// The server's moment, where it tells one.
    public let createdAt: Instant?
    /// How long it is good, with how sure we are of it.
    public let expiry: Expiry
    /// What it is good for, where the server tells it.
    public let scope: TokenScope?
    /// The GUID of that user, where the server tells it.
    public let userID: String?
    /// `BEARER`, or another text of the server.
    public let tokenType: String?
    /// Why ``expiry`` is unknown although the server told an end: nil unless that end cannot be right.
    public let expiryDoubt: ExpiryDoubt?

    /// A verdict as a codec reads it; public for those who write another ``SessionService``.
    public init(
        operation: String, verdict: Verdict, createdAt: Instant? = nil, expiry: Expiry = .unknown,
        scope: TokenScope? = nil, userID: String? = nil, tokenType: String? = nil, expiryDoubt: ExpiryDoubt? = nil
    ) {
        self.expiryDoubt = expiryDoubt
        self.operation = operation
        self.verdict = verdict
        self.createdAt = createdAt
        self.expiry = expiry
        self.scope = scope
        self.userID = userID
        self.tokenType = tokenType
    }
}

/// Which token is to end. Neither user nor token cannot be said: that request means different things in different
/// documents (<doc:V2>).
public enum Revocation: Hashable, Sendable {
    /// This very token, presented by itself: `Authorization: Bearer X` and `{user_identifier, token: X}`.
    case token(Secret, user: String?)
    /// The tokens of another user, by a session with the privilege for it. v2.0 only.
    case user(identifier: String)
}

/// When something ends, with how sure we are of it.
public enum Expiry: Hashable, Sendable {
    /// The server said so.
    case at(Instant)
    /// Derived from contradictory documentation or from a field of doubtful unit; shown with a mark.
    case estimated(Instant)
    /// A v1 token: until five minutes after the next token issued with the same secret key.
    case untilNextIssue
    /// Not reported, or what was reported cannot be read.
    case unknown

    /// The moment, where there is one.
    public var instant: Instant? {
        switch self {
        case .at(let instant), .estimated(let instant): instant
        case .untilNextIssue, .unknown: nil
        }
    }
}

/// What is wrong with the end that a server told of a token it has just issued or accepted (fault D17).
public enum ExpiryDoubt: Hashable, Sendable {
    /// Not after the token's own creation.
    case beforeCreation(Instant)
    /// Not after the moment at which the server answered, by the server's own clock.
    case inThePast(Instant)

    /// The end as the server told it.
    public var told: Instant {
        switch self {
        case .beforeCreation(let end), .inThePast(let end): end
        }
    }
}
