import DisplayText
import HTTPExchange
import Moments
import Testing

@testable import App

struct ActivityLogTests {
    @Test func `it keeps the last requests and the messages between them`() {
        var log = ActivityLog()
        log.say(ActivityMessage(.plain, "first"), at: start)
        for number in 0..<(ActivityLog.limit + 7) { log.record(.test(number)) }
        #expect(log.requests.count == ActivityLog.limit)
        #expect(log.entries.count == ActivityLog.limit + 1)
        #expect(log.entries.first?.id == 1)
        #expect(log.requests.first?.id == 9)
        #expect(log[id: 8] == nil)
        #expect(log[id: 9]?.id == 9)
    }

    @Test func `why a key does nothing is a note`() {
        var bench = Bench([.test("alpha")])
        bench.press(.logOut)
        #expect(bench.state.activity.latest?.weight == .note)
        #expect(bench.said == "not logged in to alpha")
    }

    /// The activity is below the tokens, the line below a table: both tell the same message.
    @Test func `a message has one word for its weight wherever it stands`() {
        var bench = Bench()
        let words: [(ActivityMessage.Weight, String)] = [
            (.good, "ok"), (.note, "note"), (.warning, "warning"), (.failure, "error"),
        ]
        for (weight, word) in words {
            bench.state.say(weight, "the clock is off")
            #expect(bench.screen.contains("  \(word): the clock is off"))
            bench.press(.showAllClusters)
            #expect(bench.screen.contains(" \(word): the clock is off"))
            #expect(!bench.screen.contains("  \(word): the clock is off"), "it stands in its own line")
            bench.press(.focusClusters)
        }
    }

    @Test func `an old message is not told under a view that was opened after it`() {
        var bench = Bench([.test("alpha")])
        bench.state.say(.warning, "the clock is off")
        bench.state.now = start.advanced(seconds: 1)
        bench.press(.requestLog)
        #expect(bench.screen.contains("the clock is off"), "it can still be read")
        bench.state.now = start.advanced(seconds: 11)
        #expect(!bench.screen.contains("the clock is off"))
        bench.state.say(.plain, "something new")
        bench.state.now = start.advanced(seconds: 60)
        #expect(bench.screen.contains("something new"), "said while the view was open")
    }

    @Test func `the newest message has all the rows that are free, and is cut with a sign`() {
        var bench = Bench()
        let text = SafeText(outside: (1...24).map { "word\($0)" }.joined(separator: " ") + " end")
        bench.state.say(.warning, text)
        #expect(bench.screen.contains("word24 end"))
        bench.state.say(.plain, "between")
        bench.state.say(.warning, text)
        let lines = bench.screen.split(separator: "\n").filter { $0.contains("word") }
        #expect(lines.count == 2)
        #expect(lines.last?.contains("…") == true)
    }

    @Test func `the newest entry is selected unless another one was chosen`() {
        var bench = Bench()
        bench.press(.focusActivity)
        for number in 0..<3 { bench.state.say(.plain, "\(number)") }
        #expect(bench.state.panes.activity.selected(in: bench.state.activity)?.id == 3)
        bench.press(.moveUp)
        bench.state.say(.plain, "4")
        #expect(bench.state.panes.activity.selected(in: bench.state.activity)?.id == 2)
    }
}
