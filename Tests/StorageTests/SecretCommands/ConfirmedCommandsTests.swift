import Glibc
import HTTPExchange
import Moments
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// Which secret commands were confirmed on this machine (fault B20).
struct ConfirmedCommandsTests {
    private let home: TemporaryHome
    private var profile = Profile(
        id: "a", name: "prod-eu", origin: Origin(scheme: .https, host: "ts.example"), generation: .v2,
        secretSource: .command, secretCommand: SecretCommand(["/usr/bin/pass", "show", "prod-eu"]))
    private let name = "secret-commands.json"

    init() throws { home = try TemporaryHome() }

    /// As another run of the program sees it.
    private var commands: ConfirmedCommands {
        ConfirmedCommands(file: home.file(name), context: .live(now: { Instant(milliseconds: 0) }))
    }

    @Test func `A command is confirmed for later runs, until it or its address changes`() async throws {
        #expect(try await commands.standing(of: profile) == .never)
        #expect(home.names().isEmpty)
        try await commands.confirm(profile)
        #expect(try await commands.standing(of: profile) == .confirmed)
        #expect(home.permissions(of: name) == 0o600)
        var changed = profile
        changed.secretCommand.arguments[2] = "prod-us"
        #expect(try await commands.standing(of: changed) == .changed)
        changed = profile
        changed.origin = Origin(scheme: .https, host: "other.example")
        #expect(try await commands.standing(of: changed) == .changed)
        var other = profile
        other.id = "b"
        #expect(try await commands.standing(of: other) == .never)
        try await commands.confirm(other)
        #expect(try await commands.standing(of: profile) == .confirmed)
    }

    @Test func `Nothing of the command is in the file`() async throws {
        try await commands.confirm(profile)
        let text = try home.text(of: name)
        for part in ["pass", "show", "prod", "ts.example"] { #expect(!text.contains(part)) }
    }

    @Test func `Members of a newer version survive`() async throws {
        try home.write(#"{"version":1,"later":[1],"confirmed":{"x":"y"}}"#, to: name)
        try await commands.confirm(profile)
        let root = try JSONValue.parse(try home.bytes(of: name))
        #expect(root["later"] == [1])
        #expect(root["confirmed"]?["x"] == "y")
    }

    @Test(arguments: ["", "{", "[]", #"{"confirmed":[]}"#, #"{"confirmed":{"a":1}}"#, "\u{0}"])
    func `A damaged file confirms nothing, and can be made again`(text: String) async throws {
        try home.write(text, to: name)
        #expect(try await commands.standing(of: profile) == .never)
        try await commands.confirm(profile)
        #expect(try await commands.standing(of: profile) == .confirmed)
    }

    @Test func `A file that others could have written is not believed`() async throws {
        try await commands.confirm(profile)
        try #require(chmod(home.file(name), 0o620) == 0)
        let error = await #expect(throws: StorageError.self) { try await commands.standing(of: profile) }
        #expect(error?.code == .fileUnsafe)
    }

    @Test func `Without a place it counts for this run, and that is told`() async throws {
        let homeless = ConfirmedCommands(file: nil, context: .live(now: { Instant(milliseconds: 0) }))
        let error = await #expect(throws: StorageError.self) { try await homeless.confirm(profile) }
        #expect(error?.code == .noHome)
        #expect(try await homeless.standing(of: profile) == .confirmed)
    }
}
