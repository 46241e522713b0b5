/// Points in time in words. Instants are milliseconds since 1970 in UTC; offsets are seconds east of UTC.
package enum InstantText {
    /// What stands for an instant outside the years 1970 to 9999.
    package static let unknown: SafeText = "unknown"

    /// `2026-11-21 08:12:03 UTC`.
    package static func utc(_ instant: Int64) -> SafeText {
        guard let parts = Parts(instant, offset: 0) else { return unknown }
        return "\(parts.date) \(parts.time) UTC"
    }

    /// `2026-11-21T08:12:03Z`, as the JSON of the commands and the journal write it; absent out of range.
    package static func iso8601(_ instant: Int64) -> SafeText? {
        guard let parts = Parts(instant, offset: 0) else { return nil }
        return "\(parts.date)T\(parts.time)Z"
    }

    /// `2026-11-21 09:12:03 +01:00`.
    /// - Parameter offset: seconds east of UTC, within a day.
    package static func local(_ instant: Int64, offset: Int) -> SafeText {
        guard let parts = Parts(instant, offset: offset) else { return unknown }
        return "\(parts.date) \(parts.time) \(offsetText(offset))"
    }

    /// `2026-11-21 09:12:03`, where the zone is told elsewhere.
    package static func localWithoutZone(_ instant: Int64, offset: Int) -> SafeText {
        guard let parts = Parts(instant, offset: offset) else { return unknown }
        return "\(parts.date) \(parts.time)"
    }

    /// `09:12:03 +01:00`; without the zone `09:12:03`.
    package static func timeOfDay(_ instant: Int64, offset: Int, zone: Bool = true) -> SafeText {
        guard let parts = Parts(instant, offset: offset) else { return unknown }
        return zone ? "\(parts.time) \(offsetText(offset))" : parts.time
    }

    /// `just now`, `12m ago`, `in 3d`.
    package static func relative(_ instant: Int64, now: Int64) -> SafeText {
        guard isKnown(instant), isKnown(now) else { return unknown }
        let difference = instant - now
        if abs(difference) < 1000 { return "just now" }
        let length = DurationText.rough(milliseconds: abs(difference))
        return difference < 0 ? "\(length) ago" : "in \(length)"
    }

    /// `+01:00`, `-03:30`, `+00:00`.
    package static func offsetText(_ offset: Int) -> SafeText {
        let minutes = offset.magnitude / 60
        let sign: SafeText = offset < 0 ? "-" : "+"
        return "\(sign)\(DurationText.twoDigits(minutes / 60)):\(DurationText.twoDigits(minutes % 60))"
    }

    /// Whether an instant lies in the years 1970 to 9999.
    package static func isKnown(_ instant: Int64) -> Bool {
        (0..<253_402_300_800_000).contains(instant)
    }

    /// Date and time of day of an instant at an offset.
    private struct Parts {
        let date: SafeText
        let time: SafeText

        init?(_ instant: Int64, offset: Int) {
            guard InstantText.isKnown(instant), offset.magnitude <= 86400 else { return nil }
            let shifted = instant + Int64(offset) * 1000
            guard InstantText.isKnown(shifted) else { return nil }
            let second = shifted / 1000
            let (year, month, day) = Self.civil(daysSince1970: second / 86400)
            date = "\(year)-\(DurationText.twoDigits(month))-\(DurationText.twoDigits(day))"
            let (hour, minute) = (second / 3600 % 24, second / 60 % 60)
            time =
                "\(DurationText.twoDigits(hour)):\(DurationText.twoDigits(minute)):\(DurationText.twoDigits(second % 60))"
        }

        /// The Gregorian date of a day, counted in eras of 400 years that begin on the first of March.
        private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
            let shifted = days + 719_468
            let dayOfEra = shifted % 146_097
            let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let shiftedMonth = (5 * dayOfYear + 2) / 153
            let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
            let year = yearOfEra + shifted / 146_097 * 400 + (month <= 2 ? 1 : 0)
            return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        }
    }
}
