import DisplayText
import Glibc
package import Storage

extension MessageComposer {
    /// So many lines are told one by one.
    private static let toldLines = 3

    /// What was done on clusters, and is not in the journal: a command that leaves this behind is no success.
    ///
    /// - Parameters:
    ///   - lines: those that could not be written.
    ///   - cause: why not.
    /// - Returns: nil where nothing was changed: no later run has to know of a validation, and looking is possible where
    ///   nothing can be written at all.
    package static func unrecorded(_ lines: [JournalEvent], cause: StorageError?) -> Message? {
        // What was heard of a revocation afterwards says more than its own answer.
        let changes = lines.reduce(into: [JournalEvent]()) { changes, line in
            guard line.phase == .result || line.phase == .note && line.action == .revokeToken else { return }
            changes.removeAll { $0.action == .revokeToken && line.action == .revokeToken && $0.isAboutToken(of: line) }
            changes.append(line)
        }
        guard !changes.isEmpty else { return nil }
        let intents = Set(lines.filter { $0.phase == .intent }.map(\.operation))
        let isFound = lines.contains { $0.phase == .result && !intents.contains($0.operation) }
        guard isFound || cause?.isUnwritablePlace != true else { return nil }
        let told = changes.prefix(toldLines).map(\.toldUnrecorded)
        let rest: SafeText = changes.count > toldLines ? "; and \(changes.count - toldLines) more" : ""
        let issued = changes.first { $0.action == .issueToken && $0.token?.fingerprint != nil }
        let next: SafeText =
            if let issued, let token = issued.token?.fingerprint {
                """
                then `tessera token import --profile \(SafeText(shellWord: issued.profileName))` puts the token \
                \(token.text) on the list
                """
            } else if isFound {
                "then `tessera journal left-open` lists it, with the command that settles it"
            } else if let token = changes.first(where: { $0.action == .revokeToken })?.token?.fingerprint {
                "then `tessera token show \(token.text)` tells what the journal has"
            } else {
                "nothing is left to do on the cluster"
            }
        let advice: SafeText =
            "free disk space or fix the permissions of \(SafeText(outside: cause?.file ?? "the journal"))"
        return Message(
            code: "E_NOT_RECORDED",
            what: "The journal does not have this outcome: \(told.joined(separator: "; "))\(rest)",
            why: cause.flatMap { message(for: .storage($0)).why }, hints: [advice, next], exitCode: .localFile)
    }
}

extension StorageError {
    /// Whether nothing can be written there by this user, whatever is freed: a read-only home, or none.
    package var isUnwritablePlace: Bool { code == .noHome || [EROFS, EACCES, EPERM].contains(errno) }
}

extension JournalEvent {
    /// `revoke token 631c99ce on prod-eu, revoked (verified)`.
    fileprivate var toldUnrecorded: SafeText {
        let subject = token?.fingerprint?.text ?? (action == .logOut ? user : subjects.first ?? user) ?? ""
        let act = SafeText(outside: "\(action.name.replacing("_", with: " ")) \(subject)", limit: 80)
        return "\(act) on \(SafeText(outside: profileName, limit: 64)), \(toldOutcome)"
    }

    fileprivate func isAboutToken(of other: JournalEvent) -> Bool {
        origin == other.origin && token?.fingerprint != nil && token?.fingerprint == other.token?.fingerprint
    }

    private var toldOutcome: SafeText {
        switch (action, outcome) {
        case (.revokeToken, .ok): "revoked (not verified)"
        case (.revokeToken, .verified): "revoked (verified)"
        case (.revokeToken, .stillValid): "still valid"
        case (_, .ok), (_, .verified), (_, .stillValid): "done"
        case (_, .refused): "refused"
        case (_, .failed): "failed"
        case (_, .cancelled): "cancelled"
        case (_, .unknown), (_, .other), (_, nil): "outcome unknown"
        }
    }
}
