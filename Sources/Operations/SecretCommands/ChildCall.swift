package import Storage

/// A child process as it is wanted: no shell, an environment of its own, and limits.
package struct ChildCall: Hashable, Sendable {
    package var program: TrustedProgram
    /// What the program is told its name is: its path as it was asked for.
    package var name: String
    package var arguments: [String]
    package var environment: [String: String]
    /// Milliseconds; then the process and its group are ended.
    package var limit: Int
    /// Bytes of standard output; with more the process and its group are ended.
    package var outputLimit: Int
    /// It may ask at our terminal. Without this it has a session of its own, and no terminal to ask at (promise P27).
    package var hasTerminal: Bool

    package init(
        program: TrustedProgram, name: String, arguments: [String], environment: [String: String], limit: Int,
        outputLimit: Int, hasTerminal: Bool = false
    ) {
        self.program = program
        self.name = name
        self.arguments = arguments
        self.environment = environment
        self.limit = limit
        self.outputLimit = outputLimit
        self.hasTerminal = hasTerminal
    }
}

/// How a child process ended, and what it wrote.
package struct ChildEnding: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        case exited(Int32)
        case signal(Int32)
        case overTime
        case overSize
        case cancelled
        /// With one clause for people.
        case notStarted(String)
    }

    package var cause: Cause
    /// May be a secret.
    package var output: [UInt8]
    /// The beginning of it.
    package var error: [UInt8]

    package init(_ cause: Cause, output: [UInt8] = [], error: [UInt8] = []) {
        self.cause = cause
        self.output = output
        self.error = error
    }
}
