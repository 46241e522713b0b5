import ASCIIText

extension Instant {
    /// `2026-11-21T08:52:45.123Z`, the form of our files and of `--json`: always in UTC and with milliseconds. A moment
    /// outside the years 1970 to 9999 is written as the nearest within.
    package var timestamp: String {
        let time = CivilTime(nearest: self)
        // A list of years has hundreds of thousands of them.
        return String(unsafeUninitializedCapacity: Self.timestampLength) { bytes in
            var count = 0
            func put(_ value: Int, _ digits: Int, _ mark: Unicode.Scalar) {
                var rest = value
                for place in (count..<count + digits).reversed() {
                    bytes[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
                bytes[count + digits] = UInt8(ascii: mark)
                count += digits + 1
            }
            put(time.date.year, 4, "-")
            put(time.date.month, 2, "-")
            put(time.date.day, 2, "T")
            put(time.hour, 2, ":")
            put(time.minute, 2, ":")
            put(time.second, 2, ".")
            put(time.millisecond, 3, "Z")
            return count
        }
    }

    /// Bytes of ``timestamp``.
    private static let timestampLength = 24

    /// Reads the form that ``timestamp`` writes, with or without the milliseconds; nil for any other.
    package init?(timestamp text: String) {
        let bytes = text.utf8
        // What remains of the lenient reading's freedom is the mark of the fraction.
        guard bytes.count == 20 || bytes.count == 24, text.hasSuffix("Z"),
            bytes.dropFirst(10).first == UInt8(ascii: "T"),
            !bytes.contains(UInt8(ascii: ",")), let read = CalendarText(text)
        else { return nil }
        self = read.instant
    }

    /// `2026-11-21T08:52:45Z`; nil outside the years 1970 to 9999.
    package var iso8601: String? {
        CivilTime(self).map { "\($0.dateText)T\($0.clockText)Z" }
    }

    /// `2026-11-21 08:39:55 UTC`, the form for people. A moment outside the years 1970 to 9999 is written as the nearest
    /// within.
    package var utcText: String {
        let time = CivilTime(nearest: self)
        return "\(time.dateText) \(time.clockText) UTC"
    }
}

/// A date and time of day in the manner of ISO 8601, as servers write them: `2025-06-01T12:00:00.250+02:00`, with a
/// blank for the T, without seconds, without fraction, or without a zone. Years 1970 to 9999.
package struct CalendarText: Hashable, Sendable {
    /// Decimals beyond the milliseconds are cut off.
    package let instant: Instant
    /// Without a zone the text is read as UTC.
    package let hasZone: Bool

    /// Returns nil for a text of any other form, or with anything behind it.
    package init?(_ text: String) {
        // Real ones have at most some thirty characters.
        guard text.utf8.count <= 40 else { return nil }
        var text = text
        guard let read = text.withUTF8(Self.read) else { return nil }
        self = read
    }

    private init(instant: Instant, hasZone: Bool) {
        self.instant = instant
        self.hasZone = hasZone
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> CalendarText? {
        var reader = DigitReader(bytes: bytes)
        guard let year = reader.number(digits: 4), reader.skip("-"), let month = reader.number(digits: 2),
            reader.skip("-"), let day = reader.number(digits: 2),
            reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let hour = reader.number(digits: 2), reader.skip(":"), let minute = reader.number(digits: 2)
        else { return nil }
        var second = 0
        var millisecond = 0
        if reader.skip(":") {
            guard let read = reader.number(digits: 2) else { return nil }
            second = read
            if reader.skip(".") || reader.skip(",") {
                guard let fraction = reader.fraction() else { return nil }
                millisecond = fraction
            }
        }
        let date = CivilDate(year: year, month: month, day: day)
        guard let zone = reader.zone(),
            let time = CivilTime(date: date, hour: hour, minute: minute, second: second, millisecond: millisecond)
        else { return nil }
        var instant = time.instant
        if case .offset(let minutes) = zone { instant = instant.advanced(seconds: -Int64(minutes) * 60) }
        guard CivilTime.range.contains(instant) else { return nil }
        return CalendarText(instant: instant, hasZone: zone != .absent)
    }
}

/// Reads digits and marks from the front of a text.
private struct DigitReader {
    let bytes: UnsafeBufferPointer<UInt8>
    private var offset = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func digit() -> Int? {
        guard let byte = next, byte.isASCIIDigit else { return nil }
        offset += 1
        return Int(byte - UInt8(ascii: "0"))
    }

    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Reads the mark, if it is there.
    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: mark) else { return false }
        offset += 1
        return true
    }

    /// Any number of decimals, as milliseconds.
    mutating func fraction() -> Int? {
        var value = 0
        var scale = 100
        let start = offset
        while let digit = digit() {
            value += digit * scale
            scale /= 10
        }
        return offset > start ? value : nil
    }

    enum Zone: Equatable {
        case absent
        /// Minutes east of UTC.
        case offset(Int)
    }

    /// The whole rest as a zone; nil when it is none.
    mutating func zone() -> Zone? {
        if next == nil { return .absent }
        if skip("Z") || skip("z") { return next == nil ? .offset(0) : nil }
        let isWest = next == UInt8(ascii: "-")
        guard skip("+") || skip("-"), let hours = number(digits: 2), hours < 24 else { return nil }
        _ = skip(":")
        var minutes = 0
        if next != nil {
            guard let read = number(digits: 2), read < 60, next == nil else { return nil }
            minutes = read
        }
        let offset = hours * 60 + minutes
        return .offset(isWest ? -offset : offset)
    }
}
