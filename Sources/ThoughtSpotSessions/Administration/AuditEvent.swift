public import Moments

/// One event of the security audit log (<doc:AuditLog>). Texts are the server's own and must be made safe before they
/// are shown. No event names a session or a token: what it tells of is a user, a time and an address.
public struct AuditEvent: Hashable, Sendable {
    /// When it happened; absent when no date can be read.
    public var at: Instant?
    /// The date as the server wrote it.
    public var dateText: String?
    /// The event's own GUID.
    public var id: String?
    /// `LOGIN_SUCCESSFUL`, `AUTH_TOKEN_CREATED_SUCCESSFULLY`, ...: see ``AuditEventType``.
    public var type: String?
    /// One sentence of the server (`desc`).
    public var description: String?
    /// The number of the Org it happened in.
    public var orgID: Int?
    /// The GUID of who did it, where that is known.
    public var userID: String?
    /// The name of who did it, where that is known.
    public var username: String?
    /// The address of the client.
    public var clientAddress: String?
    /// What else the event tells, as the text of a JSON value; absent when that is empty.
    public var data: String?
    /// What the entry holds, where its `log` is no JSON object: shown as it is, never dropped.
    public var unreadText: String?

    /// An event of which nothing is known yet.
    public init() {}
}

/// The types of events about logins and tokens that are documented (<doc:AuditLog>); a cluster writes others too.
/// No event tells of a revocation.
public enum AuditEventType: String, Hashable, Sendable, CaseIterable {
    /// Somebody has logged in.
    case loginSuccessful = "LOGIN_SUCCESSFUL"
    /// A credential was refused.
    case loginFailed = "LOGIN_FAILED"
    /// Too many of them were.
    case accountLocked = "ACCOUNT_LOCKED"
    /// Somebody has logged out.
    case logoutSuccessful = "LOGOUT_SUCCESSFUL"
    /// A logout was refused.
    case logoutFailed = "LOGOUT_FAILED"
    /// A token was minted.
    case tokenCreated = "AUTH_TOKEN_CREATED_SUCCESSFULLY"
    /// A mint was refused.
    case tokenRefused = "FAILED_TO_CREATE_AUTH_TOKEN"
}
