import ArgumentParser
import Operations
import Storage
import ThoughtSpotSessions

/// `tessera key enable`.
struct KeyEnable: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable",
        abstract: "Switch trusted authentication on; makes a key unless there is one.",
        usage: "tessera key enable [PROFILE] [--org NAME] [--reveal] [options]",
        discussion: "A protected or production profile wants --confirm NAME; elsewhere --yes is enough.")

    @OptionGroup
    var change: KeyChangeOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    func run(in run: CommandRun) async throws -> ExitCode { try await change.run(.enable, in: run) }
}

/// `tessera key disable`.
struct KeyDisable: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Switch trusted authentication off; its key is dead for good.",
        usage: "tessera key disable [PROFILE] [--org NAME] --confirm NAME [options]",
        discussion: """
            Every program that logs in by this key stops working at once. Wants the profile's name typed, or \
            --confirm NAME; --yes is not enough.
            """)

    @OptionGroup
    var change: KeyChangeOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    func run(in run: CommandRun) async throws -> ExitCode { try await change.run(.disable, in: run) }
}

/// `tessera key rotate`.
struct KeyRotate: TesseraCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Replace a key: switch trusted authentication off, then on.",
        usage: "tessera key rotate [PROFILE] [--org NAME] [--reveal] --confirm NAME [options]",
        discussion: """
            The old key is dead for good, and every program must be given the new one, which --reveal prints. \
            Wants the profile's name typed, or --confirm NAME; --yes is not enough. Log in by password: a session \
            by the old key may end with it.
            """)

    @OptionGroup
    var change: KeyChangeOptions

    @OptionGroup(title: "Common options")
    var common: CommonOptions

    func run(in run: CommandRun) async throws -> ExitCode { try await change.run(.rotate, in: run) }
}
