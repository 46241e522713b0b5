import DemoCluster
import Operations
import Storage
import StrictJSON
import Testing
import ThoughtSpotSessions

@testable import Commands

struct UsageTests {
    @Test func `Without arguments and without a terminal there is a way to the commands`() async throws {
        let ran = await World.scripted("")
        #expect(ran.code == .usage)
        #expect(ran.error.contains("E_NO_TTY"))
        #expect(ran.error.contains("tessera status --json"))
        #expect(ran.output.isEmpty)
    }

    @Test(arguments: [
        ([], ScreenRequest()), (["demo"], ScreenRequest(isDemo: true)),
        (["--home", "/x"], ScreenRequest(home: "/x")),
        (["--home=/x", "--read-only"], ScreenRequest(home: "/x", isReadOnly: true)),
        (["demo", "--home", "/x"], ScreenRequest(home: "/x", isDemo: true)),
        (["--plain"], ScreenRequest(isPlain: true)),
        (["demo", "--plain"], ScreenRequest(isDemo: true, isPlain: true)),
    ])
    func `The way to the screen needs no parser`(_ arguments: [String], _ request: ScreenRequest) async throws {
        #expect(Invocation(arguments) == .screen(request))
        let ran = try await World().run(
            arguments, answers: [], isOutputTerminal: true, environment: ["TERM": "xterm"]
        ) { context in
            context.runScreen = { asked in
                #expect(asked == request)
                return .done
            }
        }
        #expect(ran.code == .done)
    }

    @Test(arguments: [nil, "", "dumb"])
    func `A terminal that cannot be drawn on is spoken to by lines`(_ type: String?) async throws {
        let environment = type.map { ["TERM": $0] } ?? [:]
        let ran = try await World().run([], answers: [], isOutputTerminal: true, environment: environment) { context in
            context.runScreen = { asked in
                #expect(asked.isPlain)
                #expect(asked.lacksTerminalType)
                return .done
            }
        }
        #expect(ran.code == .done)
    }

    @Test func `The plain mode needs no terminal`() async throws {
        let ran = try await World().run(["--plain"]) { context in
            context.runScreen = { asked in asked == ScreenRequest(isPlain: true) ? .done : .internalError }
        }
        #expect(ran.code == .done)
        let sized = try await World().run(["demo", "--plain", "--size", "80x24"])
        #expect(sized.code == .usage)
    }

    @Test func `The size of the demo's screen is columns by rows`() async throws {
        let ran = try await World().run("demo", "--size", "80x24", answers: [], isOutputTerminal: true) { context in
            context.runScreen = { asked in
                #expect(asked.size?.columns == 80)
                #expect(asked.size?.rows == 24)
                return .done
            }
        }
        #expect(ran.code == .done)
        for wrong in ["80", "0x24", "80x", "80x24x1", "x", "-1x5", "80X24", "1000x24", "\u{663}x4"] {
            #expect(ScreenRequest.Size(wrong) == nil)
        }
    }

    @Test func `Unknown commands and options are told with a suggestion`() async throws {
        let command = await World.scripted("profle list")
        #expect(command.code == .usage)
        #expect(command.error.contains("E_INVALID_INPUT"))
        let option = await World.scripted("profile list --jsn")
        #expect(option.code == .usage)
        #expect(option.error.contains("--jsn"))
        #expect(option.error.contains("--json"))
        #expect(option.error.contains("hint: tessera profile list --help"))
        let typed = await World.scripted("token lst --json")
        #expect(try typed.jsonError()["code"]?.stringValue == "E_INVALID_INPUT")
        #expect(try typed.jsonError()["exitCode"]?.intValue == 2)
    }

    /// The mistake is the name, wherever the common options stand.
    @Test(
        arguments: [
            ("--home /h token revok", "token revoke"), ("token --home /h revok", "token revoke"),
            ("--profile eu revoke anna", "token revoke, tessera user revoke"), ("--json token revok", "token revoke"),
            ("--yes help token revok", "token revoke"), ("--home=/h journal lft-open", "journal left-open"),
        ])
    func `an unknown command behind common options is told`(_ line: String, _ near: String) async {
        let ran = await World.scripted(line)
        #expect(ran.code == .usage)
        #expect(ran.error.contains("Unknown command"))
        #expect(ran.error.contains("did you mean tessera \(near)?"))
    }

    @Test func `common options before help are no mistake`() async {
        #expect(await World.scripted("--home /h help token revoke").code == .done)
        #expect(await World.scripted("--home /h token --help").code == .done)
    }

    /// Common options are the same before the command, between its words and after it.
    @Test(arguments: [
        "--json profile show eu", "profile --json show eu", "profile show --json eu", "profile show eu --json",
        "--json --profile eu profile show", "profile --profile=eu show --json", "--json --json profile show eu",
        "--profile eu profile show eu --json",
    ])
    func `Common options may stand anywhere`(_ line: String) async throws {
        let world = try World()
        _ = try world.file("profiles.json", #"{"profiles":[{"name":"eu","url":"https://eu.example.com"}]}"#)
        let ran = await world.run(line.split(separator: " ").map(String.init))
        #expect(ran.code == .done, "\(ran.error)")
        #expect(try ran.json()["profile"]?["name"]?.stringValue == "eu")
    }

    /// An empty variable in a script.
    @Test(arguments: [["profile", "list", "--home", ""], ["--home", "", "token", "list"]])
    func `an empty home is refused`(_ arguments: [String]) async throws {
        let ran = try await World().run(arguments)
        #expect(ran.code == .usage)
        #expect(ran.error.contains("--home is empty"))
    }

    @Test func `The home may be named before the command`() async throws {
        let (world, other) = (try World(), try World())
        _ = try other.file("profiles.json", #"{"profiles":[{"name":"eu","url":"https://eu.example.com"}]}"#)
        for line in [
            ["--home", other.home, "profile", "list"], ["--home=\(other.home)", "profile", "list", "--json"],
        ] {
            #expect(await world.run(line).output.contains("eu.example.com"))
        }
    }

    @Test(arguments: [
        "--profile a token list --profile b", "token list --profile=a --profile b", "--home /a profile list --home /b",
        "--home /a --home /b", "--home /a --home /a", "--profile a token list --profile a",
    ])
    func `A common option that is repeated is refused`(_ line: String) async {
        let ran = await World.scripted(line)
        #expect(ran.code == .usage)
        #expect(ran.error.contains("is given twice"))
    }

    /// The same of every option that takes one value, whether it is the same or not; the parser alone would take the last.
    @Test(arguments: [
        "token issue --lifetime 15m --lifetime 24h", "token issue --user a --user=b --profile p",
        "profile edit a --tag x --note y --tag z", "session a --password-file /x --password-file /y",
        "profile edit a --protected --no-protected",
        "token issue --lifetime 15m --lifetime=15m", "demo --size 80x24 --size 100x30", "demo serve --port 1 --port 1",
        "profile add a --changes --url https://a --no-changes",
    ])
    func `An option that contradicts or repeats itself is refused`(_ line: String) async {
        let ran = await World.scripted(line)
        #expect(ran.code == .usage)
        #expect(ran.error.contains("E_INVALID_INPUT"))
    }

    @Test(arguments: [
        (["token", "revoke", "--token-file", "a", "--token-file", "b"], TokenRevoke.self as any TesseraCommand.Type),
        (["token", "list", "--json", "--state", "x", "--json"], TokenListing.self),
        (["profile", "edit", "a", "--", "--tag", "x", "--tag", "y"], ProfileEdit.self),
    ])
    func `What may be given twice is no contradiction`(_ line: [String], _ command: any TesseraCommand.Type) {
        #expect(RepeatedOptions.first(in: line, of: command) == nil)
        #expect(
            RepeatedOptions.first(in: ["--lifetime", "1s", "--lifetime", "2s"], of: TokenIssue.self) == "--lifetime")
    }

    @Test(arguments: ["--json token", "--json", "--profile token list", "--bogus --json token list"])
    func `Common options without a command are no command`(_ line: String) async {
        let ran = await World.scripted(line)
        #expect(ran.code == .usage)
        #expect(ran.output.isEmpty)
    }

    @Test(arguments: ["token remove abcd", "token show abcd", "status", "token validate abcd", "audit", "profile show"])
    func `An unknown profile is exit 5 everywhere`(_ line: String) async throws {
        let ran = await (try World()).run(line.split(separator: " ").map(String.init) + ["--profile", "nope"])
        #expect(ran.code == .notFound, "\(line): \(ran.error)")
        #expect(ran.error.contains("E_PROFILE_UNKNOWN"))
    }

    @Test(arguments: [
        "token list eyJhbGciOiJSUzI1NiJ9.Zm9v", "session a 8f3e2d1c-7b6a-4958-8473-a2b1c0d9e8f7",
        "session a --password-stdin hunter", "token validate --token-stdin --zz=hunter", "status Tr0ub4dor&3",
        "--Xy7secretish9Q profile",
    ])
    func `A value that may be a secret is not repeated`(_ line: String) async {
        let ran = await World.scripted(line)
        #expect(ran.code == .usage)
        for word in ["eyJ", "8f3e2d1c", "hunter", "Tr0ub4dor", "Xy7secret"] { #expect(!ran.error.contains(word)) }
    }

    @Test func `Insecure is no option of a call`() async {
        let ran = await World.scripted("session prod-eu --insecure")
        #expect(ran.code == .usage)
        #expect(ran.error.contains("E_INVALID_INPUT"))
        #expect(ran.error.contains("--insecure-host"))
    }

    @Test func `The version and the exit codes are told`() async {
        let version = await World.scripted("--version")
        #expect(version.output.hasPrefix("tessera "))
        let codes = await World.scripted("help exit-codes")
        #expect(codes.code == .done)
        for code in Operations.ExitCode.allCases {
            #expect(codes.output.contains("\n\(code.rawValue) ") || codes.output.hasPrefix("\(code.rawValue) "))
        }
        #expect(codes.output.contains("13, then 12"))
    }

    @Test func `The files are told with their paths, and nothing is created`() async throws {
        let world = try World()
        let ran = await world.run("help", "files")
        #expect(ran.code == .done)
        for file in LocalFile.all { #expect(ran.output.contains("\n\(world.home)/\(file.name)\n")) }
        for line in ran.output.split(separator: "\n") where !line.hasPrefix("/") { #expect(line.count <= 80) }
        let homeless = await world.run("help", "files", environment: ["TESSERA_HOME": ""])
        #expect(homeless.output.contains("vault.json: nowhere"))
        #expect(DirectoryListing.names(in: world.home).isEmpty)
    }

    @Test func `The manual has the same files`() throws {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let page = try InputFile.read("/\(root)/Sources/tessera/Tessera.docc/Files.md", limit: 1_000_000).bytes
        let rows = String(decoding: page, as: UTF8.self).matches(of: /(?m)^\| (configuration|state|data) `([^`]+)` \|/)
        #expect(
            rows.map { "\($0.1) \($0.2)" }.sorted()
                == LocalFile.all.map { "\($0.directory.rawValue) \($0.name)" }.sorted())
    }

    static let commands = [
        "", "profile", "profile add", "profile list", "profile show", "profile edit", "profile remove", "profile test",
        "profile default", "session", "status", "token", "token issue", "token list", "token show", "token validate",
        "token revoke", "token import", "token remove", "token print", "token find", "profile export", "profile import",
        "user", "user logout", "org", "org list",
        "demo", "demo serve",
    ]

    @Test(arguments: commands)
    func `The help of every command fits 80 columns and needs no file and no network`(_ command: String) async {
        for line in ["\(command) --help", "help \(command)"] {
            let ran = await World.scripted(line)
            #expect(ran.code == .done, "\(ran.error)")
            #expect(ran.output.contains("USAGE:"))
            for line in ran.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        }
    }

    @Test(arguments: ["profile", "token", "user", "org", "journal", "vault", "settings", "key", "audit own"])
    func `A group without a command shows its help as an error`(_ group: String) async {
        let ran = await World.scripted(group)
        #expect(ran.code == .usage)
        #expect(ran.output.isEmpty)
        #expect(ran.error.contains("USAGE: tessera \(group)"))
    }
}

extension World {
    /// A run that may use nothing but its two streams.
    static func scripted(_ line: String) async -> Ran { await scripted(line.split(separator: " ").map(String.init)) }

    static func scripted(_ words: [String]) async -> Ran {
        guard let world = try? World() else { return Ran(code: .internalError, output: "", error: "no home") }
        return await world.run(words) { context in
            let failing = CommandContext.failing()
            context.readFile = failing.readFile
            context.makeTransport = failing.makeTransport
            context.randomBytes = failing.randomBytes
            context.signals = failing.signals
        }
    }
}
