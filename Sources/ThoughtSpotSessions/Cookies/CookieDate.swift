import HTTPExchange
import Moments

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
