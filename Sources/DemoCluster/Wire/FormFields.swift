import ASCIIText

/// The fields of an `application/x-www-form-urlencoded` text: a form body or a query.
struct FormFields: Sendable {
    private var values: [String: String] = [:]

    /// `nil` when a percent escape is damaged or the decoded bytes are not UTF-8. The last of equal names counts.
    init?(_ text: some StringProtocol) {
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(halves[0]),
                let value = Self.decoded(halves.count == 2 ? halves[1] : "")
            else { return nil }
            values[name] = value
        }
    }

    init?(bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self.init(text)
    }

    /// The value of `name`; `nil` when the field is absent or empty.
    subscript(name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func decoded(_ text: some StringProtocol) -> String? {
        let spaced = text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return PercentEncoding.decodeStrictly(spaced).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
