package import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// Whether a command can be done now; when not, why, in one clause for people.
package enum Availability: Hashable, Sendable {
    case enabled
    case disabled(SafeText)

    package var isEnabled: Bool { self == .enabled }

    package var reason: SafeText? {
        if case .disabled(let reason) = self { reason } else { nil }
    }

    init(_ reason: SafeText?) { self = reason.map { .disabled($0) } ?? .enabled }
}

/// Whether a command can be done, before it is tried: the hint line, the help and the palette show the reason.
package func availability(of command: AppCommand, in state: AppState) -> Availability {
    guard state.isReachable(command) else { return .disabled("close what is open first") }
    if state.topLayer?.isQuestion == true { return .enabled }
    return Availability(state.reason(against: command))
}

extension AppState {
    fileprivate func reason(against command: AppCommand) -> SafeText? {
        if topLayer == .auditLog, command.isOfAnyList { return reasonInAuditLog(command) }
        return switch command {
        case .keys: reasonAgainstKeys
        case .enableKey: reasonAgainst(.enable)
        case .disableKey: reasonAgainst(.disable)
        case .rotateKey: reasonAgainst(.rotate)
        case .copy where topKeys != nil, .reveal where topKeys != nil: topKeys.flatMap(reasonAgainstHandingOut)
        case .auditLog: reasonAgainstAuditLog
        case .auditOlder: reasonAgainstReadingAuditLog ?? (audit.isLoaded ? nil : "nothing was read yet")
        case .open, .copy: layers.isEmpty || command == .copy ? reasonAgainstCopyOrOpen(command) : nil
        case .filter: tokens.isLoaded ? nil : "the journal is still being read"
        case .sortNext, .sortReverse:
            screen == .allClusters || focus == .tokens ? nil : "tokens and the table of all clusters can be sorted"
        case .mark, .markAll: reasonAgainstMarks
        case .logIn: reasonAgainstLogin
        case .logOut: reasonAgainstLogout
        case .switchOrg: reasonAgainstSwitchingOrg
        case .refresh: layers.isEmpty || profile != nil ? nil : noProfile
        case .diagnose: profile == nil ? noProfile : nil
        case .newToken: reasonAgainstNewToken
        case .newSessionToken: reasonAgainstSessionToken
        case .importToken: reasonAgainstImport
        case .validate: reasonAgainstValidation
        case .revoke: reasonAgainstRevocation
        case .revokeUser: reasonAgainstRevokingUser
        case .forget: reasonAgainstForgetting
        case .reveal: reasonAgainstReveal
        case .report: reasonAgainstReport
        case .addProfile: fileReason
        case .editProfile, .makeDefault: fileReason ?? reasonAgainstChangingProfile
        case .deleteProfile: fileReason ?? reasonAgainstChangingProfile ?? reasonAgainstDeletion
        case .undo: reasonAgainstUndo
        case .cancelRequest: requestsUnderCursor.isEmpty ? "nothing is under way here" : nil
        case .test: reasonAgainstTest
        default: nil
        }
    }

    var noProfile: SafeText { "there is no profile yet; a adds one" }
    /// Nothing acts on a token that is not under the cursor, and so on the screen.
    var noToken: SafeText {
        isOnTokens ? "no token is selected" : "no token is under the cursor here; 3 goes to the tokens"
    }

    /// A damaged file is never written to (faults A2, A3).
    private var fileReason: SafeText? {
        if profiles.error != nil { return "the profile file cannot be read; mend it first" }
        return profiles.readOnlyReason.map { "the profile file is not changed: \($0.what)" }
    }

    private var profileBusy: SafeText? {
        inFlight[.profile(selectedProfile)] != nil ? "the profile is being saved" : nil
    }

    func readOnlyReason(_ profile: Profile) -> SafeText? {
        ReadOnlyPolicy(profile, isReadOnlyMode: isReadOnly).reason
    }

    private func reasonAgainstCopyOrOpen(_ command: AppCommand) -> SafeText? {
        if command == .copy {
            switch copySubject {
            // The card of a token needs no token.
            case .token(let record)?: return layers.isEmpty ? reasonAgainstUsing(record) : nil
            case .text?: return nil
            case nil: return "nothing is selected"
            }
        }
        return switch focus {
        case .clusters: profile == nil ? noProfile : nil
        case .session: profile == nil ? noProfile : nil
        case .tokens: tokens.selected == nil ? noToken : nil
        case .activity: activity.entries.isEmpty ? "nothing has happened yet" : nil
        }
    }

    private var reasonAgainstMarks: SafeText? {
        guard focus == .tokens, screen == .panes else { return "tokens can be marked" }
        return tokens.rows.isEmpty ? "there is no token here" : nil
    }

    private var reasonAgainstLogin: SafeText? {
        guard let profile else { return noProfile }
        if isSessionBusy(profile.id) { return "a login or logout is under way" }
        if isLoggedIn(profile.id) { return "logged in already; o logs out" }
        if [.passwordLogin, .secretKeyLogin, .tokenLogin].allSatisfy({ profile.reason(against: $0) != nil }) {
            return profile.reason(against: .passwordLogin)
        }
        return nil
    }

    private var reasonAgainstLogout: SafeText? {
        guard let profile else { return noProfile }
        if layers.isEmpty, screen == .panes, focus == .activity {
            return "no cluster is under the cursor here; 1 goes to the clusters"
        }
        if isSessionBusy(profile.id) { return "a login or logout is under way" }
        return isLoggedIn(profile.id) ? profile.reason(against: .logout) : "nobody is logged in on \(profile.name)"
    }

    private var reasonAgainstNewToken: SafeText? {
        guard let profile else { return noProfile }
        if let reason = readOnlyReason(profile) { return reason }
        if inFlight[.issue(profile.id)] != nil { return "a token is being issued or imported" }
        guard let reason = profile.reason(against: .mintByPassword) else { return nil }
        guard let other = profile.reason(against: .mintBySecretKey) ?? profile.reasonAgainstSecretKey else {
            return nil
        }
        return reason == other ? reason : "\(reason); \(other)"
    }

    private var reasonAgainstSessionToken: SafeText? {
        guard let profile else { return noProfile }
        if let reason = readOnlyReason(profile) ?? profile.reason(against: .sessionToken) { return reason }
        if inFlight[.issue(profile.id)] != nil { return "a token is being issued or imported" }
        return isLoggedIn(profile.id) ? nil : "nobody is logged in on \(profile.name); the session mints it"
    }

    private var reasonAgainstImport: SafeText? {
        guard let profile else { return noProfile }
        return inFlight[.issue(profile.id)] != nil ? "a token is being issued or imported" : nil
    }

    private func reasonAgainstUsing(_ record: TokenRecord?) -> SafeText? {
        guard let record else { return noToken }
        return tokens.isHeld(record.id) ? nil : notHeld
    }

    private var notHeld: SafeText { RevocationPolicy.notStored }

    private var reasonAgainstValidation: SafeText? {
        guard hasTarget({ _ in true }) else { return noToken }
        guard hasTarget({ tokens.isHeld($0.id) }) else { return notHeld }
        if !hasTarget({ inFlight[.validate($0.id)] == nil }) { return "it is being validated" }
        return profile?.reason(against: .validateToken)
    }

    private var reasonAgainstReveal: SafeText? {
        reasonAgainstUsing(shownToken)
    }

    private var reasonAgainstRevocation: SafeText? {
        guard hasTarget({ _ in true }) else { return noToken }
        if inFlight[.revocation] != nil { return "a revocation is under way" }
        return hasRevocableTarget ? nil : tokenTargets.first.flatMap(obstacle(toRevoking:))
    }

    private var reasonAgainstForgetting: SafeText? {
        guard hasTarget({ _ in true }) else { return noToken }
        if inFlight[.forget] != nil { return "tokens are being removed or restored" }
        if let reason = ReadOnlyPolicy(nil, isReadOnlyMode: isReadOnly).reason { return reason }
        return hasTarget { profile(of: $0)?.isReadOnly != true } ? nil : "profile is read-only"
    }

    private var reasonAgainstUndo: SafeText? {
        switch removals.last {
        case nil: "nothing was removed"
        case .profile: fileReason
        case .tokens:
            inFlight[.forget] != nil
                ? "tokens are being removed or restored" : ReadOnlyPolicy(nil, isReadOnlyMode: isReadOnly).reason
        }
    }

    /// Nothing acts on a profile while the keys are on a list of something else.
    private var reasonAgainstChangingProfile: SafeText? {
        guard profile != nil else { return noProfile }
        if layers.isEmpty, screen == .panes, focus == .tokens || focus == .activity {
            return "no profile is under the cursor here; 1 goes to the clusters"
        }
        return profileBusy
    }

    private var reasonAgainstDeletion: SafeText? {
        guard let profile else { return noProfile }
        if isLoggedIn(profile.id) { return "log out first; the session would live on without its profile" }
        return inFlight.values.contains { $0.profile == profile.id && $0.isChange }
            ? "something is under way there" : nil
    }

    private var reasonAgainstTest: SafeText? {
        guard case .form(let form) = topLayer else { return "there is nothing to test here" }
        if form.isSubmitting { return "the form is being sent" }
        return inFlight[.formTest] != nil ? "the test is under way" : nil
    }
}
