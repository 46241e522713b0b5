import ASCIIText
import HTTPExchange
package import ThoughtSpotSessions

/// A moment as files hold it: `2026-11-21T08:52:45.123Z`, always in UTC and with milliseconds.
package struct Timestamp: Hashable, Sendable {
    package let instant: Instant

    package init(_ instant: Instant) {
        self.instant = instant
    }

    /// Reads the form that ``text`` writes, with or without the fraction.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24 || bytes.count == 20, bytes.last == UInt8(ascii: "Z") else { return nil }
        for (index, mark) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":")] as [(Int, Unicode.Scalar)]
        where bytes[index] != UInt8(ascii: mark) { return nil }
        if bytes.count == 24, bytes[19] != UInt8(ascii: ".") { return nil }
        guard let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
            let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
            let millisecond = bytes.count == 24 ? Self.number(bytes[20..<23]) : 0,
            year >= 1970, (1...12).contains(month), (1...CalendarDate.daysInMonth(month, of: year)).contains(day),
            hour < 24,
            minute < 60, second <= 60
        else { return nil }
        let seconds =
            CalendarDate(year: year, month: month, day: day).daysSince1970 * 86_400 + hour * 3_600 + minute * 60
            + second
        instant = Instant(milliseconds: Int64(seconds) * 1_000 + Int64(millisecond))
    }

    package var text: String {
        // Years beyond 9999 do not fit the form; no clock of ours shows them.
        let range: ClosedRange<Int64> = 0...253_402_300_799_999
        let total = min(max(instant.milliseconds, range.lowerBound), range.upperBound)
        let (days, inDay) = total.quotientAndRemainder(dividingBy: 86_400_000)
        let day = CalendarDate(daysSince1970: Int(days))
        let date = [Self.padded(Int64(day.year), 4), Self.padded(Int64(day.month), 2), Self.padded(Int64(day.day), 2)]
        let clock = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1_000 % 60].map { Self.padded($0, 2) }
        return "\(date.joined(separator: "-"))T\(clock.joined(separator: ":")).\(Self.padded(inDay % 1_000, 3))Z"
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in bytes {
            guard byte.isASCIIDigit else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return value
    }
}
