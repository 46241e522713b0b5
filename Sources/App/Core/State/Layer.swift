package import DisplayText
package import Operations
package import Storage

/// What stands over the panes. Only the last one gets keys.
package enum Layer: Hashable, Sendable {
    case form(FormDraft)
    /// "Delete this profile?"
    case deletion(DeletionQuestion)
    /// "Revoke these tokens?", with the consent it takes.
    case revocation(RevocationQuestion)
    /// "End everything of this user?", with the consent it takes.
    case userEnd(UserEndQuestion)
    /// The Orgs of a cluster, to choose one for the session.
    case orgPicker(OrgPicker)
    /// "Minting a v1 token ends the older ones": asked over the new-token form.
    case supersession(profile: Profile)
    /// "One more refusal may lock the account": asked over the login or the new-token form.
    case lockout(profile: Profile, LockoutRisk)
    /// Trusted-authentication keys, masked.
    case keys(KeysView)
    /// "Disable trusted authentication?", with the consent it takes.
    case keyChange(KeyQuestion)
    /// "Minting would create or change a user": asked over the new-token form, with what it does.
    case provisioning(profile: Profile, hazards: [SafeText])
    /// What becomes of each token that is being revoked.
    case results(RevocationResults)
    /// The way to a cluster, step by step.
    case doctor(Examination)
    case inspector(Inspector)
    /// The last requests, redacted; the selected one by id.
    case requestLog(selection: Int?)
    /// The audit log of a cluster; what is in it is ``AppState/audit``.
    case auditLog
    /// The first line shown.
    case help(top: Int)
    case palette(query: String)
    /// "Throw away what was typed?", over a form.
    case discardQuestion
    case question(Question)
}

/// A detail view.
package struct Inspector: Hashable, Sendable {
    package enum Subject: Hashable, Sendable {
        case profile(Profile.ID)
        case session(Profile.ID)
        case token(TokenRecord.ID)
        /// An entry of the activity log.
        case activity(Int)
        /// An event of the audit log, by its place in ``AuditTable/entries``.
        case auditEvent(Int)
    }

    package var subject: Subject
    /// The first line shown.
    package var top: Int

    package init(_ subject: Subject, top: Int = 0) {
        self.subject = subject
        self.top = top
    }
}

/// Asked before a profile is deleted.
package struct DeletionQuestion: Hashable, Sendable {
    package let profile: Profile
    /// Protected and production profiles want their name typed; for others the key `y` is enough.
    package let wantsName: Bool
    package var typed: String
    package var mismatch: SafeText?

    package init(profile: Profile) {
        self.profile = profile
        wantsName = ProtectionPolicy(profile).consent(toEnding: "", otherwise: .key).expected != nil
        typed = ""
    }
}

/// Asked before tokens are revoked. Default is No.
package struct RevocationQuestion: Hashable, Sendable {
    package let plan: RevocationPlan
    /// Why it is asked, where no person asked for it: the token is not what was wanted.
    package let reason: SafeText?
    package var typed: String
    /// What was typed does not match; says what is wanted.
    package var mismatch: SafeText?

    package init(plan: RevocationPlan, reason: SafeText? = nil) {
        self.plan = plan
        self.reason = reason
        typed = ""
    }
}

/// The rows of a revocation that is under way or over; of everything of a user, if it began with the sessions.
package struct RevocationResults: Hashable, Sendable {
    /// The sessions of a user, and their verdict once there is one.
    package struct SessionsRow: Hashable, Sendable {
        package let target: ForceLogoutTarget
        package var verdict: ForceLogoutItem.Verdict?
    }

    /// One row: what is to be revoked, and its verdict once there is one.
    package struct Row: Hashable, Sendable {
        package let target: RevocationTarget
        package var verdict: RevocationItem.Verdict?
    }

    /// Stands above the tokens.
    package var sessions: SessionsRow?
    package var rows: [Row]
    package var isRunning: Bool
    /// Asked to stop; rows that are on their way still get their verdict.
    package var isStopping: Bool
    /// Index of the selected row.
    package var selection: Int

    package init(targets: [RevocationTarget]) {
        rows = targets.map { Row(target: $0, verdict: nil) }
        isRunning = true
        isStopping = false
        selection = 0
    }

    init(_ end: ConfirmedEndUser) {
        self.init(targets: end.parts.flatMap(\.tokens))
        sessions = end.parts.first.map { SessionsRow(target: $0.target, verdict: nil) }
    }

    /// All rows, that of the sessions included.
    package var count: Int { rows.count + (sessions == nil ? 0 : 1) }
}
