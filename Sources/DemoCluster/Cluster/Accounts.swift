/// A user as the running cluster knows them.
struct DemoAccount: Sendable {
    var user: DemoUser
    /// Wrong passwords in a row.
    var failedPasswords = 0
    /// ms since the epoch; set by the fourth wrong password.
    var lockedUntil: Int64?
    /// The Org of the last session; the default of the next (<doc:V2>).
    var lastOrg: Int
    /// ms since the epoch.
    var firstLoginAt: Int64?
    /// What opens the account again after it was closed.
    var activation: Activation?

    /// The secret of an activation link, and its end in ms since the epoch.
    struct Activation: Sendable {
        let token: String
        let endsAt: Int64
    }

    init(_ user: DemoUser) {
        self.user = user
        // A user without an Org would be a mistake of the configuration; every user is in the Primary Org.
        lastOrg = user.orgs.first ?? 0
    }

    /// The status at `now`: an account locked by wrong passwords opens by itself.
    func status(at now: Int64) -> DemoUser.AccountStatus {
        if let lockedUntil, now < lockedUntil { .locked } else { user.accountStatus }
    }
}

extension SimulatedCluster {
    /// Wrong passwords in a row until an account locks, and for how long (<doc:ErrorAnswers>).
    private static let passwordAttempts = 4
    private static let lockMilliseconds: Int64 = 3_600_000

    /// The account with this name or GUID.
    func account(named identifier: String) -> DemoAccount? {
        accounts[identifier] ?? accounts.values.first { $0.user.name == identifier }
    }

    /// The account of `username`, when `password` is its password and the account is open.
    func account(name username: String, password: String) throws(Refusal) -> DemoAccount {
        guard var account = account(named: username) else {
            throw .credentialsRefused("Invalid username or password.")
        }
        try requireOpen(account)
        if account.user.usesMultiFactor {
            throw .credentialsRefused("Password authentication is disabled: multi-factor authentication is on.")
        }
        guard let expected = account.user.password, !account.user.usesSingleSignOn, expected == password else {
            try countFailure(of: &account)
            throw .credentialsRefused("Invalid username or password.")
        }
        account.failedPasswords = 0
        account.lockedUntil = nil
        accounts[account.user.guid] = account
        return account
    }

    /// Refuses accounts that are locked, inactive, expired, pending or suspended.
    func requireOpen(_ account: DemoAccount) throws(Refusal) {
        let status = account.status(at: now())
        if status != .active { throw .accountClosed("User account is \(status.rawValue).") }
    }

    private func countFailure(of account: inout DemoAccount) throws(Refusal) {
        guard account.user.password != nil else { return }
        if account.lockedUntil != nil {
            // The lock has run out, or the account would have been refused before.
            account.lockedUntil = nil
            account.failedPasswords = 0
        }
        account.failedPasswords += 1
        if account.failedPasswords >= Self.passwordAttempts {
            account.lockedUntil = now() + Self.lockMilliseconds
            audit(.accountLocked, user: account.user)
            record(.lockedAccount, of: account.user)
        }
        accounts[account.user.guid] = account
    }

    /// The Org to act in: the one asked for, else that of the user's last session (<doc:V2> and <doc:Orgs>).
    func org(_ wanted: Int?, for account: DemoAccount) throws(Refusal) -> Int {
        guard let wanted else { return account.lastOrg }
        guard account.user.orgs.contains(wanted), configuration.orgs.contains(where: { $0.id == wanted }) else {
            throw .orgRefused(String(wanted))
        }
        return wanted
    }

    /// The same for an Org given as text: an id or a name.
    func org(identifier: String?, for account: DemoAccount) throws(Refusal) -> Int {
        guard let identifier else { return account.lastOrg }
        return try org(try orgID(identifier: identifier), for: account)
    }

    /// The id of the Org with this id or name.
    func orgID(identifier: String) throws(Refusal) -> Int {
        guard let org = configuration.orgs.first(where: { String($0.id) == identifier || $0.name == identifier }) else {
            throw .orgRefused(identifier)
        }
        return org.id
    }

    /// The configured Org with this id, or a nameless one.
    func describedOrg(_ id: Int) -> DemoOrg {
        configuration.orgs.first { $0.id == id } ?? DemoOrg(id: id, name: "Org \(id)")
    }
}
