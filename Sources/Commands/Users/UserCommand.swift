import ArgumentParser

/// `tessera user`.
struct UserCommand: CommandShelf {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Other people's sessions: end them.",
        usage: "tessera user <command> ...",
        subcommands: [UserLogout.self, UserRevoke.self])
}
