package import DisplayText
package import Storage

extension MessageComposer {
    /// The message for a local file that could not be read or written.
    package static func message(for error: StorageError) -> Message {
        var hints: [SafeText] = []
        if let advice = error.advice { hints.append("try: \(advice)") }
        if let backup = error.backup { hints.append("the last good copy is \(backup)") }
        if hints.isEmpty, let hint = hint(for: error) { hints.append(hint) }
        return Message(
            code: error.code.rawValue, what: what(error), why: why(error), hints: Array(hints.prefix(2)),
            exitCode: exitCode(error))
    }

    /// A word about a file that stops nothing.
    package static func text(for warning: StorageWarning) -> SafeText {
        let advice = warning.advice.map { SafeText(" (\($0))") } ?? ""
        return "\(warning.file): \(warning.detail)\(advice)"
    }

    private static func what(_ error: StorageError) -> SafeText {
        let file: SafeText = error.file.isEmpty ? "a file" : "\(error.file)"
        return switch error.code {
        case .profilesDamaged: "The profile file \(file) is damaged; it was left unchanged"
        case .profilesShape: "The profile file \(file) has unexpected content"
        case .profilesEncoding: "The profile file \(file) must be UTF-8"
        case .profilesDuplicate: "The profile file \(file) names a profile twice"
        case .profilesDuplicateKey: "The profile file \(file) has a duplicate key"
        case .profilesTooLarge: "The profile file \(file) is too large"
        case .profilesNewer: "The profile file \(file) was written by a newer version; it is read-only here"
        case .noSuchProfile: "The profile is no longer in \(file)"
        case .fileUnsafe: "\(file) is not used: others could change it"
        case .fileOwner: "\(file) belongs to another user"
        case .fileType: "\(file) is not a regular file"
        case .fileLoop: "\(file) is a symbolic link loop"
        case .fileUnreadable: "\(file) cannot be read"
        case .fileExists: "\(file) already exists; it was not overwritten"
        case .outFile: "\(file) cannot be written"
        case .save: "\(file) was not saved; the old file is kept"
        case .saveUnconfirmed: "\(file) was saved, but the disk did not confirm it"
        case .saveConflict: "\(file) was not saved: the same profile was changed meanwhile"
        case .nameTaken: "A profile with this name already exists"
        case .locked: "\(file) is in use by another tessera process"
        case .lockUnsafe: "The lock of \(file) cannot be trusted"
        case .noHome: "Nothing can be saved"
        case .rootHome: "Nothing is written into another user's home"
        case .journal: "The journal \(file) cannot be written, so nothing is changed on a cluster"
        case .journalDamaged: "The journal \(file) is damaged, so nothing is changed on a cluster"
        case .originBound: "The stored secret belongs to another address"
        }
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

    private static func hint(for error: StorageError) -> SafeText? {
        switch error.code {
        case .profilesDamaged, .profilesShape, .profilesDuplicate, .profilesDuplicateKey:
            "fix the file by hand; Tessera does not write to it until it can be read"
        case .profilesEncoding: "save it as UTF-8"
        case .saveUnconfirmed: "check the disk, then check that the change is there"
        case .saveConflict: "check the profile, then repeat the change"
        case .nameTaken: "choose another name"
        case .locked: "try again in a moment"
        case .journal: "free disk space or fix its permissions; a change is never made without a line in the journal"
        case .journalDamaged: "`tessera journal check` shows the places and the tokens concerned"
        case .profilesTooLarge: "check that it is the right file, and shorten it by hand"
        case .profilesNewer: "use the newer version to change it"
        case .noSuchProfile: "`tessera profile list` shows the profiles"
        case .fileUnsafe: "let only its owner write to it and to its directory"
        case .fileOwner: "run as its owner, or choose another place with --home"
        case .fileType, .fileLoop, .lockUnsafe: "move it away, or choose another place with --home"
        case .fileExists: "name a file that does not exist yet"
        case .outFile: "choose a file in a directory of yours with free disk space"
        case .fileUnreadable, .save: "free disk space or fix its permissions, then try again"
        case .noHome: "set HOME, or choose a place with --home"
        case .rootHome: "run as that user, or choose another place with --home"
        case .originBound: "give the secret again for the new address"
        }
    }

    private static func exitCode(_ error: StorageError) -> ExitCode {
        switch error.code {
        case .noSuchProfile: .notFound
        case .nameTaken: .usage
        case .rootHome, .originBound: .refused
        default: .localFile
        }
    }
}
