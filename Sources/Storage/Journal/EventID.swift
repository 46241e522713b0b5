package import Moments
import ThoughtSpotSessions

/// The id of a journal line: a ULID, 26 characters of Crockford's base 32, the time first, so that ids sort by time.
package struct EventID: Hashable, Sendable {
    package let text: String

    /// - Parameter random: ten random bytes; fewer are filled with zeros, more are not looked at.
    package init(at instant: Instant, random: [UInt8]) {
        let time = UInt64(clamping: instant.milliseconds) & 0xFFFF_FFFF_FFFF
        let noise = (0..<10).map { $0 < random.count ? random[$0] : 0 }
        let high = noise[..<5].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let low = noise[5...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        text = Self.digits(time, 10) + Self.digits(high, 8) + Self.digits(low, 8)
    }

    private static func digits(_ value: UInt64, _ count: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        let bytes = (0..<count).reversed().map { alphabet[Int(value >> UInt64($0 * 5) & 31)] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
