import DisplayText
import Moments
import Operations
import Storage
import Terminal
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// The reason of an incident: asked for, kept, and never a token.
struct IncidentReasonTests {
    private let setting = IncidentTests()

    private func bench() throws -> Bench {
        var bench = try setting.bench()
        bench.press(.revokeEverywhere)
        bench.keys("Enter", "Enter")
        return bench
    }

    @Test func `Esc asks before it loses a typed reason`() throws {
        var bench = try bench()
        bench.type("found in a chat")
        bench.keys("Esc")
        #expect(setting.view(bench)?.focus == .clusters)
        #expect(bench.state.unsavedWork == ["the plan of an incident has unsaved text"])
        bench.keys("Esc")
        #expect(bench.question?.title == "Discard changes?")
        #expect(bench.screen.contains("Nothing is revoked, and the reason is not kept."))
        bench.keys("n")
        #expect(setting.view(bench)?.reason.text == "found in a chat")
        bench.keys("Esc", "y")
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `a reason that is given already is not asked for again`() throws {
        var bench = try bench()
        bench.type("found in a chat")
        bench.keys("Esc")
        let labels = { (bench: Bench) in bench.state.top?.hints(in: bench.state).map(\.label.string) ?? [] }
        #expect(labels(bench).first == "go to confirmation")
        #expect(bench.drawn.contains { $0.contains("Enter, then type anna to revoke all tokens of anna") })
        bench.keys("Enter")
        #expect(setting.view(bench)?.focus == .confirmation)
        #expect(bench.screen.contains("Reason for the journal: found in a chat"))
    }

    @Test func `Esc closes without a question where nothing was typed`() throws {
        var bench = try bench()
        bench.type("  ")
        bench.keys("Esc", "Esc")
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `a token that is pasted into the reason is never shown, and told at once`() throws {
        var bench = try bench()
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm5hIn0.AAAABBBBCCCCDDDDEEEE0123456789abcdef"
        bench.send(.input(.paste("leaked: \(token)", truncated: false)))
        #expect(!bench.screen.contains("AAAABBBB"))
        #expect(bench.drawnLine(with: "Reason for the journal").contains("********"))
        #expect(setting.view(bench)?.problem == "the reason looks like a token")
        bench.keys("Enter")
        #expect(setting.view(bench)?.focus == .reason)
        bench.keys("Tab")
        #expect(!bench.screen.contains("AAAABBBB"))
        bench.type("anna")
        bench.keys("Enter")
        #expect(bench.began(EndUser.self) == nil && setting.view(bench)?.focus == .reason)
        bench.keys("Ctrl-U", "Enter")
        #expect(setting.view(bench)?.focus == .confirmation)
    }
}
