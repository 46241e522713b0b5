/// A moment, in whole milliseconds since 1970-01-01 00:00 UTC.
public struct Instant: Hashable, Comparable, Sendable {
    /// Since 1970-01-01 00:00 UTC.
    public let milliseconds: Int64

    /// Creates a moment from its milliseconds since 1970-01-01 00:00 UTC.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Creates a moment from its seconds since 1970-01-01 00:00 UTC; what is too far away becomes the farthest there is.
    package init(seconds: Int64) {
        let (milliseconds, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000)
        self.init(milliseconds: isTooLarge ? (seconds < 0 ? .min : .max) : milliseconds)
    }

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment `seconds` later (earlier when negative).
    public func advanced(seconds: Int64) -> Instant { Instant(milliseconds: milliseconds + seconds * 1_000) }

    /// Milliseconds from `other` to this moment.
    public func milliseconds(since other: Instant) -> Int64 { milliseconds - other.milliseconds }
}

/// A date and a time of day, in the years 1970 to 9999 of the Gregorian calendar: what the texts of a moment are made of.
package struct CivilTime: Hashable, Sendable {
    package let date: CivilDate
    /// 0...23.
    package let hour: Int
    /// 0...59.
    package let minute: Int
    /// 0...60: servers write leap seconds.
    package let second: Int
    /// 0...999.
    package let millisecond: Int

    /// The moments that have a date, read in UTC.
    package static let range = Instant(milliseconds: 0)...Instant(milliseconds: 253_402_300_799_999)

    /// Returns nil when a part is outside the calendar or the clock.
    package init?(date: CivilDate, hour: Int, minute: Int, second: Int, millisecond: Int = 0) {
        guard (1970...9999).contains(date.year), (1...12).contains(date.month),
            (1...CivilDate.daysInMonth(date.month, of: date.year)).contains(date.day),
            (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second)
        else { return nil }
        self.date = date
        self.hour = hour
        self.minute = minute
        self.second = second
        self.millisecond = millisecond
    }

    /// The reading of a clock; nil outside the years 1970 to 9999.
    ///
    /// - Parameter offset: seconds east of UTC, within a day.
    package init?(_ instant: Instant, offset: Int = 0) {
        guard Self.range.contains(instant), offset.magnitude <= 86_400 else { return nil }
        let shifted = instant.advanced(seconds: Int64(offset))
        guard Self.range.contains(shifted) else { return nil }
        self.init(nearest: shifted)
    }

    /// The reading of a clock in UTC; moments outside the years 1970 to 9999 are shown as the nearest within.
    package init(nearest instant: Instant) {
        let total = min(max(instant, Self.range.lowerBound), Self.range.upperBound).milliseconds
        let (days, inDay) = Int(total).quotientAndRemainder(dividingBy: 86_400_000)
        date = CivilDate(daysSince1970: days)
        hour = inDay / 3_600_000
        minute = inDay / 60_000 % 60
        second = inDay / 1_000 % 60
        millisecond = inDay % 1_000
    }

    /// The moment at which a clock in UTC shows this.
    package var instant: Instant {
        let seconds = date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second
        return Instant(milliseconds: Int64(seconds) * 1_000 + Int64(millisecond))
    }

    /// `2026-11-21`.
    package var dateText: String {
        "\(date.year)-\(Self.padded(date.month))-\(Self.padded(date.day))"
    }

    /// `08:12:03`.
    package var clockText: String {
        "\(Self.padded(hour)):\(Self.padded(minute)):\(Self.padded(second))"
    }

    /// The number with zeros in front.
    package static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A day of the proleptic Gregorian calendar, from year 0 on.
///
/// Days are counted in eras of 400 years that begin in March, so that the leap day is the last day of its year.
package struct CivilDate: Hashable, Sendable {
    package let year: Int
    /// 1...12.
    package let month: Int
    /// 1...31.
    package let day: Int

    package init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// - Parameter days: since 1970-01-01; -719468 or later.
    package init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + shifted / 146_097 * 400 + (month <= 2 ? 1 : 0)
    }

    package var daysSince1970: Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// - Parameter month: 1...12.
    package static func daysInMonth(_ month: Int, of year: Int) -> Int {
        let isLeap = (year.isMultiple(of: 4) && !year.isMultiple(of: 100)) || year.isMultiple(of: 400)
        return switch month {
        case 2: isLeap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
