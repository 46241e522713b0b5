import Moments

/// Lengths of time in words.
package enum DurationText {
    /// A length of time, exact enough to watch: `45s`, `12m 04s`, `2h 05m`, `3d`. Days begin at 48 hours.
    /// - Parameter milliseconds: below zero counts as zero.
    package static func countdown(milliseconds: Int64) -> SafeText {
        let seconds = max(0, milliseconds) / 1000
        return switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3600: "\(seconds / 60)m \(twoDigits(seconds % 60))s"
        case ..<172_800: "\(seconds / 3600)h \(twoDigits(seconds / 60 % 60))m"
        default: "\(seconds / 86400)d"
        }
    }

    /// A length of time in its largest unit alone: `45s`, `12m`, `2h`, `3d`.
    /// - Parameter milliseconds: below zero counts as zero.
    package static func rough(milliseconds: Int64) -> SafeText {
        let seconds = max(0, milliseconds) / 1000
        return switch seconds {
        case ..<60: "\(seconds)s"
        case ..<3600: "\(seconds / 60)m"
        case ..<172_800: "\(seconds / 3600)h"
        default: "\(seconds / 86400)d"
        }
    }

    /// How far two clocks differ, in its largest unit alone. A date counts whole seconds and travels for a while, so that
    /// a difference of 2 h is read as a little less: what is that near to the next unit is told by it.
    package static func skew(milliseconds: Int64) -> SafeText {
        let size = Int64(clamping: milliseconds.magnitude)
        let blur: Int64 = size < 60_000 ? 500 : size < 3_570_000 ? 1_000 : 30_000
        return rough(milliseconds: size > .max - blur ? size : size + blur)
    }

    /// `2h ahead`, `2m behind`; `2h ahead of the local clock`.
    ///
    /// - Parameter skew: of the one clock less that of the other, in milliseconds.
    package static func lead(_ skew: Int64, of other: SafeText? = nil) -> SafeText {
        let size = self.skew(milliseconds: skew)
        guard let other else { return skew > 0 ? "\(size) ahead" : "\(size) behind" }
        return skew > 0 ? "\(size) ahead of \(other)" : "\(size) behind \(other)"
    }

    /// What is left until an instant, or how long it has passed: `12m 04s`, `expired 2h ago`; an estimate is `~12m 04s`.
    /// - Parameters: both in milliseconds since 1970; an instant outside 1970 to 9999 gives `unknown`.
    package static func expiry(_ instant: Int64, now: Int64, isEstimate: Bool = false) -> SafeText {
        guard InstantText.isKnown(instant), InstantText.isKnown(now) else { return InstantText.unknown }
        let mark: SafeText = isEstimate ? "~" : ""
        return instant > now
            ? "\(mark)\(countdown(milliseconds: instant - now))"
            : "expired \(mark)\(rough(milliseconds: now - instant)) ago"
    }

    /// How long a request took: `7 ms`, `1.4 s`, `75 s`.
    /// - Parameter milliseconds: below zero counts as zero.
    package static func elapsed(milliseconds: Int64) -> SafeText {
        let milliseconds = max(0, milliseconds)
        return switch milliseconds {
        case ..<1000: "\(milliseconds) ms"
        case ..<10_000: "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
        default: "\(milliseconds / 1000) s"
        }
    }

    static func twoDigits(_ value: some BinaryInteger) -> SafeText {
        SafeText(alreadySafe: CivilTime.padded(Int(value)))
    }
}
