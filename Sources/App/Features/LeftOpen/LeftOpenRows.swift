import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Toolkit

/// What a row of what was left open tells, and what is said of the selected one.
extension LeftOpenView {
    func cells(_ item: LeftOpenItem, _ program: ProgramState) -> [TextRun] {
        switch item {
        case .change(let change):
            let role: Role = change.standing == .notAttempted ? .text : .warning
            let user = change.fingerprint == nil ? change.subject : nil
            return cells(
                item, change.line, change.act, token: change.fingerprint, user: user, since: change.line.at,
                TextRun(change.standing.text, role), program)
        case .session(let login):
            return cells(
                item, login, "session", user: login.user == nil ? "unknown user" : nil, since: login.at,
                TextRun("may be open", .warning), program)
        case .stillValid(let cluster):
            return cells(item, cluster, TextRun("STILL VALID", .danger), since: { $0.revokedAt }, program)
        case .notVerified(let cluster):
            return cells(item, cluster, TextRun("not verified", .warning), since: { $0.revokedAt }, program)
        case .notStored(let cluster):
            return cells(item, cluster, TextRun("not stored here"), since: { $0.recordedAt }, program)
        }
    }

    /// Of several tokens their number, and of their users the one whom they all have; since when, of the first of them.
    private func cells(
        _ item: LeftOpenItem, _ cluster: LeftOpenItem.Cluster, _ state: TextRun,
        since: @escaping (TokenRecord) -> Instant?,
        _ program: ProgramState
    ) -> [TextRun] {
        let records = cluster.ids.count == 1 ? [cluster.first] : cluster.ids.compactMap { program.tokens[$0] }
        let users = Set(records.map(\.facts.user))
        let user: SafeText? = users.count > 1 ? "\(users.count) users" : nil
        let first = records.compactMap(since).min()
        return told(
            item, name: cluster.first.profileName, "\(cluster.ids.count == 1 ? "token" : "tokens")",
            token: cluster.ids.count == 1 ? "\(cluster.first.fingerprint.text)" : "\(cluster.ids.count)",
            user: user, since: first, state, program)
    }

    private func cells(
        _ item: LeftOpenItem, _ line: JournalEvent, _ what: SafeText, token: Fingerprint? = nil, user: SafeText?,
        since: Instant, _ state: TextRun, _ program: ProgramState
    ) -> [TextRun] {
        told(
            item, name: program.profiles[line.profileID]?.name ?? line.profileName, what,
            token: token.map { "\($0.text)" } ?? "", user: user, since: since, state, program)
    }

    /// - Parameter user: nil for the one whom the row itself names.
    private func told(
        _ item: LeftOpenItem, name: String, _ what: SafeText, token: SafeText, user: SafeText?, since: Instant?,
        _ state: TextRun, _ program: ProgramState
    ) -> [TextRun] {
        let place = item.place
        let profile = program.profiles.profile(at: place.origin, preferring: place.profile)
        let owner = item.change?.tokenID.flatMap { program.tokens[$0]?.facts.user } ?? item.user
        return [
            TextRun(SafeText(outside: name, limit: 64)),
            profile?.environment ?? TextRun(""), TextRun(what),
            TextRun(token), TextRun(user ?? SafeText(outside: owner ?? "", limit: 80)),
            TextRun(since.map { InstantWords(program).dateAndTime($0) } ?? "", .dim), state,
        ]
    }

    func advice(on item: LeftOpenItem, in program: ProgramState) -> SafeText {
        switch item {
        case .change(let change):
            let advice = change.advice(isHeld: change.tokenID.map(program.tokens.isHeld) ?? false)
            return change.isOfUser && !change.isBeyondRelease
                ? "\(advice) \(program.key(.revokeEverywhere, in: Self.layer)) plans it." : advice
        case .session(let login):
            let logIn: SafeText =
                program.hasSession(login.profileID) ? "" : "\(program.key(.logIn, in: Self.layer)) logs in, then "
            return """
                No logout was recorded, and its cookies are gone: the session expires by itself. To end it now, \
                \(logIn)\(program.key(.revokeUser)) on the session logs its user out.
                """
        case .stillValid:
            let (revoke, incident, dismiss) = (
                program.key(.revoke, in: Self.layer), program.key(.revokeEverywhere, in: Self.layer),
                program.key(.dismiss, in: Self.layer)
            )
            return """
                The cluster accepts it after its revocation: \(revoke) revokes again, \(incident) revokes all of its \
                user, \(dismiss) dismisses it with a reason.
                """
        case .notVerified:
            let (validate, dismiss) = (
                program.key(.validate, in: Self.layer), program.key(.dismiss, in: Self.layer)
            )
            return """
                Revoked, but not validated afterwards: \(validate) validates. Where that is no longer possible, \
                \(dismiss) dismisses it with a reason.
                """
        case .notStored:
            return """
                \(program.key(.open, in: Self.layer)) goes there: \(program.key(.importToken)) imports a token, \
                \(program.key(.revokeUser)) logs its user out.
                """
        }
    }
}
