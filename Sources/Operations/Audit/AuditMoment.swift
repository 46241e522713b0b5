package import ThoughtSpotSessions

/// A point in time as people write it: how long ago (`24h`, `7d`), or a date with or without a time of day
/// (`2026-11-20`, `2026-11-20T08:30`, `2026-11-20T08:30:00Z`). Without a zone it is the local time of this machine.
package enum AuditMoment {
    /// - Parameter offset: seconds east of UTC at a moment.
    /// - Returns: nothing for any other text.
    package static func parse(_ text: String, now: Instant, offset: (Instant) -> Int) -> Instant? {
        do throws(Lifetime.Malformed) {
            return now.advanced(seconds: -Int64(try Lifetime.parse(text)))
        } catch {
            // A date without a time of day begins at midnight.
            let whole = text.utf8.count == 10 ? text + "T00:00" : text
            guard let date = CalendarText(whole) else { return nil }
            if date.hasZone { return date.instant }
            return date.instant.advanced(seconds: -Int64(offset(date.instant)))
        }
    }
}
