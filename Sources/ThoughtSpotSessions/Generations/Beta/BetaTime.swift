import ASCIIText
import Moments

/// The text of `tokenCreatedTime`, whose format no source states (<doc:BetaAPI>): ISO 8601 and epochs are read,
/// anything else is not.
struct BetaTime: Hashable {
    let instant: Instant
    /// The text has no zone and is taken for UTC.
    let isDoubtful: Bool

    init?(_ text: String) {
        let text = text.trimmingWhiteSpace()
        guard text.utf8.count <= 40 else { return nil }
        if let number = Double(text), text.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") }) {
            self.init(epoch: number)
        } else {
            guard let calendar = CalendarText(text) else { return nil }
            self.init(instant: calendar.instant, isDoubtful: !calendar.hasZone)
        }
    }

    private init(instant: Instant, isDoubtful: Bool) {
        self.instant = instant
        self.isDoubtful = isDoubtful
    }

    /// Seconds or milliseconds since 1970, told apart by magnitude (contradiction W20).
    init?(epoch number: Double) {
        guard let instant = Instant(serverMilliseconds: number < 1e11 ? number * 1_000 : number) else { return nil }
        self.init(instant: instant, isDoubtful: false)
    }
}
