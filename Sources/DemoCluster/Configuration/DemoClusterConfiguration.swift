/// What a simulated cluster is made of when it starts.
package struct DemoClusterConfiguration: Sendable {
    /// How errors of v2.0 are nested: the two shapes of <doc:ErrorAnswers>.
    package enum ErrorNesting: Hashable, Sendable {
        /// `error.message.debug.code`, as third parties saw it on real clusters.
        case observed
        /// `error.message.code`, as the specification writes it.
        case documented
    }

    /// The name the cluster gives itself.
    package var name: String
    /// Such as `26.8.0.cl` or `7.2.1.sw`; decides which operations exist and whether success is 200 or 204.
    package var release: String
    package var generations: Set<DemoGeneration>
    package var users: [DemoUser]
    package var orgs: [DemoOrg]
    /// Empty: trusted authentication is off.
    package var secretKeys: [DemoSecretKey]
    /// How long every answer takes, in ms, on top of what the fault plan adds.
    package var latencyMilliseconds: Int
    /// `nil`: as many requests as come are answered. Releases before 26.2 have no limit, whatever stands here.
    package var rateLimit: DemoRateLimit?
    package var errorNesting: ErrorNesting
    package var faults: DemoFaultPlan
    /// Shown by the banner calls; empty for none (<doc:FindingTheGeneration>).
    package var bannerText: String
    package var underMaintenance: Bool
    /// Whether a v1 token authorises v2.0 calls: sources contradict each other (<doc:TokensCompared>).
    package var acceptsV1TokensEverywhere: Bool
    /// What the audit log tells of the time before the start; `nil` for nothing.
    package var auditHistory: AuditHistory?
    /// How old an event must be until the audit log tells of it, in ms: up to 30 minutes on real clusters (<doc:V1>).
    package var auditLagMilliseconds: Int64

    package init(
        name: String, release: String = "26.8.0.cl", generations: Set<DemoGeneration> = [.v1, .v2],
        users: [DemoUser], orgs: [DemoOrg] = [DemoOrg(id: 0, name: "Primary")], secretKeys: [DemoSecretKey] = [],
        latencyMilliseconds: Int = 0, rateLimit: DemoRateLimit? = nil, errorNesting: ErrorNesting = .observed,
        faults: DemoFaultPlan = DemoFaultPlan(),
        bannerText: String = "", underMaintenance: Bool = false, acceptsV1TokensEverywhere: Bool = true,
        auditHistory: AuditHistory? = nil, auditLagMilliseconds: Int64 = 0
    ) {
        self.name = name
        self.release = release
        self.generations = generations
        self.users = users
        self.orgs = orgs
        self.secretKeys = secretKeys
        self.latencyMilliseconds = latencyMilliseconds
        self.rateLimit = rateLimit
        self.errorNesting = errorNesting
        self.faults = faults
        self.bannerText = bannerText
        self.underMaintenance = underMaintenance
        self.acceptsV1TokensEverywhere = acceptsV1TokensEverywhere
        self.auditHistory = auditHistory
        self.auditLagMilliseconds = auditLagMilliseconds
    }
}

/// A generation of the interface that a simulated cluster answers (<doc:Generations>), in the order of their age.
package enum DemoGeneration: String, Hashable, Sendable, CaseIterable {
    /// `/callosum/v1`, form bodies, flat errors (<doc:V1>).
    case v1
    /// `/api/rest/v2`, JSON bodies, passwords only (<doc:BetaAPI>).
    case betaAPI = "beta-api"
    /// `/tspublic/rest/v2`, JSON bodies (<doc:BetaTspublic>).
    case betaTspublic = "beta-tspublic"
    /// `/tspublic/rest/v2` too, login and gettoken by GET with a query (<doc:BetaQuery>).
    case betaQuery = "beta-query"
    /// `/api/rest/2.0`, JSON bodies, nested errors (<doc:V2>).
    case v2 = "v2.0"
}

/// A release of the cluster software, as far as the wire depends on it (<doc:V2> and <doc:FindingTheGeneration>).
///
/// Releases of the cloud and of the software that people install themselves count alike; what reached them at different
/// times is told apart by ``isSoftware``.
struct DemoRelease: Comparable, Sendable {
    let major: Int
    let minor: Int
    let patch: Int
    /// Whether the release is installed by its owner (`.sw`) rather than run in the cloud (`.cl`).
    let isSoftware: Bool

    init(_ major: Int, _ minor: Int, _ patch: Int = 0, isSoftware: Bool = false) {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.isSoftware = isSoftware
    }

    /// Reads a text such as `26.8.0.cl` or `9.5.1.sw-18`; `nil` when it does not begin with two numbers.
    init?(_ text: String) {
        let parts = text.split(separator: ".")
        guard parts.count >= 2, let major = Int(parts[0]), let minor = Int(parts[1]) else { return nil }
        self.init(
            major, minor, parts.count > 2 ? Int(parts[2]) ?? 0 : 0,
            isSoftware: parts.dropFirst(2).contains { $0.hasPrefix("sw") })
    }

    static func < (one: DemoRelease, other: DemoRelease) -> Bool {
        (one.major, one.minor, one.patch) < (other.major, other.minor, other.patch)
    }

    static func == (one: DemoRelease, other: DemoRelease) -> Bool {
        (one.major, one.minor, one.patch) == (other.major, other.minor, other.patch)
    }
}

/// How many requests a cluster takes from one client address before it answers 429 (<doc:ErrorAnswers>).
package struct DemoRateLimit: Hashable, Sendable {
    /// Requests a second, in the long run; at least 1.
    package var perSecond: Int
    /// As many may come at once; at least 1.
    package var burst: Int

    package init(perSecond: Int, burst: Int) {
        self.perSecond = perSecond
        self.burst = burst
    }

    /// 100 requests a second, 10 at once: what is documented for 26.2.0.cl and later.
    package static let documented = DemoRateLimit(perSecond: 100, burst: 10)
}

/// What one client may still send: a bucket that holds `burst` requests and fills at `perSecond`.
struct RequestAllowance {
    /// In thousandths of a request, so that a millisecond adds a whole number.
    private var held: Int
    /// ms since the epoch.
    private var filledAt: Int64

    init(_ limit: DemoRateLimit, at now: Int64) {
        held = limit.burst * 1_000
        filledAt = now
    }

    /// Takes one request out; `false` when there is none left.
    /// - Parameter now: ms since the epoch; a clock that went back adds nothing.
    mutating func take(_ limit: DemoRateLimit, at now: Int64) -> Bool {
        // More than a second fills any bucket, so the product stays small.
        let elapsed = Int(min(max(0, now - filledAt), 1_000 * Int64(limit.burst)))
        held = min(limit.burst * 1_000, held + elapsed * limit.perSecond)
        filledAt = now
        guard held >= 1_000 else { return false }
        held -= 1_000
        return true
    }
}

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
