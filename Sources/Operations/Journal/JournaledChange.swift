import HTTPExchange
package import Moments
package import Storage
import ThoughtSpotSessions

/// One change on a cluster, bracketed in the journal: the intent is on disk before the request leaves, the result
/// follows whatever happens (promise P60).
struct JournaledChange {
    let action: JournalEvent.Action
    let profile: Profile
    var user: String?
    var credential: CredentialKind?
    var token: TokenFacts?
    /// See ``JournalEvent/subjects``.
    var subjects: [String] = []
    /// See ``JournalEvent/reason``.
    var reason: String?

    /// Whether the credential that is presented stops at the lockout guard (promise P72).
    var guardsLockout = false
    /// Whether it leaves nothing behind on the cluster: then a place where nothing can be written does not stop it.
    var isLook = false
    /// Whether it ends what this run brought into being, a session or a token: no failure of the journal leaves that open.
    var isCleanup = false

    /// What the result line says beside the intent.
    struct Result {
        var outcome: JournalEvent.Outcome = .ok
        var token: TokenFacts?
        var user: String?
        var evidence: Evidence?
    }

    /// Writes the intent, runs `change`, writes its result, and passes its value or error on.
    ///
    /// Without the intent nothing is sent. Once something may have been sent, what became of it is told whatever happens
    /// to the journal: a result line that cannot be written waits in the ledger.
    func run<Value: Sendable>(
        in workspace: Workspace, operation change: () async throws(SessionError) -> (Value, Result)
    ) async throws(OperationError) -> Value {
        try requireNoToken()
        let intent = event(.intent, operation: nil, in: workspace)
        workspace.changes.begin(intent.id)
        defer { workspace.changes.end(intent.id) }
        try await begin(with: intent, in: workspace.ledger)
        var line = event(.result, operation: intent.id, in: workspace)
        let value: Value
        do throws(SessionError) {
            let result: Result
            (value, result) = try await change()
            line.outcome = result.outcome
            line.token = result.token ?? token
            line.user = result.user ?? user
            line.evidence = result.evidence
        } catch {
            await workspace.record(failed(line, error, at: workspace.now()))
            throw .session(error.asked(by: user), profile: profile.name)
        }
        line.at = workspace.now()
        await workspace.record(line)
        return value
    }

    /// What people type beside a change is written in clear, and may be sent: a token in the wrong place goes nowhere
    /// (promise P4).
    private func requireNoToken() throws(OperationError) {
        let users = [.forceLogout, .deactivateUser, .revokeToken].contains(action) ? subjects : []
        let typed = action == .issueToken ? token : nil
        let texts =
            users.map { ("The user", $0) } + [
                ("The reason", reason), ("The user", typed?.user), ("The label", typed?.label),
            ]
        guard let found = texts.first(where: { FindLeakedToken.isToken(in: $0.1 ?? "") }) else { return }
        throw .refused(.invalidInput(field: found.0, why: FindLeakedToken.refusal))
    }

    private func begin(with intent: JournalEvent, in ledger: TokenLedger) async throws(OperationError) {
        do throws(OperationError) {
            if guardsLockout {
                try await ledger.beginAttempt(intent, on: profile, isLook: isLook)
            } else {
                try await ledger.append(intent, isLook: isLook, isCleanup: isCleanup)
            }
        } catch {
            // The wait for the journal's lock ends with the task.
            guard Task.isCancelled, case .storage(let cause) = error, cause.code == .locked else { throw error }
            throw .session(
                SessionError(.cancelled, operation: action.name, origin: profile.origin), profile: profile.name)
        }
    }

    private func failed(_ line: JournalEvent, _ error: SessionError, at now: Instant) -> JournalEvent {
        var line = line
        line.at = now
        line.outcome = error.journalOutcome
        line.errorCode = error.code.rawValue
        line.evidence = error.evidence
        // Known of a token that was issued although the operation failed: it exists, and can be revoked.
        if let issued = error.issuedToken {
            line.token = TokenFacts(issued: issued, kind: token?.kind, profile: profile, label: token?.label)
        }
        return line
    }

    private func event(
        _ phase: JournalEvent.Phase, operation: String?, in workspace: Workspace
    ) -> JournalEvent {
        var event = workspace.event(
            phase, action, on: profile, operation: operation, user: user, credential: credential, token: token,
            subjects: subjects)
        event.reason = reason
        return event
    }
}

extension Workspace {
    /// A journal line about a profile, stamped with the time and a fresh id.
    func event(
        _ phase: JournalEvent.Phase, _ action: JournalEvent.Action, on profile: Profile, operation: String? = nil,
        user: String? = nil, credential: CredentialKind? = nil, token: TokenFacts? = nil,
        subjects: [String] = []
    ) -> JournalEvent {
        let (id, at) = stamp()
        return JournalEvent(
            id: id, operation: operation ?? id, at: at, phase: phase, action: action, profileID: profile.id,
            profileName: profile.name, origin: profile.origin.description, user: user ?? profile.username,
            credential: credential, insecure: profile.trust == .insecure, token: token,
            subjects: subjects)
    }

    /// The id and the time of a new line.
    func stamp() -> (id: String, at: Instant) {
        let at = now()
        return (EventID(at: at, random: randomBytes(10)).text, at)
    }

    /// Appends a line that has to be there before something is done; a journal that cannot be written stops the use case.
    func append(_ event: JournalEvent) async throws(OperationError) { try await ledger.append(event) }

    /// Appends a line about what has happened already; see ``TokenLedger/record(_:)``.
    func record(_ event: JournalEvent) async { await ledger.record(event) }

    /// Takes a reading of a cluster's clock that no other line tells of. One that differs from what the journal says is
    /// told there: the next run would judge by the old one.
    func observe(_ evidence: Evidence?, of profile: Profile) async {
        guard await ledger.observe(evidence, of: profile.origin.description) else { return }
        var line = event(.note, .readClock, on: profile)
        (line.outcome, line.evidence) = (.ok, evidence)
        await record(line)
    }
}

extension SessionError {
    /// The same, and whose account asked, where that is known.
    func asked(by user: String?) -> SessionError {
        var error = self
        error.username = user ?? username
        return error
    }

    /// How the journal words this error of a change.
    var journalOutcome: JournalEvent.Outcome {
        switch execution {
        case .unknown, .accepted: .unknown
        case .notExecuted: code == .cancelled ? .cancelled : status == nil ? .failed : .refused
        }
    }
}

extension TokenFacts {
    /// What is known of a token that has just been issued.
    init(issued: IssuedToken, kind: String?, profile: Profile, label: String?) {
        self.init(
            fingerprint: Fingerprint(of: issued.token), kind: kind, objectID: issued.scope?.objectID,
            user: issued.username, userID: issued.userID, org: issued.scope?.org,
            generation: profile.generation,
            createdAt: issued.createdAt, createdText: issued.createdText, expiry: issued.expiry, label: label)
        use = TokenUse(issued.scope)
    }
}

/// Lets a damaged journal be written again, after a person has looked at it: writes a line that says so. Nothing is
/// repaired, and nothing is removed.
package struct AcceptJournalDamage: Hashable, Sendable {
    /// What the person has seen; other damage by now is not accepted.
    package var damage: [JournalDamage]

    /// How many places one line names: it has to hold each of them whole.
    private static let chunk = 100

    package init(damage: [JournalDamage]) {
        self.damage = damage
    }

    /// Writes a line for each hundred places.
    ///
    /// - Throws: `E_SAVE_CONFLICT` when the damage is another one by now, and what writing the journal throws.
    package func run(in workspace: Workspace) async throws(OperationError) {
        let now = try await ListTokens().run(in: workspace).damage
        guard now == damage else {
            throw .storage(
                StorageError(
                    .saveConflict, file: workspace.journal.directory ?? "", detail: "the damage is another one by now"))
        }
        var rest = damage.map(\.subject)[...]
        while !rest.isEmpty {
            let (id, at) = workspace.stamp()
            try await workspace.append(
                JournalEvent(
                    id: id, operation: id, at: at, phase: .note, action: .acceptDamage, outcome: .ok, profileID: "",
                    profileName: "", origin: "", subjects: Array(rest.prefix(Self.chunk))))
            rest = rest.dropFirst(Self.chunk)
        }
    }
}

/// Reads which damage of the journal a person has accepted: it is there still, and the chain does not prove the lines.
package struct ReadAcceptedDamage: Hashable, Sendable {
    /// What one line of the journal accepts.
    package struct Acceptance: Hashable, Sendable {
        package let at: Instant
        /// As ``JournalDamage/subject`` names them; from outside.
        package let places: [String]

        package init(_ event: JournalEvent) {
            at = event.at
            places = event.subjects
        }
    }

    package init() {}

    /// In the order in which it was accepted.
    ///
    /// - Throws: what reading the journal throws.
    package func run(in workspace: Workspace) async throws(OperationError) -> [Acceptance] {
        try await workspace.ledger.reduce(into: []) { found, event in
            if event.action == .acceptDamage { found.append(Acceptance(event)) }
        }
    }
}

extension JournalDamage {
    /// Where it is.
    package var place: String { "line \(line) of \(segment)" }

    /// What was found, in a clause.
    package var told: String {
        switch (kind, after) {
        case (.unreadable, _): "the line is not what Tessera wrote"
        case (.lostLines, _):
            """
            the journal went on to this line, and its end is missing: it was cut, an older copy put back, or head.json \
            beside it is of another journal
            """
        case (.brokenChain, nil): "the line before was changed, or lines before are missing"
        case (.brokenChain, let file?): "the last line of \(file) was changed, or lines or files after it are missing"
        }
    }
}
