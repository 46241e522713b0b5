/// A file that Tessera reads or writes on this machine (<doc:Files>). ``Locations`` says where, `tessera help files` tells
/// the rest.
package struct LocalFile: Hashable, Sendable {
    /// As XDG divides them.
    package enum Directory: String, Hashable, Sendable, CaseIterable {
        case configuration, state, data
    }

    package enum Writer: Hashable, Sendable {
        case person, program, both
    }

    package let directory: Directory
    /// In its directory.
    package let name: String
    package let content: String
    package let writer: Writer
    /// What follows when it is removed, as a sentence.
    package let removal: String
    /// Whether what was saved last stands beside it, as `.bak`.
    package var hasBackup = false

    /// Where it is; nil when there is no home.
    package func path(in locations: Locations) -> String? {
        let place =
            switch directory {
            case .configuration: locations.configuration
            case .state: locations.state
            case .data: locations.data
            }
        return place.map { "\($0)/\(name)" }
    }

    package static let profiles = LocalFile(
        directory: .configuration, name: "profiles.json", content: "The profiles, and never a secret.", writer: .both,
        removal: "The profiles are gone.", hasBackup: true)
    package static let settings = LocalFile(
        directory: .configuration, name: "settings.json", content: "What you have chosen: tessera help settings.",
        writer: .person, removal: "The defaults apply.")
    package static let journal = LocalFile(
        directory: .state, name: "journal/YYYY-MM.jsonl",
        content: "One line for each intent, result and note of a month; fingerprints, and never a token.",
        writer: .program, removal: "Do not: tokens, outcomes and evidence of the month are gone.")
    package static let olderJournal = LocalFile(
        directory: .state, name: "journal.jsonl", content: "The journal of an older version, until the next line.",
        writer: .program, removal: "Do not: as above.")
    package static let checkpoint = LocalFile(
        directory: .state, name: "journal/checkpoint.json",
        content: "The journal added up, so that it opens at once.", writer: .program,
        removal: "It is made again from the journal.")
    package static let endedTokens = LocalFile(
        directory: .state, name: "journal/ended.bin",
        content: "The tokens that ended long ago, so that all are listed at once.", writer: .program,
        removal: "It is made again from the journal.")
    package static let journalHead = LocalFile(
        directory: .state, name: "journal/head.json",
        content: "Which line of the journal was the last one, so that a cut or older journal is detected.",
        writer: .program, removal: "Lines that are missing at the end are detected only by checkpoint.json.")
    package static let screen = LocalFile(
        directory: .state, name: "screen.json",
        content: "How the screen was left: cluster, pane, order, filter, last users. No secret.", writer: .program,
        removal: "The screen opens as on the first start.")
    package static let vault = LocalFile(
        directory: .data, name: "vault.json",
        content: "Sessions, tokens, passwords, secret keys and activation links, sealed by your passphrase.",
        writer: .program,
        removal: "The secrets in it are gone.", hasBackup: true)
    package static let confirmedCommands = LocalFile(
        directory: .state, name: "secret-commands.json",
        content: "Which secret commands you have confirmed, as hashes.", writer: .program,
        removal: "Every command has to be confirmed again.")
    package static let vaultMemory = LocalFile(
        directory: .state, name: "vault-generation.json",
        content:
            "Which save of the vault was the last one, so that an older copy is detected, and how often it was locked.",
        writer: .program,
        removal: "An older copy of the vault is detected only by vault.json.bak, once.")
    package static let laterVault = LocalFile(
        directory: .data, name: "vault.json.save-N",
        content:
            "What had been saved in the vault before an older copy was put back and used. tessera vault status names it.",
        writer: .program, removal: "What it alone kept is gone.")

    /// In the order of the manual.
    package static let all: [LocalFile] = [
        profiles, settings, journal, olderJournal, checkpoint, endedTokens, journalHead, screen, vault, laterVault,
        confirmedCommands,
        vaultMemory,
    ]
}
