import Glibc
import StrictJSON
import TestSupport
import Testing

@testable import Storage

/// How the screen was left, in its file.
struct ScreenFileTests {
    private let home: TemporaryHome
    private var path: String { home.file("screen.json") }

    init() throws { home = try TemporaryHome() }

    private var file: ScreenFile {
        ScreenFile(file: path, context: .still())
    }

    private var screen: LastScreen {
        var screen = LastScreen()
        screen.profile = "id-1"
        screen.pane = "tokens"
        screen.tokenOrder = LastScreen.Order(column: "user", isDescending: true)
        screen.tokenFilter = "user:anna !expired"
        screen.clusterOrder = LastScreen.Order(column: "name", isDescending: false)
        screen.auditOrder = LastScreen.Order(column: "user", isDescending: false)
        screen.auditFilter = "type:login"
        screen.users = ["id-1": "anna"]
        return screen
    }

    @Test func `what is kept is read again, and only its owner can read it`() throws {
        #expect(file.read().screen == LastScreen())
        #expect(file.read().problem == nil)
        try file.save(screen)
        #expect(file.read().screen == screen)
        #expect(file.read().problem == nil)
        #expect(home.permissions(of: "screen.json") == 0o600)
    }

    @Test func `members of another version survive`() throws {
        try file.save(screen)
        try home.write(
            #"{"version":1,"zoom":true,"tokens":{"width":3},"users":{"id-1":"ben"}}"#, to: "screen.json")
        try file.save(screen)
        let object = try JSONValue.parse(Array(home.text(of: "screen.json").utf8))
        #expect(object["zoom"]?.boolValue == true)
        #expect(object["tokens"]?["width"]?.intValue == 3)
        #expect(file.read().screen == screen)
    }

    @Test(arguments: ["", "{", "[]", #"{"version":"1"}"#, "\u{0}"])
    func `a damaged file is told once and replaced`(_ text: String) throws {
        try file.save(screen)
        try home.write(text, to: "screen.json")
        let (read, problem) = file.read()
        #expect(read == LastScreen())
        #expect(problem?.contains("not what Tessera wrote") == true)
        try file.save(screen)
        #expect(file.read().screen == screen)
        #expect(file.read().problem == nil)
    }

    @Test func `what has another type is left out, and a newer version is not replaced`() throws {
        try file.save(screen)
        let newer = #"{"version":2,"profile":7,"pane":"tokens"}"#
        try home.write(newer, to: "screen.json")
        #expect(file.read().screen.profile == nil)
        #expect(file.read().screen.pane == "tokens")
        try file.save(screen)
        #expect(try home.text(of: "screen.json") == newer)
    }

    @Test(arguments: ["eyJhbGciOiJIUzI1NiJ9.payload", "user:0b5f5f3e-5a4d-4a57-9f0e-1d2c3b4a5968"])
    func `a filter that may hold a secret is not kept`(_ filter: String) throws {
        var screen = screen
        screen.tokenFilter = filter
        try file.save(screen)
        #expect(try !home.text(of: "screen.json").contains(filter))
        #expect(file.read().screen.tokenFilter.isEmpty)
    }

    @Test func `a link is refused and stays`() throws {
        try file.save(screen)
        #expect(unlink(path) == 0 && symlink(home.file("elsewhere"), path) == 0)
        #expect(file.read().problem != nil)
        #expect(throws: StorageError.self) { try file.save(screen) }
    }
}
