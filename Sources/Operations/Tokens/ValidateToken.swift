import HTTPExchange
package import Moments
package import Storage
package import ThoughtSpotSessions

/// What a server said of a token.
package struct ValidationReport: Hashable, Sendable {
    package var profile: Profile
    package var fingerprint: Fingerprint
    package var validation: TokenValidation
    package var checkedAt: Instant
    /// What the exchange proves; absent from a service that keeps none.
    package var evidence: Evidence?
    /// Whether this origin had accepted the token before, or does so now. A refused token that it never accepted may be
    /// another cluster's, or cut off: the refusal then says nothing about a token that works elsewhere.
    package var isRecognized: Bool
    /// How the token stands by the journal, with this answer; `nil` where the journal does not know the token.
    package var state: TokenRecord.State?

    package init(
        profile: Profile, fingerprint: Fingerprint, validation: TokenValidation, checkedAt: Instant,
        evidence: Evidence?, isRecognized: Bool, state: TokenRecord.State? = nil
    ) {
        self.profile = profile
        self.fingerprint = fingerprint
        self.validation = validation
        self.checkedAt = checkedAt
        self.evidence = evidence
        self.isRecognized = isRecognized
        self.state = state
    }

    /// Whether the cluster accepts the token.
    package var isAccepted: Bool { validation.verdict == .valid }

    /// The verdict, in the words of the manual: the answer, and what was done to the token before. The list of tokens says
    /// the same.
    package var verdict: Verdict {
        if isAccepted { return state?.whenAccepted == .stillValid ? .stillValid : .valid }
        return switch state {
        case .revokedVerified: .revokedVerified
        case .revoked: .revoked
        case .expired: .expired
        case .active, .stillValid, .invalid, .notRecognized, .revocationUnknown, nil:
            isRecognized ? .invalid : .notRecognized
        }
    }

    /// What a validation can come to; without a clear answer of the cluster there is none.
    package enum Verdict: String, Hashable, Sendable, CaseIterable {
        case valid
        /// Its revocation, or one of which the answer was lost, did not end it.
        case stillValid = "still-valid"
        /// Refused after a revocation that was accepted.
        case revokedVerified = "revoked-verified"
        /// The revocation was accepted, and the refusal came after the token's own end: it proves nothing.
        case revoked = "revoked-not-verified"
        case expired, invalid
        case notRecognized = "not-recognized"
    }

    /// The server's clock less ours, in milliseconds.
    package var clockSkew: Int64? { evidence?.clockSkew }
}

/// Asks a cluster whether it accepts a token. Changes nothing on the server; the journal notes the answer.
package struct ValidateToken: Hashable, Sendable {
    package var profile: Profile
    package var token: TokenSelector

    package init(profile: Profile, token: TokenSelector) {
        self.profile = profile
        self.token = token
    }

    /// Asks with the held session where there is one, with the token itself otherwise.
    ///
    /// A note that cannot be written does not hide the answer; see ``TokenLedger/record(_:)``.
    ///
    /// - Throws: what choosing the token throws; the error of the cluster where its answer does not settle the question.
    package func run(in workspace: Workspace) async throws(OperationError) -> ValidationReport {
        let secret = try await token.token(of: profile, in: workspace)
        return try await Self.check(secret, of: profile, in: workspace)
    }

    /// Asks, and notes the answer: also one that proves nothing.
    static func check(
        _ token: Secret, of profile: Profile, in workspace: Workspace
    ) async throws(OperationError) -> ValidationReport {
        let fingerprint = Fingerprint(of: token)
        let validation: TokenValidation
        let evidence: Evidence?
        do throws(OperationError) {
            (validation, evidence) = try await ask(about: token, of: profile, in: workspace)
        } catch {
            if case .session(let cause, _) = error, let evidence = cause.evidence, evidence.status != nil {
                var line = workspace.event(
                    .note, .validateToken, on: profile, token: TokenFacts(fingerprint: fingerprint))
                line.outcome = .unknown
                line.errorCode = cause.code.rawValue
                line.evidence = evidence
                await workspace.record(line)
            }
            throw error
        }
        let known = await workspace.ledger.known(fingerprint, at: profile.origin.description)
        let wasAccepted = known?.acceptedAt != nil
        var report = ValidationReport(
            profile: profile, fingerprint: fingerprint, validation: validation, checkedAt: workspace.now(),
            evidence: evidence, isRecognized: validation.verdict == .valid || wasAccepted)
        var line = workspace.event(.note, .validateToken, on: profile, token: report.facts)
        line.outcome = report.isAccepted ? .ok : .refused
        line.evidence = evidence
        await workspace.record(line)
        report.state = await workspace.ledger.known(fingerprint, at: profile.origin.description)?.state
        return report
    }

    /// Asks about `token`; a caller's session that has ended itself says nothing about the token, so the token is then
    /// asked to speak for itself.
    static func ask(
        about token: Secret, of profile: Profile, in workspace: Workspace
    ) async throws(OperationError) -> (TokenValidation, Evidence?) {
        let client = try workspace.client(for: profile)
        if client.capability(.validateToken) == .own {
            for caller in await callers(of: token, on: profile, in: workspace) {
                do throws(SessionError) {
                    let reply = try await client.validateToken(token, as: caller)
                    // The code of a 400 is that of any bad parameter: the token is then asked to speak for itself.
                    if reply.value.verdict == .valid || reply.evidence?.status != 400 {
                        return (reply.value, reply.evidence)
                    }
                    let own = try await client.isActive(.bearer(token))
                    if !own.value { return (reply.value, own.evidence) }
                    return (TokenValidation(operation: reply.value.operation, verdict: .valid), own.evidence)
                } catch {
                    guard error.code == .sessionEnded || error.code == .notOnThisRelease else {
                        throw .session(error, profile: profile.name)
                    }
                    if caller != .bearer(token), let session = await workspace.held.session(of: profile),
                        session.authentication == caller
                    {
                        await workspace.drop(session, of: profile, after: error)
                    }
                }
            }
        }
        do throws(SessionError) {
            if case .neighbour = client.capability(.validateToken) {
                // What v1 tells of an end is about the next issue, and known from the issue that made the token.
                let reply = try await client.validateToken(token, as: .bearer(token))
                let found = reply.value
                return (
                    TokenValidation(operation: found.operation, verdict: found.verdict, userID: found.userID),
                    reply.evidence
                )
            }
            let reply = try await client.isActive(.bearer(token))
            return (
                TokenValidation(
                    operation: "the token itself, on session info",
                    verdict: reply.value ? .valid : .invalid(serverText: nil)), reply.evidence
            )
        } catch {
            throw .session(error, profile: profile.name)
        }
    }

    /// Who may ask: the held session first, then the token for itself.
    private static func callers(
        of token: Secret, on profile: Profile, in workspace: Workspace
    ) async -> [Authentication] {
        guard let session = await workspace.held.session(of: profile), session.authentication != .bearer(token)
        else {
            return [.bearer(token)]
        }
        return [session.authentication, .bearer(token)]
    }
}

extension ValidationReport {
    /// What the answer adds to what the journal knows of the token.
    fileprivate var facts: TokenFacts {
        let scope = validation.scope
        var facts = TokenFacts(
            fingerprint: fingerprint, kind: scope?.accessType == "REPORT_BOOK_VIEW" ? "object" : nil,
            objectID: scope?.objectID, userID: validation.userID, org: scope?.org, generation: profile.generation,
            createdAt: validation.createdAt, expiry: validation.expiry)
        facts.use = TokenUse(scope, tokenType: validation.tokenType)
        return facts
    }
}
