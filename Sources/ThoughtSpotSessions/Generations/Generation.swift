/// The five dialects of the session endpoints (<doc:Generations>). The raw value is the name people use.
public enum Generation: String, Hashable, Sendable, CaseIterable, Codable {
    /// Forms and cookies, under `/callosum/v1`: Software 5 to 7, and still served (<doc:V1>).
    case v1
    /// The first beta of v2, under `/api/rest/v2` (<doc:BetaAPI>).
    case betaAPI = "beta-api"
    /// The second, under `/tspublic/rest/v2` (<doc:BetaTspublic>).
    case betaTspublic = "beta-tspublic"
    /// The third, with the second's path and its secrets in the query (<doc:BetaQuery>).
    case betaQuery = "beta-query"
    /// The current one, under `/api/rest/2.0` (<doc:V2>).
    case v2 = "v2.0"
}

extension Generation {
    /// What sets a generation apart, where the table of its abilities does not say it. Code asks for a trait, never for
    /// a name, so that a sixth generation answers here.
    package struct Traits: Hashable, Sendable {
        /// Whether a token that is issued with the secret key ends the older ones of the same key (<doc:V1>).
        package private(set) var issuingSupersedesTokens = false
        /// Whether passwords and secret keys are sent in the query of a URL (<doc:BetaQuery>).
        package private(set) var sendsSecretsInURL = false
        /// The generation on the same path, which is all that a probe can hear of this one
        /// (<doc:FindingTheGeneration>).
        package private(set) var heardAs: Generation?
        /// Whether the release of the cluster is told to administrators only, in a call of its own
        /// (<doc:FindingTheGeneration>).
        package private(set) var tellsReleaseToAdministratorsOnly = false
        /// Whether a login by password accepts the name of an Org; the others need its number (<doc:Orgs>).
        package private(set) var passwordLoginAcceptsOrgName = false
        /// Whether the session tells the name of its Org, and not its number only (<doc:Orgs>).
        package private(set) var sessionTellsOrgName = false
        /// The lifetime in seconds of a token that is issued without one, where the documents state it
        /// (<doc:TokensCompared>).
        package private(set) var documentedLifetime: Int?
        /// Whether a login of release 9.0 may bring no cookie (SCAL-142933).
        package private(set) var loginMayLackCookie = false
    }

    /// See ``Traits``.
    package var traits: Traits {
        switch self {
        case .v1: Traits(issuingSupersedesTokens: true)
        case .betaAPI, .betaTspublic: Traits()
        case .betaQuery: Traits(sendsSecretsInURL: true, heardAs: .betaTspublic)
        case .v2:
            Traits(
                tellsReleaseToAdministratorsOnly: true, passwordLoginAcceptsOrgName: true, sessionTellsOrgName: true,
                documentedLifetime: 300, loginMayLackCookie: true)
        }
    }
}

/// Something an administrator may want of a cluster (rows of <doc:Capabilities>).
public enum Ability: String, Hashable, Sendable, CaseIterable {
    /// A session by user name and password.
    case passwordLogin
    /// A session by a token that exists.
    case tokenLogin
    /// A session for any user, by the key of trusted authentication.
    case secretKeyLogin
    /// Who a session belongs to.
    case sessionInfo
    /// A token by the password of its user.
    case issueByPassword
    /// A token for any user, by the key of trusted authentication.
    case issueBySecretKey
    /// A token for one object.
    case objectToken
    /// A token under rules of its own.
    case customToken
    /// An Org that is chosen at login or issue.
    case chooseOrg
    /// A token that ends when it is told to.
    case chooseLifetime
    /// The end of the session that is presented.
    case logout
    /// The end of the token that is presented.
    case revokeOwnToken
    /// The end of other users' tokens.
    case revokeOthersToken
    /// Whether a token is valid.
    case validateToken
    /// The end of all sessions of a user.
    case forceLogout
    /// The account of a user closed until it is activated again.
    case deactivateUser
    /// The keys of trusted authentication: read, made, revoked.
    case trustedAuthenticationKeys
    /// The security events of the cluster.
    case auditLog
    /// Users created or changed at issue (<doc:JustInTimeUsers>), a 24-hour token from a session, the Org of an open
    /// session changed, Orgs looked up.
    case provisioning, sessionToken, switchOrg
    /// The Orgs of the cluster looked up.
    case searchOrgs
}

/// Whether, and how, a generation can do something.
public enum Capability: Hashable, Sendable {
    /// By an operation of its own.
    case own
    /// By an operation of another generation; `operation` names it for people: `v1 session/isactive`.
    case neighbour(operation: String)
    /// Not at all; `reason` is one clause for people: `v1 has no revoke`.
    case absent(reason: String)

    /// Whether it can be done at all, by whatever way.
    public var isPossible: Bool {
        if case .absent = self { false } else { true }
    }
}

extension Generation {
    /// What this generation can do, known before anything is sent (<doc:Capabilities>).
    public func capability(_ ability: Ability) -> Capability {
        switch self {
        case .v1: Self.v1Capability(ability)
        case .betaQuery: Self.betaQueryCapability(ability)
        case .betaAPI: Self.betaAPICapability(ability)
        case .betaTspublic: Self.betaTspublicCapability(ability)
        case .v2: ability == .switchOrg ? .neighbour(operation: "v1 session/orgs") : .own
        }
    }

    private static func v1Capability(_ ability: Ability) -> Capability {
        switch ability {
        case .passwordLogin, .tokenLogin, .secretKeyLogin, .sessionInfo, .issueBySecretKey, .objectToken, .chooseOrg,
            .logout, .forceLogout, .auditLog, .provisioning, .switchOrg, .searchOrgs:
            .own
        case .validateToken: .neighbour(operation: "v1 session/isactive")
        case .issueByPassword: .absent(reason: "v1 issues tokens with the secret key only")
        case .customToken: .absent(reason: "custom tokens exist in v2.0 only, from 10.4.0.cl")
        case .chooseLifetime:
            .absent(reason: "a v1 token is valid until another one is issued with the same secret key")
        case .revokeOwnToken: .absent(reason: "v1 has no revoke")
        case .revokeOthersToken: .absent(reason: "v1 has no revoke")
        case .trustedAuthenticationKeys: .absent(reason: "trusted-authentication keys are managed by v2.0 only")
        case .deactivateUser: .absent(reason: "only v2.0 deactivates accounts, from 9.7.0.cl")
        case .sessionToken: .absent(reason: "only v2.0 issues a token from a session; use the secret key")
        }
    }

    private static func betaQueryCapability(_ ability: Ability) -> Capability {
        switch ability {
        case .passwordLogin, .tokenLogin, .secretKeyLogin, .issueByPassword, .issueBySecretKey, .objectToken,
            .chooseOrg,
            .chooseLifetime:
            .own
        case .sessionInfo: .neighbour(operation: "beta-tspublic session")
        case .logout: .neighbour(operation: "beta-tspublic session/logout")
        case .revokeOwnToken: .neighbour(operation: "beta-tspublic session/revoketoken")
        case .validateToken: .neighbour(operation: "v1 session/isactive")
        case .forceLogout: .neighbour(operation: "beta-tspublic admin/forcelogout")
        case .auditLog: .neighbour(operation: "v1 logs/topics/security_logs")
        case .switchOrg: .neighbour(operation: "beta-tspublic session/org")
        case .searchOrgs: .neighbour(operation: "beta-tspublic org/search")
        case .customToken, .revokeOthersToken, .deactivateUser, .trustedAuthenticationKeys, .provisioning,
            .sessionToken:
            betaLacks(ability)
        }
    }

    private static func betaAPICapability(_ ability: Ability) -> Capability {
        switch ability {
        case .passwordLogin, .tokenLogin, .sessionInfo, .issueByPassword, .chooseLifetime, .logout, .revokeOwnToken:
            .own
        case .validateToken: .neighbour(operation: "v1 session/isactive")
        case .forceLogout: .neighbour(operation: "v1 user/session/invalidate")
        case .auditLog: .neighbour(operation: "v1 logs/topics/security_logs")
        case .secretKeyLogin, .issueBySecretKey: .absent(reason: "beta-api has no field for a secret key")
        case .objectToken: .absent(reason: "beta-api has no field for an object")
        case .chooseOrg: .absent(reason: "beta-api has no field for an Org")
        case .switchOrg, .searchOrgs: .neighbour(operation: "v1 session/orgs")
        case .customToken, .revokeOthersToken, .deactivateUser, .trustedAuthenticationKeys, .provisioning,
            .sessionToken:
            betaLacks(ability)
        }
    }

    private static func betaTspublicCapability(_ ability: Ability) -> Capability {
        switch ability {
        case .passwordLogin, .tokenLogin, .secretKeyLogin, .sessionInfo, .issueByPassword, .issueBySecretKey,
            .objectToken, .chooseOrg, .chooseLifetime, .logout, .revokeOwnToken, .forceLogout, .auditLog, .switchOrg,
            .searchOrgs:
            .own
        case .validateToken: .neighbour(operation: "v1 session/isactive")
        case .customToken, .revokeOthersToken, .deactivateUser, .trustedAuthenticationKeys, .provisioning,
            .sessionToken:
            betaLacks(ability)
        }
    }

    /// What no beta has, nor a neighbour for it.
    private static func betaLacks(_ ability: Ability) -> Capability {
        switch ability {
        case .customToken: .absent(reason: "custom tokens exist in v2.0 only, from 10.4.0.cl")
        case .revokeOthersToken: .absent(reason: "the revoke of the betas ends the presented token only")
        case .provisioning: .absent(reason: "only v1 and v2.0 create or change a user with a token")
        case .sessionToken: .absent(reason: "only v2.0 issues a token from a session; use a credential")
        case .deactivateUser: .absent(reason: "only v2.0 deactivates accounts, from 9.7.0.cl")
        default: .absent(reason: "trusted-authentication keys are managed by v2.0 only")
        }
    }
}
