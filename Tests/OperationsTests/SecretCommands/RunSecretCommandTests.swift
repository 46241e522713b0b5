import DisplayText
import HTTPExchange
import Storage
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Operations

/// The secret command of a profile, over children that misbehave (promises P2, P26; faults B15, B16, B19 to B21).
struct RunSecretCommandTests {
    /// Stands in everything that a child prints, and nowhere else.
    private static let canary = "canary-Zx8Qw3Lm5T"

    /// A child, and how its failure is told.
    struct Kind: Sendable, CustomTestStringConvertible {
        let name: String
        var ending: ChildEnding
        var format: SecretCommand.Format = .raw
        let code: String
        let why: String
        var testDescription: String { name }

        init(
            _ name: String, prints output: String = "", bytes: [UInt8]? = nil, error: String = "",
            cause: ChildEnding.Cause = .exited(0), json: Bool = false, code: String = "E_HELPER", why: String
        ) {
            self.name = name
            ending = ChildEnding(cause, output: bytes ?? Array(output.utf8), error: Array(error.utf8))
            format = json ? .json : .raw
            self.code = code
            self.why = why
        }
    }

    private static func object(_ name: String, _ text: String, _ member: String, _ why: String) -> Kind {
        Kind(name, prints: text, json: true, code: "E_COMMAND_OUTPUT", why: "\(member): \(why)")
    }

    private static let kinds: [Kind] = [
        Kind("fails without a word", cause: .exited(1), why: "it ended with exit status 1"),
        Kind(
            "fails with a word", error: "gpg: no key\n", cause: .exited(2), why: "it wrote: \u{201C}gpg: no key\u{201D}"
        ),
        Kind(
            "fails with the secret on its output", prints: canary, cause: .exited(1), why: "it ended with exit status 1"
        ),
        Kind(
            "fails with the secret in its complaint", error: "cannot use \(canary)", cause: .exited(1), why: "(hidden)"),
        Kind("fails with the secret in both", prints: canary, error: "x\(canary)x", cause: .exited(9), why: "(hidden)"),
        Kind("is not found by its own shell", error: "sh: 1: pass: not found", cause: .exited(127), why: "status 127"),
        Kind("is ended by a signal", cause: .signal(9), why: "it was ended by signal 9"),
        Kind("crashes after it printed", prints: canary, cause: .signal(11), why: "it was ended by signal 11"),
        Kind("hangs", cause: .overTime, why: "it did not end within 10 s"),
        Kind("hangs after it printed", prints: canary, cause: .overTime, why: "it did not end within 10 s"),
        Kind("floods", cause: .overSize, why: "it printed more than 64 KiB"),
        Kind("cannot be started", cause: .notStarted("the system does not start it"), why: "does not start it"),
        Kind("prints nothing", why: "it printed nothing"),
        Kind("prints an empty line", prints: "\n", why: "it printed nothing"),
        Kind("prints an empty line of Windows", prints: "\r\n", why: "it printed nothing"),
        Kind("prints two values", prints: "\(canary)\n\(canary)", why: "more than one line"),
        Kind("prints two values with line ends", prints: "\(canary)\n\(canary)\n", why: "more than one line"),
        Kind("prints an empty line behind", prints: "\(canary)\n\n", why: "more than one line"),
        Kind("prints an empty line in front", prints: "\n\(canary)", why: "more than one line"),
        Kind("prints a return within", prints: "\(canary)\r\(canary)", why: "more than one line"),
        Kind("prints NUL", prints: "\(canary)\u{0}", why: "a control character at position"),
        Kind("prints escapes", prints: "\u{1B}]0;x\u{7}\(canary)", why: "a control character at position 1"),
        Kind("prints a tab", prints: "a\t\(canary)", why: "a control character at position 2"),
        Kind("prints bytes", bytes: [0xFF, 0xFE] + Array(canary.utf8), why: "not UTF-8 at position 1"),
        Kind("prints UTF-16", bytes: [0x61, 0, 0x62, 0], why: "a control character"),
        Kind("prints a byte order mark", prints: "\u{FEFF}\(canary)", why: "a byte order mark at position 1"),
        Kind("prints an invisible character", prints: "\(canary)\u{200B}", why: "an invisible character"),
        Kind("prints a no-break space", prints: "\(canary)\u{A0}", why: "unusual space"),
        object("prints no object", "", "the output", "it is empty"),
        object("prints the bare secret", canary, "the output", "it is not valid JSON"),
        object("prints an array", "[\"\(canary)\"]", "the output", "it is not a JSON object"),
        object(
            "prints two objects", "{\"version\":1,\"secret\":\"\(canary)\"}{}", "the output",
            "there is text behind the object"),
        object(
            "names a member twice", "{\"version\":1,\"secret\":\"a\",\"secret\":\"b\"}", "the output",
            "a member stands in it twice"),
        object("is cut off", "{\"version\":1,\"secret\":\"\(canary)", "the output", "it is not valid JSON"),
        object("has no version", "{\"secret\":\"\(canary)\"}", "version", "it must be 1"),
        object("has a later version", "{\"version\":2,\"secret\":\"\(canary)\"}", "version", "it must be 1"),
        object("has a version of text", "{\"version\":\"1\",\"secret\":\"\(canary)\"}", "version", "it must be 1"),
        object("has no secret", "{\"version\":1}", "secret", "it must be a string"),
        object("has an empty secret", "{\"version\":1,\"secret\":\"\"}", "secret", "it must be a string"),
        object("has a number", "{\"version\":1,\"secret\":12345}", "secret", "it must be a string"),
        object(
            "has a secret of two lines", "{\"version\":1,\"secret\":\"a\\n\(canary)\"}", "secret", "it has a line break"
        ),
        object(
            "has expired", "{\"version\":1,\"secret\":\"\(canary)\",\"expires_at\":\"2001-01-01T00:00:00Z\"}",
            "expires_at", "the secret has expired"),
        object(
            "expires some time", "{\"version\":1,\"secret\":\"\(canary)\",\"expires_at\":\"soon \(canary)\"}",
            "expires_at", "it must be a time"),
        object(
            "expires without a zone", "{\"version\":1,\"secret\":\"\(canary)\",\"expires_at\":\"2999-01-01T00:00:00\"}",
            "expires_at", "it must be a time"),
        object(
            "expires by a number", "{\"version\":1,\"secret\":\"\(canary)\",\"expires_at\":32503680000}",
            "expires_at", "it must be a time"),
    ]

    /// A command that may run: /bin/sh is everywhere, and the fake children never start it.
    private static func command(
        _ format: SecretCommand.Format = .raw, kind: SecretCommand.Kind = .password, _ more: String...,
        isInteractive: Bool = false
    ) -> SecretCommand {
        SecretCommand(["/bin/sh", "ask"] + more, format: format, kind: kind, isInteractive: isInteractive)
    }

    private static func confirmed(_ world: World) async throws -> World {
        try await ConfirmSecretCommand(profile: world.profile).run(in: world.workspace)
        return world
    }

    private func message(_ world: World, user: String? = nil) async -> Message? {
        do throws(OperationError) {
            _ = try await RunSecretCommand(profile: world.profile, user: user).run(in: world.workspace)
            return nil
        } catch {
            return MessageComposer.message(for: error)
        }
    }

    @Test(arguments: kinds)
    func `A command that misbehaves gives no secret, and nothing of it is told`(kind: Kind) async throws {
        let world = try await Self.confirmed(
            World().commanded(by: Self.command(kind.format)) { _ in kind.ending })
        let login = LogIn(
            profile: world.profile, credential: .password(username: World.administrator, password: Secret("")),
            org: nil, usesKeptSecret: true)
        do throws(OperationError) {
            _ = try await login.run(in: world.workspace)
            Issue.record("\(kind.name) logged in")
        } catch {
            let message = MessageComposer.message(for: error)
            #expect(message.code == kind.code)
            #expect(message.exitCode == .secretStore)
            let told = ([message.what, message.why ?? ""] + message.hints).map(\.string).joined(separator: " ")
            #expect(told.contains(kind.why), "\(told)")
            #expect(!told.contains("canary"), "\(told)")
            #expect(!"\(error)".contains(Self.canary))
        }
        #expect(world.wire.requests.isEmpty)
    }

    @Test func `At least 40 kinds are tried`() { #expect(Self.kinds.count >= 40) }

    @Test func `A good answer logs in`() async throws {
        let calls = Mutex<[ChildCall]>([])
        let world = try await Self.confirmed(
            World().commanded(
                by: Self.command(.raw, "{username}", "{profile}", "{host}"),
                environment: [
                    "HOME": "/home/anna", "LC_ALL": "C", "PATH": "/usr/bin:relative:/tmp:/bin", "GPG_TTY": "/dev/pts/1",
                    "TESSERA_PASSWORD_FILE": "/x", "LD_PRELOAD": "/x", "https_proxy": "http://u:p@h",
                ]
            ) { call in
                calls.withLock { $0.append(call) }
                return ChildEnding(.exited(0), output: Array((World.password + "\n").utf8))
            })
        let login = LogIn(
            profile: world.profile, credential: .password(username: World.administrator, password: Secret("")),
            org: nil, usesKeptSecret: true)
        let report = try await login.run(in: world.workspace)
        #expect(report.info.userName == World.administrator)
        let call = try #require(calls.withLock { $0 }.first)
        #expect(calls.withLock { $0.count } == 1)
        #expect(call.name == "/bin/sh")
        #expect(call.arguments == ["ask", World.administrator, world.profile.name, world.profile.origin.host])
        #expect(call.environment == ["HOME": "/home/anna", "LC_ALL": "C", "PATH": "/usr/bin:/bin"])
        #expect(call.limit == 10_000 && call.outputLimit == 65_536 && !call.hasTerminal)
    }

    @Test func `A token is issued with the key that it prints`() async throws {
        let base = try await World()
        let key = base.secretKey
        let world = try await Self.confirmed(
            base.commanded(by: Self.command(.json, kind: .secretKey)) { _ in
                ChildEnding(.exited(0), output: Array("{\"version\":1,\"secret\":\"\(key)\"}".utf8))
            })
        var issue = world.issue()
        issue.request.credential = .secretKey(Secret(""))
        issue.usesKeptSecret = true
        #expect(try await issue.run(in: world.workspace).record.facts.user == World.administrator)
    }

    // MARK: Not run at all

    /// A world whose children must not start.
    private func still(_ command: SecretCommand, lendsTerminal: Bool = false) async throws -> World {
        try await World().commanded(by: command, lendsTerminal: lendsTerminal) { call in
            Issue.record("\(call.name) was run")
            return ChildEnding(.exited(0))
        }
    }

    @Test func `An unconfirmed command is shown, not run, and runs when the person agrees to this one`() async throws {
        let world = try await still(Self.command(.raw, "\u{202E}x"))
        let message = await message(world)
        #expect(message?.code == "E_COMMAND_UNCONFIRMED")
        #expect(message?.exitCode == .refused)
        #expect(message?.what.string.contains("/bin/sh ask '<U+202E>x'") == true, "\(message?.what.string ?? "")")
        #expect(message?.hints.first?.string.contains("confirm-command \(world.profile.name)") == true)

        let digest = world.profile.secretCommand.digest(for: world.profile.origin)
        var changed = world.profile
        changed.secretCommand.arguments.append("x")
        await #expect(throws: OperationError.self) {
            try await RunSecretCommand(profile: changed, confirming: digest).run(in: world.workspace)
        }
        let agreed = RunSecretCommand(profile: world.profile, confirming: digest)
        #expect(try await !agreed.isConfirmed(in: world.workspace))
        try await agreed.requireRunnable(in: world.workspace)
        #expect(try await agreed.isConfirmed(in: world.workspace))
        // The address is part of what was agreed to (promise P22).
        var moved = world.profile
        moved.origin = .init(scheme: .https, host: "other.example")
        let again = await #expect(throws: OperationError.self) {
            try await RunSecretCommand(profile: moved).run(in: world.workspace)
        }
        guard case .refused(.secretCommand(_, .unconfirmed(let view)))? = again else {
            Issue.record("\(String(describing: again))")
            return
        }
        #expect(view.isChanged)
    }

    @Test(arguments: [
        ("/no/such/program", "E_HELPER_MISSING"), ("/usr/bin", "E_HELPER_MISSING"), ("/etc/passwd", "E_HELPER_MISSING"),
        ("pass", "E_INVALID_INPUT"), ("../pass", "E_INVALID_INPUT"), ("", "E_INVALID_INPUT"),
    ])
    func `A program that is none is never run`(program: String, code: String) async throws {
        let world = try await still(SecretCommand([program]))
        #expect(await message(world)?.code == code)
    }

    @Test func `A program that others could change is never run`() async throws {
        let base = try await World()
        try base.home.write("#!/bin/sh\n", to: "ask", mode: 0o777)
        let world = base.commanded(by: SecretCommand([base.home.file("ask")])) { call in
            Issue.record("\(call.name) was run")
            return ChildEnding(.exited(0))
        }
        let message = await message(world)
        #expect(message?.code == "E_HELPER_UNSAFE")
        #expect(message?.exitCode == .secretStore)
    }

    @Test func `One that asks at the terminal needs one`() async throws {
        let world = try await Self.confirmed(still(Self.command(isInteractive: true)))
        #expect(await message(world)?.code == "E_HELPER_NO_TTY")
        let calls = Mutex<[ChildCall]>([])
        let lent = try await Self.confirmed(
            World().commanded(
                by: Self.command(isInteractive: true), lendsTerminal: true, environment: ["GPG_TTY": "/dev/pts/1"]
            ) { call in
                calls.withLock { $0.append(call) }
                return ChildEnding(.exited(0), output: Array("x".utf8))
            })
        #expect(await message(lent) == nil)
        #expect(calls.withLock { $0.first?.hasTerminal } == true)
        #expect(calls.withLock { $0.first?.environment["GPG_TTY"] } == "/dev/pts/1")
        #expect(calls.withLock { $0.first?.limit } == 120_000)
    }

    @Test func `Another user's password, and another kind of credential, are not asked of it`() async throws {
        let world = try await Self.confirmed(still(Self.command()))
        #expect(await message(world, user: "anna")?.code == "E_HELPER")
        do throws(OperationError) {
            _ = try await world.workspace.keptCredential(of: world.profile, user: nil, kinds: [.secretKey])
            Issue.record("it was run")
        } catch {
            #expect(MessageComposer.message(for: error).code == "E_HELPER")
        }
    }

    // MARK: Who has typed it has confirmed it

    @Test func `A command that is typed is confirmed by that, one that stood in the file is not`() async throws {
        let world = try await still(Self.command())
        var draft = ProfileDraft(from: world.profile)
        let saved = try await SaveProfile(draft: draft, as: .again(world.profile.id)).run(in: world.workspace).profile
        #expect(try await !RunSecretCommand(profile: saved).isConfirmed(in: world.workspace))
        draft = ProfileDraft(from: saved)
        draft[.note] = "another field"
        let noted = try await SaveProfile(draft: draft, as: .edited(saved)).run(in: world.workspace).profile
        #expect(try await !RunSecretCommand(profile: noted).isConfirmed(in: world.workspace))
        draft = ProfileDraft(from: noted)
        draft[.secretCommand] = "/bin/sh other"
        let typed = try await SaveProfile(draft: draft, as: .edited(noted)).run(in: world.workspace).profile
        #expect(try await RunSecretCommand(profile: typed).isConfirmed(in: world.workspace))
        draft = ProfileDraft(from: typed)
        draft[.commandFormat] = "json"
        let formatted = try await SaveProfile(draft: draft, as: .edited(typed)).run(in: world.workspace).profile
        #expect(try await !RunSecretCommand(profile: formatted).isConfirmed(in: world.workspace))
    }

    @Test func `The source command needs one`() throws {
        var draft = ProfileDraft.suggested
        draft[.name] = "a"
        draft[.url] = "https://a.example"
        draft[.secretSource] = "command"
        #expect(draft.problem(with: .secretCommand)?.code == "E_INVALID_INPUT")
        #expect(draft.presence(of: .secretCommand) == .offered)
        draft[.secretCommand] = "/usr/bin/pass show {profile}"
        #expect(try draft.profile(id: "a").secretCommand == SecretCommand(["/usr/bin/pass", "show", "{profile}"]))
        draft[.secretSource] = "memory"
        #expect(draft.presence(of: .secretCommand) == .hidden)
    }
}
