import ArgumentParser

/// `tessera token`.
struct TokenCommand: CommandShelf {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Bearer tokens: issue, list, look at, check, end.",
        usage: "tessera token <command> ...",
        discussion: """
            No cluster lists its tokens. The list here is what this program issued, imported or checked; \
            it holds fingerprints, never tokens.
            """,
        subcommands: [
            TokenIssue.self, TokenListing.self, TokenShow.self, TokenValidate.self, TokenRevoke.self,
            TokenImport.self, TokenForget.self, TokenPrint.self,
        ])
}
