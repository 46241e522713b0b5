package import DisplayText
package import Storage
import ThoughtSpotSessions

// The commands of a shell that deal with what was left open.

extension OpenChange {
    /// Never a stronger act than the one that was begun; the first is the one to take.
    ///
    /// - Parameters:
    ///   - profile: what the cluster is called now.
    ///   - owner: whose token it is, where that is known.
    ///   - isHeld: whether the token itself is at hand.
    package func commands(on profile: String, of owner: String?, isHeld: Bool) -> [SafeText] {
        let place = SafeText(shellWord: profile)
        let logOut = { (users: [String]) -> [SafeText] in
            users.isEmpty ? [] : ["tessera user logout \(place) \(SafeText(shellWords: users))"]
        }
        let revokeUser: SafeText = "tessera user revoke \(SafeText(shellWords: line.people)) --profile \(place)"
        switch action {
        case .forceLogout: return logOut(line.people)
        case .deactivateUser where isBeyondRelease: return [dismissal]
        case .deactivateUser: return ["\(revokeUser) --deactivate"]
        case .revokeToken:
            guard let fingerprint else { return [revokeUser] }
            if !isHeld {
                return ["tessera token import --profile \(place)"] + logOut([owner].compactMap(\.self))
            }
            let validate: SafeText = "tessera token validate \(fingerprint.text) --profile \(place)"
            let resume: SafeText = "tessera journal resume \(fingerprint.text)"
            return standing == .unknown ? [validate, resume] : [resume]
        case .issueToken:
            guard let user = line.token?.user ?? line.user else { return [] }
            // The one thing that ends a token which nothing here knows; a logout may not.
            if canRevokeUser {
                return ["tessera user revoke \(SafeText(shellWord: user)) --profile \(place)"]
            }
            return logOut([user]) + [dismissal]
        case .logIn, .logOut: return logOut([line.user].compactMap(\.self))
        case .switchOrg: return ["tessera session \(place)"]
        default: return ["tessera key list \(place)"]
        }
    }
}

extension OpenChange {
    private var dismissal: SafeText { "tessera journal dismiss \(SafeText(shellWord: id)) --reason TEXT" }

    /// Whether the cluster has answered that its release has no such operation: no other try does it.
    package var isBeyondRelease: Bool {
        standing == .failed && line.errorCode == SessionError.Code.notOnThisRelease.rawValue
    }

    /// Whether the cluster has an operation that revokes all tokens of a user.
    var canRevokeUser: Bool { line.token?.generation?.capability(.revokeOthersToken).isPossible ?? false }
}

extension TokenList {
    /// The commands that verify the revocations which were accepted without a validation since.
    package func commandsToValidate(_ records: [TokenRecord]) -> [SafeText] { commands("validate", records) }

    /// The commands that revoke tokens once more.
    package func commandsToRevoke(_ records: [TokenRecord]) -> [SafeText] { commands("revoke", records) }

    /// One for each cluster and each twenty of its tokens.
    private func commands(_ verb: SafeText, _ records: [TokenRecord]) -> [SafeText] {
        var rest = records[...]
        var commands: [SafeText] = []
        while let first = rest.first {
            let part = rest.filter { $0.origin == first.origin }.prefix(20)
            let ids = Set(part.map(\.id))
            rest = rest.filter { !ids.contains($0.id) }[...]
            let fingerprints = SafeText(shellWords: part.map(\.fingerprint.text))
            commands.append(
                "tessera token \(verb) \(fingerprints) --profile \(SafeText(shellWord: first.profileName))")
        }
        return commands
    }
}
