import DisplayText
import HTTPExchange
import Testing

@testable import App

struct ActivityLogTests {
    @Test func itKeepsTheLastRequestsAndTheMessagesBetweenThem() {
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

    @Test func theNewestIsSelectedUnlessOneIsChosen() {
        var log = ActivityLog()
        for number in 0..<3 { log.record(.test(number)) }
        #expect(log.selectedEntry?.id == 3)
        log.selection = 2
        log.record(.test(4))
        #expect(log.selectedEntry?.id == 2)
    }

    @Test func aRequestInOneLine() {
        #expect(ExchangeRecord.test(1, path: "/x").summary == "GET /x 200 83 ms")
    }
}
