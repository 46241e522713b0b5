package import DisplayText
package import Moments
package import Operations
package import Storage
package import ThoughtSpotSessions

/// What `update` wants done: a value, compared by tests, run by the runtime.
package enum Effect: Hashable, Sendable {
    /// Work in the background, cancellable by its id; its result comes back with the stamp.
    case perform(Work, id: EffectID, stamp: Int)
    /// Ends the work of this id; what it changed meanwhile is told by its result.
    case cancel(EffectID)
    /// Copies the lines of a text that is no secret.
    case copy([SafeText], what: SafeText, stamp: Int)
    /// Sends ``AppAction/tick`` at that moment, instead of any other that was asked for.
    case wake(at: Instant)
    case bell
    /// Drops keys that were typed before a question was on the screen.
    case flushTypeAhead
    /// Paints everything anew.
    case redraw
    case suspend
    /// Ends the program: everything in flight is cancelled, and changes get 2 s to reach the journal.
    case quit
}

/// Names an effect that is under way: one at a time for each.
package enum EffectID: Hashable, Sendable {
    case profiles
    case journal
    case check(Profile.ID)
    /// Login, logout and a switch of the Org.
    case session(Profile.ID)
    /// Looking for the Orgs of a cluster.
    case orgs(Profile.ID)
    /// Issuing or importing.
    case issue(Profile.ID)
    case validate(TokenRecord.ID)
    /// Ending tokens, or everything of a user.
    case revocation
    case auditLog(Profile.ID)
    case forget
    /// Reading the timeline of the token whose detail is open.
    case timeline
    case report
    /// Saving or removing a profile.
    case profile(Profile.ID?)
    /// The check of a profile that is not saved yet.
    case formTest
    /// The look at a cluster step by step; one at a time.
    case diagnosis
    case copy
    case reveal
    /// Reading or changing trusted-authentication keys.
    case keys(Profile.ID)
}

/// One call of one use case.
package enum Work: Hashable, Sendable {
    case listProfiles
    case listTokens
    case checkCluster(Profile)
    /// A check, and the question what the cluster speaks.
    case testProfile(Profile)
    case diagnose(Profile)
    case logIn(LogIn)
    case logOut(Profile)
    /// Lets go of a session without a word to its server, which the profile does not name any more.
    case dropSession(Profile)
    case issueToken(IssueToken)
    case issueSessionToken(IssueSessionToken)
    case importToken(ImportToken)
    case validateToken(Profile, Fingerprint)
    case revokeTokens(ConfirmedRevocation)
    case readAuditLog(ReadAuditLog)
    case endUser(EndUser)
    case findOrgs(Profile)
    case switchOrg(SwitchOrg)
    case forgetTokens([TokenRecord])
    case restoreTokens([TokenRecord])
    case readTimeline(TokenRecord)
    case writeReport(WriteTokenReport)
    /// `id` is absent for a new profile; the runner makes one.
    case saveProfile(ProfileDraft, id: Profile.ID?, replacing: Profile?, consent: ConsentAnswer? = nil)
    case restoreProfile(Profile)
    case removeProfile(Profile)
    case setDefaultProfile(String)
    /// The tokens themselves, one a line.
    case copyTokens([TokenRecord])
    case revealToken(Profile, Fingerprint)
    case readKeys(Profile)
    case changeKeys(ConfirmedKeyChange)
    case revealKey(Profile, TrustedAuthenticationPlace, Secret)
    case copyKey(Profile, TrustedAuthenticationPlace, Secret)
}

/// What is known of an effect that is under way.
package struct InFlight: Hashable, Sendable {
    package let stamp: Int
    package let profile: Profile.ID?
    /// For people: `logging in to prod-eu`.
    package let label: SafeText
    package let startedAt: Instant
    /// Whether it changes something, on a server or in a file: then its answer counts even after it was cancelled,
    /// and the end of the program waits for it.
    package let isChange: Bool
    package var isCancelling = false

    package init(stamp: Int, profile: Profile.ID?, label: SafeText, startedAt: Instant, isChange: Bool) {
        self.stamp = stamp
        self.profile = profile
        self.label = label
        self.startedAt = startedAt
        self.isChange = isChange
    }
}
