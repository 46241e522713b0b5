import ASCIIText

/// The instants HTTP writes in `Date`, `Retry-After` and `Expires`.
///
/// Only the one form servers may still send is read (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
public enum HTTPDate {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Seconds since 1970 UTC, or nil when the text is not such a date between the years 1970 and 9999.
    ///
    /// The name of the day is not compared with the date: it adds nothing, and servers get it wrong.
    public static func seconds(_ text: String) -> Int64? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].count == 4, parts[0].hasSuffix(","), parts[5] == "GMT",
            let day = digits(parts[1], count: 2), let month = months.firstIndex(of: String(parts[2])),
            let year = digits(parts[3], count: 4), year >= 1970
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false)
        guard clock.count == 3, let hour = digits(clock[0], count: 2), let minute = digits(clock[1], count: 2),
            let second = digits(clock[2], count: 2), hour < 24, minute < 60, second <= 60,
            (1...CalendarDate.daysInMonth(month + 1, of: year)).contains(day)
        else { return nil }
        return Int64(CalendarDate(year: year, month: month + 1, day: day).daysSince1970) * 86_400
            + Int64(hour * 3_600 + minute * 60 + second)
    }

    /// `2026-11-21 08:39:55 UTC`, the form details of errors use.
    ///
    /// - Parameter seconds: since 1970 UTC, in the years 1970...9999; anything else is shown as the nearest of them.
    public static func text(_ seconds: Int64) -> String {
        let bounded = Int(min(max(seconds, 0), 253_402_300_799))
        let (date, time) = (bounded / 86_400, bounded % 86_400)
        let day = CalendarDate(daysSince1970: date)
        return "\(day.year)-\(padded(day.month))-\(padded(day.day)) "
            + "\(padded(time / 3_600)):\(padded(time / 60 % 60)):\(padded(time % 60)) UTC"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func digits(_ text: Substring, count: Int) -> Int? {
        guard text.utf8.count == count, text.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
        return Int(text)
    }
}
