import ASCIIText
import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// A token that leaked, found again in the journal.
package struct LeakedToken: Hashable, Sendable {
    package let fingerprint: Fingerprint
    package let profile: Profile
    package let user: UserIdentifier

    package init(fingerprint: Fingerprint, profile: Profile, user: UserIdentifier) {
        self.fingerprint = fingerprint
        self.profile = profile
        self.user = user
    }
}

/// Finds the cluster and the user of a token that leaked, by its fingerprint in the journal. The token is shown to no
/// cluster but its own, and to that one only where the journal does not know its user.
package struct FindLeakedToken: Hashable, Sendable {
    package var token: Secret

    package init(token: Secret) {
        self.token = token
    }

    /// Holds the token for this run, so that it can be revoked.
    ///
    /// - Throws: `E_NOT_A_TOKEN`, `E_TOKEN_UNKNOWN`, `E_PROFILE_UNKNOWN` where no profile has its address,
    ///   `E_TOKEN_USER_UNKNOWN`, and what a validation throws.
    package func run(in workspace: Workspace) async throws(OperationError) -> LeakedToken {
        let found = try await LookUpToken(.token(token)).run(in: workspace)
        let own = found.matches[0]
        guard let profile = own.profiles.first else {
            throw .refused(.noSuchProfile(name: own.record.profileName, similar: []))
        }
        await workspace.held.hold(token, fingerprint: found.fingerprint, of: profile, isTemporary: true)
        let user = try await user(of: own.record, on: profile, in: workspace)
        return LeakedToken(fingerprint: found.fingerprint, profile: profile, user: user)
    }

    private func user(
        of record: TokenRecord, on profile: Profile, in workspace: Workspace
    ) async throws(OperationError) -> UserIdentifier {
        if let name = record.facts.user { return .name(name) }
        if let id = record.facts.userID { return .id(id) }
        let report = try await ValidateToken(profile: profile, token: .given(token)).run(in: workspace)
        guard let id = report.validation.userID else {
            throw .refused(.leakOfNoUser(record.fingerprint, profile: profile.name))
        }
        return .id(id)
    }
}

extension FindLeakedToken {
    /// What is said of a text that is refused because a token is in it, as a clause.
    package static let refusal = "it looks like a token, and is not repeated here"

    /// Whether a word of a text is a token, as far as can be told, and is therefore not shown: of its form, of capitals, small
    /// letters and digits, and neither of short parts, as the long name of a service account is, nor as short as the ids that
    /// identity providers give to users.
    package static func isToken(in text: String) -> Bool {
        text.split(whereSeparator: { $0.isWhitespace || ",;()\"'<>".contains($0) }).contains { word in
            word.utf8.count >= 60 && (word.hasPrefix("eyJ") || BearerForm.fault(of: Secret(String(word))) == nil)
                && word.utf8.contains(where: \.isASCIIDigit)
                && word.utf8.contains(where: \.isUppercaseASCIILetter)
                && word.utf8.contains(where: \.isLowercaseASCIILetter)
                && word.utf8.split(whereSeparator: { "-._~/".utf8.contains($0) }).contains { $0.count >= 24 }
        }
    }
}
