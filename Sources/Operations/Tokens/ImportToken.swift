package import Storage
package import ThoughtSpotSessions

/// Takes in a token that was made elsewhere: holds it, records it, and asks the cluster about it.
package struct ImportToken: Hashable, Sendable {
    package var profile: Profile
    package var token: Secret
    package var user: String?
    package var label: String?
    /// Whether the cluster is asked at once.
    package var isChecked: Bool

    package init(profile: Profile, token: Secret, user: String?, label: String?, isChecked: Bool) {
        self.profile = profile
        self.token = token
        self.user = user
        self.label = label
        self.isChecked = isChecked
    }

    /// Records and holds the token. A cluster that cannot be asked does not stop that; the report then lacks a
    /// validation.
    package func run(in workspace: Workspace) async throws(OperationError) -> TokenReport {
        try checkCharacters()
        let fingerprint = Fingerprint(of: token)
        var facts = TokenFacts(
            fingerprint: fingerprint, user: user, generation: profile.generation, label: label)
        if isChecked, user == nil { facts.user = await owner(in: workspace) }
        var line = workspace.event(.note, .importToken, on: profile, token: facts)
        line.outcome = .ok
        try await workspace.append(line)
        await workspace.held.hold(token, fingerprint: fingerprint, of: profile.id)
        var validation: TokenValidation?
        if isChecked {
            validation = try await ValidateToken(profile: profile, token: .given(token)).run(in: workspace).validation
        }
        let record = try await ListTokens().record(fingerprint, of: profile.id, in: workspace)
        return TokenReport(profile: profile, record: record, token: token, validation: validation)
    }

    /// Whose token it is, asked with the token itself; unknown when it is dead or the cluster does not answer.
    private func owner(in workspace: Workspace) async -> String? {
        guard let client = try? workspace.client(for: profile) else { return nil }
        return try? await client.sessionInfo(.bearer(token)).value.userName
    }

    /// A header value with a line break or blank in it would be another header, or none.
    private func checkCharacters() throws(OperationError) {
        let text = token.expose()
        if text.isEmpty { throw .refused(.invalidInput(field: "The token", why: "it is empty")) }
        if text.utf8.count > 64 * 1024 { throw .refused(.invalidInput(field: "The token", why: "it is too long")) }
        if let position = text.utf8.enumerated().first(where: { !(33...126).contains($0.element) })?.offset {
            throw .refused(
                .invalidInput(
                    field: "The token", why: "character \(position + 1) cannot stand in a token; copy it again"))
        }
    }
}
