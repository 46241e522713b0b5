import DisplayText
import HTTPExchange
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
