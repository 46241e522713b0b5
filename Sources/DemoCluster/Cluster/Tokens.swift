/// A bearer token the cluster issued.
struct DemoToken: Sendable {
    enum Kind: Hashable, Sendable {
        case full
        /// For one object; `nil` when none was named (<doc:V2>).
        case object(String?)
        case custom
        /// Issued from an existing session, 24 hours.
        case session
        /// Opaque, valid until superseded (<doc:V1>).
        case v1(accessLevel: String)
    }

    /// The Orgs of a token that is for several (<doc:Orgs>).
    enum OrgScope: Hashable, Sendable {
        case specific([Int])
        /// Every Org that its user is a member of when the token is shown.
        case allMember
    }

    let value: String
    let kind: Kind
    let userGUID: String
    let orgID: Int
    /// ms since the epoch.
    let createdAt: Int64
    /// ms since the epoch; set for a v1 token when the next is issued with the same key.
    var expiresAt: Int64?
    var isRevoked = false
    /// The secret key it was issued with.
    let secretKey: String?
    /// `nil`: for `orgID` alone.
    var orgScope: OrgScope?

    /// Whether it is neither revoked nor over at `now`, ms since the epoch.
    func isValid(at now: Int64) -> Bool {
        !isRevoked && expiresAt.map { now < $0 } ?? true
    }

    /// A token for one object cannot administer anything.
    var isRestricted: Bool {
        switch kind {
        case .object: true
        case .v1(let accessLevel): accessLevel != "FULL"
        case .full, .custom, .session: false
        }
    }

    /// Whether it is one of v1's opaque tokens.
    var isV1: Bool { if case .v1 = kind { true } else { false } }
}

extension SimulatedCluster {
    /// What a token is asked with: one way of proving, or both (<doc:Credentials>).
    struct IssueProof {
        var username: String
        var password: String?
        var secretKey: String?
    }

    /// What a secret key may create or change at the moment of issuing (<doc:JustInTimeUsers>).
    struct Provisioning {
        /// Whether a user who exists is overwritten: not so for custom tokens.
        var overwrites: Bool
        var displayName: String?
        var email: String?
        /// Replaces the membership when present.
        var groups: [String]?
    }

    /// The account a token is for, after its proof was checked.
    ///
    /// With both a password and a secret key, the key counts from 26.8 on, the password before.
    /// - Parameter org: the Org asked for, which a new user becomes a member of.
    func accountForIssue(
        _ proof: IssueProof, provisioning: Provisioning?, org: Int?
    ) throws(Refusal) -> (account: DemoAccount, key: DemoSecretKey?) {
        do throws(Refusal) {
            let keyFirst = release >= DemoRelease(26, 8)
            if let secretKey = proof.secretKey, keyFirst || proof.password == nil {
                return try accountForKey(
                    secretKey, username: proof.username, provisioning: provisioning, org: org)
            }
            guard let password = proof.password else {
                throw .badParameter("Either password or secret_key must be given.")
            }
            if provisioning?.overwrites == true { throw .badParameter("auto_create needs a secret_key.") }
            return (try account(name: proof.username, password: password), nil)
        } catch {
            audit(.tokenRefused, user: account(named: proof.username)?.user, name: proof.username)
            throw error
        }
    }

    private func accountForKey(
        _ secret: String, username: String, provisioning: Provisioning?, org: Int?
    ) throws(Refusal) -> (account: DemoAccount, key: DemoSecretKey?) {
        guard !configuration.secretKeys.isEmpty else { throw .trustedAuthenticationOff }
        guard let key = configuration.secretKeys.first(where: { $0.key == secret }) else { throw .secretKeyRefused }
        if var account = account(named: username) {
            try requireOpen(account)
            if let provisioning, provisioning.overwrites {
                account.user.displayName = provisioning.displayName ?? account.user.displayName
                account.user.email = provisioning.email ?? account.user.email
                account.user.groups = provisioning.groups ?? account.user.groups
                accounts[account.user.guid] = account
                record(.provisionedUser, of: account.user)
            }
            return (account, key)
        }
        guard let provisioning else { throw .secretKeyRefused }
        let home = org ?? key.orgID ?? 0
        guard key.orgID ?? home == home, configuration.orgs.contains(where: { $0.id == home }) else {
            throw .orgRefused(String(home))
        }
        // The documents' own examples name neither e-mail nor display name (<doc:JustInTimeUsers>).
        let user = DemoUser(
            name: username, guid: identifiers.guid(), displayName: provisioning.displayName ?? username,
            email: provisioning.email ?? "", password: nil, orgs: [home], groups: provisioning.groups ?? [],
            createdAt: now())
        let account = DemoAccount(user)
        accounts[user.guid] = account
        record(.provisionedUser, of: user)
        return (account, key)
    }

    /// The Org of a new token: the one asked for, else the key's, else that of the last session (<doc:Orgs>).
    func orgForIssue(_ wanted: Int?, account: DemoAccount, key: DemoSecretKey?) throws(Refusal) -> Int {
        let org = try org(wanted ?? key?.orgID, for: account)
        // A key of one Org opens no other.
        if let own = key?.orgID, own != org { throw .orgRefused(String(org)) }
        return org
    }

    /// Issues a token.
    /// - Parameters:
    ///   - lifeSeconds: `nil` for v1's tokens, which are valid until superseded.
    ///   - value: a token of another shape than the one that v1 or v2.0 give to `kind`.
    func issue(
        _ kind: DemoToken.Kind, for account: DemoAccount, org: Int, lifeSeconds: Int?, key: DemoSecretKey? = nil,
        value: String? = nil, orgScope: DemoToken.OrgScope? = nil
    ) -> DemoToken {
        let isV1 = if case .v1 = kind { true } else { false }
        // One moment: between two readings of a clock the length of a life would change.
        let moment = now()
        let value = value ?? (isV1 ? identifiers.opaqueToken(username: account.user.name) : identifiers.webToken())
        let token = DemoToken(
            value: value, kind: kind, userGUID: account.user.guid, orgID: org, createdAt: moment,
            expiresAt: lifeSeconds.map { moment + Int64($0) * 1_000 }, secretKey: key?.key,
            orgScope: orgScope)
        if token.isV1 { supersedeV1Tokens(by: token) }
        tokens[value] = token
        changedToken = value
        audit(.tokenCreated, user: account.user, org: org)
        record(.issuedToken, of: account.user)
        return token
    }

    /// A new v1 token ends every older one of the same key after five minutes, whatever user they are for, and those of
    /// keys that are gone at once (<doc:V1>).
    private func supersedeV1Tokens(by new: DemoToken) {
        for (value, old) in tokens where old.isV1 {
            if old.secretKey == new.secretKey {
                tokens[value]?.expiresAt = old.expiresAt ?? now() + 300_000
            } else if !configuration.secretKeys.contains(where: { $0.key == old.secretKey }) {
                tokens[value]?.isRevoked = true
            }
        }
    }

    /// Ends a token and every session built from it (<doc:V2>).
    func revoke(_ token: DemoToken) {
        tokens[token.value]?.isRevoked = true
        changedToken = token.value
        sessions = sessions.filter { $0.value.fromToken != token.value }
        if let user = accounts[token.userGUID]?.user { record(.revokedToken, of: user) }
    }
}
