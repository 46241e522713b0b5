package import DisplayText
import HTTPExchange
package import Storage
package import StrictJSON
package import ThoughtSpotSessions

/// One token to revoke, with what a person must see before agreeing.
package struct RevocationTarget: Hashable, Sendable {
    package var profile: Profile
    package var token: TokenSelector
    package var user: String?
    /// Belongs to the profile's own user.
    package var isOwn: Bool
    /// Carries the session that is open right now.
    package var isInUse: Bool

    package var fingerprint: Fingerprint { token.fingerprint }

    /// The row of the token list that this is.
    package var tokenID: TokenRecord.ID { TokenRecord.id(fingerprint, at: profile.origin.description) }

    package init(profile: Profile, token: TokenSelector, user: String?, isOwn: Bool, isInUse: Bool) {
        self.profile = profile
        self.token = token
        self.user = user
        self.isOwn = isOwn
        self.isInUse = isInUse
    }
}

/// A revocation that is asked for and not yet agreed to. Never empty.
package struct RevocationPlan: Hashable, Sendable {
    package let targets: [RevocationTarget]

    /// Throws `E_EMPTY_TARGET` without a target: an empty choice never means all.
    package init(_ targets: [RevocationTarget]) throws(OperationError) {
        guard !targets.isEmpty else { throw .refused(.nothingSelected(what: "token")) }
        // A second revocation of the same token would be refused, and told in the place of the first.
        var seen: Set<TokenRecord.ID> = []
        let once = targets.filter { seen.insert($0.tokenID).inserted }
        // The credential in use goes last, so that it can still verify the others.
        self.targets = once.filter { !$0.isInUse } + once.filter(\.isInUse)
    }

    /// What must be answered.
    package var consent: Consent {
        let isOwn = targets.count == 1 && targets.allSatisfy(\.isOwn)
        return ProtectionPolicy(targets.map(\.profile)).consent(
            toEnding: targets.count == 1 ? "Revoking a token" : "Revoking \(targets.count) tokens",
            otherwise: isOwn ? .key : .count(targets.count))
    }

    /// The one way to a revocation that can be run.
    package func confirmed(by answer: ConsentAnswer) throws(OperationError) -> ConfirmedRevocation {
        try consent.judge(answer)
        return ConfirmedRevocation(targets: targets)
    }
}

/// A revocation that a person has agreed to. Only ``RevocationPlan`` makes one.
package struct ConfirmedRevocation: Hashable, Sendable {
    package let targets: [RevocationTarget]

    fileprivate init(targets: [RevocationTarget]) {
        self.targets = targets
    }

    /// Needs no answer of its own: a login takes back the token that it issued for itself, and what is left of a revocation
    /// was agreed to with the rest. `nil` without a target.
    init?(part targets: [RevocationTarget]) {
        guard let plan = try? RevocationPlan(targets) else { return nil }
        self.init(targets: plan.targets)
    }
}

/// What stands against revoking a token of the list.
package struct RevocationPolicy: Hashable, Sendable {
    package let record: TokenRecord
    /// The profile that has the token's address; absent when there is none any more.
    package let profile: Profile?
    /// Whether the token itself can be presented.
    package let isHeld: Bool
    /// `--read-only`.
    package let isReadOnlyMode: Bool

    package init(_ record: TokenRecord, on profile: Profile?, isHeld: Bool, _ isReadOnlyMode: Bool) {
        self.record = record
        self.profile = profile
        self.isHeld = isHeld
        self.isReadOnlyMode = isReadOnlyMode
    }

    /// The token cannot be presented.
    package static let notStored: SafeText = "the token itself is not stored here: import it, or log its user out"

    /// One clause; `nil` when nothing does.
    package var reason: SafeText? {
        guard let profile else { return "its profile was removed" }
        if let reason = ReadOnlyPolicy(profile, isReadOnlyMode: isReadOnlyMode).reason { return reason }
        if let reason = AbilityPolicy(profile, .revokeOwnToken).reason { return reason }
        switch record.state {
        case .revokedVerified: return "already revoked (verified)"
        case .invalid, .notRecognized: return "already invalid"
        case .expired: return "already expired"
        case .active, .revoked, .stillValid, .revocationUnknown: break
        }
        return isHeld ? nil : Self.notStored
    }
}

extension TokenRecord.State {
    /// Whether the token is known to be invalid: there is nothing left to end.
    var isOver: Bool {
        switch self {
        case .revokedVerified, .invalid, .expired, .notRecognized: true
        case .active, .revoked, .stillValid, .revocationUnknown: false
        }
    }
}

/// Revokes tokens, several at a time, checks each, and keeps every verdict.
package struct RevokeTokens: Hashable, Sendable {
    package var confirmed: ConfirmedRevocation
    /// See ``JournaledChange/isCleanup``.
    private var isCleanup = false
    /// How many at a time.
    var limits = BulkQueue.Limits()

    package init(confirmed: ConfirmedRevocation) {
        self.confirmed = confirmed
    }

    /// What failed, what was not attempted, and what is not known or not proven to have ended; nil when nothing is left.
    ///
    /// - Parameter items: what became of the tokens; those that it does not name are left.
    package func remaining(after items: [RevocationItem]) -> RevokeTokens? {
        let over = Set(items.filter { !$0.isWorthRepeating }.map(\.tokenID))
        return ConfirmedRevocation(part: confirmed.targets.filter { !over.contains($0.tokenID) })
            .map(RevokeTokens.init(confirmed:))
    }

    /// Runs through all targets; tells each verdict as it falls. Several are named in the journal before the first request.
    ///
    /// A cancelled task and a journal that cannot be written leave the rest `notAttempted`; so does, for the rest of one
    /// cluster, a connection that cannot be trusted, ten refusals in a row, or more than one failure in five (promise
    /// P66). The token in use goes last.
    package func run(
        in workspace: Workspace, progress: @Sendable (RevocationItem) async -> Void = { _ in }
    ) async -> [RevocationItem] {
        let run = BulkRun(
            items: confirmed.targets,
            entries: confirmed.targets.map {
                BulkQueue.Entry(cluster: $0.profile.origin.description, isLast: $0.isInUse)
            },
            limits: limits,
            perform: { target in
                await TokenRevocation(target: target, workspace: workspace, isCleanup: isCleanup).run()
            },
            judge: \.verdict.judgement, leave: { RevocationItem($0) }, isCleanup: isCleanup)
        var plan: WrittenPlan?
        if confirmed.targets.count > 1, !isCleanup {
            do throws(OperationError) { plan = try await WrittenPlan(of: confirmed.targets, in: workspace) } catch {
                return await run.leaveAll({ $0.verdict = .failed(error) }, progress: progress)
            }
        }
        defer { plan?.end(in: workspace) }
        return await run.run(progress: progress)
    }

    /// Revokes a token that we brought into being and that serves nothing: the one that a login issued for itself, or one
    /// that was issued for another user or Org than asked. Without a question; the journal has every line.
    @discardableResult
    package static func revokeOurOwn(
        _ token: Secret, of profile: Profile, in workspace: Workspace
    ) async -> RevocationItem? {
        let target = RevocationTarget(
            profile: profile, token: .given(token), user: nil, isOwn: true, isInUse: false)
        guard let confirmed = ConfirmedRevocation(part: [target]) else { return nil }
        var revocation = RevokeTokens(confirmed: confirmed)
        revocation.isCleanup = true
        return await revocation.run(in: workspace).first
    }
}

extension RevocationItem {
    /// Not begun yet.
    init(_ target: RevocationTarget) {
        self.init(
            profile: target.profile, fingerprint: target.fingerprint, user: target.user, verdict: .notAttempted)
    }
}

extension RevocationItem.Verdict {
    /// What it says of the tokens to come (promise P66).
    var judgement: BulkQueue.Judgement {
        switch self {
        case .revokedVerified, .accepted, .stillValid, .notAttempted: .done
        case .alreadyInvalid, .notRecognized: .refused
        case .unknown(.session(let error, _)) where error.code == .cancelled: .endsAll
        case .unknown: .failed
        // The tokens of other profiles are at hand all the same.
        case .failed(.storage(let error)) where error.code == .vaultLocked: .done
        case .failed(.storage): .endsAll
        case .failed(.session(let error, _)):
            error.code == .cancelled ? .endsAll : ExitCode(error) == .tls ? .endsCluster : .failed
        // A rule of ours, about this one.
        case .failed(.refused): .done
        }
    }
}

/// What became of one token that was to be revoked.
package struct RevocationItem: Hashable, Sendable {
    /// The verdict, in the words of the manual (<doc:Verdicts>).
    package enum Verdict: Hashable, Sendable {
        /// The origin accepted the token before, accepted the revocation or the logout of its user, and refused the token
        /// afterwards.
        case revokedVerified
        /// The server accepted the revocation; one of the other two is missing.
        case accepted
        /// The origin accepted the token before and refuses it now, and did not accept our revocation: the token had ended
        /// already, or the answer to the revocation was lost.
        case alreadyInvalid
        /// This origin has never accepted the token: nothing was ended.
        case notRecognized
        /// The server accepted the revocation, or may have, and still accepts the token.
        case stillValid
        case unknown(OperationError)
        case failed(OperationError)
        /// The run was stopped before it came to this one.
        case notAttempted

        /// Whether the cluster does not accept the token any more, as far as is known.
        package var isEnded: Bool {
            switch self {
            case .revokedVerified, .accepted, .alreadyInvalid: true
            case .notRecognized, .stillValid, .unknown, .failed, .notAttempted: false
            }
        }
    }

    package var profile: Profile
    package var fingerprint: Fingerprint
    package var user: String?
    package var verdict: Verdict
    /// Of the last exchange about this token: the check, or the revocation where nothing could be checked.
    package var evidence: Evidence?
    /// Milliseconds from its begin to its verdict, where that was measured.
    package var took: Int64?

    package init(
        profile: Profile, fingerprint: Fingerprint, user: String?, verdict: Verdict, evidence: Evidence? = nil
    ) {
        self.profile = profile
        self.fingerprint = fingerprint
        self.user = user
        self.verdict = verdict
        self.evidence = evidence
    }
}

extension RevocationItem {
    /// `fingerprint`, `profile`, `user`, `verdict`, `explanation`, `ms`, `evidence`, `error`; a verdict is
    /// `revoked-verified`, `revoked-not-verified`, `already-invalid`, `not-recognized`, `still-valid`, `unknown`, `failed`,
    /// `cancelled` or `not-attempted`.
    package var json: JSONValue {
        let name =
            switch verdict {
            case .accepted: "revoked-not-verified"
            case .revokedVerified: "revoked-verified"
            case .alreadyInvalid: "already-invalid"
            case .notRecognized: "not-recognized"
            case .stillValid: "still-valid"
            case .unknown: "unknown"
            case .failed(let error): error.isCancellation ? "cancelled" : "failed"
            case .notAttempted: "not-attempted"
            }
        return [
            "fingerprint": .string(fingerprint.text), "profile": .string(profile.name), "user": .outside(user),
            "verdict": .string(name),
            "explanation": MessageComposer.explanation(of: verdict, on: profile).map { .string($0.string) } ?? .null,
            "ms": .whole(took), "evidence": evidence.map { .object($0.json) } ?? .null,
            "error": error.map { .object(MessageComposer.message(for: $0).json) } ?? .null,
        ]
    }

    /// What went wrong, where something did.
    package var error: OperationError? {
        switch verdict {
        case .failed(let error), .unknown(let error): error
        case .accepted, .revokedVerified, .alreadyInvalid, .notRecognized, .stillValid, .notAttempted: nil
        }
    }
}
