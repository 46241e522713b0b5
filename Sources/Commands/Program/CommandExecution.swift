import ArgumentParser
import DisplayText
import HTTPExchange
import Operations

/// Runs one parsed command: beside it listens for the signals that ask for the end, after it looks whether all was
/// written.
struct CommandExecution: Sendable {
    let command: any TesseraCommand
    let context: CommandContext

    private enum Event: Sendable {
        case ended(ExitCode)
        case signal(Int32)
        case nothing
    }

    func exitCode() async -> ExitCode {
        let output = Output(context: context, isJSON: command.common.json)
        let environment = context.environment()
        for warning in EnvironmentCheck.warnings(about: environment) { output.warn("W_ENVIRONMENT", warning) }
        if let problem = LiveWorkspace.proxyProblem(in: environment) {
            output.warn("W_PROXY", "the variable \(problem.variable) names no usable proxy and is ignored")
        }
        let code = await withSignals(output)
        guard let failure = context.writeFailure() else { return code }
        output.fail(CommandProblem.output(why: SafeText(outside: failure)).message)
        return code == .done ? .localFile : code
    }

    /// A signal cancels the command, which then ends in order: a change in flight is written down as unknown, a
    /// session that was opened is ended.
    private func withSignals(_ output: Output) async -> ExitCode {
        await withTaskGroup(of: Event.self) { group in
            group.addTask { .ended(await run(output)) }
            group.addTask {
                for await number in context.signals() { return .signal(number) }
                return .nothing
            }
            var received: Int32?
            while let event = await group.next() {
                switch event {
                case .signal(let number):
                    received = number
                    group.cancelAll()
                case .ended(let code):
                    group.cancelAll()
                    return received.flatMap { ExitCode(rawValue: 128 + $0) }.map { command.exitCode(after: $0) } ?? code
                case .nothing: continue
                }
            }
            return .internalError
        }
    }

    private func run(_ output: Output) async -> ExitCode {
        let common = command.common
        let live = LiveWorkspace(context: context, home: common.home, isReadOnly: common.readOnly) { record in
            if common.verbose > 0 { output.tell(record) }
        }
        let run = CommandRun(context: context, options: common, live: live, output: output)
        let code = await result(in: run)
        await run.tellUnrecorded()
        await live.close()
        return code
    }

    private func result(in run: CommandRun) async -> ExitCode {
        let message: Message
        do {
            return try await command.run(in: run)
        } catch let error as OperationError {
            message = MessageComposer.message(for: error)
        } catch let error as CommandProblem {
            message = error.message
        } catch is CancellationError {
            message = CommandProblem.interrupted.message
        } catch {
            message = CommandProblem.unexpected.message
        }
        run.output.fail(message)
        return message.exitCode
    }
}
