package import DisplayText
import Moments
package import Storage
package import StrictJSON
import ThoughtSpotSessions

// What was left open, in words and as JSON: the same on the screen and in `tessera journal left-open`.

extension OpenChange.Standing {
    /// `outcome unknown`.
    package var text: SafeText {
        switch self {
        case .unknown: "outcome unknown"
        case .failed: "failed"
        case .notAttempted: "not attempted"
        }
    }
}

extension OpenChange {
    /// `revoke token`: what was to be done.
    package var act: SafeText {
        switch action {
        case .forceLogout: "user logout"
        case .revokeToken where fingerprint == nil: "revoke tokens"
        default: SafeText(outside: action.name.replacing("_", with: " "), limit: 40)
        }
    }

    /// Whether it is done to a user as a whole.
    package var isOfUser: Bool {
        [.forceLogout, .deactivateUser].contains(action) || action == .revokeToken && fingerprint == nil
    }

    /// The token, the users of a logout, or who acted.
    package var subject: SafeText {
        if let fingerprint { return "\(fingerprint.text)" }
        // The subject of a logout is when its session was opened.
        let isOfSession = line.subjects.isEmpty || action == .logOut
        let names = isOfSession ? [line.token?.user ?? line.user].compactMap(\.self) : line.people
        return names.isEmpty ? "-" : SafeText(outside: names.joined(separator: " "), limit: 80)
    }

    /// Whether the change can be made again by ``RevokeTokens``, with the same plan and the same consent.
    package var isRevocation: Bool { action == .revokeToken && fingerprint != nil }

    /// What may be the case on the cluster, and what tells: two sentences.
    ///
    /// - Parameter isHeld: whether the token itself is at hand.
    package func advice(isHeld: Bool) -> SafeText {
        let (fact, act) = factAndAct(isHeld: isHeld)
        return "\(fact) \(act)."
    }

    /// The same with the commands of ``commands(on:of:isHeld:)``: `The user may be logged out. Log the user out again to be
    /// sure: tessera user logout prod-eu anna`.
    package func advice(on profile: String, of owner: String?, isHeld: Bool) -> SafeText {
        let (fact, act) = factAndAct(isHeld: isHeld)
        let told = commands(on: profile, of: owner, isHeld: isHeld).map { "`\($0)`" as SafeText }
        return told.isEmpty ? "\(fact) \(act)." : "\(fact) \(act): \(told.joined(separator: ", or "))"
    }

    private func factAndAct(isHeld: Bool) -> (fact: SafeText, act: SafeText) {
        switch (action, standing) {
        case (.forceLogout, .notAttempted), (.forceLogout, .failed):
            ("The user was not logged out as planned.", "Log the user out")
        case (.deactivateUser, _) where isBeyondRelease:
            (
                "The account was not deactivated: the release of the cluster has no operation for it.",
                "Deactivate the account on the cluster itself, then dismiss the change"
            )
        case (.deactivateUser, .notAttempted), (.deactivateUser, .failed):
            ("The account was not deactivated as planned.", "Deactivate it")
        case (.revokeToken, .notAttempted) where fingerprint == nil, (.revokeToken, .failed) where fingerprint == nil:
            ("Other tokens of the user were not revoked as planned.", "Revoke them")
        case (.revokeToken, _) where fingerprint == nil:
            ("All tokens of the user may be revoked.", "Revoke them again to be sure")
        case (.revokeToken, .unknown) where isHeld:
            ("The token may be revoked.", "Validate it, or revoke it again")
        case (.revokeToken, _) where isHeld: ("The token was not revoked as planned.", "Revoke it")
        case (.revokeToken, .unknown):
            ("The token may be revoked.", "Not stored here; import it, or log its user out")
        case (.revokeToken, _):
            ("The token was not revoked as planned.", "Not stored here; import it, or log its user out")
        case (.issueToken, _) where canRevokeUser:
            ("A token may exist that is not on the list.", "Revoke all tokens of its user to be sure")
        case (.issueToken, _): ("A token may exist that is not on the list.", "Log its user out to be sure")
        case (.logIn, _) where line.credential == .secretKey:
            (
                "A session may be open, and a token may exist that is not on the list.",
                "Log their user out to be sure"
            )
        case (.logIn, _): ("A session may be open until it expires.", "Log its user out to be sure")
        case (.logOut, _): ("The session may be open until it expires.", "Log its user out to be sure")
        case (.forceLogout, _): ("The user may be logged out.", "Log the user out again to be sure")
        case (.deactivateUser, _): ("The account may be deactivated.", "Deactivate it again to be sure")
        case (.switchOrg, _): ("The session may be in the other Org.", "Read the session again")
        default: ("The keys may be changed.", "Read them again")
        }
    }

    /// `id`, `operation`, `action`, `state`, `profile`, `profileId`, `url`, `token`, `user`, `subjects`, `startedAt`,
    /// `errorCode`.
    package var json: JSONObject {
        [
            "id": .string(id), "operation": .string(line.operation), "action": .string(action.name),
            "state": .string(standing.rawValue), "profile": .string(line.profileName),
            "profileId": .string(line.profileID), "url": .string(line.origin),
            "token": fingerprint.map { .string($0.text) } ?? .null, "user": .outside(line.user),
            "subjects": .array(fingerprint == nil ? line.subjects.map(JSONValue.string) : []),
            "startedAt": .string(line.at.timestamp), "errorCode": .outside(line.errorCode),
        ]
    }
}

extension LeftOpenReport {
    /// `left open by an earlier run: 1 change with unknown outcome, 15 tokens not revoked`; nil when nothing is.
    package var sentence: SafeText? {
        let planned = changes.filter { $0.standing != .unknown }
        let tokens = planned.count(where: \.isRevocation)
        let parts: [(Int, SafeText, SafeText)] = [
            (count(.unknown), "change with unknown outcome", "changes with unknown outcome"),
            (tokens, "token not revoked as planned", "tokens not revoked as planned"),
            (planned.count - tokens, "user action not done as planned", "user actions not done as planned"),
            (logins.count, "session", "sessions"),
            (stillValid.count, "token STILL VALID after its revocation", "tokens STILL VALID after their revocation"),
            (notVerified.count, "revocation not verified", "revocations not verified"),
            (notStored.count, "active token not stored here", "active tokens not stored here"),
        ]
        let texts = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" as SafeText }
        return texts.isEmpty ? nil : "left open by an earlier run: \(texts.joined(separator: ", "))"
    }
}
