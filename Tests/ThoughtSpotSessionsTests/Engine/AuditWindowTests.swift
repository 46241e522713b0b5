import Moments
import Testing
import ThoughtSpotSessions

/// The windows a longer time is asked for in (<doc:V1> and <doc:V2>: at most 24 hours).
struct AuditWindowTests {
    private static let hour: Int64 = 3_600
    private let end = Script.now

    @Test func `no window is empty, turned round, or longer than a day`() {
        #expect(AuditWindow(from: end, to: end) == nil)
        #expect(AuditWindow(from: end, to: end.advanced(seconds: -1)) == nil)
        #expect(AuditWindow(from: end.advanced(seconds: -86_400), to: end) != nil)
        #expect(AuditWindow(from: Instant(milliseconds: end.milliseconds - 86_400_001), to: end) == nil)
    }

    @Test(arguments: [(1, [1]), (24, [24]), (25, [24, 1]), (60, [24, 24, 12])] as [(Int64, [Int64])])
    func `a longer time is covered from its end, without a gap`(hours: Int64, lengths: [Int64]) {
        let start = end.advanced(seconds: -hours * Self.hour)
        let windows = AuditWindow.covering(from: start, to: end)
        #expect(windows.map { $0.end.milliseconds(since: $0.start) / 3_600_000 } == lengths)
        #expect(windows.first?.end == end)
        #expect(windows.last?.start == start)
        #expect(zip(windows, windows.dropFirst()).allSatisfy { $0.start == $1.end })
    }

    @Test func `nothing covers no time`() {
        #expect(AuditWindow.covering(from: end, to: end).isEmpty)
        #expect(AuditWindow.covering(from: end, to: end.advanced(seconds: -5)).isEmpty)
    }
}
