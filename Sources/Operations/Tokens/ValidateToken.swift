package import Storage
package import ThoughtSpotSessions

/// What a server said of a token.
package struct ValidationReport: Hashable, Sendable {
    package var profile: Profile
    package var fingerprint: Fingerprint
    package var validation: TokenValidation
    package var checkedAt: Instant
    package var clockSkew: Int64?

    package init(
        profile: Profile, fingerprint: Fingerprint, validation: TokenValidation, checkedAt: Instant, clockSkew: Int64?
    ) {
        self.profile = profile
        self.fingerprint = fingerprint
        self.validation = validation
        self.checkedAt = checkedAt
        self.clockSkew = clockSkew
    }
}

/// Asks a cluster whether a token lives. Changes nothing on the server; the journal notes the answer.
package struct ValidateToken: Hashable, Sendable {
    package var profile: Profile
    package var token: TokenSelector

    package init(profile: Profile, token: TokenSelector) {
        self.profile = profile
        self.token = token
    }

    /// Asks with the held session where there is one, with the token itself otherwise.
    package func run(in workspace: Workspace) async throws(OperationError) -> ValidationReport {
        let secret = try await token.token(of: profile, in: workspace)
        let (validation, skew) = try await Self.ask(about: secret, of: profile, in: workspace)
        let report = ValidationReport(
            profile: profile, fingerprint: token.fingerprint, validation: validation, checkedAt: workspace.now(),
            clockSkew: skew)
        try await note(report, in: workspace)
        return report
    }

    /// Asks about `token`; a caller's session that is dead itself says nothing about the token, so the token is then
    /// asked to speak for itself.
    static func ask(
        about token: Secret, of profile: Profile, in workspace: Workspace
    ) async throws(OperationError) -> (TokenValidation, clockSkew: Int64?) {
        let client = try workspace.client(for: profile)
        if client.capability(.validateToken) == .own {
            for caller in await callers(of: token, on: profile, in: workspace) {
                do throws(SessionError) {
                    let reply = try await client.validateToken(token, as: caller)
                    return (reply.value, reply.clockSkew)
                } catch {
                    guard error.code == .sessionEnded || error.code == .notOnThisRelease else {
                        throw .session(error, profile: profile.name)
                    }
                    if error.code == .sessionEnded { await workspace.held.setSession(nil, of: profile.id) }
                }
            }
        }
        do throws(SessionError) {
            let reply = try await client.isActive(.bearer(token))
            let operation =
                switch client.capability(.validateToken) {
                case .neighbour(let operation): operation
                case .own, .absent: "the token itself, on session info"
                }
            return (
                TokenValidation(operation: operation, verdict: reply.value ? .alive : .dead(serverText: nil)),
                reply.clockSkew
            )
        } catch {
            throw .session(error, profile: profile.name)
        }
    }

    /// Who may ask: the held session first, then the token for itself.
    private static func callers(
        of token: Secret, on profile: Profile, in workspace: Workspace
    ) async -> [Authentication] {
        guard let session = await workspace.held.session(of: profile.id), session.authentication != .bearer(token)
        else {
            return [.bearer(token)]
        }
        return [session.authentication, .bearer(token)]
    }

    private func note(_ report: ValidationReport, in workspace: Workspace) async throws(OperationError) {
        var facts = TokenFacts(fingerprint: report.fingerprint, generation: profile.generation)
        facts.userID = report.validation.userID
        facts.createdAt = report.validation.createdAt
        facts.expiry = report.validation.expiry
        facts.org = report.validation.scope?.org
        facts.objectID = report.validation.scope?.objectID
        facts.use = TokenUse(report.validation.scope, tokenType: report.validation.tokenType)
        var line = workspace.event(.note, .validateToken, on: profile, token: facts)
        line.outcome = report.validation.verdict == .alive ? .ok : .refused
        try await workspace.append(line)
    }
}
