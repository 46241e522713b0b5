import DisplayText
import Moments
import Storage
import Testing
import ThoughtSpotSessions

@testable import Operations

/// What a secret command may print (faults B16, B21).
struct CommandOutputTests {
    private static let now = Instant(milliseconds: 1_764_152_565_000)

    private func secret(_ text: String, _ format: SecretCommand.Format) throws(SecretCommandFailure) -> String {
        try CommandOutput.secret(in: Array(text.utf8), format: format, now: Self.now).expose()
    }

    @Test(arguments: ["hunter2", "hunter2\n", "hunter2\r\n", " hunter2 ", "p\u{E4}ss \"x\""])
    func `One line is the secret, without its end`(text: String) throws {
        let line =
            text.hasSuffix("\r\n") ? String(text.dropLast()) : text.hasSuffix("\n") ? String(text.dropLast()) : text
        #expect(try secret(text, .raw) == line)
    }

    @Test(arguments: [
        #"{"version":1,"secret":"hunter2"}"#, #"{"secret":"hunter2","version":1,"more":[1]}"# + "\n",
        #"{"version":1,"secret":"hunter2","expires_at":null}"#,
        #"{"version":1,"secret":"hunter2","expires_at":"2999-01-01T00:00:00Z"}"#,
        #"{"version":1,"secret":"hunter2","expires_at":"2999-01-01T00:00:00.5+02:00"}"#,
    ])
    func `An object of version 1 has the secret`(text: String) throws {
        #expect(try secret(text, .json) == "hunter2")
    }

    @Test(arguments: [
        ("gpg: decryption failed: No secret key", "gpg: decryption failed: No secret key"),
        ("error: token is hunter-canary now", "error: token is (hidden) now"),
        ("x=Pa55w0rdXy9 leaked", "(hidden) leaked"), ("a\u{1B}[31mred\u{7}", "(hidden)"),
        ("/usr/bin/pass: /home/anna/.store is not there", "/usr/bin/pass: /home/anna/.store is not there"),
        ("  \n\t ", nil), ("", nil),
    ])
    func `Complaints are shown without what may be a secret`(error: String, shown: String?) {
        let text = CommandComplaint.text(of: Array(error.utf8), output: Array("first\nhunter-canary\n".utf8))
        #expect(text?.string == shown)
    }

    @Test func `The secret of an object is taken out of the complaints`() {
        let output = Array(#"{"version":1,"secret":"two words"}"#.utf8)
        let text = CommandComplaint.text(of: Array("cannot store two words there".utf8), output: output)
        #expect(text?.string == "cannot store (hidden) there")
    }

    @Test func `Complaints are short, and no other bytes than text`() {
        let text = CommandComplaint.text(of: Array(repeating: 0x61, count: 39) + [0xFF, 0x20] + [], output: [])
        #expect(text?.string == "(hidden)")
        let long = CommandComplaint.text(of: Array(String(repeating: "word ", count: 900).utf8), output: [])
        #expect(long.map { $0.string.count <= 301 } == true)
    }
}
