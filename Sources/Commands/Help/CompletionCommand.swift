import ArgumentParser
import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera completion`.
struct CompletionCommand: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print the completion script for a shell.",
        usage: "tessera completion bash|zsh|fish",
        discussion: """
            Completes commands, options, names of profiles and users, fingerprints, states, kinds and generations. Names are read from \
            the home that the environment names; nothing is sent to a cluster.
            """)

    static let examples: [CommandExample] = [
        CommandExample("Turn completion on in bash", "source <(tessera completion bash)"),
        CommandExample("Turn it on in fish", "tessera completion fish | source"),
        CommandExample("Keep it for zsh", "tessera completion zsh > ~/.zfunc/_tessera"),
    ]

    @Argument(help: "bash, zsh or fish.", completion: .list(CompletionShell.allCases.map(\.rawValue)))
    var shell: String

    @OptionGroup(title: "Common options")
    var common: NoCommonOptions

    /// Prints the script, also with `--json`.
    func run(in run: CommandRun) async throws -> ExitCode {
        guard let known = CompletionShell.allCases.first(where: { $0.rawValue == shell }) else {
            throw CommandProblem.usage("The shell is bash, zsh or fish", hint: "tessera completion bash")
        }
        let script = TesseraRoot.completionScript(for: known)
        run.context.write(.output, text(of: script, for: known) + "\n")
        return .done
    }

    private func text(of script: String, for shell: CompletionShell) -> String {
        switch shell {
        case .bash: BashCompletion(generated: script).text
        case .zsh: ZshCompletion(generated: script).text
        case .fish: FishCompletion(generated: script).text
        default: script
        }
    }
}

/// Names that a completion script asks for: one in each line, and nothing at all where they cannot be read.
struct CompletionNames: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion-names", abstract: "Print names for a completion script.", shouldDisplay: false)

    static let examples: [CommandExample] = [CommandExample("List the profiles", "tessera completion-names profile")]

    /// What can be named.
    enum Kind: String, CaseIterable {
        case profile
        /// Of tokens that a cluster may still accept.
        case fingerprint
        /// Of the tokens on the list.
        case user
    }

    @Argument(help: "profile, fingerprint or user.", completion: .list(Kind.allCases.map(\.rawValue)))
    var kinds: [String]

    @OptionGroup(title: "Common options")
    var common: CommonOptions<NoProfile, NeverAsks, LocalWork>

    func run(in run: CommandRun) async throws -> ExitCode {
        var names: [String] = []
        for kind in kinds {
            guard let kind = Kind(rawValue: kind) else {
                throw CommandProblem.usage("The kind is profile, fingerprint or user", hint: nil)
            }
            names += try await self.names(kind, in: run)
        }
        for name in names { run.output.print([SafeText(outside: name)]) }
        return .done
    }

    private func names(_ kind: Kind, in run: CommandRun) async throws -> [String] {
        if kind == .profile { return try await ListProfiles().run(in: run.workspace).profiles.map(\.name) }
        // Tab waits for the answer: a journal of years is not read for tokens that ended long ago.
        let list = try await ListTokens(.current).run(in: run.workspace)
        if kind == .user { return Set(list.records.compactMap(\.facts.user)).sorted() }
        return list.records.filter { list.standing(of: $0, at: run.now).mayBeValid }.map(\.fingerprint.text)
    }
}

extension CompletionKind {
    /// Names of profiles in the home of the shell's environment.
    static var profiles: CompletionKind { names(.profile) }

    /// Names of users whose tokens are on the list.
    static var users: CompletionKind { names(.user) }

    static var profilesAndUsers: CompletionKind { names(.profile, .user) }

    /// Fingerprints of tokens that a cluster may still accept.
    static var fingerprints: CompletionKind { names(.fingerprint) }

    static var generations: CompletionKind { .list(Generation.allCases.map(\.rawValue)) }

    /// An error of the command would stand in the middle of what is being typed.
    private static func names(_ kinds: CompletionNames.Kind...) -> CompletionKind {
        .shellCommand("tessera completion-names \(kinds.map(\.rawValue).joined(separator: " ")) 2>/dev/null")
    }
}
