public import Moments

/// Who a session belongs to and what it may do (<doc:V1> and <doc:V2>). Strings are the server's own and must be made
/// safe before they are shown.
public struct SessionInfo: Hashable, Sendable {
    /// The login name.
    public var userName: String
    /// The GUID of the user.
    public var userID: String?
    /// The name for people.
    public var displayName: String?
    /// The user's address.
    public var email: String?
    /// The Org the session is in.
    public var currentOrg: OrgReference?
    /// The Orgs the server lists; for administrators often only the Primary Org.
    public var orgs: [OrgReference]
    /// ThoughtSpot names: ADMINISTRATION, DATADOWNLOADING, and others.
    public var privileges: [String]
    /// Names of the groups the user is in; v2.0 only.
    public var groups: [String]
    /// Names of the groups the user is in through other groups; v2.0 only.
    public var inheritedGroups: [String]
    /// LOCAL_USER, LDAP_USER, SAML_USER, OIDC_USER, REMOTE_USER, or another text of the server.
    public var accountType: String?
    /// ACTIVE, INACTIVE, EXPIRED, LOCKED, PENDING, SUSPENDED, or another text of the server.
    public var accountStatus: String?
    /// The account's creation and expiry, not the session's.
    public var accountCreatedAt: Instant?
    /// The account's end; estimated where the unit of the field is in doubt.
    public var accountExpiry: Expiry
    /// The session's end, where the server tells it (v1 only, in a doubtful unit).
    public var sessionExpiry: Expiry
    /// `9.5.0.cl-100`; v1 only.
    public var releaseVersion: String?
    /// The cluster's GUID; v1 only.
    public var clusterID: String?
    /// The cluster's own name; v1 only.
    public var clusterName: String?
    /// `en-GB`; v1 only.
    public var locale: String?
    /// `Europe/London`; v1 only.
    public var timeZone: String?
    /// Whether the account belongs to the product itself.
    public var isSystemUser: Bool?
    /// Whether the user may do everything; v2.0 only.
    public var isSuperUser: Bool?
    /// Whether there is a password to change.
    public var canChangePassword: Bool?
    /// What custom tokens have left on the user by APPEND and REPLACE, as the text of a JSON value: no document states
    /// its form. v2.0 only, as the next three.
    public var variableValues: String?
    /// Privileges by Org, as the text of a JSON value.
    public var orgPrivileges: String?
    /// Parameters of the user, as the text of a JSON value.
    public var userParameters: String?
    /// Properties for access control, as the text of a JSON value.
    public var accessControlProperties: String?
    /// Text of a maintenance banner.
    public var banner: String?

    /// Information of which only the name is known yet.
    public init(userName: String) {
        self.userName = userName
        orgs = []
        privileges = []
        groups = []
        inheritedGroups = []
        accountExpiry = .unknown
        sessionExpiry = .unknown
    }
}

/// What a cluster says about itself (<doc:FindingTheGeneration>). Strings are the server's own and must be made safe
/// before they are shown.
public struct SystemInformation: Hashable, Sendable {
    /// A GUID.
    public var id: String?
    /// The cluster's own name.
    public var name: String?
    /// `26.8.0.cl`, or anything else: never a reason to refuse.
    public var releaseVersion: String?
    /// SAAS or SW.
    public var type: String?
    /// What the cluster calls its environment.
    public var environment: String?
    /// `v1`, even where v2.0 is spoken.
    public var apiVersion: String?
    /// The cluster's time zone.
    public var timeZone: String?

    /// Nothing known yet.
    public init() {}
}

/// The banner a cluster shows without a credential (<doc:FindingTheGeneration>).
public struct MaintenanceBanner: Hashable, Sendable {
    /// Must be made safe before it is shown.
    public var text: String?
    /// Whether the cluster says that it is being worked on.
    public var isUnderMaintenance: Bool

    /// A banner as the cluster shows it.
    public init(text: String?, isUnderMaintenance: Bool) {
        self.text = text
        self.isUnderMaintenance = isUnderMaintenance
    }
}
