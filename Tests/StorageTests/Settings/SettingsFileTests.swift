import Glibc
import StrictJSON
import TestSupport
import Testing

@testable import Storage

/// The settings file has the rules of the profile file, and is never written.
struct SettingsFileTests {
    private let home: TemporaryHome
    private let file: SettingsFile

    init() throws {
        home = try TemporaryHome()
        file = SettingsFile(path: home.settings, context: .still())
    }

    private func failure() -> StorageError? { storageError { () throws(StorageError) in _ = try file.read() } }

    @Test func `without a file there are no settings, and none is made`() throws {
        #expect(try file.read() == nil)
        #expect(try SettingsFile(path: nil, context: .still()).read() == nil)
        #expect(home.names().isEmpty)
    }

    @Test func `members come in the order of the file, and the file stays as it is`() throws {
        let text = "{ \"theme\": \"light\",\n  \"version\": 1 }\n"
        try home.write(text, to: "settings.json", mode: 0o644)
        let document = try #require(try file.read())
        #expect(document.members.map(\.key) == ["theme", "version"])
        #expect(document.members[1].place.line == 2)
        #expect(document.file == home.settings)
        #expect(try home.text(of: "settings.json") == text)
        #expect(home.names() == ["settings.json"])
    }

    @Test(arguments: [
        ("", 1, 1), ("{\n  \"theme\": light\n}", 2, 12), ("{\"a\": 1,\n \"a\": 2}", 2, 2), ("{\"a\": 1", 1, 8),
        ("[1]", 1, 1), ("{}\nx", 2, 1),
    ])
    func `what is no document is refused with its place`(text: String, line: Int, column: Int) throws {
        try home.write(text, to: "settings.json")
        let error = try #require(failure())
        #expect(error.code == .settingsDamaged)
        #expect(error.line == line)
        #expect(error.column == column)
        #expect(try home.text(of: "settings.json") == text)
    }

    @Test func `bytes that are no UTF-8 are refused`() throws {
        try home.write(Array("{\"theme\": \"".utf8) + [0xC3, 0x28] + Array("\"}".utf8), to: "settings.json")
        #expect(failure()?.code == .settingsDamaged)
    }

    @Test func `64 MiB are refused before they are read, and so is a deep file`() throws {
        try home.write("{}", to: "settings.json")
        #expect(truncate(home.settings, 64 << 20) == 0)
        #expect(failure()?.code == .settingsTooLarge)
        let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
        try home.write("{\"keys\": \(deep)}", to: "settings.json")
        #expect(failure()?.code == .settingsTooLarge)
    }

    @Test(arguments: [0o664, 0o666, 0o622, 0o602] as [mode_t])
    func `a file that others could change is refused with the command that helps`(mode: mode_t) throws {
        try home.write("{}", to: "settings.json", mode: mode)
        let error = try #require(failure())
        #expect(error.code == .fileUnsafe)
        #expect(error.advice == "chmod 600 \(home.settings)")
    }

    @Test func `a file of another user is refused`() throws {
        try home.write("{}", to: "settings.json")
        var context = FileContext.still()
        context.userID = geteuid() + 1
        let stranger = SettingsFile(path: home.settings, context: context)
        #expect(storageError { () throws(StorageError) in _ = try stranger.read() }?.code == .fileOwner)
    }

    @Test func `a FIFO and a directory are refused at once`() throws {
        #expect(mkfifo(home.settings, 0o600) == 0)
        #expect(failure()?.code == .fileType)
        #expect(unlink(home.settings) == 0)
        #expect(mkdir(home.settings, 0o700) == 0)
        #expect(failure()?.code == .fileType)
    }

    @Test func `a link to the user's own file is followed, one that goes round is not`() throws {
        try home.write("{\"theme\": \"mono\"}", to: "dotfile")
        #expect(symlink(home.file("dotfile"), home.settings) == 0)
        #expect(try file.read()?.members.map(\.key) == ["theme"])
        #expect(unlink(home.settings) == 0)
        #expect(symlink("settings.json", home.settings) == 0)
        #expect(failure()?.code == .fileLoop)
    }
}
