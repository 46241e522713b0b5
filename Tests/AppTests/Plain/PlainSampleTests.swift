import Storage
import Testing

@testable import App

/// What the README shows of the plain mode is what the program says.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct PlainSampleTests {
    @Test func `The README's conversation is the program's`() async throws {
        let setting = ProgramSetting(
            hasTokens: false, profiles: { $0.removeAll { !["prod-eu", "prod-us", "cloud-94"].contains($0.name) } })
        try await PlainDriver.run(setting) { program in
            await program.choose("Log in to several clusters")
            await program.type("1 3")
            // The verdicts fall in the order of the clusters.
            program.wire.hold("auth/session/login", on: "cloud-94")
            async let answered: Void = program.type(ProgramDriver.password)
            await program.until { _ in program.output.contains("logged in to prod-eu") }
            program.wire.release()
            await answered
            let lines = program.console.transcript.split(separator: "\n", omittingEmptySubsequences: false)
            let end = try #require(lines.lastIndex { $0.hasPrefix("An empty line goes back") })
            // Markdown has no blanks at the end of a line.
            let shown = lines[...end].map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
            Recording.compare((["```text"] + shown + ["```"]).joined(separator: "\n"), withREADME: "plain")
        }
    }
}
