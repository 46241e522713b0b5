import ASCIIText

/// What an administrator does on a cluster beside its sessions and tokens, by the generation's own operation or by a
/// named neighbour (<doc:Capabilities>).
///
/// Every call is one attempt of one operation, and throws ``SessionError`` and nothing else.
public protocol AdministrationService: Sendable {
    /// The Orgs of a name, to find the number that some calls want. See <doc:V1>, <doc:BetaTspublic>, <doc:V2>.
    ///
    /// - Parameters:
    ///   - name: all Orgs the caller may see when absent.
    ///   - authentication: the caller's session.
    func searchOrgs(
        named name: String?, as authentication: Authentication
    ) async throws(SessionError) -> Reply<[OrgReference]>
    /// Moves the presented session to another Org, by its number; the Org of a token is fixed. See <doc:V1> and
    /// <doc:BetaTspublic>.
    func switchOrg(to org: OrgReference, as authentication: Authentication) async throws(SessionError) -> Reply<Void>
    /// Ends all sessions of the users named. See <doc:V1>, <doc:BetaTspublic>, <doc:V2>.
    func forceLogout(
        _ users: UserSelection, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void>
    /// Deactivates the account of a user, who cannot log in until it is activated again. See <doc:V2>.
    ///
    /// - Parameters:
    ///   - user: the one user.
    ///   - baseURL: the address that the activation link begins with: the cluster's own.
    ///   - authentication: the session of an administrator.
    /// - Returns: the activation link, which is a secret for 14 days; nil where the cluster tells none.
    func deactivateUser(
        _ user: UserIdentifier, baseURL: String, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Secret?>
    /// How trusted authentication stands, **with its keys in clear**: only on an explicit wish. See <doc:V2>.
    ///
    /// - Parameters:
    ///   - scope: cluster and Orgs when absent.
    ///   - authentication: the session of a user with the privilege for it.
    func trustedAuthentication(
        _ scope: TrustedAuthenticationScope?, as authentication: Authentication
    ) async throws(SessionError) -> Reply<TrustedAuthenticationState>
    /// Switches trusted authentication on or off in one place; off revokes its key. See <doc:V2>.
    func changeTrustedAuthentication(
        _ change: TrustedAuthenticationChange, as authentication: Authentication
    ) async throws(SessionError) -> Reply<Void>
    /// The security events of a window, in the server's order; up to 30 minutes late. See <doc:V1>, <doc:BetaTspublic>,
    /// <doc:V2>, <doc:AuditLog>.
    ///
    /// - Parameters:
    ///   - window: the time asked for.
    ///   - coverage: the Orgs asked for, always said in the request.
    ///   - authentication: the session of an administrator.
    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) async throws(SessionError) -> Reply<[AuditEvent]>
    /// What the cluster says of itself. <doc:FindingTheGeneration>; v1 and the betas ask `v1 session/info`.
    func systemInformation(_ authentication: Authentication) async throws(SessionError) -> Reply<SystemInformation>
    /// The banner that needs no credential: the cheapest sign that the cluster answers. See
    /// <doc:FindingTheGeneration>.
    func banner() async throws(SessionError) -> Reply<MaintenanceBanner>
}

/// A user, as a person or a server names one.
public enum UserIdentifier: Hashable, Sendable {
    /// The name for logging in.
    case name(String)
    /// The GUID.
    case id(String)

    /// What a person typed: the form of a GUID makes it one, anything else is a name.
    public init(typed text: String) {
        self = UUIDText.isWellFormed(text) ? .id(text) : .name(text)
    }

    /// The name or the GUID. From outside: to be made safe before it is shown.
    public var text: String {
        switch self {
        case .name(let name): name
        case .id(let id): id
        }
    }
}

/// The users whose sessions are to end: one at least, for an empty list would mean every user of the cluster (<doc:V1>,
/// <doc:BetaTspublic>, <doc:V2>).
public struct UserSelection: Hashable, Sendable {
    /// In the order in which they were named, each once; never empty.
    public let users: [UserIdentifier]

    /// The first user and the others, in their order; a user who is named twice counts once.
    public init(_ first: UserIdentifier, _ others: [UserIdentifier] = []) {
        var seen: Set<UserIdentifier> = []
        users = ([first] + others).filter { seen.insert($0).inserted }
    }

    /// Returns nil for an empty list: a selection has one user at least.
    public init?(_ users: [UserIdentifier]) {
        guard let first = users.first else { return nil }
        self.init(first, Array(users.dropFirst()))
    }
}

/// Where a setting of trusted authentication applies (<doc:V2>). Cluster and Orgs are independent.
public enum TrustedAuthenticationPlace: Hashable, Sendable {
    /// The cluster, which is its Primary Org.
    case cluster
    /// One Org, where authentication is per Org.
    case org(OrgReference)
}

/// Which part of the state is asked for.
public enum TrustedAuthenticationScope: String, Hashable, Sendable, CaseIterable {
    /// The cluster, which is its Primary Org.
    case cluster = "CLUSTER"
    /// The Orgs, where authentication is per Org.
    case org = "ORG"
}

/// How trusted authentication stands on a cluster, with its keys in clear: an answer that is a secret as a whole.
public struct TrustedAuthenticationState: Hashable, Sendable {
    /// One place and its keys.
    public struct Setting: Hashable, Sendable {
        /// Where it applies.
        public let place: TrustedAuthenticationPlace
        /// Absent when the server words it in another way than ENABLED or DISABLED.
        public let isEnabled: Bool?
        /// Secret keys, each equal to an administrator's rights; empty when there is none.
        public let keys: [Secret]

        /// A setting as the server tells it.
        public init(place: TrustedAuthenticationPlace, isEnabled: Bool?, keys: [Secret]) {
            self.place = place
            self.isEnabled = isEnabled
            self.keys = keys
        }
    }

    /// The cluster first, then the Orgs in the server's order; whatever the answer leaves out is left out.
    public let settings: [Setting]

    /// A state as the server tells it.
    public init(settings: [Setting]) { self.settings = settings }
}

/// One change of trusted authentication; a change of nothing cannot be said, since the documents contradict each other
/// about it (contradiction W17).
public struct TrustedAuthenticationChange: Hashable, Sendable {
    /// Where it is to apply.
    public let place: TrustedAuthenticationPlace
    /// True keeps a key that is there and makes one otherwise; false revokes the key that is there.
    public let isEnabled: Bool

    /// A change of one place.
    public init(place: TrustedAuthenticationPlace, isEnabled: Bool) {
        self.place = place
        self.isEnabled = isEnabled
    }
}
