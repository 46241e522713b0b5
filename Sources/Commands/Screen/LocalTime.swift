import Glibc
import ThoughtSpotSessions

/// The time zone of this machine.
enum LocalTime {
    /// Seconds east of UTC at a moment.
    static func offset(at instant: Instant) -> Int {
        var seconds = time_t(instant.milliseconds / 1_000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return 0 }
        return parts.tm_gmtoff
    }
}
