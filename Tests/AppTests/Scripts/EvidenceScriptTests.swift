import FoundationEssentials
import Glibc
import Storage
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import App

/// What a security officer asks for: on the screen, on the clipboard, in a file.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct EvidenceScriptTests {
    @Test
    func `The timeline of a token tells what happened to it and what proves it, and y copies it without the token`()
        async throws
    {
        try await ProgramDriver.run(ProgramSetting(size: Size(rows: 50, columns: 200))) { program in
            try await program.select("prod-us")
            await program.issueToken(label: "mine")
            await program.keys("t")
            #expect(program.rows(with: "issued").contains { $0.contains("POST /api/rest/2.0/auth/token/full") })
            await program.keys("Esc", "v", "t")
            #expect(
                program.rows(with: "validated").contains { $0.contains("200") && $0.contains("auth/token/validate") })
            await program.keys("y")
            let card = try #require(program.copied.last)
            #expect(card.contains("on https://prod-us."))
            #expect(card.contains("auth/token/validate"))
            #expect(!card.contains("eyJ"))
        }
    }

    @Test
    func `w writes a report of the verdicts, readable only by its owner, and never over a file that is there`()
        async throws
    {
        try await ProgramDriver.run { program in
            try await program.select("prod-us")
            await program.issueToken(label: "leaked")
            let name = try #require(program.state.panes.tokens.selected(in: program.state.tokens)?.fingerprint.text)
            await program.keys("r")
            await program.type("prod-us")
            await program.keys("Enter", "w")
            let file = program.home.path + "/report.json"
            await program.clear(.path)
            await program.fill(.path, file)
            await program.press(.submit)
            #expect(program.form == nil)
            let text = TemporaryHome.text(of: file)
            #expect(text.contains("\"revoked-verified\""))
            #expect(text.contains(name))
            #expect(text.contains("auth/token/revoke"))
            #expect(!text.contains("eyJ"))
            var status = stat()
            #expect(stat(file, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            // The same name once more: the form stays, and so does the file.
            await program.keys("w")
            await program.clear(.path)
            await program.fill(.path, file)
            await program.press(.submit)
            #expect(program.form?.error != nil)
            #expect(TemporaryHome.text(of: file) == text)
        }
    }
}
