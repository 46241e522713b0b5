import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// Asked before the program ends, with what would be lost or left open; follows what becomes of its sessions and tokens
/// while it stands.
struct QuitQuestion: QuestionFeature {
    enum Answer: Hashable, Sendable {
        case logOut, revoke, copy, quit, stay
    }

    /// What would be lost or left open.
    private struct Loss: Hashable {
        /// Forms with text, and changes under way.
        var reasons: [SafeText] = []
        var sessions: [Profile] = []
        /// Those of the sessions that can be logged out of now.
        var closable: [Profile] = []
        /// Tokens that may be valid and exist only in the memory of this run.
        var tokens: [TokenRecord] = []
        /// Those of them that can be revoked now.
        var revocable: [RevocationTarget] = []

        init(_ program: ProgramState) {
            reasons = program.unsavedWork
            for (_, work) in program.inFlight.sorted(by: { $0.value.stamp < $1.value.stamp }) where work.isChange {
                reasons.append("\(work.label) is in progress")
            }
            let links = program.vault.waitingLinks
            if links > 0 {
                reasons.append(
                    "\(links == 1 ? "1 activation link is" : "\(links) activation links are") only in memory, not in the vault yet"
                )
            }
            // What the vault keeps is there the next time.
            sessions = program.profiles.list.filter {
                program.hasSession($0.id) && !program.tokens.isKept(sessionOf: $0.id)
            }
            for profile in program.profiles.list where program.clusters[profile.id]?.doubt == .notReceived {
                reasons.append("a session may be open on \(profile.name): the answer to the login was lost")
            }
            closable = sessions.filter {
                !program.isSessionBusy($0.id) && AbilityPolicy($0, .logout).reason == nil
            }
            tokens = program.tokensOnlyInMemory
            if program.inFlight[.revocation] == nil {
                revocable = tokens.compactMap { program.revocationTarget(for: $0) }
            }
        }

        var isEmpty: Bool { reasons.isEmpty && sessions.isEmpty && tokens.isEmpty }
    }

    private var loss: Loss
    /// Logout or revocation was chosen: when nothing is left, the program ends.
    private var isClosing = false
    var dialog: Dialog<Answer>

    /// Returns nil when nothing would be lost or left open.
    init?(_ program: ProgramState) {
        loss = Loss(program)
        if loss.isEmpty { return nil }
        dialog = Self.dialog(loss, failure: nil, in: program)
    }

    mutating func answer(_ answer: Answer, in program: inout ProgramState) -> [Effect] {
        switch answer {
        case .logOut:
            isClosing = true
            return loss.closable.map { program.logOut(of: $0) }
        case .revoke:
            isClosing = true
            return program.askToRevoke(loss.revocable)
        case .copy: return [program.begin(CopyTokens(loss.tokens))]
        case .quit: return program.end()
        case .stay: return []
        }
    }

    /// Keeps the question at what is true by now. When everything was closed that was to be, the program ends.
    mutating func follow(_ change: ProgramChange, in program: inout ProgramState) -> [Effect] {
        guard case .anything = change, !program.isQuitting else { return [] }
        let now = Loss(program)
        if isClosing, now.isEmpty, program.top is QuitQuestion { return program.end() }
        let latest = program.activity.latest
        let failure = isClosing && (latest?.weight == .failure || latest?.weight == .warning) ? latest?.text : nil
        loss = now
        var fresh = Self.dialog(now, failure: failure, in: program)
        fresh.takeOver(from: dialog)
        dialog = fresh
        return []
    }

    private static func dialog(_ loss: Loss, failure: SafeText?, in program: ProgramState) -> Dialog<Answer> {
        var lines = loss.reasons.map { TextRun($0, .warning) }
        if !loss.sessions.isEmpty {
            let count = loss.sessions.count
            lines.append(TextRun(count == 1 ? "1 session is open:" : "\(count) sessions are open:"))
            lines += .clusters(loss.sessions, otherwise: .warning) { profile in
                "  \(program.sessionUser(on: profile)) on \(profile.name)"
            }
        }
        if !loss.tokens.isEmpty {
            let count = loss.tokens.count
            lines.append(
                TextRun(
                    count == 1
                        ? "1 token that may be valid exists only in memory:"
                        : "\(count) tokens that may be valid exist only in memory:"))
            lines += TokenLines.of(loss.tokens, in: program)
        }
        if let failure { lines.append(TextRun(failure, .danger)) }
        if loss.isEmpty { lines.append(TextRun("Nothing is open or unsaved.")) }
        var answers: [DialogAnswer<Answer>] = []
        if !loss.closable.isEmpty { answers.append(DialogAnswer(.character("o"), "Log out", .logOut)) }
        if !loss.revocable.isEmpty { answers.append(DialogAnswer(.character("r"), "Revoke", .revoke)) }
        if !loss.tokens.isEmpty { answers.append(DialogAnswer(.character("y"), "Copy", .copy)) }
        answers.append(DialogAnswer(.character("q"), loss.isEmpty ? "Quit" : "Quit anyway", .quit))
        // Not "Cancel": beside work in progress that could mean the work.
        answers.append(DialogAnswer(.character("n"), "Stay", .stay))
        var dialog = Dialog("Quit Tessera?", lines, answers: answers, safeAnswer: .stay)
        let places = loss.sessions + loss.tokens.compactMap { program.profile(of: $0) }
        dialog.heading = TextRun.heading(of: program.profiles.list.filter { places.contains($0) })
        return dialog
    }
}

extension ProgramState {
    /// `q`: at once when nothing would be lost or left open.
    mutating func askToQuit() -> [Effect] { QuitQuestion(self).map { open($0) } ?? end() }

    /// Ctrl-C asks once.
    mutating func interrupt() -> [Effect] {
        if isQuitting { return [] }
        return feature(QuitQuestion.self) == nil ? askToQuit() : end()
    }

    /// Tokens that may be valid and that nothing but the memory of this run has. Imported ones came from elsewhere.
    var tokensOnlyInMemory: [TokenRecord] {
        (tokens.list?.heldIDs ?? []).compactMap { tokens[$0] }
            .filter {
                !$0.isImported && !tokens.isKept($0.id) && !handedOut.contains($0.id) && standing(of: $0).mayBeValid
            }
            .sorted { ($0.recordedAt, $0.id) < ($1.recordedAt, $1.id) }
    }
}
