import HTTPExchange
import Moments
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// The secret command of a profile: how it is written, what is filled in, and when it is another one (P26, B20).
struct SecretCommandTests {
    private static func profile(_ command: SecretCommand = SecretCommand(), host: String = "ts.example") -> Profile {
        Profile(
            id: "a", name: "prod-eu", origin: Origin(scheme: .https, host: host), generation: .v2,
            username: "anna", secretSource: .command, secretCommand: command)
    }

    private func typed(_ text: String) throws(ProfileInputError) -> [String] {
        var profile = Self.profile()
        try ProfileField[.secretCommand].put(.text(text), into: &profile)
        return profile.secretCommand.arguments
    }

    @Test(arguments: [
        ("/usr/bin/pass show prod-eu", ["/usr/bin/pass", "show", "prod-eu"]),
        ("  /a   b\tc ", ["/a", "b", "c"]),
        (#"/a 'b c' "d e" f\ g ''"#, ["/a", "b c", "d e", "f g", ""]),
        (#"/a 'it'\''s' "say \"x\"" '$HOME | `x`'"#, ["/a", "it's", #"say "x""#, "$HOME | `x`"]),
        (#"/a b='c d' {profile}"#, ["/a", "b=c d", "{profile}"]),
        (#"["/a","b c",""]"#, ["/a", "b c", ""]),
        ("", []),
    ])
    func `One line or an array is read as it is meant`(text: String, arguments: [String]) throws {
        #expect(try typed(text) == arguments)
    }

    @Test(arguments: [
        ("pass show x", SecretCommandProblem.relative), ("./pass", .relative), ("../bin/pass", .relative),
        ("~/bin/pass", .shellSign), ("/a | b", .shellSign), ("/a; b", .shellSign), ("/a $X", .shellSign),
        (#"/a "$X""#, .shellSign), ("/a `b`", .shellSign), ("/a > b", .shellSign), ("/a (b)", .shellSign),
        ("/a & b", .shellSign), ("/a 'b", .unclosedQuote), (#"/a "b"#, .unclosedQuote), (#"/a b\"#, .unclosedQuote),
        ("/a {user}", .placeholder), ("/a x{PROFILE}", .placeholder), ("/{profile}/a", .placeholderInProgram),
        ("[1]", .notAList), ("[", .notAList), ("[]", .empty), (#"[""]"#, .empty), ("/a 'b\u{7}'", .control),
        (#"["/a","b\u0000"]"#, .control), ("/a" + String(repeating: " b", count: 64), .tooLong),
        ("/a " + String(repeating: "b", count: 4_096), .tooLong),
    ])
    func `What cannot be run is refused when it is typed`(text: String, problem: SecretCommandProblem) {
        #expect(throws: ProfileInputError(.secretCommand(problem))) { try typed(text) }
    }

    @Test func `What is shown is read back as it was`() throws {
        var random = SeededGenerator(seed: 26)
        let signs = Array("ab '\"\\$|~`{}[]*?#!=\u{E4}\u{301}&;<>()^%,@:+-._/")
        for _ in 0..<2_000 {
            let arguments = (0..<Int.random(in: 1...5, using: &random)).map { place in
                let count = Int.random(in: 0...8, using: &random)
                let text = String((0..<count).map { _ in signs[Int.random(in: 0..<signs.count, using: &random)] })
                return place == 0 ? "/x" + text.filter { $0 != "{" } : text
            }
            guard (try? SecretCommand(arguments).requireUsable()) != nil else { continue }
            #expect(try typed(SecretCommand(arguments).text) == arguments)
        }
    }

    @Test func `Only the three placeholders are filled in, each once`() throws {
        let command = SecretCommand(["/a", "{profile}/{username}@{host}", "{}", "{{profile}}", "{ profile }"])
        #expect(
            try command.filled(for: Self.profile(), user: "anna@x.example")
                == ["prod-eu/anna@x.example@ts.example", "{}", "{prod-eu}", "{ profile }"])
        #expect(throws: SecretCommand.Unfilled.noUser) { try command.filled(for: Self.profile(), user: nil) }
    }

    @Test(arguments: [
        "-rf", "../x", "a/b", "a b", ".", "", "a\nb", "$(x)", "{host}", String(repeating: "a", count: 129),
    ])
    func `A user's name with signs of paths or options is not put into a command`(name: String) {
        let command = SecretCommand(["/a", "{username}"])
        #expect(throws: SecretCommand.Unfilled.self) { try command.filled(for: Self.profile(), user: name) }
        // Without the placeholder the name does not matter.
        #expect((try? SecretCommand(["/a", "b"]).filled(for: Self.profile(), user: name)) == ["b"])
    }

    @Test func `Another argument, format, kind or address is another command`() {
        let origin = Origin(scheme: .https, host: "ts.example")
        let base = SecretCommand(["/a", "b", "c"])
        let others = [
            SecretCommand(["/a", "bc"]), SecretCommand(["/a", "b", "c", ""]), SecretCommand(["/a", "b\nc"]),
            SecretCommand(["/a", "c", "b"]), SecretCommand(["/a", "b", "c"], format: .json),
            SecretCommand(["/a", "b", "c"], kind: .secretKey), SecretCommand(["/a", "b", "c"], isInteractive: true),
        ]
        let digests = ([base] + others).map { $0.digest(for: origin) }
        #expect(Set(digests).count == digests.count)
        #expect(base.digest(for: Origin(scheme: .https, host: "other.example")) != digests[0])
        #expect(base.digest(for: Origin(scheme: .https, host: "ts.example", port: 444)) != digests[0])
        #expect(SecretCommand(["/a", "b", "c"], seconds: 3).digest(for: origin) == digests[0])
    }

    @Test func `The member of the file keeps what this version does not know`() async throws {
        let home = try TemporaryHome()
        try home.write(
            #"""
            {"version":1,"profiles":[{"id":"a","name":"a","url":"https://a","generation":"v2.0",
            "secretSource":"command","secretCommand":{"argv":["/usr/bin/op","read","op://x"],"format":"json",
            "timeout_s":30,"interactive":false,"later":[1]}}]}
            """#, to: "profiles.json")
        let store = ProfileStore(file: home.profiles, context: .live(now: { Instant(milliseconds: 0) }))
        let old = try #require(try await store.load().profiles.first)
        #expect(
            old.secretCommand == SecretCommand(["/usr/bin/op", "read", "op://x"], format: .json, seconds: 30))
        #expect(old.secretCommand.timeLimit == 30)
        var new = old
        new.secretCommand.arguments = ["/usr/bin/op", "read", "op://y"]
        try await store.save(new, replacing: old)
        let written = try JSONValue.parse(try home.bytes(of: "profiles.json"))["profiles"]?.arrayValue?.first
        #expect(
            written?["secretCommand"] == [
                "argv": ["/usr/bin/op", "read", "op://y"], "format": "json", "timeout_s": 30, "interactive": false,
                "later": [1],
            ])
    }

    @Test(arguments: [
        #"{"argv":"/a"}"#, #"{"argv":[1]}"#, #"{"format":"xml"}"#, #"{"kind":"cookie"}"#, #"{"timeout_s":0}"#,
        #"{"timeout_s":121}"#, #"{"timeout_s":"3"}"#, #"{"interactive":1}"#, "[]", #""/a""#,
    ])
    func `A member of the wrong form is told by its name, and the file is left alone`(member: String) async throws {
        let home = try TemporaryHome()
        try home.write(
            #"{"version":1,"profiles":[{"id":"a","name":"a","url":"https://a","secretCommand":\#(member)}]}"#,
            to: "profiles.json")
        let store = ProfileStore(file: home.profiles, context: .live(now: { Instant(milliseconds: 0) }))
        let error = await #expect(throws: StorageError.self) { try await store.load() }
        #expect(error?.code == .profilesShape)
        #expect(error?.detail.contains("secretCommand") == true, "\(error?.detail ?? "")")
    }

    @Test func `The time limit is 10 seconds, or two minutes for a person`() {
        #expect(SecretCommand(["/a"]).timeLimit == 10)
        #expect(SecretCommand(["/a"], isInteractive: true).timeLimit == 120)
        #expect(SecretCommand(["/a"], seconds: 5, isInteractive: true).timeLimit == 5)
    }
}
