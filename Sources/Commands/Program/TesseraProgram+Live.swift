import Glibc
import Operations

extension TesseraProgram {
    /// The whole life of the process: with its own arguments, in the world as it is, to its exit code.
    package static func run() async -> Never {
        StandardStreams.occupyClosedStreams()
        CommandContext.hardenProcess()
        exit(await main(arguments: Array(CommandLine.arguments.dropFirst()), context: .live()).rawValue)
    }
}
