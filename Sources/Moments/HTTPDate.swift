import ASCIIText

/// The dates of HTTP, in `Date`, `Retry-After` and `Expires`: `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that a server
/// may still send (RFC 9110, section 5.6.7).
public enum HTTPDate {
    /// The months as HTTP names them, January first.
    package static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The first of January 1970 was a Thursday.
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    /// Returns nil unless the text is such a date between the years 1970 and 9999.
    ///
    /// The name of the day is not compared with the date: it adds nothing, and servers get it wrong.
    public static func instant(_ text: String) -> Instant? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].count == 4, parts[0].hasSuffix(","), parts[5] == "GMT",
            let day = number(parts[1], digits: 2), let month = months.firstIndex(of: String(parts[2])),
            let year = number(parts[3], digits: 4)
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, let hour = number(clock[0], digits: 2), let minute = number(clock[1], digits: 2),
            let second = number(clock[2], digits: 2)
        else { return nil }
        let date = CivilDate(year: year, month: month + 1, day: day)
        return CivilTime(date: date, hour: hour, minute: minute, second: second)?.instant
    }

    /// The text of a moment; one outside the years 1970 to 9999 is written as the nearest within.
    public static func text(_ instant: Instant) -> String {
        let time = CivilTime(nearest: instant)
        let weekday = weekdays[time.date.daysSince1970 % 7]
        return "\(weekday), \(CivilTime.padded(time.date.day)) \(months[time.date.month - 1]) \(time.date.year) "
            + "\(time.clockText) GMT"
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        guard text.utf8.count == digits, text.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
        return Int(text)
    }
}
