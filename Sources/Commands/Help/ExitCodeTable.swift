import DisplayText
import Operations

/// `tessera help exit-codes` (<doc:ExitCodes>).
enum ExitCodeTable {
    static var lines: [SafeText] {
        let codes = ExitCode.allCases.map { code -> SafeText in
            let number: SafeText = "\(code.rawValue)"
            return "\(number.padded(to: 4))\(meaning(of: code))"
        }
        return codes + ["", "When several apply: 13, then 12, then the code of the first error."]
    }

    private static func meaning(of code: ExitCode) -> SafeText {
        switch code {
        case .done: "all done"
        case .internalError: "internal error, a bug"
        case .usage: "the command line is wrong"
        case .notLoggedIn: "not logged in, or the credentials were refused"
        case .forbidden: "the cluster does not allow it"
        case .notFound: "no such profile, token, user or path"
        case .network: "the network failed, and nothing was executed"
        case .tls: "the connection cannot be trusted"
        case .unusableAnswer: "the cluster's answer is unusable"
        case .busy: "the cluster is busy, also after all attempts"
        case .localFile: "a local file, lock or permission stands in the way"
        case .secretStore: "a secret could not be had"
        case .someFailed: "some of several failed, none of them unknown"
        case .outcomeUnknown: "it is not known whether at least one change happened"
        case .refused: "refused by a safety rule"
        case .hangUp: "ended by a hang-up"
        case .interrupted: "interrupted"
        case .quit: "ended by a quit signal"
        case .terminated: "terminated"
        }
    }
}
