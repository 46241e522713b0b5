import ArgumentParser
import Operations
import StrictJSON
import Testing

@testable import Commands

struct HelpTests {
    /// Every command that does something, by its path.
    private static let verbs = verbs(of: TesseraRoot.self, ["tessera"])

    private static func verbs(
        of command: any ParsableCommand.Type, _ path: [String]
    ) -> [(path: [String], verb: any TesseraCommand.Type)] {
        let own = (command as? any TesseraCommand.Type).map { [(path, $0)] } ?? []
        return own + command.configuration.subcommands.flatMap { verbs(of: $0, path + [$0.name]) }
    }

    /// The words behind `tessera` in a line of the shell, up to the end of that command.
    static func words(of line: String) throws -> [String] {
        let start = try #require(line.firstRange(of: "tessera "))
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in line[start.upperBound...] {
            switch character {
            case "'":
                isQuoted.toggle()
                word = word ?? ""
            case " " where !isQuoted:
                if let word { words.append(word) }
                word = nil
            case "|", ";", ")", ">": return words + [word].compactMap(\.self)
            default: word = (word ?? "") + String(character)
            }
        }
        return words + [word].compactMap(\.self)
    }

    @Test func `every command has examples, and each is a command line of that command`() throws {
        for (path, verb) in Self.verbs {
            #expect(!verb.examples.isEmpty, "\(path)")
            for example in verb.examples {
                let words = try Self.words(of: example.line)
                #expect(words.starts(with: path.dropFirst()), "\(example.line)")
                let parsed = try TesseraRoot.parseAsRoot(words)
                #expect(type(of: parsed) == verb, "\(example.line)")
                #expect(example.purpose.last != ".")
            }
        }
    }

    @Test func `help ends with the examples`() async throws {
        for line in ["token revoke --help", "help token revoke", "tokens revoke -h"] {
            let ran = await World.scripted(line)
            #expect(ran.code == .done, "\(ran.error)")
            #expect(ran.output.contains("EXAMPLES:\n  # Revoke two tokens"), "\(line)")
            #expect(ran.output.hasSuffix("--yes\n"))
        }
        let group = await World.scripted("token --help")
        #expect(!group.output.contains("EXAMPLES:"))
    }

    @Test func `help on a command that there is not is a mistake`() async {
        for line in ["help nosuch", "help token isue"] {
            let ran = await World.scripted(line)
            #expect(ran.code == .usage, "\(line)")
            #expect(ran.output.isEmpty)
        }
        #expect(await World.scripted("help token issue").code == .done)
        #expect(await World.scripted("help").code == .done)
    }

    /// A file option that is read after the parser needs no file here.
    @Test(arguments: [
        ("tokens ls", "token list"), ("profiles ls", "profile list"), ("token rm 9f00e1aa", "token remove 9f00e1aa"),
        ("profile delete eu", "profile remove eu"), ("whoami eu", "session eu"), ("vault ls", "vault list"),
    ])
    func `what people try first is an alias`(_ typed: String, _ meant: String) throws {
        let parse = { (line: String) in
            try TesseraRoot.parseAsRoot(line.split(separator: " ").map(String.init))
        }
        #expect(type(of: try parse(typed)) == type(of: try parse(meant)))
    }

    @Test(arguments: [
        ("tokne list", "Unknown command 'tokne'", "did you mean tessera token?"),
        ("token lsit", "Unknown command 'lsit'", "did you mean tessera token list?"),
        ("token revok 9f00e1aa", "Unknown command 'revok'", "did you mean tessera token revoke?"),
        ("ls", "Unknown command 'ls'", "did you mean tessera profile list, tessera token list, tessera org list?"),
        ("vault frobnicate", "Unknown command 'frobnicate'", "tessera vault --help"),
        ("audit own shwo", "Unknown command 'shwo'", "did you mean tessera audit own show?"),
    ])
    func `an unknown command is answered with what was probably meant`(
        _ line: String, _ what: String, _ hint: String
    ) async throws {
        let ran = await World.scripted(line)
        #expect(ran.code == .usage)
        #expect(ran.error.contains(what), "\(ran.error)")
        #expect(ran.error.contains("hint: \(hint)"), "\(ran.error)")
    }

    @Test func `a word that may be a secret is not repeated`() async throws {
        let ran = await World.scripted("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl")
        #expect(ran.code == .usage)
        #expect(ran.error.contains("Unknown command (not repeated)"), "\(ran.error)")
    }

    @Test func `completion names profiles, and nothing else`() async throws {
        let world = try World()
        _ = try world.file(
            "profiles.json",
            #"{"profiles":[{"name":"eu","url":"https://eu.example.com"},{"name":"us","url":"https://us.example.com"}]}"#
        )
        #expect(await world.run(["completion-names", "profile"]).output == "eu\nus\n")
        #expect(await world.run(["completion-names", "fingerprint"]).output.isEmpty)
        #expect(await world.run(["completion-names", "secret"]).code == .usage)
    }

    @Test func `completion names the users of tokens`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        for _ in 0..<2 { _ = try await world.issuedToken() }
        #expect(await world.run("completion-names", "user").output == "tsadmin\n")
        #expect(await world.run("completion-names", "profile", "user").output == "prod-eu\ntsadmin\n")
    }

    @Test(arguments: CompletionShell.allCases)
    func `there is a completion script for each shell`(_ shell: CompletionShell) async throws {
        let ran = try await World().run("completion", shell.rawValue)
        #expect(ran.code == .done)
        #expect(ran.output.contains("completion-names profile"))
        #expect(ran.output.contains("completion-names user"))
        #expect(ran.output.contains("beta-tspublic"))
        #expect(try await World().run("completion", "tcsh").code == .usage)
    }

    @Test func `there is a manual page for every command in sight, and one for the program`() async throws {
        let names = ManualPage.all.map(\.name)
        #expect(names.first == "tessera")
        let shown = TesseraRoot.configuration.subcommands.filter { $0.configuration.shouldDisplay }
        #expect(names.dropFirst() == ArraySlice(shown.map { "tessera-\($0.name)" }))
        for page in ManualPage.all {
            for line in page.text.split(separator: "\n") where line.hasPrefix(".") {
                #expect(line.contains(/^\.(Dd|Dt|Os|Sh|Nm|Nd|Pp|Bl|It|El|Bd|Ed|Xr)\b/), "\(page.name): \(line)")
            }
        }
        let token = try await World().run("manual", "token")
        #expect(token.output.contains(".Nm tessera token revoke FINGERPRINT"))
        #expect(token.output.contains(".It Fl -token-file Ar file"))
        #expect(token.output.contains("tessera token list --state valid --json"))
        #expect(
            try await World().run("manual", "tessera").output.contains(
                "13  the outcome of at least one change is unknown"))
        #expect(try await World().run("manual", "nothing").code == .usage)
    }

    /// A file name or a value that begins with a full stop is no macro.
    @Test func `text stays text in a manual page`() {
        var roff = Roff(title: "x", about: "a\\b")
        roff.paragraphs(".profile is a file\n'quoted'")
        #expect(roff.text.contains(".Nd a\\eb\n"))
        #expect(roff.text.contains("\n\\&.profile is a file\n"))
        #expect(roff.text.contains("\n\\&'quoted'\n"))
    }
}
