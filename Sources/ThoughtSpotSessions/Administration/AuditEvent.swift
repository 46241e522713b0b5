/// One event of the security audit log (wire contract, section 8.1). Texts are the server's own and must be made safe
/// before they are shown. No event names a session or a token: what it tells of is a user, a time and an address.
public struct AuditEvent: Hashable, Sendable {
    /// When it happened; absent when no date can be read.
    public var at: Instant?
    /// The date as the server wrote it.
    public var dateText: String?
    public var id: String?
    /// `LOGIN_SUCCESSFUL`, `AUTH_TOKEN_CREATED_SUCCESSFULLY`, ...: see ``AuditEventType``.
    public var type: String?
    public var description: String?
    public var orgID: Int?
    public var userID: String?
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

/// The types of events about logins and tokens that the contract names (section 8.1); a cluster writes others too. No
/// event tells of a revocation.
public enum AuditEventType: String, Hashable, Sendable, CaseIterable {
    case loginSuccessful = "LOGIN_SUCCESSFUL"
    case loginFailed = "LOGIN_FAILED"
    case accountLocked = "ACCOUNT_LOCKED"
    case logoutSuccessful = "LOGOUT_SUCCESSFUL"
    case logoutFailed = "LOGOUT_FAILED"
    case tokenCreated = "AUTH_TOKEN_CREATED_SUCCESSFULLY"
    case tokenRefused = "FAILED_TO_CREATE_AUTH_TOKEN"
}
