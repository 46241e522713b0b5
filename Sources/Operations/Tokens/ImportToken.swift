import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// Imports an existing token: holds it, records it, and validates it at the profile's cluster.
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

    /// Records and holds the token. A cluster that cannot be asked does not stop that when the check was not wanted.
    ///
    /// - Throws: `E_NOT_A_TOKEN`, `E_ORIGIN_BOUND`; `E_INVALID_INPUT` where the cluster tells another user than was named; what the check meets, and then the token is recorded all the same,
    ///   without a validation.
    package func run(in workspace: Workspace) async throws(OperationError) -> TokenReport {
        try await workspace.requirePresentable(token, on: profile)
        let fingerprint = Fingerprint(of: token)
        var facts = TokenFacts(fingerprint: fingerprint, user: user, generation: profile.generation, label: label)
        if isChecked, let owner = await owner(in: workspace) {
            try requireSame([owner.userName, owner.userID])
            facts.user = owner.userName
        } else if let known = await workspace.ledger.known(fingerprint, at: profile.origin.description),
            known.acceptedAt != nil
        {
            try requireSame([known.facts.user, known.facts.userID])
        }
        var line = workspace.event(.note, .importToken, on: profile, token: facts)
        line.outcome = .ok
        try await workspace.append(line)
        await workspace.held.hold(token, fingerprint: fingerprint, of: profile)
        var validation: ValidationReport?
        if isChecked { validation = try await ValidateToken.check(token, of: profile, in: workspace) }
        let record = try await ListTokens().record(fingerprint, of: profile, in: workspace)
        return TokenReport(profile: profile, record: record, token: token, validation: validation)
    }

    /// A name that is not the token's would have another user logged out in an incident, and this token left alone.
    ///
    /// - Parameter owner: name and GUID, as the cluster told them; none where it told neither.
    private func requireSame(_ owner: [String?]) throws(OperationError) {
        let names = owner.compactMap(\.self)
        guard let user, let first = names.first, !names.contains(where: { $0.lowercased() == user.lowercased() })
        else { return }
        throw .refused(
            .invalidInput(field: "The user", why: "on \(profile.name) the token belongs to \(first.prefix(80))"))
    }

    /// Whose token it is, asked with the token itself; unknown when the cluster refuses it or does not answer.
    private func owner(in workspace: Workspace) async -> SessionInfo? {
        guard let client = try? workspace.client(for: profile) else { return nil }
        return try? await client.sessionInfo(.bearer(token)).value
    }
}

/// Records a token as issued when it was created, of which everything is known already, and holds it: the past of a demo
/// cluster. Nothing is asked.
package struct RecordToken: Hashable, Sendable {
    package var profile: Profile
    package var token: Secret
    package var facts: TokenFacts

    package init(profile: Profile, token: Secret, facts: TokenFacts) {
        self.profile = profile
        self.token = token
        self.facts = facts
    }

    package func run(in workspace: Workspace) async throws(OperationError) {
        var line = workspace.event(.result, .issueToken, on: profile, token: facts)
        line.outcome = .ok
        line.at = facts.createdAt ?? line.at
        try await workspace.append(line)
        await workspace.held.hold(token, fingerprint: Fingerprint(of: token), of: profile)
    }
}
