import DemoCluster
import Dispatch
import DisplayText
import Glibc
import Operations
import Testing
import ThoughtSpotSessions

@testable import Commands

/// Fault B3.
struct SecretInputTests {
    @Test(arguments: [
        ("", "E_SECRET_EMPTY"), ("\n", "E_SECRET_EMPTY"), ("\r\n", "E_SECRET_EMPTY"),
        (String(repeating: "x", count: 64 * 1024 + 1), "E_SECRET_TOO_LONG"), ("ab\u{0}c", "E_SECRET_CHARS"),
        ("ab\u{1B}c", "E_SECRET_CHARS"), ("two\nlines", "E_SECRET_CHARS"), ("tab\there", "E_SECRET_CHARS"),
        ("a\u{85}b", "E_SECRET_CHARS"), ("\u{FEFF}secret\n", "E_SECRET_CHARS"), ("secret\u{A0}\r\n", "E_SECRET_CHARS"),
        ("se\u{200B}cret", "E_SECRET_CHARS"), ("secret\u{2028}", "E_SECRET_CHARS"), ("\u{AD}secret", "E_SECRET_CHARS"),
    ])
    func `A secret that cannot be one is refused by its rule`(_ text: String, _ code: String) throws {
        let problem = #expect(throws: CommandProblem.self) {
            try SecretText.secret(Array(text.utf8), from: "The password")
        }
        let message = try #require(problem?.message)
        #expect(message.code == code)
        #expect(message.exitCode == .usage)
        if code == "E_SECRET_CHARS" { #expect(message.sentence.string.contains("at position")) }
    }

    @Test(arguments: [("secret\n", "secret"), ("secret\r\n", "secret"), (" a b ", " a b "), ("p\u{E4}ss", "p\u{E4}ss")])
    func `One line end is taken off, blanks stay`(_ text: String, _ secret: String) throws {
        #expect(try SecretText.secret(Array(text.utf8), from: "It").expose() == secret)
    }

    /// They may belong to a password, and more often they came along.
    @Test(arguments: [" \(DemoFleet.password)", "\(DemoFleet.password) \n", DemoFleet.password])
    func `Spaces around a secret are kept and told`(_ input: String) async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let ran = await world.run("session", "--password-stdin", input: input)
        let isPlain = input == DemoFleet.password
        #expect(ran.code == (isPlain ? .done : .notLoggedIn))
        #expect(ran.error.contains("The password begins or ends with a space") == !isPlain)
    }

    /// Fault B4: bytes that go on coming are no reason to wait on.
    @Test(.timeLimit(.minutes(60)), arguments: [true, false])
    func `An input without an end is not waited for`(_ isSilent: Bool) throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        let writer = DispatchGroup()
        DispatchQueue.global().async(group: writer) { while !isSilent, write(writing, "x", 1) == 1 {} }
        let problem = #expect(throws: CommandProblem.self) {
            _ = try InputFile.read("It", descriptor: reading, limit: .max - 1, patience: 50)
        }
        #expect(problem == .secretEndless(source: "It"))
        close(reading)
        writer.wait()
        close(writing)
    }

    /// Of every secret, a token among them.
    @Test(arguments: ["token import --no-check", "token validate", "token revoke --yes", "session"])
    func `Spaces around a token are told too`(_ line: String) async throws {
        let world = try World()
        try await world.addProfile("prod-eu")
        let ran = await world.run(
            line.split(separator: " ").map(String.init) + ["--token-stdin"], input: "a-token-of-another-place \n")
        #expect(ran.error.contains("The bearer token begins or ends with a space"), "\(ran.error)")
    }

    @Test func `What is no UTF-8 is told by its place`() throws {
        let problem = #expect(throws: CommandProblem.self) {
            try SecretText.secret([0x61, 0x62, 0xFF, 0x63], from: "It")
        }
        #expect(problem == .secretCharacters(source: "It", SecretFault(.encoding, position: 3)))
    }

    @Test func `A hidden line is edited by the keys of a terminal`() {
        func typed(_ bytes: [UInt8]) -> (String, HiddenLine.Step) {
            var line = HiddenLine()
            var step = HiddenLine.Step.more
            for byte in bytes { step = line.take(byte) }
            return (String(decoding: line.bytes, as: UTF8.self), step)
        }
        #expect(typed(Array("abc\n".utf8)) == ("abc", .done))
        #expect(typed(Array("abx\u{7F}c\r".utf8)) == ("abc", .done))
        #expect(typed(Array("p\u{E4}\u{7F}q\r".utf8)) == ("pq", .done))
        #expect(typed(Array("wrong\u{15}right\n".utf8)) == ("right", .done))
        #expect(typed([0x04]) == ("", .ended))
        #expect(typed([0x61, 0x04]) == ("a", .done))
        #expect(typed([0x61, 0x03]).1 == .interrupted)
        #expect(typed([0x1C]).1 == .interrupted)
        #expect(typed([0x1A]).1 == .suspended)
        #expect(typed([0x7F, 0x7F, 0x61, 0x0A]) == ("a", .done))
    }

    @Test(arguments: [
        ("prod-eu", true), ("--json", true), ("15m", true), ("lst", true), ("80x24", true), ("123456789012", true),
        ("eyJhbGciOiJSUzI1NiJ9", false), ("8f3e2d1c-7b6a-4958-8473-a2b1c0d9e8f7", false), ("Tr0ub4dor", false),
        ("demo-Passw0rd!", false), ("", false), ("a b", false), (String(repeating: "a", count: 41), false),
    ])
    func `In doubt a word may be a secret`(_ word: String, _ isHarmless: Bool) {
        #expect(SecretLook.isHarmless(word) == isHarmless)
    }
}
