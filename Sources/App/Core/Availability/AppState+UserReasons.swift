import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// What stands against ending everything of a user, and against another Org.
extension AppState {
    var reasonAgainstRevokingUser: SafeText? {
        guard let profile else { return noProfile }
        if let reason = readOnlyReason(profile) ?? profile.reason(against: .forceLogout) { return reason }
        if isOnTokens, layers.isEmpty, !tokens.marks.isEmpty {
            return "everything of one user is ended at a time; Esc takes the marks away"
        }
        guard let subject = userSubject else {
            if !isOnTokens { return "select a token or the session: everything of its user is ended" }
            return tokenTargets.isEmpty ? noToken : "nobody knows whose token this is; v asks the cluster"
        }
        if inFlight[.revocation] != nil { return "a revocation is under way" }
        return isLoggedIn(subject.profile.id)
            ? nil : "log in first: ending the sessions of \(subject.user.text) takes a session of ours"
    }

    var reasonAgainstSwitchingOrg: SafeText? {
        guard let profile else { return noProfile }
        if let reason = readOnlyReason(profile) ?? profile.reason(against: .switchOrg) { return reason }
        guard let session = clusters[profile.id]?.session else {
            return "nobody is logged in on \(profile.name)"
        }
        if !session.isCookieSession { return "the Org of a token is fixed when it is minted; log in anew for another" }
        if isSessionBusy(profile.id) { return "a login or logout is under way" }
        return inFlight[.orgs(profile.id)] != nil ? "the Orgs are being looked up" : nil
    }
}
