/// Who a session belongs to and what it may do (wire contract, sections 3.4 and 7.5). Strings are the server's own
/// and must be made safe before they are shown.
public struct SessionInfo: Hashable, Sendable {
    public var userName: String
    public var userID: String?
    public var displayName: String?
    public var email: String?
    /// The Org the session is in.
    public var currentOrg: OrgReference?
    /// The Orgs the server lists; for administrators often only the Primary Org.
    public var orgs: [OrgReference]
    public var privileges: [String]
    public var groups: [String]
    /// LOCAL_USER, LDAP_USER, SAML_USER, OIDC_USER, REMOTE_USER, or another text of the server.
    public var accountType: String?
    /// ACTIVE, INACTIVE, EXPIRED, LOCKED, PENDING, SUSPENDED, or another text of the server.
    public var accountStatus: String?
    /// The account's creation and expiry, not the session's.
    public var accountCreatedAt: Instant?
    public var accountExpiry: Expiry
    /// The session's end, where the server tells it (v1 only, in a doubtful unit).
    public var sessionExpiry: Expiry
    public var releaseVersion: String?
    public var clusterID: String?
    public var clusterName: String?
    public var locale: String?
    public var timeZone: String?
    public var isSystemUser: Bool?
    public var isSuperUser: Bool?
    public var canChangePassword: Bool?
    /// Text of a maintenance banner.
    public var banner: String?

    public init(userName: String) {
        self.userName = userName
        orgs = []
        privileges = []
        groups = []
        accountExpiry = .unknown
        sessionExpiry = .unknown
    }
}
