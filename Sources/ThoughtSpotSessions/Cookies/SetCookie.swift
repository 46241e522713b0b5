import ASCIIText
import HTTPExchange
import Moments

/// One `Set-Cookie` field, read by RFC 6265, section 5.2.
struct SetCookie {
    let cookie: CookieJar.Cookie
    /// Lower case, without a leading dot; empty when the field names none. A field with several is judged by all of them.
    let domains: [String]
    let isSecure: Bool

    /// Returns nil for a field without a name, with control characters, or larger than ``CookieJar/sizeLimit``.
    init?(_ field: String, at now: Instant) {
        guard field.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" }) else {
            return nil
        }
        let parts = field.split(separator: ";", omittingEmptySubsequences: false)
        guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return nil }
        let name = pair[..<equals].trimmingBlanks()
        let value = pair[pair.index(after: equals)...].trimmingBlanks()
        guard
            !name.isEmpty, name.utf8.count + value.utf8.count <= CookieJar.sizeLimit,
            name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
        else { return nil }

        var path = "/"
        var domains: [String] = []
        var isSecure = false
        var maximumAge: Instant?
        var expires: Instant?
        for part in parts.dropFirst() {
            let key: String
            let text: String
            if let equals = part.firstIndex(of: "=") {
                key = part[..<equals].trimmingBlanks().lowercased()
                text = part[part.index(after: equals)...].trimmingBlanks()
            } else {
                key = part.trimmingBlanks().lowercased()
                text = ""
            }
            switch key {
            case "path":
                path = text.hasPrefix("/") ? text : "/"
            case "domain":
                let name = text.hasPrefix(".") ? String(text.dropFirst()) : text
                if !name.isEmpty { domains.append(name.lowercased()) }
            case "secure":
                isSecure = true
            case "max-age":
                maximumAge = Self.end(ofAge: text, from: now) ?? maximumAge
            case "expires":
                expires = CookieDate.parse(text) ?? expires
            default:
                break
            }
        }
        cookie = CookieJar.Cookie(name: name, value: Secret(value), path: path, expiresAt: maximumAge ?? expires)
        self.domains = domains
        self.isSecure = isSecure
    }

    /// A year outlasts the jar, which ends with the program, and keeps the sum within range.
    private static func end(ofAge text: String, from now: Instant) -> Instant? {
        guard let seconds = Int64(text) else { return nil }
        return now.advanced(seconds: max(0, min(seconds, 31_536_000)))
    }
}

/// The `Expires` of a cookie, which servers write in several ways.
enum CookieDate {
    /// Finds the parts by their shape (RFC 6265, section 5.1.1), puts them into the one standard form and reads that.
    static func parse(_ text: String) -> Instant? {
        guard text.utf8.count <= 64 else { return nil }
        var clock: Substring?
        var day: Int?
        var month: String?
        var year: Int?
        for part in text.split(whereSeparator: { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == ":")) }) {
            if clock == nil, part.contains(":") {
                clock = part
            } else if day == nil, part.count <= 2, let number = Int(part) {
                day = number
            } else if month == nil,
                let found = HTTPDate.months.first(where: { part.lowercased().hasPrefix($0.lowercased()) })
            {
                month = found
            } else if year == nil, part.count == 2 || part.count == 4, let number = Int(part) {
                year = part.count == 4 ? number : number + (number < 70 ? 2000 : 1900)
            }
        }
        guard let clock, let day, let month, let year else { return nil }
        return HTTPDate.instant("Day, \(CivilTime.padded(day)) \(month) \(year) \(clock) GMT")
    }
}
