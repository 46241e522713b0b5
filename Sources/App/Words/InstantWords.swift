import DisplayText
import Moments
import ThoughtSpotSessions

/// Points in time, as the screen tells them.
struct InstantWords {
    private let offset: Int
    private let now: Instant

    init(_ program: ProgramState) { (offset, now) = (program.localOffset, program.now) }

    /// Local time with its offset. Not "12 s ago": that would be wrong a moment later, or wake the program up.
    func whole(_ instant: Instant) -> SafeText {
        InstantText.local(instant.milliseconds, offset: offset)
    }

    /// `09:12:03 +01:00`.
    func timeOfDay(_ instant: Instant) -> SafeText {
        InstantText.timeOfDay(instant.milliseconds, offset: offset)
    }

    /// `09:12:03 +01:00`, with the date before it where that is not today's.
    func near(_ instant: Instant) -> SafeText { isToday(instant) ? timeOfDay(instant) : whole(instant) }

    /// `09:12`, or `11-21` where that is not today: for a narrow column, beside which the whole stands.
    func short(_ instant: Instant) -> SafeText {
        let text = dateAndTime(instant).string
        return "\(String(isToday(instant) ? text.dropFirst(11).prefix(5) : text.dropFirst(5).prefix(5)))"
    }

    private func isToday(_ instant: Instant) -> Bool {
        dateAndTime(instant).string.prefix(10) == dateAndTime(now).string.prefix(10)
    }

    /// `2026-11-21 09:12:03`, in a column whose zone is told elsewhere.
    func dateAndTime(_ instant: Instant) -> SafeText {
        InstantText.localWithoutZone(instant.milliseconds, offset: offset)
    }

    /// `09:12:03`.
    func clock(_ instant: Instant) -> SafeText {
        InstantText.timeOfDay(instant.milliseconds, offset: offset, zone: false)
    }
}

extension Instant {
    /// `20261127T160352Z`: sorts, and a person reads it as what it is.
    var inFileNames: String { String(timestamp.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z" }
}
