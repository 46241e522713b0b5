package import DisplayText

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

    package init(
        code: String, what: SafeText, why: SafeText? = nil, hints: [SafeText] = [], quoted: SafeText? = nil,
        incident: SafeText? = nil, exitCode: ExitCode
    ) {
        self.code = code
        self.what = what
        self.why = why
        self.hints = hints
        self.quoted = quoted
        self.incident = incident
        self.exitCode = exitCode
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
    case terminated = 143
}
