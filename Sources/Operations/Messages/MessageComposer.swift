package import DisplayText
import Storage
package import ThoughtSpotSessions

/// Puts what happened into words, once for the screen and the command line. Errors are data; wording lives here.
package enum MessageComposer {
    /// The message for an error, in the terms of the manual.
    package static func message(for error: OperationError) -> Message {
        switch error {
        case .session(let error, let profile): message(for: error, profile: profile)
        case .storage(let error): message(for: error)
        case .refused(let refusal): message(for: refusal)
        }
    }

    /// The message for a failed operation on a cluster.
    package static func message(for error: SessionError, profile: String) -> Message {
        let wording = SessionErrorWording(error: error, profile: profile)
        return Message(
            code: error.code.rawValue, what: wording.what, why: wording.why, hints: Array(wording.hints.prefix(2)),
            quoted: error.serverText.map { SafeText(outside: $0, limit: 500) },
            incident: error.incident.map { SafeText(outside: $0, limit: 80) }, exitCode: ExitCode(error))
    }
}

extension Message {
    /// `what – why`, in one line.
    package var sentence: SafeText {
        why.map { "\(what) \u{2013} \($0)" } ?? what
    }
}
