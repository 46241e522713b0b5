import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

struct StorageMessageTests {
    private func message(_ error: StorageError) -> Message { MessageComposer.message(for: .storage(error)) }

    static let table: [(StorageError.Code, String, ExitCode)] = [
        (
            .profilesDamaged,
            "The profile file /home/a/f.json is damaged; it was left unchanged \u{2013} a detail",
            .localFile
        ),
        (
            .profilesShape,
            "The profile file /home/a/f.json has unexpected content \u{2013} a detail",
            .localFile
        ),
        (.profilesEncoding, "The profile file /home/a/f.json must be UTF-8 \u{2013} a detail", .localFile),
        (.profilesDuplicate, "The profile file /home/a/f.json names a profile twice \u{2013} a detail", .localFile),
        (
            .profilesDuplicateKey,
            "The profile file /home/a/f.json has a duplicate key \u{2013} a detail",
            .localFile
        ),
        (.profilesTooLarge, "The profile file /home/a/f.json is too large \u{2013} a detail", .localFile),
        (
            .profilesNewer,
            "The profile file /home/a/f.json was written by a newer version; it is read-only here \u{2013} a detail",
            .localFile
        ),
        (.noSuchProfile, "The profile is no longer in /home/a/f.json \u{2013} a detail", .notFound),
        (.importFile, "Nothing was imported from /home/a/f.json \u{2013} a detail", .localFile),
        (.settingsDamaged, "The settings file /home/a/f.json cannot be read \u{2013} a detail", .localFile),
        (.settingsTooLarge, "The settings file /home/a/f.json is too large \u{2013} a detail", .localFile),
        (.fileUnsafe, "/home/a/f.json is not used \u{2013} a detail", .localFile),
        (.fileOwner, "/home/a/f.json belongs to another user \u{2013} a detail", .localFile),
        (.fileType, "/home/a/f.json is not a regular file \u{2013} a detail", .localFile),
        (.fileLoop, "/home/a/f.json is a symbolic link loop \u{2013} a detail", .localFile),
        (.fileUnreadable, "/home/a/f.json cannot be read \u{2013} a detail", .localFile),
        (.fileExists, "/home/a/f.json already exists; it was not overwritten \u{2013} a detail", .localFile),
        (.outFile, "/home/a/f.json cannot be written \u{2013} a detail", .localFile),
        (.save, "/home/a/f.json was not saved; the old file is kept \u{2013} a detail", .localFile),
        (
            .saveUnconfirmed, "/home/a/f.json was saved, but the disk did not confirm it \u{2013} a detail", .localFile
        ),
        (
            .saveConflict,
            "/home/a/f.json was not saved: the same profile was changed meanwhile \u{2013} a detail",
            .localFile
        ),
        (.nameTaken, "A profile with this name already exists \u{2013} a detail", .usage),
        (.locked, "/home/a/f.json is in use by another tessera process \u{2013} a detail", .localFile),
        (.lockUnsafe, "The lock of /home/a/f.json cannot be trusted \u{2013} a detail", .localFile),
        (.noHome, "Nothing can be saved \u{2013} a detail", .localFile),
        (.rootHome, "Nothing is written into another user's home \u{2013} a detail", .refused),
        (
            .journal,
            "The journal /home/a/f.json cannot be written, so nothing is changed on a cluster \u{2013} a detail",
            .localFile
        ),
        (
            .journalDamaged,
            "The journal /home/a/f.json is damaged, so nothing is changed on a cluster \u{2013} a detail", .localFile
        ),
        (.originBound, "The stored secret belongs to another address \u{2013} a detail", .refused),
        (.vaultMissing, "There is no vault at /home/a/f.json \u{2013} a detail", .secretStore),
        (.vaultExists, "/home/a/f.json already exists \u{2013} a detail", .secretStore),
        (.vaultLocked, "The vault is locked \u{2013} a detail", .secretStore),
        (
            .vaultDamaged, "The vault /home/a/f.json is damaged; it was left unchanged \u{2013} a detail", .secretStore
        ),
        (
            .vaultHeader,
            "The vault /home/a/f.json has an invalid header; it was left unchanged \u{2013} a detail", .secretStore
        ),
        (.vaultVersion, "The vault /home/a/f.json was written by a newer version \u{2013} a detail", .secretStore),
        (.passphrase, "Wrong passphrase \u{2013} a detail", .secretStore),
        (.weakPassphrase, "The passphrase is too short \u{2013} a detail", .usage),
        (.keyMemory, "The key of the vault cannot be derived \u{2013} a detail", .secretStore),
        (.keyring, "The kernel does not keep the key of the vault \u{2013} a detail", .secretStore),
    ]

    @Test func `no code is forgotten`() {
        #expect(Self.table.map(\.0) == StorageError.Code.allCases)
    }

    @Test(arguments: table)
    func `every code has its sentence`(_ code: StorageError.Code, _ sentence: String, _ exitCode: ExitCode) {
        let message = message(StorageError(code, file: "/home/a/f.json", detail: "a detail"))
        #expect(message.code == code.rawValue)
        #expect(message.sentence.string == sentence)
        #expect(message.exitCode == exitCode)
        #expect(message.hints.count == 1)
    }

    @Test func `place holder and advice are told`() {
        let damaged = StorageError(
            .profilesDamaged, file: "/f.json", detail: "a comma is missing", line: 3, column: 14,
            advice: "cp /f.json.bak /f.json", backup: "/f.json.bak")
        #expect(message(damaged).why?.string == "line 3, column 14: a comma is missing")
        #expect(
            message(damaged).hints.map(\.string)
                == ["try: cp /f.json.bak /f.json", "the last good copy is /f.json.bak"])
        let locked = StorageError(.locked, file: "/f.json", detail: "", holder: "process 4711 on bastion")
        #expect(message(locked).why?.string == "locked by process 4711 on bastion")
        #expect(message(StorageError(.noHome, file: "", detail: "")).sentence.string == "Nothing can be saved")
        #expect(
            message(StorageError(.save, file: "", detail: "")).sentence.string
                == "a file was not saved; the old file is kept")
    }

    /// A path may hold anything but a slash and a NUL.
    @Test func `a hostile path stays one line`() {
        let text = message(StorageError(.save, file: "/a\u{1B}]0;x\u{7}\n/f", detail: "d\r\u{202E}")).sentence.string
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" })
    }

    @Test func `a warning is a word and its advice`() {
        let warning = StorageWarning(
            .readableByOthers, file: "/f.json", detail: "others may read it", advice: "chmod 600 /f.json")
        #expect(MessageComposer.text(for: warning).string == "/f.json: others may read it (chmod 600 /f.json)")
    }
}
