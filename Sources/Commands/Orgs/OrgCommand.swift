import ArgumentParser

/// `tessera org`.
struct OrgCommand: CommandShelf {
    static let configuration = CommandConfiguration(
        commandName: "org",
        abstract: "The Orgs of a cluster.",
        usage: "tessera org <command> ...",
        subcommands: [OrgListing.self])
}
