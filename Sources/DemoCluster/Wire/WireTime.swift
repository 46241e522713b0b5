/// Instants as the wire writes them. All in UTC.
enum WireTime {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, for the `Date` header.
    static func httpDate(_ milliseconds: Int64) -> String {
        let time = Calendar(milliseconds)
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        // The first of January 1970 was a Thursday.
        let weekday = names[Int(((time.days % 7) + 7) % 7)]
        return "\(weekday), \(padded(time.day)) \(months[time.month - 1]) \(padded(time.year, 4)) "
            + "\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second)) GMT"
    }

    /// `2026-08-21T09:00:00.123Z`, for the audit log (<doc:AuditLog>).
    static func iso8601(_ milliseconds: Int64) -> String {
        let time = Calendar(milliseconds)
        return "\(padded(time.year, 4))-\(padded(time.month))-\(padded(time.day))T"
            + "\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second)).\(padded(time.millisecond, 3))Z"
    }

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// The Gregorian calendar's reading of an instant.
    private struct Calendar {
        let days: Int64
        let year: Int
        let month: Int
        let day: Int
        let hour: Int
        let minute: Int
        let second: Int
        let millisecond: Int

        init(_ milliseconds: Int64) {
            let perDay: Int64 = 86_400_000
            var days = milliseconds / perDay
            var rest = milliseconds % perDay
            if rest < 0 {
                days -= 1
                rest += perDay
            }
            self.days = days
            // Days are counted from the first of March of the year 0, so that a leap day ends a year; 400 years,
            // an era, have 146097 days.
            let shifted = days + 719_468
            let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
            let dayOfEra = shifted - era * 146_097
            let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let shiftedMonth = (5 * dayOfYear + 2) / 153
            day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
            month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
            year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
            hour = Int(rest / 3_600_000)
            minute = Int(rest / 60_000 % 60)
            second = Int(rest / 1_000 % 60)
            millisecond = Int(rest % 1_000)
        }
    }
}
