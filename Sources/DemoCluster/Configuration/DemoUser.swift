/// One user of a simulated cluster, as it stands when the cluster starts.
package struct DemoUser: Hashable, Sendable {
    /// How the user proves who they are (<doc:V2>, `account_type`).
    package enum AccountType: String, Hashable, Sendable {
        case local = "LOCAL_USER"
        case ldap = "LDAP_USER"
        case saml = "SAML_USER"
        case oidc = "OIDC_USER"
        case remote = "REMOTE_USER"
    }

    /// Whether the account may log in (<doc:V2>, `account_status`).
    package enum AccountStatus: String, Hashable, Sendable {
        case active = "ACTIVE"
        case inactive = "INACTIVE"
        case expired = "EXPIRED"
        case locked = "LOCKED"
        case pending = "PENDING"
        case suspended = "SUSPENDED"
    }

    /// The login name, unique on the cluster.
    package var name: String
    /// Lower-case GUID, unique on the cluster.
    package var guid: String
    package var displayName: String
    package var email: String
    /// Absent for users of a single sign-on and for users provisioned by a secret key.
    package var password: String?
    /// ThoughtSpot names: `ADMINISTRATION`, `USER_ADMINISTRATION`, `CONTROL_TRUSTED_AUTH`, ...
    package var privileges: [String]
    /// The ids of the Orgs the user is a member of, home Org first; never empty.
    package var orgs: [Int]
    /// Names of groups.
    package var groups: [String]
    package var accountType: AccountType
    package var accountStatus: AccountStatus
    /// Multi-factor authentication: every use of the password is refused, a secret key still works (<doc:Credentials>).
    package var usesMultiFactor: Bool
    /// ms since the epoch.
    package var createdAt: Int64

    package init(
        name: String, guid: String, displayName: String, email: String? = nil, password: String?,
        privileges: [String] = [], orgs: [Int] = [0], groups: [String] = ["All Group"],
        accountType: AccountType = .local, accountStatus: AccountStatus = .active, usesMultiFactor: Bool = false,
        createdAt: Int64 = 1_700_000_000_000
    ) {
        self.name = name
        self.guid = guid
        self.displayName = displayName
        self.email = email ?? "\(name)@example.com"
        self.password = password
        self.privileges = privileges
        self.orgs = orgs
        self.groups = groups
        self.accountType = accountType
        self.accountStatus = accountStatus
        self.usesMultiFactor = usesMultiFactor
        self.createdAt = createdAt
    }

    /// Whether a password can exist at all: users of SAML and OpenID Connect have none (<doc:Credentials>).
    var usesSingleSignOn: Bool { accountType == .saml || accountType == .oidc }
}

/// One Org of a simulated cluster. The Primary Org has the id 0 (<doc:Orgs>).
package struct DemoOrg: Hashable, Sendable {
    package var id: Int
    package var name: String

    package init(id: Int, name: String) {
        self.id = id
        self.name = name
    }
}

/// A secret key of trusted authentication: with it a token can be issued for any user (<doc:Credentials>).
package struct DemoSecretKey: Hashable, Sendable {
    /// GUID text; compared as it stands.
    package var key: String
    /// The Org the key is for; `nil` for the key of the whole cluster.
    package var orgID: Int?

    package init(key: String, orgID: Int? = nil) {
        self.key = key
        self.orgID = orgID
    }
}

extension DemoSecretKey: CustomStringConvertible, CustomReflectable {
    package var description: String { orgID.map { "secret key of Org \($0)" } ?? "secret key of the cluster" }
    package var customMirror: Mirror { Mirror(self, children: ["key": description]) }
}
