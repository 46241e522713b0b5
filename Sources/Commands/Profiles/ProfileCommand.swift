import ArgumentParser

/// `tessera profile`.
struct ProfileCommand: CommandShelf {
    static let configuration = CommandConfiguration(
        commandName: "profile",
        abstract: "The clusters you look after.",
        usage: "tessera profile <command> ...",
        subcommands: [
            ProfileAdd.self, ProfileListing.self, ProfileShow.self, ProfileEdit.self, ProfileRemove.self,
            ProfileTest.self, ProfileDefault.self,
        ])
}
