import DemoCluster
import Operations
import Storage
import StrictJSON
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// Profiles whose secret comes from a command, by commands: `/bin/sh` stands for `pass` and its kin.
struct SecretCommandTests {
    private let world: World
    private let calls = Calls()

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
    }

    /// The children that were started, and what they answer.
    private final class Calls: Sendable {
        private let state = Mutex<(calls: [ChildCall], ending: ChildEnding)>(
            ([], ChildEnding(.exited(0), output: Array((DemoFleet.password + "\n").utf8))))

        func run(_ call: ChildCall) -> ChildEnding {
            state.withLock {
                $0.calls.append(call)
                return $0.ending
            }
        }

        func answer(_ ending: ChildEnding) { state.withLock { $0.ending = ending } }

        var all: [ChildCall] { state.withLock { $0.calls } }
    }

    private func run(_ arguments: String..., answers: [String]? = nil) async -> World.Ran {
        let calls = calls
        return await world.run(arguments, answers: answers) { $0.runChild = { calls.run($0) } }
    }

    private func commanded() async throws {
        let edited = await run("profile", "edit", "prod-eu", "--secret-command", "/bin/sh ask {profile}")
        try #require(edited.code == .done, "\(edited.error)")
    }

    /// As a person does with an editor, or a tool that shares dotfiles.
    private func changeByHand() throws {
        let path = world.home + "/profiles.json"
        let text = TemporaryHome.text(of: path)
        _ = try world.file("profiles.json", text.replacing("{profile}", with: "other"))
    }

    @Test func `Commands log in with what it prints, ask nothing, and log out`() async throws {
        try await commanded()
        let session = await run("session", "prod-eu", "--json")
        #expect(session.code == .done, "\(session.error)")
        #expect(try session.json()["session"]?["user"] == "tsadmin")
        #expect(try session.json()["logout"] == "ended")
        #expect(calls.all.map(\.arguments) == [["ask", "prod-eu"]])

        let issued = await run("token", "issue", "--profile", "prod-eu", "--lifetime", "15m", "--json", "--show-token")
        #expect(issued.code == .done, "\(issued.error)")
        #expect(calls.all.count == 2)
        #expect(!(session.output + session.error + issued.output + issued.error).contains(DemoFleet.password))
        let files = TemporaryHome.text(of: world.home + "/profiles.json") + (try world.journal().joined())
        #expect(!files.contains(DemoFleet.password))
    }

    @Test func `A credential that an option names is used instead`() async throws {
        try await commanded()
        let file = try world.file("password", DemoFleet.password)
        #expect(await run("session", "prod-eu", "--password-file", file).code == .done)
        #expect(calls.all.isEmpty)
    }

    @Test func `Where it fails nothing else is tried, nobody is asked, and nothing is sent`() async throws {
        try await commanded()
        calls.answer(ChildEnding(.exited(1), error: Array("gpg: no key\n".utf8)))
        let sent = world.traffic.requests.count
        for command in [
            ["session", "prod-eu", "--json"], ["token", "issue", "--profile", "prod-eu", "--json", "--show-token"],
            ["key", "list", "--profile", "prod-eu", "--json"], ["org", "list", "--profile", "prod-eu", "--json"],
        ] {
            let calls = calls
            let ran = await world.run(command, answers: []) { $0.runChild = { calls.run($0) } }
            #expect(ran.code == .secretStore, "\(command) \(ran.error)")
            #expect(try ran.jsonError()["code"] == "E_HELPER", "\(command)")
        }
        #expect(world.traffic.requests.count == sent)
    }

    @Test func `A refused password counts, and the command is not run again by itself`() async throws {
        try await commanded()
        calls.answer(ChildEnding(.exited(0), output: Array("wrong\n".utf8)))
        for _ in 0..<2 { #expect(await run("session", "prod-eu").code == .notLoggedIn) }
        let third = await run("session", "prod-eu", "--json")
        #expect(try third.jsonError()["code"] == "E_LOCKOUT_GUARD")
        #expect(calls.all.count == 2)
    }

    @Test func `A session would not outlive the command, and login says why`() async throws {
        try await commanded()
        let login = await run("login", "prod-eu", "--json")
        #expect(login.code == .secretStore)
        #expect(try login.jsonError()["code"] == "E_NOT_KEPT")
        #expect(login.error.contains("every command logs in by itself"))
    }

    @Test func `One that was changed by hand is shown and not run, until it is confirmed`() async throws {
        try await commanded()
        try changeByHand()
        let refused = await run("session", "prod-eu", "--json")
        #expect(refused.code == .refused)
        let error = try refused.jsonError()
        #expect(error["code"] == "E_COMMAND_UNCONFIRMED")
        #expect(refused.error.contains("/bin/sh ask other"))
        #expect(refused.error.contains("tessera profile confirm-command prod-eu"))
        #expect(calls.all.isEmpty)

        // A script has to say so.
        let unasked = await run("profile", "confirm-command", "prod-eu", "--json")
        #expect(try unasked.jsonError()["code"] == "E_CONFIRM_NEEDED")
        let declined = await run("profile", "confirm-command", "prod-eu", answers: ["n"])
        #expect(declined.code == .refused)
        #expect(declined.error.contains("/bin/sh ask other"))
        #expect(await run("session", "prod-eu").code == .refused)

        let confirmed = await run("profile", "confirm-command", "prod-eu", answers: ["y"])
        #expect(confirmed.code == .done, "\(confirmed.error)")
        #expect(await run("session", "prod-eu").code == .done)
        let again = await run("profile", "confirm-command", "prod-eu", "--json")
        #expect(try again.json()["confirmed"]?["secretCommand"] == ["/bin/sh", "ask", "other"])
    }

    @Test func `Only a profile with a command has one to confirm`() async throws {
        #expect(await run("profile", "confirm-command", "prod-eu").code == .usage)
    }

    @Test func `Options make, change and show it`() async throws {
        let bad = await run("profile", "edit", "prod-eu", "--secret-command", "pass show x | head")
        #expect(bad.code == .usage)
        #expect(bad.error.contains("no shell runs it"))
        #expect(await run("profile", "edit", "prod-eu", "--secret-source", "command").code == .usage)
        let edited = await run(
            "profile", "edit", "prod-eu", "--secret-command", #"["/bin/sh","a b"]"#, "--secret-command-kind",
            "secret-key", "--secret-command-format", "json", "--secret-command-interactive", "--json")
        let profile = try #require(try edited.json()["profile"])
        #expect(profile["secretSource"] == "command")
        #expect(profile["secretCommand"] == ["/bin/sh", "a b"])
        #expect(profile["secretCommandKind"] == "secret-key")
        #expect(profile["secretCommandFormat"] == "json")
        #expect(profile["secretCommandInteractive"] == true)
        #expect(await run("profile", "show", "prod-eu").output.contains("/bin/sh 'a b'"))
        let status = await run("status", "--json")
        #expect(try status.json()["clusters"]?.arrayValue?.first?["secretSource"] == "command")
        #expect(await run("status").output.contains("by command"))
        #expect(await run("profile", "edit", "prod-eu", "--secret-source", "memory").code == .done)
        #expect(await run("status").output.contains("in memory"))
    }

    @Test func `The doctor looks at the program and runs nothing`() async throws {
        try await commanded()
        func finding() async throws -> JSONValue? {
            try await run("doctor", "prod-eu", "--json").json()["diagnoses"]?.arrayValue?.first?["findings"]?
                .arrayValue?.first
        }
        let fine = try await finding()
        #expect(fine?["step"] == "secrets")
        #expect(fine?["verdict"] == "ok")
        #expect(fine?["text"]?.stringValue?.contains("by command, confirmed, not run: ") == true)
        try changeByHand()
        #expect(try await finding()?["code"] == "E_COMMAND_UNCONFIRMED")
        #expect(await run("doctor", "prod-eu").code == .refused)
        #expect(await run("profile", "edit", "prod-eu", "--secret-command", "/no/such/program").code == .done)
        #expect(try await finding()?["code"] == "E_HELPER_MISSING")
        #expect(calls.all.isEmpty)
    }
}
