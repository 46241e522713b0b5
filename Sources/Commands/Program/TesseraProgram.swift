import ArgumentParser
import DisplayText
import Operations
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
        if let option = CommonOptionPlaces.contradiction(in: arguments) {
            return fail(.contradiction(option: option), arguments, context)
        }
        let arguments = CommonOptionPlaces.settled(arguments)
        switch Invocation(arguments) {
        case .screen(let request):
            return await screen(request, arguments, context)
        case .version:
            context.write(.output, TesseraVersion.text + "\n")
            return .done
        case .exitCodes:
            Output(context: context, isJSON: false).print(ExitCodeTable.lines)
            return .done
        case .command:
            return await command(arguments, context)
        }
    }

    private static func screen(
        _ request: ScreenRequest, _ arguments: [String], _ context: CommandContext
    ) async -> ExitCode {
        guard context.isTerminal(.input), context.isTerminal(.output) else {
            return fail(.noTerminal, arguments, context)
        }
        return await context.runScreen(request)
    }

    private static func command(_ arguments: [String], _ context: CommandContext) async -> ExitCode {
        if arguments.contains(where: { $0 == "--insecure" || $0.hasPrefix("--insecure=") }) {
            return fail(.insecureOption, arguments, context)
        }
        let parsed: any ParsableCommand
        do {
            parsed = try TesseraRoot.parseAsRoot(arguments)
        } catch {
            return end(UsageFailure.ending(of: error, arguments: arguments), arguments, context)
        }
        if let demo = parsed as? DemoCommand {
            do throws(CommandProblem) { return await screen(try demo.request(), arguments, context) } catch {
                return fail(error, arguments, context)
            }
        }
        guard let command = parsed as? any TesseraCommand else {
            return await help(for: parsed, arguments, context)
        }
        if Set(command.common.profiles).count > 1, !type(of: command).takesSeveralProfiles {
            return fail(.contradiction(option: "--profile"), arguments, context)
        }
        if let option = RepeatedOptions.contradiction(in: arguments, of: type(of: command)) {
            return fail(.contradiction(option: option), arguments, context)
        }
        return await CommandExecution(command: command, context: context).exitCode()
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
            let isAsked = !(command is any CommandShelf)
            context.write(isAsked ? .output : .error, text + "\n")
            return isAsked ? .done : .usage
        }
    }

    private static func end(
        _ ending: UsageFailure.Ending, _ arguments: [String], _ context: CommandContext
    ) -> ExitCode {
        switch ending {
        case .answer(let text):
            context.write(.output, text + "\n")
            return .done
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
