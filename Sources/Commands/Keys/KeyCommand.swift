import ArgumentParser

/// `tessera key`.
struct KeyCommand: CommandShelf {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Secret keys of trusted authentication: list, enable, disable, rotate.",
        usage: "tessera key <command> ...",
        discussion: """
            Whoever has such a key can log in as anybody. v2.0 from 26.6.0.cl manages them, for the cluster and for \
            each Org by itself. Keys are read from the cluster in clear and shown only with --reveal; the journal \
            keeps that they were read or shown, never the keys.
            """,
        subcommands: [KeyListing.self, KeyEnable.self, KeyDisable.self, KeyRotate.self])
}
