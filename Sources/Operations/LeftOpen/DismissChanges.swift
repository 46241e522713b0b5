import ASCIIText
package import DisplayText
import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// Puts away changes whose outcome is unknown, or that were not attempted, and revocations that will not be proven, with a
/// person's reason. The journal keeps every line, and the reason; nothing is sent, and what a token's
/// state is stays as it is.
package struct DismissChanges: Hashable, Sendable {
    package let changes: [OpenChange]
    /// The tokens of the revocations.
    package let revoked: [TokenRecord]
    package let reason: String

    /// The most characters of a reason.
    package static let longestReason = 200

    /// - Throws: `E_EMPTY_TARGET` without a change and a token, `E_INVALID_INPUT` for a reason that is none or not one
    ///   line.
    package init(
        _ changes: [OpenChange], revoked: [TokenRecord] = [], reason: String
    ) throws(OperationError) {
        guard !changes.isEmpty || !revoked.isEmpty else { throw .refused(.nothingSelected(what: "change")) }
        self.changes = changes
        self.revoked = revoked
        self.reason = reason.trimmingWhiteSpace()
        if let why = Self.problem(with: reason) {
            throw .refused(.invalidInput(field: "The reason", why: "it \(why.string)"))
        }
    }

    /// `2 changes, 1 revocation`.
    package var words: SafeText { Self.words(changes: changes.count, revoked: revoked.count) }

    package static func words(changes: Int, revoked: Int) -> SafeText {
        let parts: [SafeText?] = [
            changes == 0 && revoked > 0 ? nil : changes == 1 ? "1 change" : "\(changes) changes",
            revoked == 0 ? nil : revoked == 1 ? "1 revocation" : "\(revoked) revocations",
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    /// Why a text is no reason, as what is said of it; nil when it is one.
    package static func problem(with reason: String) -> SafeText? {
        let reason = reason.trimmingWhiteSpace()
        return reason.isEmpty ? "must not be empty" : Reason.fault(of: reason, atMost: longestReason)
    }

    /// Writes a line for each, and returns the changes.
    ///
    /// - Throws: `E_READ_ONLY` in read-only mode, and what writing the journal throws.
    @discardableResult
    package func run(in workspace: Workspace) async throws(OperationError) -> [OpenChange] {
        try workspace.requireWritable(nil)
        for change in changes {
            let (id, at) = workspace.stamp()
            let line = change.line
            try await workspace.append(
                JournalEvent(
                    id: id, operation: line.operation, at: at, phase: .note, action: .dismissOutcome, outcome: .ok,
                    profileID: line.profileID, profileName: line.profileName, origin: line.origin, user: line.user,
                    token: change.fingerprint.map { TokenFacts(fingerprint: $0) }, subjects: [reason]))
        }
        for record in revoked {
            let (id, at) = workspace.stamp()
            // Its revocation has come to its result: what is dismissed is named by the token.
            try await workspace.append(
                JournalEvent(
                    id: id, operation: id, at: at, phase: .note, action: .dismissOutcome, outcome: .ok,
                    profileID: record.profileID, profileName: record.profileName, origin: record.origin,
                    token: TokenFacts(fingerprint: record.fingerprint), subjects: [reason]))
        }
        return changes
    }
}
