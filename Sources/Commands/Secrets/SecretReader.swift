import DisplayText
import Operations
import ThoughtSpotSessions

/// Where a secret is to come from, as options say it.
enum SecretSource: Hashable, Sendable {
    case standardInput
    case file(String)
    /// An open descriptor of the process, as a shell makes it by `3<file`.
    case descriptor(Int)
    /// What the vault keeps; it is not read here.
    case vault
    /// What the profile's secret command prints; it is not run here.
    case command
    case prompt(question: SafeText)
}

/// Fetches secrets by the ways that exist: standard input, a file of mode 0600, a hidden prompt.
struct SecretReader {
    let context: CommandContext

    /// - Parameter what: what it is, for messages: `The password`.
    func secret(_ what: SafeText, from source: SecretSource) throws(CommandProblem) -> Secret {
        switch source {
        case .standardInput:
            // A person types it: it is not shown on the screen.
            if context.isTerminal(.input) { return try prompt(what, "\(what): ") }
            return try SecretText.secret(
                try context.readInput(SecretText.limit + 2), from: "\(what) on standard input")
        case .file(let path):
            return try secret(what, inFile: path)
        case .descriptor(let number):
            return try SecretText.secret(
                try context.readDescriptor(number, SecretText.limit + 2), from: "\(what) on descriptor \(number)")
        case .vault, .command:
            throw .noPrompt(what: what, options: [])
        case .prompt(let question):
            return try prompt(what, question)
        }
    }

    private func secret(_ what: SafeText, inFile path: String) throws(CommandProblem) -> Secret {
        let file = try context.readFile(path, SecretText.limit + 2)
        if let mode = file.mode, mode & 0o077 != 0 {
            throw .fileUnsafe(path: path, mode: String(mode & 0o777, radix: 8))
        }
        return try SecretText.secret(file.bytes, from: "\(what) in \(SafeText(outside: path, limit: 200))")
    }

    private func prompt(_ what: SafeText, _ question: SafeText) throws(CommandProblem) -> Secret {
        guard let secret = try context.promptHidden(question.string) else { throw .secretEmpty(source: what) }
        return try SecretText.secret(Array(secret.expose().utf8), from: what)
    }
}

extension CommandRun {
    /// Fetches a secret. Spaces around it may belong to it: they are kept, and told (fault B3).
    func secret(_ what: SafeText, from source: SecretSource) throws(CommandProblem) -> Secret {
        let secret = try SecretReader(context: context).secret(what, from: source)
        if secret.expose().hasPrefix(" ") || secret.expose().hasSuffix(" ") {
            output.warn("W_SECRET_SPACES", "\(what) begins or ends with a space, which counts as a part of it")
        }
        return secret
    }
}

/// The rules for a secret that comes in as bytes (fault B3).
enum SecretText {
    /// Bytes.
    static let limit = SecretLine.limit

    /// Takes off one final line end and checks what is left.
    ///
    /// - Parameter source: what is said of it in an error: `The password on standard input`.
    static func secret(_ bytes: [UInt8], from source: SafeText) throws(CommandProblem) -> Secret {
        guard bytes.count <= limit else { throw .secretTooLong(source: source) }
        do throws(SecretLine.Problem) { return try SecretLine.secret(in: bytes) } catch {
            switch error {
            case .empty: throw .secretEmpty(source: source)
            case .fault(let fault): throw .secretCharacters(source: source, fault)
            }
        }
    }
}
