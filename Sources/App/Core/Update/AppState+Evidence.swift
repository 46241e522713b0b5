import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// What the journal proves of a token: its timeline, and reports of it.
extension AppState {
    /// Opens the detail of a token, and reads its timeline.
    mutating func inspect(_ record: TokenRecord) -> [Effect] {
        push(.inspector(Inspector(.token(record.id)))) + [readTimeline(of: record)]
    }

    private mutating func readTimeline(of record: TokenRecord) -> Effect {
        if timeline?.record.id != record.id { timeline = nil }
        return begin(.readTimeline(record), id: .timeline, label: "reading the timeline of \(record.fingerprint.text)")
    }

    /// The journal has new lines: a timeline on the screen is read again.
    mutating func followTimeline() -> [Effect] {
        for layer in layers.reversed() {
            if case .inspector(let inspector) = layer, case .token(let id) = inspector.subject, let record = tokens[id]
            {
                return [readTimeline(of: record)]
            }
        }
        return []
    }

    /// `w`: a form for the name of the file.
    mutating func openReport() -> [Effect] {
        switch topLayer {
        case .inspector(let inspector):
            guard case .token(let id) = inspector.subject, let record = tokens[id] else { return [] }
            return open(
                FormDraft.report([id], acts: [], about: "\(record.fingerprint.text)", at: now, serial: nextFormSerial())
            )
        case .results(let results):
            let ids = results.rows.map {
                TokenRecord.id($0.target.fingerprint, at: $0.target.profile.origin.description)
            }
            let about: SafeText = ids.count == 1 ? "1 token" : "\(ids.count) tokens"
            return open(
                FormDraft.report(ids, acts: results.acts, about: about, at: now, serial: nextFormSerial()))
        default: return []
        }
    }

    var reasonAgainstReport: SafeText? {
        switch topLayer {
        case .inspector(let inspector):
            guard case .token = inspector.subject else { return "reports are about tokens" }
            return nil
        case .results(let results): return results.isRunning ? "wait for the verdicts, or stop with Esc" : nil
        default: return "open the detail of a token first"
        }
    }

    mutating func takeReport(_ path: String) -> [Effect] {
        closeSubmittedForm { if case .report = $0 { true } else { false } }
        say(.good, "the report is in \(SafeText(outside: path, limit: 300)), readable by you alone")
        return []
    }
}

extension RevocationResults {
    /// What became of each row, one sentence a row.
    var acts: [SafeText] {
        var acts: [SafeText] = []
        if let sessions {
            let verdict = sessions.verdict.map { MessageComposer.text(for: $0) } ?? "not attempted"
            acts.append(
                "sessions of \(sessions.target.user.text) on \(sessions.target.profile.name): \(verdict)")
        }
        return acts
            + rows.map { row in
                let verdict = row.verdict.map { MessageComposer.text(for: $0) } ?? "not attempted"
                let user = SafeText(outside: row.target.user ?? "unknown user", limit: 80)
                return
                    "revocation of \(row.target.fingerprint.text) of \(user) on \(row.target.profile.name): \(verdict)"
            }
    }
}
