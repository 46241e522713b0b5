import Storage
import Testing
import Toolkit

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct ListScriptTests {
    @Test(arguments: [
        ("ann", 3), ("user:anna", 3), ("user:anna org:sales", 1), ("!user:anna", 2), ("usr:anna", 0), ("btrp", 1),
        ("state:active !sales", 2), ("state:expired", 1),
    ])
    func `The filter narrows as it is typed: fuzzy, by column, inverted`(_ text: String, _ count: Int) async throws {
        try await ProgramDriver.run { program in
            await program.keys("3", "/")
            await program.type(text)
            #expect(program.state.panes.tokens.rows.count == count, "\(text)")
            #expect(program.screen.contains("\(count) of 5"))
            #expect(program.screen.contains("Enter keep  Esc clear"))
            await program.keys("Enter")
            #expect(program.state.panes.tokens.rows.count == count)
            await program.keys("Esc")
            #expect(program.state.panes.tokens.rows.count == 5)
        }
    }

    @Test func `Letters in the filter line are letters, not commands`() async throws {
        try await ProgramDriver.run { program in
            await program.keys("3", "/")
            await program.type("qlndr")
            #expect(program.state.panes.tokens.filter.text == "qlndr")
            #expect(program.state.stack.isEmpty)
            #expect(!program.state.isQuitting)
        }
    }

    @Test func `Sorting goes through the columns and back, and the header shows by which`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.focusTokens)
            #expect(program.screen.contains("Time left ↑"))
            await program.press(.sortReverse)
            #expect(program.screen.contains("Time left ↓"))
            await program.press(.sortNext)
            #expect(program.screen.contains("Token ↑"))
            let fingerprints = program.state.shownTokens.map(\.fingerprint.text)
            #expect(fingerprints == fingerprints.sorted())
            await program.press(.sortReverse)
            #expect(program.state.shownTokens.map(\.fingerprint.text) == fingerprints.reversed())
        }
    }

    @Test func `Marks count what is shown, and go with the cluster that is left`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.focusTokens, .markAll)
            #expect(program.state.panes.tokens.list.marks.count == 5)
            #expect(program.said.contains("5 tokens marked"))
            await program.press(.markAll)
            #expect(program.state.panes.tokens.list.marks.isEmpty)
            await program.keys("Space", "Space")
            #expect(program.state.panes.tokens.list.marks.count == 2)
            await program.press(.focusClusters, .moveDown)
            #expect(program.state.panes.tokens.list.marks.isEmpty)
        }
    }

    @Test func `A paste of q and Enter on a list does nothing`() async throws {
        try await ProgramDriver.run { program in
            let before = program.screen
            await program.paste("q\r")
            #expect(program.screen == before)
            #expect(!program.state.isQuitting)
            await program.press(.focusTokens)
            await program.paste("q\nr\ny\n")
            #expect(!program.state.isQuitting)
            #expect(program.state.stack.isEmpty)
        }
    }

    @Test func `Vi keys and arrows go the same way`() async throws {
        try await ProgramDriver.run { program in
            await program.keys("j", "Down")
            #expect(program.state.profile?.name == "staging")
            await program.keys("k", "Up")
            #expect(program.state.profile?.name == "prod-eu")
            await program.keys("G")
            #expect(program.state.profile?.name == "down-dc2")
            await program.keys("g")
            #expect(program.state.profile?.name == "prod-eu")
        }
    }
}
