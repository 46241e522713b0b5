package import DisplayText
import HTTPExchange
import Moments
import Storage
package import ThoughtSpotSessions

// The report of an incident in words, one line an act.

extension IncidentReport {
    /// Who, when, what and by which proof; safe in any viewer.
    package var lines: [SafeText] {
        let leak: [SafeText] = leaked.map { ["Leaked    token \($0.text)"] } ?? []
        let head = ["Incident  user \(SafeText(outside: user.text, limit: 80))"] + leak
        let attempts: [SafeText] = self.attempts.map { ["Attempts  \($0)"] } ?? []
        let all = rows + earlier.flatMap(\.rows)
        return head + [
            "Reason    \(SafeText(outside: reason ?? "none given", limit: 300))",
            "Begun     \(begun)",
            "Result    \(whole.verdict)",
        ] + attempts + ["Program   \(SafeText(outside: Self.program, limit: 40))"]
            + places + [""] + acts(rows) + earlier.flatMap { $0.linesBelow(reason: reason) } + legend(of: all)
    }

    /// When it was begun, and by whom.
    private var begun: SafeText {
        let who = result.sessions.isEmpty ? "" : ", by \(names.joined(separator: "; "))"
        return "\(InstantText.utc(begunAt.milliseconds)) (local clock)\(SafeText(outside: who, limit: 300))"
    }

    /// What it says below a later one.
    ///
    /// - Parameter later: the reason of that.
    private func linesBelow(reason later: String?) -> [SafeText] {
        let why: [SafeText] =
            reason == later ? [] : ["Reason    \(SafeText(outside: reason ?? "none given", limit: 300))"]
        return ["", "Earlier   attempt begun \(begun)"] + why + ["Result    \(verdict)"] + acts(rows)
    }

    /// What wrote it.
    static let program = "Tessera \(SessionClient.version)"

    /// `Clusters  prod-eu  https://prod-eu.example.com`: a name may be given to another address later.
    private var places: [SafeText] {
        let lines = AlignedText.lines(of: clusters.map { ["\($0.name)", "\($0.origin.description)"] }, gap: 2)
        return zip(lines.indices, lines).map { index, line in "\(index == 0 ? "Clusters " : "         ") \(line)" }
    }

    /// What the verdicts of the report mean, for who does not know the program.
    private func legend(of rows: [Row]) -> [SafeText] {
        let told = Self.meanings.filter { word, _ in rows.contains { $0.result.string.hasPrefix(word.string) } }
        if told.isEmpty { return [] }
        return [""] + AlignedText.lines(of: told.map { [$0.word, $0.meaning] }, gap: 2)
    }

    private static let meanings: [(word: SafeText, meaning: SafeText)] = [
        (
            MessageComposer.text(for: RevocationItem.Verdict.revokedVerified),
            "accepted before, revoked or ended by the logout, and refused by the cluster after that"
        ),
        (
            MessageComposer.text(for: RevocationItem.Verdict.accepted),
            "the cluster accepted the revocation; no validation has shown since that it refuses the token"
        ),
        (
            MessageComposer.text(for: RevocationItem.Verdict.alreadyInvalid),
            "the cluster refuses the token, and did not confirm the revocation"
        ),
        (
            MessageComposer.text(for: RevocationItem.Verdict.notRecognized),
            "the cluster has never accepted the token: nothing was revoked"
        ),
        (
            MessageComposer.text(for: RevocationItem.Verdict.stillValid),
            "the cluster accepts the token after its revocation"
        ),
        (UnstoredEnd.loggedOut.text, "the logout may have ended the token, which has not been validated since"),
        (UnstoredEnd.unknown.text, "the request may have been executed: its answer did not come"),
        (MessageComposer.text(for: RevocationItem.Verdict.notAttempted), "nothing was sent"),
    ]

    /// The users of the sessions that did it: `tsadmin on prod-eu, prod-us`.
    private var names: [String] {
        var places: [(user: String, names: String)] = []
        for item in result.sessions where item.act == .logOut {
            let (user, name) = (item.target.profile.username ?? "the user of the session", item.target.profile.name)
            if let place = places.firstIndex(where: { $0.user == user }) {
                places[place].names += ", \(name)"
            } else {
                places.append((user, name))
            }
        }
        return places.map { "\($0.user) on \($0.names)" }
    }

    /// `22:22:23Z  prod-eu  631c99ce  revoked (verified)  401/10097  POST ...`, in columns.
    private func acts(_ rows: [Row]) -> [SafeText] {
        let cells = rows.map { row -> [SafeText] in
            let time = row.evidence?.serverTime.map { InstantText.utc($0.milliseconds) } ?? "-"
            return [time, row.cluster, row.item, row.result, row.evidence?.text ?? ""]
        }
        return AlignedText.lines(of: cells, gap: 2)
    }

    /// What was done, or was not: one act, one token or one cluster.
    package struct Row: Hashable, Sendable {
        package let cluster: SafeText
        package let item: SafeText
        package let result: SafeText
        package var evidence: Evidence?
        /// In milliseconds.
        package var took: Int64?
    }

    /// Cluster by cluster, those first on which something was done; on each in the order of the work.
    package var rows: [Row] {
        let rows = unordered
        let first = Dictionary(rows.enumerated().map { ($1.cluster, $0) }, uniquingKeysWith: min)
        return rows.indices.sorted { (first[rows[$0].cluster] ?? 0, $0) < (first[rows[$1].cluster] ?? 0, $1) }
            .map { rows[$0] }
    }

    private func rows(of act: UserAct) -> [Row] {
        result.sessions.filter { $0.act == act }.map { item in
            Row(
                cluster: "\(item.target.profile.name)", item: item.act.words,
                result: MessageComposer.text(for: item.verdict, withCode: true), evidence: item.evidence,
                took: item.took)
        }
    }

    private var unordered: [Row] {
        rows(of: .logOut)
            + result.tokens.map { item in
                Row(
                    cluster: "\(item.profile.name)", item: "\(item.fingerprint.text)",
                    result: MessageComposer.text(for: item.verdict, withCode: true), evidence: item.evidence,
                    took: item.took)
            }
            + unstored.map { record in
                Row(
                    cluster: SafeText(outside: record.profileName, limit: 64), item: "\(record.fingerprint.text)",
                    result: "\(unstoredEnd(at: record.origin).text), not stored here")
            }
            + result.elsewhere.flatMap { found in found.events.map { row(of: $0, on: found.profile) } }
            + result.deactivations.map { item in
                Row(
                    cluster: "\(item.target.profile.name)", item: "deactivation", result: item.told(withCode: true),
                    evidence: item.evidence, took: item.took)
            }
            + rows(of: .revokeTokens) + withoutRevocation.map { rowWithoutRevocation(on: $0) }
            + result.elsewhere.map { Row(cluster: "\($0.profile.name)", item: "audit log", result: $0.text) }
            + leftOut.map { row(of: $0) }
    }

    /// What is told of a cluster that is left out: of the user as a whole, or of the sessions beside single tokens.
    package func item(of left: LeftOut) -> SafeText {
        result.tokens.contains { $0.profile.id == left.profile.id } ? "sessions" : "user"
    }

    private func row(of left: LeftOut) -> Row {
        Row(
            cluster: "\(left.profile.name)", item: item(of: left),
            result: left.isPrevented ? "not logged out: \(left.reason)" : left.reason)
    }

    private func rowWithoutRevocation(on profile: Profile) -> Row {
        Row(
            cluster: "\(profile.name)", item: "other tokens",
            result: "not revoked: \(profile.generation.rawValue) has no operation for it")
    }

    private func row(of event: AuditEvent, on profile: Profile) -> Row {
        let time = event.at.map { InstantText.utc($0.milliseconds) } ?? "at an unknown time"
        return Row(
            cluster: "\(profile.name)", item: "issued \(time) from \(event.address)",
            result: unstoredEnd(at: profile.origin.description).text)
    }
}
