import DemoCluster
import DisplayText
import Operations
import StrictJSON
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Commands

struct OutputTests {
    @Test func `A table is aligned by the columns that text takes`() {
        var table = TextTable("NAME", "WHO")
        table.add("ab", "x")
        table.add("\u{65E5}\u{672C}", "y")
        table.add("long-name", "")
        #expect(
            table.lines(isUTF8: true).map(\.string) == [
                "NAME       WHO", "ab         x", "\u{65E5}\u{672C}       y", "long-name",
            ])
        let ascii = table.lines(isUTF8: false).map(\.string)
        #expect(ascii[2].hasPrefix("<U+65E5><U+672C>  y"))
        #expect(ascii[1] == "ab" + String(repeating: " ", count: 16) + "x")
    }

    @Test func `A file of a newer version is told once in a run`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu", extra: ["--secret-source", "vault"])
        let text = try world.directory.text(of: "profiles.json")
        let newer = try world.directory.text(of: "profiles.json").replacing(/"version" ?: ?1/, with: "\"version\": 99")
        #expect(newer != text)
        try world.directory.write(newer, to: "profiles.json")
        for arguments in [["token", "list"], ["token", "list", "--json"], ["vault", "status"], ["logout", "--all"]] {
            let ran = await world.run(arguments)
            #expect(ran.error.ranges(of: "was written by a newer version").count == 1, "\(arguments): \(ran.error)")
        }
    }

    /// That nothing can be saved is the error, and not a warning before it as well; nothing is asked for either.
    @Test(arguments: [
        ["profile", "default", "prod-eu"], ["profile", "edit", "prod-eu", "--note", "x"],
        ["profile", "remove", "prod-eu", "--yes"],
        ["profile", "add", "other", "--url", "https://other.demo.example", "--username", "tsadmin"],
    ])
    func `A save into a file of a newer version tells it once`(_ arguments: [String]) async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let newer = try world.directory.text(of: "profiles.json").replacing(/"version" ?: ?1/, with: "\"version\": 99")
        try world.directory.write(newer, to: "profiles.json")
        let ran = await world.run(arguments)
        #expect(ran.code == .localFile)
        #expect(ran.error.ranges(of: "was written by a newer version").count == 1, "\(ran.error)")
        #expect(try world.directory.text(of: "profiles.json") == newer)
        #expect(world.traffic.requests.isEmpty)
    }

    @Test(arguments: [
        (["LC_ALL": "C"], false), (["LC_ALL": "C.UTF-8"], true), (["LC_ALL": "", "LANG": "de_DE.utf8"], true),
        (["LC_ALL": "", "LC_CTYPE": "POSIX", "LANG": "de_DE.UTF-8"], false), (["LC_ALL": ""], false),
    ])
    func `Beyond ASCII only where the locale says so`(_ locale: [String: String], _ isUTF8: Bool) async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let ran = await world.run(
            "session", "prod-eu", "--password-stdin", input: "wrong", environment: locale)
        #expect(ran.error.utf8.contains { $0 >= 0x80 } == isUTF8)
        #expect(ran.error.contains("refused the credentials"))
    }

    @Test func `No control character of a file or a server gets out`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu", extra: ["--note", "a\u{1B}]0;x\u{7}b\u{202E}c"])
        let people = await world.run("profile", "show")
        #expect(people.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{202E}" })
        let json = await world.run("profile", "show", "--json")
        #expect(json.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0 != "\u{202E}" })
        #expect(try json.json()["profile"]?["note"]?.stringValue == "a\u{1B}]0;x\u{7}b\u{202E}c")
    }

    @Test(arguments: [0, 1, 3, 300, 2_048, 2_049, 10_000])
    func `A list of any length is printed whole and in order, without the elements that are none`(count: Int) throws {
        let written = Mutex("")
        var context = CommandContext.failing()
        context.environment = { [:] }
        context.write = { _, text in written.withLock { $0 += text } }
        Output(context: context, isJSON: true).printJSON(list: "things", count: count, ["more": false]) {
            number, object in
            if number % 3 != 1 { object.append("number", .int(number)) }
        }
        let expected = (0..<count).filter { $0 % 3 != 1 }.map { "{\"number\":\($0)}" }.joined(separator: ",")
        #expect(written.withLock(\.self) == "{\"version\":1,\"things\":[\(expected)],\"more\":false}\n")
    }

    /// Promise P4: whatever a command is asked, and however loudly, the secrets are in none of its words.
    @Test func `No secret is in any output`() async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let token = try await world.issuedToken()
        let key = try #require(world.fleet["prod-eu"]?.secretKey)
        let runs: [([String], String)] = [
            (["session", "--password-stdin"], DemoFleet.password), (["session", "--secret-key-stdin"], key),
            (["session", "--token-stdin"], token.value), (["token", "issue", "--password-stdin"], DemoFleet.password),
            (["token", "issue", "--secret-key-stdin", "--user", "anna"], key),
            (["token", "validate", "--token-stdin"], token.value), (["token", "import", "--token-stdin"], token.value),
            (["token", "revoke", "--token-stdin", "--yes"], token.value),
            (["session", "--secret-key-stdin"], DemoFleet.password), (["session", "--token-stdin"], key),
        ]
        for (arguments, input) in runs {
            for extra in [[], ["-v", "-v"], ["--json"], ["--json", "-v"]] {
                let ran = await world.run(arguments + extra, input: input)
                for secret in [DemoFleet.password, key, token.value] {
                    #expect(!ran.output.contains(secret) && !ran.error.contains(secret), "\(arguments)")
                }
            }
        }
        let journal = try world.journal().joined()
        for secret in [DemoFleet.password, key, token.value] { #expect(!journal.contains(secret)) }
    }
}
