import Moments
import Testing

struct CivilTimeTests {
    /// Every day of the years that a text can show, counted on from the day before.
    @Test func `each day follows the day before`() {
        var date = CivilDate(year: 1970, month: 1, day: 1)
        for days in 0..<2_932_897 {
            let read = CivilDate(daysSince1970: days)
            guard read == date, date.daysSince1970 == days else {
                Issue.record("day \(days) is read as \(read), not as \(date)")
                return
            }
            let isLast = date.day == CivilDate.daysInMonth(date.month, of: date.year)
            let isDecember = isLast && date.month == 12
            date = CivilDate(
                year: date.year + (isDecember ? 1 : 0), month: isDecember ? 1 : date.month + (isLast ? 1 : 0),
                day: isLast ? 1 : date.day + 1)
        }
        #expect(date == CivilDate(year: 10_000, month: 1, day: 1))
    }

    @Test(arguments: [(1900, 28), (2000, 29), (2023, 28), (2024, 29), (2100, 28)])
    func `a leap year is every fourth but not every hundredth`(year: Int, days: Int) {
        #expect(CivilDate.daysInMonth(2, of: year) == days)
    }

    @Test func `a clock elsewhere shows another time of the same moment`() throws {
        let instant = Instant(milliseconds: 1_795_248_723_000)
        #expect(try #require(CivilTime(instant, offset: 3_600)).clockText == "09:12:03")
        #expect(try #require(CivilTime(instant, offset: -12_600)).clockText == "04:42:03")
        #expect(try #require(CivilTime(instant, offset: -36_000)).dateText == "2026-11-20")
        #expect(CivilTime(Instant(milliseconds: 0), offset: -3_600) == nil)
        #expect(CivilTime(instant, offset: 86_401) == nil)
        #expect(CivilTime(instant, offset: .min) == nil)
    }

    @Test(
        arguments: [
            (1969, 12, 31, 0, 0, 0), (10_000, 1, 1, 0, 0, 0), (2026, 0, 1, 0, 0, 0), (2026, 13, 1, 0, 0, 0),
            (2026, 1, 0, 0, 0, 0), (2026, 2, 29, 0, 0, 0), (2026, 1, 1, 24, 0, 0), (2026, 1, 1, 0, 60, 0),
            (2026, 1, 1, 0, 0, 61), (2026, 1, 1, -1, 0, 0),
        ] as [(Int, Int, Int, Int, Int, Int)])
    func `what no calendar and no clock shows is refused`(
        year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
    ) {
        let date = CivilDate(year: year, month: month, day: day)
        #expect(CivilTime(date: date, hour: hour, minute: minute, second: second) == nil)
    }
}
