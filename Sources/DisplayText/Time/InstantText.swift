import Moments

/// Points in time in words. Instants are milliseconds since 1970 in UTC; offsets are seconds east of UTC.
package enum InstantText {
    /// What stands for an instant outside the years 1970 to 9999.
    package static let unknown: SafeText = "unknown"

    /// `2026-11-21 08:12:03 UTC`.
    package static func utc(_ instant: Int64) -> SafeText {
        isKnown(instant) ? SafeText(alreadySafe: Instant(milliseconds: instant).utcText) : unknown
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

    /// `+01:00`, `-03:30`, `UTC`.
    package static func offsetText(_ offset: Int) -> SafeText {
        if offset == 0 { return "UTC" }
        let minutes = offset.magnitude / 60
        let sign: SafeText = offset < 0 ? "-" : "+"
        return "\(sign)\(DurationText.twoDigits(minutes / 60)):\(DurationText.twoDigits(minutes % 60))"
    }

    /// Whether an instant lies in the years 1970 to 9999.
    package static func isKnown(_ instant: Int64) -> Bool {
        CivilTime.range.contains(Instant(milliseconds: instant))
    }

    /// Date and time of day of an instant at an offset.
    private struct Parts {
        let date: SafeText
        let time: SafeText

        init?(_ instant: Int64, offset: Int) {
            guard let civil = CivilTime(Instant(milliseconds: instant), offset: offset) else { return nil }
            date = SafeText(alreadySafe: civil.dateText)
            time = SafeText(alreadySafe: civil.clockText)
        }
    }
}
