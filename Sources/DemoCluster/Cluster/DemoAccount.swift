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
        // A user without an Org would be a mistake of the configuration; the Primary Org is everybody's.
        lastOrg = user.orgs.first ?? 0
    }

    /// The status at `now`: an account locked by wrong passwords opens by itself.
    func status(at now: Int64) -> DemoUser.AccountStatus {
        if let lockedUntil, now < lockedUntil { .locked } else { user.accountStatus }
    }
}
