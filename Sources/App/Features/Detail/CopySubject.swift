package import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
package import ThoughtSpotSessions
import Toolkit

/// What `y` copies.
enum CopySubject: Hashable, Sendable {
    case token(TokenRecord)
    /// A text that is no secret, and its name: `the address of prod-eu`.
    case text([SafeText], what: SafeText)

    static func address(of profile: Profile) -> CopySubject {
        .text(["\(profile.origin.description)"], what: "the address of \(profile.name)")
    }

    static func entry(_ entry: ActivityLog.Entry) -> CopySubject {
        switch entry.content {
        case .request(let record): .text([record.curl], what: "the request as curl (without secrets)")
        case .message(let message): .text([message.text], what: "the message")
        }
    }
}

extension ProgramState {
    func reasonAgainstCopying(_ subject: CopySubject?) -> SafeText? {
        switch subject {
        case .token(let record)?: reasonAgainstUsing(record)
        case .text?: nil
        case nil: "nothing is selected"
        }
    }

    mutating func copy(_ subject: CopySubject?) -> [Effect] {
        switch subject {
        case .token(let record)?: [begin(CopyTokens([record]))]
        case .text(let lines, let what)?: [begin(CopyText(lines, what: what))]
        case nil: []
        }
    }

    /// Says which way a copied text went, and what becomes of a secret that stays in tmux (promise P9).
    mutating func receive(_ outcome: CopyOutcome, of what: SafeText, isSecret: Bool = false) -> [Effect] {
        switch outcome {
        case .tmux where isSecret:
            clearsCopiesAt = now.advanced(seconds: ClearCopies.delay)
            say(.good, "copied \(what) with tmux load-buffer; removed from tmux's buffers in \(ClearCopies.delay) s")
        case .tmux: say(.good, "copied \(what) with tmux load-buffer")
        case .terminal: say(.good, "copied \(what) to the terminal's clipboard (OSC 52), if the terminal allows it")
        case .impossible(let reason): say(.warning, "\(what) was not copied: \(reason); \(key(.reveal)) shows a token")
        }
        return []
    }
}

extension ExchangeRecord {
    /// The request as a command line for curl: every value that could be a secret is a placeholder.
    var curl: SafeText {
        var text: SafeText = "curl -X \(method) '\(origin.description)\(path)\(hasQuery ? "?..." : "")'"
        for name in headerNames { text = text + " -H '\(name): ...'" }
        if requestBytes > 0 { text = text + " --data '...'" }
        return text
    }
}

extension WorkID {
    static let copy = WorkID("copy")
    static let clearCopies = WorkID("clearCopies")
}

/// What goes to the clipboard.
package enum ClipboardText: Hashable, Sendable {
    case plain(String)
    case secret(Secret)

    package var exposed: String {
        switch self {
        case .plain(let text): text
        case .secret(let secret): secret.expose()
        }
    }
}

/// Which way a copied text went.
package enum CopyOutcome: Hashable, Sendable {
    /// Into the buffer of the tmux around us, which hands it on.
    case tmux
    /// By the terminal's clipboard sequence (OSC 52); the terminal does not report whether it did.
    case terminal
    /// There is no way; the reason is a clause for people. The screen shows the text instead.
    case impossible(SafeText)
}

/// Copies the lines of a text that is no secret.
struct CopyText: Work {
    let lines: [SafeText]
    /// `the address of prod-eu`.
    let what: SafeText

    init(_ lines: [SafeText], what: SafeText) {
        self.lines = lines
        self.what = what
    }

    var id: WorkID { .copy }
    var label: SafeText { "copying \(what)" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> CopyOutcome {
        await tools.copy(.plain(lines.map(\.string).joined(separator: "\n")))
    }

    func receive(_ answer: CopyOutcome, in program: inout ProgramState) -> [Effect] {
        program.receive(answer, of: what)
    }
}

/// Copies the tokens themselves, one a line.
struct CopyTokens: Work {
    let records: [TokenRecord]

    init(_ records: [TokenRecord]) { self.records = records }

    var id: WorkID { .copy }
    var profileID: Profile.ID? { records.count == 1 ? records[0].profileID : nil }
    var label: SafeText {
        records.count == 1 ? "copying \(records[0].fingerprint.text)" : "copying \(records.count) tokens"
    }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> CopyOutcome {
        let tokens = try await RevealTokens(records: records).run(in: tools.workspace).map { $0.expose() }
        return await tools.copy(.secret(Secret(tokens.joined(separator: "\n"))))
    }

    func receive(_ answer: CopyOutcome, in program: inout ProgramState) -> [Effect] {
        if answer == .tmux { program.handedOut.formUnion(records.map(\.id)) }
        let what: SafeText = records.count == 1 ? "token \(records[0].fingerprint.text)" : "\(records.count) tokens"
        return program.receive(answer, of: what, isSecret: true)
    }
}

/// Removes the copied secrets from the buffers of tmux, which would keep them until it ends.
struct ClearCopies: Work {
    /// Seconds after the copy; long enough to paste it.
    static let delay: Int64 = 60

    var id: WorkID { .clearCopies }
    var label: SafeText { "clearing tmux's buffers" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> Bool {
        await tools.clearCopies()
    }

    func receive(_ isClear: Bool, in program: inout ProgramState) -> [Effect] {
        if isClear {
            program.say(.plain, "removed the copied secret from tmux's buffers")
        } else {
            program.say(
                .warning, "the copied secret may still be in tmux's buffers: tmux did not remove it; tmux list-buffers")
        }
        return []
    }
}

extension ProgramState {
    /// Clears what was copied when its time is over.
    mutating func clearCopies() -> [Effect] {
        guard let moment = clearsCopiesAt, now >= moment else { return [] }
        clearsCopiesAt = nil
        return [begin(ClearCopies())]
    }
}
