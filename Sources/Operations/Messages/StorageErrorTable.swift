package import DisplayText
package import Storage

extension MessageComposer {
    /// The message for a local file that could not be read or written.
    package static func message(for error: StorageError) -> Message {
        var hints: [SafeText] = []
        if error.code == .vaultMissing, let restoring = error.advice, let backup = error.backup {
            // Making a new one is no answer that the copy forbids: it only must not take its place.
            let word = SafeText(shellWord: backup)
            hints = [
                "put the last good copy back: `\(SafeText(outside: restoring))`",
                "or create a new vault: `mv -n \(word) \(word).old`, then `tessera vault create`",
            ]
        } else {
            if let advice = error.advice { hints.append("try: \(advice)") }
            if let backup = error.backup { hints.append("the last good copy is \(backup)") }
        }
        let row = row(of: error)
        if hints.isEmpty, let hint = row.hint { hints.append(hint) }
        return Message(
            code: error.code.rawValue, what: row.what, why: why(error), hints: Array(hints.prefix(2)),
            exitCode: row.exitCode, shortCause: shortCause(of: .storage(error)))
    }

    /// What opens the vault where the kernel keeps no key of it.
    package static let passphraseOfEachRun: SafeText =
        "add --passphrase-file FILE, or set TESSERA_PASSPHRASE_FILE to its path"

    /// A word about a file that stops nothing.
    package static func text(for warning: StorageWarning) -> SafeText {
        let advice = warning.advice.map { SafeText(" (\($0))") } ?? ""
        return "\(warning.file): \(warning.detail)\(advice)"
    }

    private static func why(_ error: StorageError) -> SafeText? {
        var parts: [String] = []
        if let line = error.line {
            parts.append("line \(line)" + (error.column.map { ", column \($0)" } ?? ""))
        }
        if !error.detail.isEmpty { parts.append(error.detail) }
        if let holder = error.holder { parts.append("locked by \(holder)") }
        return parts.isEmpty ? nil : SafeText(outside: parts.joined(separator: ": "))
    }

    /// The table: what happened, what to do next, and what a process ends with.
    private static func row(of error: StorageError) -> (what: SafeText, hint: SafeText?, exitCode: ExitCode) {
        let file: SafeText = error.file.isEmpty ? "a file" : "\(error.file)"
        return switch error.code {
        case .profilesDamaged:
            (
                "The profile file \(file) is damaged; it was left unchanged",
                "fix the file by hand; Tessera does not write to it until it can be read", .localFile
            )
        case .profilesShape:
            (
                "The profile file \(file) has unexpected content",
                "fix the file by hand; Tessera does not write to it until it can be read", .localFile
            )
        case .profilesEncoding: ("The profile file \(file) must be UTF-8", "save it as UTF-8", .localFile)
        case .profilesDuplicate:
            (
                "The profile file \(file) names a profile twice",
                "fix the file by hand; Tessera does not write to it until it can be read", .localFile
            )
        case .profilesDuplicateKey:
            (
                "The profile file \(file) has a duplicate key",
                "fix the file by hand; Tessera does not write to it until it can be read", .localFile
            )
        case .profilesTooLarge:
            (
                "The profile file \(file) is too large", "check that it is the right file, and shorten it by hand",
                .localFile
            )
        case .profilesNewer:
            (
                "The profile file \(file) was written by a newer version; it is read-only here",
                "use the newer version to change it", .localFile
            )
        case .noSuchProfile:
            ("The profile is no longer in \(file)", "`tessera profile list` shows the profiles", .notFound)
        case .importFile:
            (
                "Nothing was imported from \(file)", "`tessera profile import --help` says which files can be imported",
                .localFile
            )
        case .settingsDamaged:
            (
                "The settings file \(file) cannot be read",
                "`tessera help settings` has an example; Tessera never writes to this file", .localFile
            )
        case .settingsTooLarge:
            ("The settings file \(file) is too large", "`tessera help settings` has an example", .localFile)
        case .fileUnsafe:
            (
                "\(file) is not used",
                "let only its owner write to it and to its directory",
                .localFile
            )
        case .fileOwner:
            ("\(file) belongs to another user", "run as its owner, or choose another place with --home", .localFile)
        case .fileType:
            ("\(file) is not a regular file", "move it away, or choose another place with --home", .localFile)
        case .fileLoop:
            ("\(file) is a symbolic link loop", "move it away, or choose another place with --home", .localFile)
        case .fileUnreadable:
            ("\(file) cannot be read", "check its path and permissions, then try again", .localFile)
        case .fileExists:
            ("\(file) already exists; it was not overwritten", "name a file that does not exist yet", .localFile)
        case .outFile:
            ("\(file) cannot be written", "choose a file in a directory of yours with free disk space", .localFile)
        case .save:
            (
                "\(file) was not saved; the old file is kept", "free disk space or fix its permissions, then try again",
                .localFile
            )
        case .saveUnconfirmed:
            (
                "\(file) was saved, but the disk did not confirm it",
                "check the disk, then check that the change is there", .localFile
            )
        case .saveConflict:
            (
                "\(file) was not saved: the same profile was changed meanwhile",
                "check the profile, then repeat the change", .localFile
            )
        case .nameTaken: ("A profile with this name already exists", "choose another name", .usage)
        case .locked: ("\(file) is in use by another tessera process", "try again in a moment", .localFile)
        case .lockUnsafe:
            ("The lock of \(file) cannot be trusted", "move it away, or choose another place with --home", .localFile)
        case .noHome: ("Nothing can be saved", "set HOME, or choose a place with --home", .localFile)
        case .rootHome:
            (
                "Nothing is written into another user's home", "run as that user, or choose another place with --home",
                .refused
            )
        case .journal:
            (
                "The journal \(file) cannot be written, so nothing is changed on a cluster",
                "free disk space or fix its permissions; a change is never made without a line in the journal",
                .localFile
            )
        case .journalDamaged:
            (
                "The journal \(file) is damaged, so nothing is changed on a cluster",
                "`tessera journal check` shows the places and the tokens concerned; logging out is still possible",
                .localFile
            )
        case .vaultMissing:
            (
                "There is no vault at \(file)",
                "`tessera vault create` makes one, without secrets at first", .secretStore
            )
        case .vaultExists:
            ("\(file) already exists", "`tessera vault status` shows it", .secretStore)
        case .vaultLocked where error.isForOneRun:
            (
                "The vault is locked, and the kernel does not keep its key here",
                passphraseOfEachRun, .secretStore
            )
        case .vaultLocked: ("The vault is locked", "`tessera vault unlock --for 1h` unlocks it", .secretStore)
        case .vaultDamaged:
            ("The vault \(file) is damaged; it was left unchanged", "restore it from a backup", .secretStore)
        case .vaultHeader:
            (
                "The vault \(file) has an invalid header; it was left unchanged", "restore it from a backup",
                .secretStore
            )
        case .vaultVersion:
            ("The vault \(file) was written by a newer version", "use the newer version", .secretStore)
        case .passphrase: ("Wrong passphrase", "nothing was changed; try again", .secretStore)
        case .weakPassphrase:
            ("The passphrase is too short", "choose one of 12 characters or more, for example five words", .usage)
        case .keyMemory:
            ("The key of the vault cannot be derived", "free memory, or raise the limit of this process", .secretStore)
        case .keyring:
            (
                "The kernel does not keep the key of the vault",
                "every command asks for the passphrase here, or reads it with --passphrase-file", .secretStore
            )
        case .originBound:
            ("The stored secret belongs to another address", "give the secret again for the new address", .refused)
        }
    }
}
