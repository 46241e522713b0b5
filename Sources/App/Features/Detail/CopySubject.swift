import DisplayText
import HTTPExchange
import Operations
import Storage
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
        case .request(let record): .text([record.curl], what: "the request as curl, without secrets")
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

    /// Says which way a copied text went.
    mutating func receive(_ outcome: CopyOutcome, of what: SafeText) -> [Effect] {
        switch outcome {
        case .tmux: say(.good, "copied \(what) by tmux load-buffer")
        case .terminal: say(.good, "copied \(what) by the terminal's clipboard (OSC 52), if it allows that")
        case .impossible(let reason): say(.warning, "\(what) is not copied: \(reason); p shows a token")
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
