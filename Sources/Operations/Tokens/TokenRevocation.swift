import HTTPExchange
import Moments
import Storage
package import ThoughtSpotSessions

/// The revocation of one token, with its verdict. *Revoked (verified)* takes three things, and each other outcome says
/// which of them is missing (<doc:Verdicts>):
///
/// | accepted before | revocation | afterwards | verdict |
/// | --- | --- | --- | --- |
/// | yes | accepted | refused | revoked (verified) |
/// | yes | accepted | accepted | still valid |
/// | yes or unclear | accepted | no clear answer | revoked (not verified) |
/// | unclear | accepted | refused | revoked (not verified) |
/// | yes | accepted | refused, after the token's own end | revoked (not verified) |
/// | yes, just before its user was logged out | refused: no such credential, or unknown | refused | revoked (verified) |
/// | the same, by the journal of a run that was stopped there | the same | refused soon after | revoked (verified) |
/// | yes | refused: no such credential | refused | already invalid |
/// | yes | outcome unknown | refused | already invalid |
/// | yes | outcome unknown | accepted | still valid |
/// | yes | outcome unknown | no clear answer | outcome unknown |
/// | refused, and never accepted | not sent | - | not recognized |
struct TokenRevocation {
    let target: RevocationTarget
    let workspace: Workspace
    /// Whether the origin accepted the token just before it logged out the token's user in this run, or revoked all tokens
    /// of the user. That may have ended the token, so that its revocation is refused.
    var isAcceptedBeforeEnd = false
    /// See ``JournaledChange/isCleanup``.
    var isCleanup = false
    /// See ``JournalEvent/reason``.
    var reason: String?

    private var profile: Profile { target.profile }
    private var origin: String { profile.origin.description }

    /// What became of the request to revoke.
    private enum Answer {
        case accepted(Evidence?)
        /// The server does not accept the credential that presents itself: it had ended.
        case ended(OperationError)
        case unknown(OperationError)
    }

    func run() async -> RevocationItem {
        let began = workspace.now()
        var item = RevocationItem(target)
        (item.verdict, item.evidence) = await verdict()
        item.took = workspace.now().milliseconds(since: began)
        return item
    }

    private func verdict() async -> (RevocationItem.Verdict, Evidence?) {
        let token: Secret
        do throws(OperationError) {
            if !isCleanup { try workspace.requireWritable(profile) }
            try requireAbility()
            token = try await target.token.token(of: profile, in: workspace)
        } catch {
            // Another run was faster, and the vault has let go of the token: the journal has the proof.
            if case .refused(.tokenNotHeld(_, .revokedVerified)) = error { return (.revokedVerified, nil) }
            return (.failed(error), nil)
        }
        do throws(OperationError) {
            if let refused = try await refusalBefore(token) { return refused }
        } catch {
            return (.failed(error), error.evidence)
        }
        let answer: Answer
        do throws(OperationError) {
            answer = .accepted(try await revoke(token))
            await dropSession(carriedBy: token)
        } catch {
            guard case .session(let cause, _) = error else { return (.failed(error), nil) }
            if cause.isRefusedCredential {
                answer = .ended(error)
            } else if cause.execution != .notExecuted {
                answer = .unknown(error)
            } else {
                return (.failed(error), cause.evidence)
            }
        }
        return await verdict(on: token, after: answer)
    }

    /// A token that this origin has not accepted so far is validated first.
    ///
    /// - Returns: the verdict when the origin refuses it: nothing is to be ended here. `nil` when it accepts it, and when
    ///   it gives no clear answer, for a token that leaked is rather revoked without proof than left alone.
    /// - Throws: the failure of a connection over which nothing was asked, for revoking would meet the same.
    private func refusalBefore(
        _ token: Secret
    ) async throws(OperationError) -> (RevocationItem.Verdict, Evidence?)? {
        if await workspace.ledger.known(target.fingerprint, at: origin)?.acceptedAt != nil { return nil }
        do throws(OperationError) {
            let report = try await ValidateToken.check(token, of: profile, in: workspace)
            return report.isAccepted ? nil : (.notRecognized, report.evidence)
        } catch {
            if case .session(let cause, _) = error, cause.evidence?.status != nil { return nil }
            throw error
        }
    }

    private func requireAbility() throws(OperationError) {
        try AbilityPolicy(
            profile, .revokeOwnToken,
            alternatives: [
                "`tessera user logout` ends the user's sessions",
                "a new token of the same secret key invalidates older v1 tokens",
            ]
        ).require()
    }

    private func revoke(_ token: Secret) async throws(OperationError) -> Evidence? {
        let client = try workspace.client(for: profile)
        let facts = TokenFacts(fingerprint: target.fingerprint, user: target.user, generation: profile.generation)
        let change = JournaledChange(
            action: .revokeToken, profile: profile, token: facts, reason: reason, isCleanup: isCleanup)
        return try await change.run(in: workspace) { () async throws(SessionError) in
            let reply = try await client.revokeToken(.token(token, user: target.user), as: .none)
            return (reply.evidence, JournaledChange.Result(evidence: reply.evidence))
        }
    }

    /// A session does not outlive the token that carries it.
    private func dropSession(carriedBy token: Secret) async {
        if let session = await workspace.held.session(of: profile), session.authentication == .bearer(token) {
            await workspace.held.drop(session, of: profile)
        }
    }

    /// Shows the token to the server once more.
    private func verdict(on token: Secret, after answer: Answer) async -> (RevocationItem.Verdict, Evidence?) {
        let validation: TokenValidation
        let evidence: Evidence?
        do throws(OperationError) {
            (validation, evidence) = try await ValidateToken.ask(about: token, of: profile, in: workspace)
        } catch {
            switch answer {
            case .accepted(let evidence): return (.accepted, error.evidence ?? evidence)
            case .ended(let error), .unknown(let error): return (.unknown(error), error.evidence)
            }
        }
        let known = await workspace.ledger.known(target.fingerprint, at: origin)
        let wasAccepted = known?.acceptedAt != nil
        // What the server refuses after the token's end has ended by itself: the refusal proves no revocation.
        let estimated = await workspace.ledger.clocks().known(of: origin, at: workspace.now())
        let hasEnded = known?.hasEnded(at: evidence?.serverTime ?? estimated) ?? false
        let isRefused = validation.verdict != .valid
        var verdict: RevocationItem.Verdict
        switch (isRefused, answer) {
        case (true, .accepted): verdict = wasAccepted && !hasEnded ? .revokedVerified : .accepted
        case (true, .ended), (true, .unknown):
            let isProven =
                isAcceptedBeforeEnd && wasAccepted && !hasEnded
                || known?.isProvenToEndWithUser(at: evidence?.serverTime ?? estimated) ?? false
            // What was sent may have ended it: that the cluster never accepted the token is not known then.
            let mayHaveWorked = if case .unknown = answer { true } else { wasAccepted }
            verdict = isProven ? .revokedVerified : mayHaveWorked ? .alreadyInvalid : .notRecognized
        case (false, .ended(let error)): verdict = .failed(error)
        case (false, .accepted), (false, .unknown): verdict = .stillValid
        }
        await note(isRefused, evidence, verdict)
        // Another run may have revoked it: its revocation was accepted, and the token is refused.
        if verdict == .alreadyInvalid,
            await workspace.ledger.known(target.fingerprint, at: origin)?.state == .revokedVerified
        {
            verdict = .revokedVerified
        }
        if isRefused { await workspace.held.unkeep(target.fingerprint, of: profile) }
        return (verdict, evidence)
    }

    /// The check after a revocation is a line of its own.
    private func note(_ isRefused: Bool, _ evidence: Evidence?, _ verdict: RevocationItem.Verdict) async {
        let isProof = verdict == .revokedVerified || verdict == .stillValid
        var line = workspace.event(
            .note, isProof ? .revokeToken : .validateToken, on: profile,
            token: TokenFacts(fingerprint: target.fingerprint))
        switch verdict {
        case .revokedVerified: line.outcome = .verified
        case .stillValid: line.outcome = .stillValid
        default: line.outcome = isRefused ? .refused : .ok
        }
        line.evidence = evidence
        await workspace.record(line)
    }
}

extension OperationError {
    /// What the failed exchange proves; `nil` where none was.
    package var evidence: Evidence? {
        if case .session(let error, _) = self { error.evidence } else { nil }
    }

    /// Whether it only says that the work was cancelled, and nothing may have happened.
    package var isCancellation: Bool {
        if case .session(let error, _) = self {
            error.code == .cancelled && error.execution == .notExecuted && error.issuedToken == nil
        } else {
            false
        }
    }
}
