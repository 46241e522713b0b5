/// The text of `tokenCreatedTime`, whose format no source states (wire contract, section 4.2): ISO 8601 and epochs are
/// read, anything else is not.
struct BetaTime: Hashable {
    let instant: Instant
    /// The text has no zone and is taken for UTC.
    let isDoubtful: Bool

    init?(_ text: String) {
        let text = text.trimmingWhiteSpace()
        // Real ones have at most some thirty characters.
        guard text.utf8.count <= 40 else { return nil }
        if let number = Double(text), text.utf8.allSatisfy(Self.isDigitOrPoint) {
            self.init(epoch: number)
        } else {
            self.init(calendar: text)
        }
    }

    /// Seconds or milliseconds since 1970, told apart by magnitude (section 18, row 20).
    init?(epoch number: Double) {
        guard let instant = Instant(serverMilliseconds: number < 1e11 ? number * 1_000 : number) else { return nil }
        self.instant = instant
        isDoubtful = false
    }

    private static func isDigitOrPoint(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
    }

    /// `2025-06-01T12:00:00.250+02:00`, with a blank for the T, without fraction, or without zone.
    private init?(calendar text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(digits: 4), reader.skip("-"), let month = reader.number(digits: 2),
            reader.skip("-"), let day = reader.number(digits: 2), reader.skip("Tt "),
            let hour = reader.number(digits: 2), reader.skip(":"), let minute = reader.number(digits: 2)
        else { return nil }
        var second = 0
        var milliseconds = 0
        if reader.skip(":") {
            guard let read = reader.number(digits: 2) else { return nil }
            second = read
            if reader.skip(".,") {
                guard let fraction = reader.fraction() else { return nil }
                milliseconds = fraction
            }
        }
        guard let zone = reader.zone(), (1970...9999).contains(year), (1...12).contains(month),
            (1...Self.days(in: month, of: year)).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let days = Self.days(untilYear: year) + (1..<month).reduce(0) { $0 + Self.days(in: $1, of: year) } + day - 1
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second
        var offset = 0
        if case .offset(let minutes) = zone { offset = minutes }
        let moment = (seconds - offset * 60) * 1_000 + milliseconds
        guard let instant = Instant(serverMilliseconds: Double(moment)) else { return nil }
        self.instant = instant
        if case .absent = zone { isDoubtful = true } else { isDoubtful = false }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func days(in month: Int, of year: Int) -> Int {
        [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days from 1970 to the first day of a year.
    private static func days(untilYear year: Int) -> Int {
        let past = year - 1
        // 719162 days lie before 1970 in this calendar.
        return past * 365 + past / 4 - past / 100 + past / 400 - 719_162
    }
}

/// Takes digits and marks off the front of a text.
private struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    mutating func number(digits: Int) -> Int? {
        let taken = rest.prefix(digits)
        guard taken.count == digits, taken.allSatisfy(Self.isDigit) else { return nil }
        rest = rest.dropFirst(digits)
        return Int(String(Substring(taken)))
    }

    /// Takes one of the marks off, if one is there.
    mutating func skip(_ marks: String) -> Bool {
        guard let first = rest.first, marks.utf8.contains(first) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Any number of decimals, as milliseconds.
    mutating func fraction() -> Int? {
        let digits = rest.prefix { Self.isDigit($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let three = String(Substring(digits.prefix(3)))
        return Int(three + String(repeating: "0", count: 3 - three.utf8.count))
    }

    enum Zone {
        case absent
        /// Minutes east of UTC.
        case offset(Int)
    }

    /// The whole rest as a zone; nothing when it is none.
    mutating func zone() -> Zone? {
        if rest.isEmpty { return .absent }
        if skip("Zz") { return rest.isEmpty ? .offset(0) : nil }
        let isWest = rest.first == UInt8(ascii: "-")
        guard skip("+-"), let hours = number(digits: 2), hours < 24 else { return nil }
        _ = skip(":")
        var minutes = 0
        if !rest.isEmpty {
            guard let read = number(digits: 2), read < 60, rest.isEmpty else { return nil }
            minutes = read
        }
        let offset = hours * 60 + minutes
        return .offset(isWest ? -offset : offset)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
