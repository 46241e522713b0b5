package import DisplayText
package import HTTPExchange
package import Operations
package import Storage
package import ThoughtSpotSessions

/// Everything that can happen to the state: a person's wish, an input with a value, the answer of an effect.
package enum AppAction: Hashable, Sendable {
    /// By a key or the palette.
    case command(AppCommand)

    // Inputs with a value, sent by the screen that has the editing
    case setField(FieldID, FieldValue)
    case focusField(FieldID)
    case setFilter(String)
    case setPaletteQuery(String)
    /// What was typed to confirm a deletion or a revocation.
    case setConfirmation(String)
    /// Closes the palette, remembers the choice and does it.
    case runFromPalette(AppCommand)
    case selectProfile(Profile.ID)
    case selectToken(TokenRecord.ID)
    /// Out of the picker.
    case chooseOrg(OrgReference)
    /// A detail view to the clipboard, as it stands on the screen.
    case copyCard([SafeText])

    // The terminal
    case resized(ScreenSize)
    /// How many rows of a list fit on the screen now.
    case laidOut(PaneID, rows: Int)
    /// The program came back after a suspension.
    case resumed
    /// A signal or a hang-up: end without asking.
    case terminate

    // The world
    /// Start: what follows the first frame.
    case started
    /// Time has passed and something on the screen counts it.
    case tick
    case exchanged(ExchangeRecord)
    /// Another program, or this one, wrote to a file of ours.
    case fileChanged(StoredFile)
    case progressed(EffectID, stamp: Int, WorkProgress)
    /// An effect came to its end. An answer whose stamp is not the one in flight is dropped.
    case finished(EffectID, stamp: Int, EffectResult)
}

extension AppAction {
    /// Whether a person's fingers did it: such an action does not answer a question that was not on the screen yet.
    var isTyped: Bool {
        switch self {
        case .command, .setField, .focusField, .setFilter, .setPaletteQuery, .setConfirmation, .runFromPalette,
            .selectProfile, .selectToken, .chooseOrg, .copyCard:
            true
        case .resized, .laidOut, .resumed, .terminate, .started, .tick, .exchanged, .fileChanged,
            .progressed, .finished:
            false
        }
    }
}

/// What came of an effect.
package enum EffectResult: Hashable, Sendable {
    case profiles(ProfileList)
    /// `inUse` are the tokens that carry a session which is open right now.
    case tokens(TokenList, inUse: Set<TokenRecord.ID>)
    case checked(ClusterStatus)
    /// The report is absent when the cluster did not answer at all.
    case tested(ClusterStatus, ProbeReport?)
    case diagnosed(Diagnosis)
    case loggedIn(SessionReport)
    case loggedOut(LogoutReport)
    /// The session of a profile that has another address by now, or is gone.
    case droppedSession(Profile)
    case issued(TokenReport)
    case imported(TokenReport)
    case validated(ValidationReport)
    case revoked([RevocationItem])
    case auditLog(AuditReport)
    case endedUser(EndUser.Report)
    case orgs([OrgReference])
    case switchedOrg(SwitchReport)
    case forgotten([TokenRecord])
    case restored([TokenRecord])
    case timeline(TokenTimeline)
    case wroteReport(String)
    case saved(Profile)
    case removed(Profile)
    case defaultSet(String)
    case copied(what: SafeText, CopyOutcome)
    case copiedTokens([TokenRecord.ID], what: SafeText, CopyOutcome)
    case revealed(TokenRecord.ID, Secret)
    case keys(TrustedAuthenticationReport)
    case keyChanged(KeyChangeReport)
    case revealedKey(Profile.ID, TrustedAuthenticationPlace, Secret)
    case failed(OperationError)
    /// The task was cancelled before it did anything that matters.
    case cancelled
}

/// Which way a copied text went.
package enum CopyOutcome: Hashable, Sendable {
    /// Into the buffer of the tmux around us, which hands it on.
    case tmux
    /// By the terminal's clipboard sequence (OSC 52); nobody tells whether the terminal obeyed.
    case terminal
    /// There is no way; the reason is a clause for people. The screen shows the text instead.
    case impossible(SafeText)
}
