import DemoCluster
import Glibc
import HTTPExchange
import Operations
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

/// Where an issued token goes: it is kept nowhere else.
struct TokenDestinationTests {
    private let world: World

    init() async throws {
        world = try World()
        try await world.addProfile("prod-eu")
    }

    private func cluster() throws -> SimulatedCluster { try #require(world.fleet["prod-eu"]?.cluster) }

    private func file(_ name: String) -> String { "\(world.home)/\(name)" }

    private func content(of path: String) throws -> String {
        String(decoding: try InputFile.read(path, limit: 65_536).bytes, as: UTF8.self)
    }

    // MARK: Before it is issued

    @Test(arguments: [["--json"], [], ["--kind", "session", "--json"]])
    func `Without a destination no secret is asked for`(_ arguments: [String]) async throws {
        // Standard input is not there: reading it would be an issue of its own.
        let ran = await world.run(
            ["token", "issue", "--password-stdin"] + arguments, isOutputTerminal: arguments.isEmpty)
        #expect(ran.code == .refused)
        #expect(ran.error.contains("E_NO_DESTINATION"))
        for way in ["--show-token", "--out FILE", "pipe"] { #expect(ran.error.contains(way)) }
        #expect(world.traffic.requests.isEmpty)
    }

    @Test(arguments: [["--show-token"], ["--show-token", "--json"], []])
    func `What is thrown away is no destination`(_ arguments: [String]) async throws {
        let ran = await world.run(["token", "issue", "--password-stdin"] + arguments) {
            $0.outputKind = { .discarding }
        }
        #expect(ran.code == .refused)
        #expect(ran.error.contains("E_NO_DESTINATION"))
    }

    @Test func `Two destinations are one too many`() async throws {
        let ran = await world.run("token", "issue", "--password-stdin", "--show-token", "--out", file("token"))
        #expect(ran.code == .usage)
        #expect(access(file("token"), F_OK) != 0)
    }

    @Test(arguments: [
        ("file", "E_FILE_EXISTS"), ("link", "E_FILE_EXISTS"), ("dangling", "E_FILE_EXISTS"),
        ("open/token", "E_FILE_UNSAFE"),
        ("nowhere/token", "E_OUT_FILE"), ("directory", "E_FILE_EXISTS"), ("directory/", "E_FILE_TYPE"),
    ])
    func `A place that cannot be used is told in time`(_ name: String, _ code: String) async throws {
        let precious = try world.file("file", "precious")
        #expect(symlink(precious, file("link")) == 0 && symlink(file("nothing"), file("dangling")) == 0)
        #expect(mkdir(file("directory"), 0o700) == 0 && mkdir(file("open"), 0o700) == 0)
        #expect(chmod(file("open"), 0o777) == 0)
        let ran = await world.run("token", "issue", "--password-stdin", "--json", "--out", file(name))
        #expect(ran.code == .localFile)
        #expect(try ran.jsonError()["code"]?.stringValue == code)
        #expect(world.traffic.requests.isEmpty)
        #expect(try content(of: precious) == "precious")
        #expect(access(file("nothing"), F_OK) != 0)
    }

    @Test func `Standard output is no file`() async throws {
        let ran = await world.run("token", "issue", "--password-stdin", "--json", "--out", "-")
        #expect(ran.code == .localFile)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_OUT_FILE")
        #expect(ran.error.contains("not for standard output"))
        #expect(world.traffic.requests.isEmpty)
    }

    @Test(arguments: [("", true), (String(repeating: "\0", count: 32_768), true), ("mine", false), ("\0\0", false)])
    func `A file that a run left without content is told as such, and stays`(
        _ text: String, _ isBlank: Bool
    ) async throws {
        let left = try world.file("left", text)
        let ran = await world.run("token", "issue", "--password-stdin", "--json", "--out", left)
        #expect(try ran.jsonError()["code"]?.stringValue == "E_FILE_EXISTS")
        #expect(ran.error.contains("nothing is in it") == isBlank)
        #expect(try content(of: left) == text)
    }

    // MARK: When it is issued

    @Test func `A new file of mode 0600 holds the token alone`() async throws {
        let ran = await world.run(
            "token", "issue", "--password-stdin", "--json", "--out", file("token"), input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        let token = try #require(try ran.json()["token"])
        #expect(token["file"]?.stringValue == file("token"))
        #expect(token["value"] == nil)
        let text = try content(of: file("token"))
        #expect(text.hasSuffix("\n"))
        #expect(await (try cluster()).isValid(token: String(text.dropLast())))
        var status = stat()
        #expect(stat(file("token"), &status) == 0 && status.st_mode & 0o7777 == 0o600)
        #expect(!ran.output.contains(text.dropLast()) && !ran.error.contains(text.dropLast()))
        // The commands read it back.
        let validated = await world.run("token", "validate", "--token-file", file("token"))
        #expect(validated.code == .done, "\(validated.error)")
    }

    @Test func `The token of a session goes the same way`() async throws {
        let ran = await world.run(
            "token", "issue", "--kind", "session", "--password-stdin", "--json", "--out", file("token"),
            input: DemoFleet.password)
        #expect(ran.code == .done, "\(ran.error)")
        #expect(await (try cluster()).isValid(token: String(try content(of: file("token")).dropLast())))
    }

    @Test func `A token that is not issued leaves no file`() async throws {
        let ran = await world.run("token", "issue", "--password-stdin", "--out", file("token"), input: "wrong")
        #expect(ran.code == .notLoggedIn)
        #expect(access(file("token"), F_OK) != 0)
    }

    // MARK: When it does not arrive

    @Test(arguments: [["--show-token"], ["--show-token", "--json"], []])
    func `A token that cannot be written is revoked, and the verdict told`(_ arguments: [String]) async throws {
        let ran = await world.run(
            ["token", "issue", "--password-stdin"] + arguments, input: DemoFleet.password
        ) { context in
            context.deliveryFailure = { "No space left on device" }
            context.writeFailure = { "No space left on device" }
        }
        #expect(ran.code == .localFile)
        #expect(ran.error.contains("E_OUTPUT") && ran.error.contains("No space left on device"))
        #expect(ran.error.contains("verified"))
        // Told once.
        #expect(ran.error.ranges(of: "E_OUTPUT").count == 1)
        let value = try #require(
            arguments.contains("--json")
                ? try ran.json()["token"]?["value"]?.stringValue
                : ran.output.split(separator: "\n").last.map(String.init))
        #expect(await (try cluster()).isValid(token: value) == false)
        let journal = try world.journal()
        #expect(journal.contains { $0.contains("verified") })
        let tokens = try await world.run("token", "list", "--state", "active", "--json").json()["tokens"]?.arrayValue
        #expect(tokens?.isEmpty == true)
    }

    /// Lets everything through but the revocation.
    private struct WithoutRevocation: HTTPTransport {
        let next: any HTTPTransport

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            guard request.path.hasSuffix("auth/token/revoke") else { return try await next.send(request) }
            throw TransportError(.connectionRefused, reach: .notSent, peer: request.peer)
        }
    }

    @Test func `A token that cannot be revoked either is told with the way to end it`() async throws {
        let lame = WithoutRevocation(next: world.traffic)
        let ran = await world.run(
            "token", "issue", "--password-stdin", "--show-token", input: DemoFleet.password
        ) { context in
            context.deliveryFailure = { "Broken pipe" }
            context.makeTransport = { CommandContext.OpenTransport(lame) }
        }
        #expect(ran.code != .done && ran.code != .localFile)
        #expect(ran.error.contains("E_OUTPUT") && ran.error.contains("Broken pipe"))
        #expect(ran.error.contains("tessera user logout --profile prod-eu tsadmin"))
        let value = try #require(ran.output.split(separator: "\n").last)
        #expect(await (try cluster()).isValid(token: String(value)))
    }

    @Test func `A token that is in its file is named where nothing could be printed about it`() async throws {
        let ran = await world.run(
            "token", "issue", "--password-stdin", "--json", "--out", file("token"), input: DemoFleet.password
        ) { context in
            context.deliveryFailure = { "No space left on device" }
            context.writeFailure = { "No space left on device" }
        }
        #expect(ran.code == .localFile)
        let value = try content(of: file("token")).dropLast()
        #expect(await (try cluster()).isValid(token: String(value)))
        let fingerprint = try #require(try ran.json()["token"]?["fingerprint"]?.stringValue)
        let error = try ran.jsonError()
        #expect(error["code"] == "E_OUTPUT")
        #expect(
            error["message"]?.stringValue
                == "The output could not be written; the token \(fingerprint) was issued on prod-eu and is in \(file("token"))"
        )
        #expect(
            error["hints"]?.arrayValue?.last?.stringValue
                == "`tessera token revoke --profile prod-eu --token-file \(file("token"))` revokes it")
    }

    @Test func `A token that is in the vault is named where the reader has left`() async throws {
        let runs = try await VaultRuns()
        try await runs.unlocked()
        let ran = await runs.run(
            ["token", "issue", "--profile", "prod-eu", "--password-stdin", "--json"], input: DemoFleet.password
        ) { context in
            context.deliveryFailure = { "Broken pipe" }
            context.readerLeft = { true }
        }
        #expect(ran.code == .localFile)
        let fingerprint = try #require(try ran.json()["token"]?["fingerprint"]?.stringValue)
        #expect(ran.error.contains("the token \(fingerprint) was issued on prod-eu and is in the vault"))
        #expect(ran.error.contains("`tessera token revoke --profile prod-eu \(fingerprint)` revokes it"))
    }
}
