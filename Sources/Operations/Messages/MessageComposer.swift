package import DisplayText
package import Moments
import Storage
package import StrictJSON
package import ThoughtSpotSessions

/// What a person is told, and what a script can rely on: the same on the screen and on the command line.
package struct Message: Hashable, Sendable {
    /// Stable: `E_CREDENTIALS`.
    package let code: String
    /// What happened, to what: `prod-eu refused the password of tsadmin`.
    package let what: SafeText
    /// Why, where it is known.
    package let why: SafeText?
    /// What to do next, at most two sentences.
    package let hints: [SafeText]
    /// The server's own words, always shown apart from ours.
    package let quoted: SafeText?
    /// What Support asks for.
    package let incident: SafeText?
    package let exitCode: ExitCode
    /// Why, in a few words for a cell that holds no sentence; empty where no cell tells it.
    package let shortCause: SafeText

    /// The same with one hint more.
    package func adding(_ hint: SafeText?) -> Message {
        guard let hint else { return self }
        return Message(
            code: code, what: what, why: why, hints: hints + [hint], quoted: quoted, incident: incident,
            exitCode: exitCode, shortCause: shortCause)
    }

    package init(
        code: String, what: SafeText, why: SafeText? = nil, hints: [SafeText] = [], quoted: SafeText? = nil,
        incident: SafeText? = nil, exitCode: ExitCode, shortCause: SafeText = ""
    ) {
        self.code = code
        self.what = what
        self.why = why
        self.hints = hints
        self.quoted = quoted
        self.incident = incident
        self.exitCode = exitCode
        self.shortCause = shortCause
    }
}

/// The exit codes of the command line (<doc:ExitCodes>).
package enum ExitCode: Int32, Hashable, Sendable, CaseIterable {
    case done = 0
    case internalError = 1
    case usage = 2
    case notLoggedIn = 3
    case forbidden = 4
    case notFound = 5
    case network = 6
    case tls = 7
    case unusableAnswer = 8
    case busy = 9
    case localFile = 10
    case secretStore = 11
    case someFailed = 12
    case outcomeUnknown = 13
    case refused = 14
    case hangUp = 129
    case interrupted = 130
    case quit = 131
    /// The reader of standard output went away before all was written.
    case outputClosed = 141
    case terminated = 143
}

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
            incident: error.incident.map { SafeText(outside: $0, limit: 80) }, exitCode: ExitCode(error),
            shortCause: shortCause(of: .session(error, profile: profile)))
    }
}

extension Message {
    /// `what – why`, in one line.
    package var sentence: SafeText {
        why.map { "\(what) \u{2013} \($0)" } ?? what
    }
}

extension Message {
    /// The members of an error object.
    package var json: JSONObject {
        [
            "code": .string(code), "message": .string(what.string), "why": .text(why), "hints": .texts(hints),
            "serverText": .text(quoted), "incident": .text(incident), "exitCode": .int(Int(exitCode.rawValue)),
        ]
    }
}

extension ExitCode {
    /// The exit code of a failed operation on a cluster. An unknown outcome outweighs its cause.
    package init(_ error: SessionError) {
        self =
            error.execution == .unknown ? .outcomeUnknown : SessionErrorWording(error: error, profile: "").row.exitCode
    }

    /// The code of several that a process ends with: unknown outcomes first, then partial failure, then the first.
    package static func combined(_ codes: [ExitCode]) -> ExitCode {
        if codes.contains(.outcomeUnknown) { return .outcomeUnknown }
        let failures = codes.filter { $0 != .done }
        guard let first = failures.first else { return .done }
        return failures.contains(.someFailed) || failures.count < codes.count ? .someFailed : first
    }
}

/// Members are always there: what is not known is `null`, so that a script finds the same names in every object.
extension JSONValue {
    package static func text(_ text: SafeText?) -> JSONValue { text.map { .string($0.string) } ?? .null }

    package static func texts(_ texts: [SafeText]) -> JSONValue { .array(texts.map { .string($0.string) }) }

    /// Text from outside; the writer escapes what could act on a terminal.
    package static func outside(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// `2026-11-21T08:52:45.123Z`.
    package static func instant(_ instant: Instant?) -> JSONValue {
        instant.map { .string($0.timestamp) } ?? .null
    }

    package static func whole(_ number: Int64?) -> JSONValue { number.map { .int64($0) } ?? .null }

    /// `{"id","name"}`, or `null`.
    package static func org(_ org: OrgReference?) -> JSONValue {
        guard let org else { return .null }
        return ["id": org.id.map { .int($0) } ?? .null, "name": .outside(org.name)]
    }
}

extension JSONObject {
    /// Adds the two members that tell an end: `expiresAt`, and `expiry` with how sure it is: `certain`, `estimated`,
    /// `until-next-mint`, `unknown`.
    package mutating func appendExpiry(_ expiry: Expiry) {
        append("expiresAt", .instant(expiry.instant))
        let kind: JSONValue =
            switch expiry {
            case .at: "certain"
            case .estimated: "estimated"
            case .untilNextIssue: "until-next-mint"
            case .unknown: "unknown"
            }
        append("expiry", kind)
    }
}
