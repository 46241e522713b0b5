package import DisplayText
import HTTPExchange
package import Moments
package import Storage
package import ThoughtSpotSessions

// What goes ahead only when a person has said that its risk is known: an option of the command, `y` on the screen.

/// A v1 token ends every older one of the same secret key within five minutes; a login by key issues one, too.
package struct SupersessionPolicy: Policy {
    package let profile: Profile
    /// Whether the act issues a token by the secret key.
    package let issuesByKey: Bool

    /// A login.
    package init(login profile: Profile, by credential: CredentialKind) {
        self.profile = profile
        issuesByKey = credential == .secretKey
    }

    /// An issue; v1 issues with the key only.
    package init(issueOn profile: Profile) {
        self.profile = profile
        issuesByKey = true
    }

    package var refusal: Refusal? {
        profile.generation.traits.issuingSupersedesTokens && issuesByKey
            ? .supersedesTokens(profile: profile.name) : nil
    }

    package var reason: SafeText? { refusal.map { MessageComposer.message(for: $0).what } }

    /// What a question says before it is agreed to.
    package static let consequences: [SafeText] = [
        "A new token, and a login by secret key, issues one.",
        "Every older token of the same secret key becomes invalid within 5 minutes,",
        "for every user, in every program that uses one.",
    ]
}

/// Issuing a token may create its user, or change one who exists.
package struct ProvisioningPolicy: Policy {
    package let profile: Profile
    package let request: TokenRequest

    package init(_ profile: Profile, _ request: TokenRequest) {
        self.profile = profile
        self.request = request
    }

    package var refusal: Refusal? {
        request.provisioning == nil ? nil : .provisioning(profile: profile.name, hazards: hazards)
    }

    package var reason: SafeText? { refusal.map { MessageComposer.message(for: $0).what } }

    /// What issuing does to its user, as sentences for people (<doc:JustInTimeUsers>); empty when it neither creates
    /// nor changes anybody.
    package var hazards: [SafeText] {
        guard let provisioning = request.provisioning else { return [] }
        let user = SafeText(outside: request.username, limit: 80)
        let creation: SafeText = "if \(user) does not exist, the user is created, without a password"
        let moment: SafeText =
            "the user is changed when the token is issued, even if the token is never used or is revoked"
        if case .custom = request.kind {
            return [
                creation,
                "if \(user) exists, nothing is changed: e-mail, display name and groups are for new users",
                "groups that do not exist are created", moment,
            ]
        }
        var hazards = [creation, provisioning.overwriting(user), provisioning.membership(user)]
        if provisioning.groups?.isEmpty == false { hazards.append("groups that do not exist are created") }
        return hazards + [moment]
    }
}

extension Provisioning {
    fileprivate func overwriting(_ user: SafeText) -> SafeText {
        let overwritten: [SafeText] = [
            email.map { "e-mail with \(SafeText(outside: $0, limit: 80))" },
            displayName.map { "display name with \(SafeText(outside: $0, limit: 80))" },
        ].compactMap(\.self)
        switch overwritten.count {
        case 0: return "if \(user) exists, e-mail and display name stay as they are"
        case 1: return "if \(user) exists, this overwrites the \(overwritten[0])"
        default: return "if \(user) exists, this overwrites the \(overwritten[0]) and the \(overwritten[1])"
        }
    }

    fileprivate func membership(_ user: SafeText) -> SafeText {
        guard let groups else { return "the groups of \(user) stay as they are" }
        if groups.isEmpty { return "ALL groups of \(user) are removed" }
        let names = SafeText(outside: groups.joined(separator: ", "), limit: 200)
        return "the groups of \(user) are replaced: afterwards only \(names)"
    }
}

/// About four refused credentials lock an account: the third attempt within an hour after two refused ones is held back
/// (promise P72).
package struct LockoutPolicy: Policy {
    package let profile: Profile
    package let risk: LockoutRisk

    package init(_ profile: Profile, _ risk: LockoutRisk) {
        self.profile = profile
        self.risk = risk
    }

    package var refusal: Refusal? {
        risk.level == .guarded ? .lockoutLikely(profile: profile.name, risk) : nil
    }

    package var reason: SafeText? { refusal.map { MessageComposer.message(for: $0).what } }

    /// One line for a person who is about to try; nil while nothing was refused.
    ///
    /// - Parameter clock: how a time is told.
    package func warning(
        clock: (Instant) -> SafeText = { InstantText.utc($0.milliseconds) }
    ) -> SafeText? {
        MessageComposer.warning(about: risk, on: profile.name, clock: clock)
    }

    /// What follows from the refusals so far, beside the message about the last one; nil while nothing was refused.
    package var consequence: SafeText? { MessageComposer.consequence(of: risk) }
}

extension Workspace {
    /// How close a user of a profile's cluster may be to a locked account, by the journal of every process.
    ///
    /// - Parameter user: the profile's otherwise.
    package func lockoutRisk(of user: String?, on profile: Profile) async throws(OperationError) -> LockoutRisk {
        try await ledger.lockoutRisk(of: user ?? profile.username, at: profile.origin.description, now: now())
    }

    /// Refuses an attempt that may lock the account.
    func requireNoLockout(of user: String?, on profile: Profile) async throws(OperationError) {
        try LockoutPolicy(profile, try await lockoutRisk(of: user, on: profile)).require()
    }
}

/// Words about credentials that were refused lately (promise P72).
extension MessageComposer {
    /// One line before the next attempt; nil while nothing was refused.
    static func warning(
        about risk: LockoutRisk, on profile: String, clock: (Instant) -> SafeText
    ) -> SafeText? {
        guard let last = risk.refusals.last, let consequence = consequence(of: risk) else { return nil }
        let count = risk.refusals.count
        let logins: SafeText = count == 1 ? "1 login" : "\(count) logins"
        let time: SafeText = count == 1 ? "at \(clock(last))" : "within an hour, the last at \(clock(last))"
        return """
            \(logins) of \(user(of: risk)) on \(profile) failed \(time). \(consequence) (about 4 lock the account).
            """
    }

    static func consequence(of risk: LockoutRisk) -> SafeText? {
        switch risk.level {
        case .none: nil
        case .warned: "After 2 within an hour Tessera asks before trying again"
        case .guarded: "You will be asked before the next attempt"
        }
    }

    /// The guard's refusal: how many, when, when it is free again, and the way past it.
    static func wording(
        of risk: LockoutRisk, on profile: String
    ) -> (what: SafeText, why: SafeText?, hints: [SafeText]) {
        let count = risk.refusals.count
        let times = SafeText(
            outside: risk.refusals.map { InstantText.utc($0.milliseconds).string }.joined(separator: ", "), limit: 300)
        let free: SafeText =
            risk.freeAt.map { "the next attempt without a question is at \(InstantText.utc($0.milliseconds)); " } ?? ""
        return (
            """
            Nothing was sent to \(profile): \(count) logins of \(user(of: risk)) failed within an hour
            """,
            "at \(times); about 4 lock an account for an hour; wrong keys and tokens count too",
            [
                "\(free)verify the credential elsewhere first",
                "then retry with --ignore-lockout-guard, or answer y on the screen",
            ]
        )
    }

    private static func user(of risk: LockoutRisk) -> SafeText {
        risk.user.map { SafeText(outside: $0, limit: 80) } ?? "an unknown user"
    }
}
