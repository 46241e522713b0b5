import App
import ArgumentParser
import DisplayText
import Glibc
package import Operations
import Storage
import ThoughtSpotSessions

/// `tessera`, from its arguments to its exit code.
package enum TesseraProgram {
    /// Runs the terminal program or a command.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - context: the world.
    package static func main(arguments: [String], context: CommandContext) async -> ExitCode {
        if let option = SecretArguments.find(in: arguments) {
            return fail(.secretOnCommandLine(option: option), arguments, context)
        }
        if let option = CommonOptionPlaces.repeated(in: arguments) {
            return fail(.repeated(option: option), arguments, context)
        }
        let (invocation, arguments) = Invocation.settled(arguments)
        switch invocation {
        case .screen(let request):
            return await screen(request, arguments, context)
        case .version:
            context.write(.output, TesseraVersion.text + "\n")
            return written(.done, arguments, context)
        case .exitCodes:
            Output(context: context, isJSON: false).print(ExitCodeTable.lines)
            return written(.done, arguments, context)
        case .settings:
            Output(context: context, isJSON: false).print(SettingsPage.lines)
            return written(.done, arguments, context)
        case .files:
            let locations = Locations(
                environment: context.environment(), accountHome: context.files.accountHome)
            Output(context: context, isJSON: false).print(FilesPage.lines(locations))
            return written(.done, arguments, context)
        case .command:
            return await command(arguments, context)
        }
    }

    private static func screen(
        _ request: ScreenRequest, _ arguments: [String], _ context: CommandContext
    ) async -> ExitCode {
        if request.isPlain { return await context.runScreen(request) }
        guard context.isTerminal(.input), context.isTerminal(.output) else {
            return fail(.noTerminal, arguments, context)
        }
        var request = request
        request.lacksTerminalType = ["", "dumb"].contains(context.environment()["TERM"] ?? "")
        request.isPlain = request.lacksTerminalType
        return await context.runScreen(request)
    }

    private static func command(_ arguments: [String], _ context: CommandContext) async -> ExitCode {
        if arguments.contains(where: { $0 == "--insecure" || $0.hasPrefix("--insecure=") }) {
            return fail(.insecureOption, arguments, context)
        }
        let parsed: any ParsableCommand
        do {
            // Of a command that there is not the parser's own help shows what there is, and ends as if it were that.
            let isHelpOnNothing = arguments.first == "help" && CommandPath(arguments).unknown != nil
            parsed = try parse(isHelpOnNothing ? Array(arguments.dropFirst()) : arguments)
        } catch {
            return end(UsageFailure.ending(of: error, arguments: arguments), arguments, context)
        }
        if let option = RepeatedOptions.first(in: arguments, of: type(of: parsed)) {
            return fail(.repeated(option: option), arguments, context)
        }
        if let demo = parsed as? DemoCommand {
            do throws(CommandProblem) { return await screen(try demo.request(), arguments, context) } catch {
                return fail(error, arguments, context)
            }
        }
        guard let command = parsed as? any TesseraCommand else {
            return await help(for: parsed, arguments, context)
        }
        // A variable that is empty, in a script: the files of another home are not meant.
        if command.common.values.home?.isEmpty == true {
            return fail(
                .usage("--home is empty", hint: "name a directory, or leave out the option"), arguments, context)
        }
        return await CommandExecution(command: command, context: context).exitCode()
    }

    /// The command that a settled command line names, with its options.
    static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        let path = CommandPath(arguments)
        // A command with options of its own takes those of its subcommand from it: `demo` would take the home of `serve`.
        guard path.command is DemoServe.Type, !path.rest.contains(where: ["--help", "-h", "--version"].contains),
            arguments.first != "help"
        else { return try TesseraRoot.parseAsRoot(arguments) }
        return try DemoServe.parseAsRoot(Array(path.rest))
    }

    /// Help that was asked for; or a command that only holds others: its help, as an error.
    private static func help(
        for command: any ParsableCommand, _ arguments: [String], _ context: CommandContext
    ) async -> ExitCode {
        var command = command
        do {
            try command.run()
            return .done
        } catch {
            let text = TesseraRoot.fullMessage(for: error, columns: UsageFailure.columns)
            let isAsked = !(command is any CommandGroup)
            let shown = isAsked ? ExampleSection.appended(to: text, for: arguments) : text
            context.write(isAsked ? .output : .error, shown + "\n")
            return written(isAsked ? .done : .usage, arguments, context)
        }
    }

    /// The exit code of a run that had only to print: a success only when all of it was written (fault H17).
    private static func written(_ code: ExitCode, _ arguments: [String], _ context: CommandContext) -> ExitCode {
        guard code == .done else { return code }
        if context.readerLeft() { return .outputClosed }
        guard let failure = context.writeFailure() else { return code }
        return fail(.output(why: SafeText(outside: failure)), arguments, context)
    }

    private static func end(
        _ ending: UsageFailure.Ending, _ arguments: [String], _ context: CommandContext
    ) -> ExitCode {
        switch ending {
        case .answer(let text):
            context.write(.output, text + "\n")
            return written(.done, arguments, context)
        case .problem(let problem):
            return fail(problem, arguments, context)
        }
    }

    private static func fail(_ problem: CommandProblem, _ arguments: [String], _ context: CommandContext) -> ExitCode {
        let message = problem.message
        Output(context: context, isJSON: arguments.contains("--json")).fail(message)
        return message.exitCode
    }
}

extension TesseraProgram {
    /// The whole life of the process: with its own arguments, in the world as it is, to its exit code.
    package static func run() async -> Never {
        StandardStreams.occupyClosedStreams()
        CommandContext.hardenProcess()
        let arguments = Array(CommandLine.arguments.dropFirst())
        let context = CommandContext.live()
        if CommandContext.hasLentRights { exit(fail(.lentRights, arguments, context).rawValue) }
        exit(await main(arguments: arguments, context: context).rawValue)
    }
}

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
        case .usage: "the command line is wrong, or the cluster says bad request"
        case .notLoggedIn: "not logged in, or the credentials were refused"
        case .forbidden: "the cluster does not allow it"
        case .notFound: "no such profile, token, user or path"
        case .network: "the network failed, and nothing was executed"
        case .tls: "the connection cannot be trusted"
        case .unusableAnswer: "the cluster's answer is unusable"
        case .busy: "the cluster is busy, rate limited or in maintenance"
        case .localFile: "a local file, lock or permission stands in the way"
        case .secretStore: "no secret available"
        case .someFailed: "some of several failed, none of them unknown"
        case .outcomeUnknown: "the outcome of at least one change is unknown"
        case .refused: "refused by a safety rule"
        case .hangUp: "ended by a hang-up"
        case .interrupted: "interrupted"
        case .quit: "ended by a quit signal"
        case .outputClosed: "the output was closed"
        case .terminated: "terminated"
        }
    }
}

/// Variables of the environment that look as if they were for us and are not (fault F20): named, never shown.
enum EnvironmentCheck {
    private static let known: Set<String> = [
        "TESSERA_HOME", "TESSERA_PASSWORD_FILE", "TESSERA_SECRET_KEY_FILE", "TESSERA_TOKEN_FILE",
        "TESSERA_PASSPHRASE_FILE",
    ]
    private static let secrets: Set<String> = [
        "TESSERA_PASSWORD", "TESSERA_PASSWD", "TESSERA_SECRET", "TESSERA_SECRET_KEY", "TESSERA_TOKEN",
        "TESSERA_BEARER", "TESSERA_BEARER_TOKEN", "TESSERA_PASSPHRASE",
    ]

    /// One sentence for each such variable, by name.
    static func warnings(about environment: [String: String]) -> [SafeText] {
        environment.keys.sorted().compactMap { name in
            guard name.hasPrefix("TESSERA_"), !known.contains(name) else { return nil }
            let shown = SafeText(outside: name, limit: 60)
            if secrets.contains(name) {
                let file: SafeText =
                    name == "TESSERA_PASSPHRASE"
                    ? "as in TESSERA_PASSPHRASE_FILE or --passphrase-file"
                    : "as in TESSERA_PASSWORD_FILE, or use --password-stdin"
                return
                    "\(shown) is ignored: secrets are not read from the environment; name a file of mode 0600 instead, \(file)"
            }
            return "\(shown) is unknown and ignored"
        }
    }
}

/// Ours, not the one of ArgumentParser.
package typealias ExitCode = Operations.ExitCode

/// What `tessera --version` says.
package enum TesseraVersion {
    package static let text = "tessera \(SessionClient.version)"
}
