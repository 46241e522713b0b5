import ASCIIText
public import HTTPExchange
package import HTTPTypes
public import Moments

/// The cookies of one session with one cluster, in memory only (promise P32).
///
/// Cookies are kept by name, whatever the names are: no document lists them all (<doc:SessionsAndCookies>). They are
/// bound to the origin that set them and are offered to no other. A `Secure` cookie is kept and sent over https, and
/// over plain http only to localhost, where there is no wire to listen on (the demo cluster).
public struct CookieJar: Hashable, Sendable {
    /// One cookie. Its value is a secret; its name is not.
    public struct Cookie: Hashable, Sendable {
        /// As the server named it.
        public let name: String
        /// What identifies the session: never shown.
        public let value: Secret
        /// Begins with a slash.
        public let path: String
        /// Nil for a cookie that lasts as long as the session.
        public let expiresAt: Instant?

        /// A cookie as it was stored, without checks; ``CookieJar`` checks what comes from a server.
        public init(name: String, value: Secret, path: String = "/", expiresAt: Instant? = nil) {
            self.name = name
            self.value = value
            self.path = path
            self.expiresAt = expiresAt
        }
    }

    /// The most cookies that are kept.
    public static let countLimit = 50
    /// The most bytes of name and value together.
    public static let sizeLimit = 4 * 1024

    /// Where the cookies came from, and the only place they go to.
    public let origin: Origin
    /// In the order in which they were first set.
    public private(set) var cookies: [Cookie]

    /// A jar for one origin. Of more than ``countLimit`` cookies the first are taken.
    public init(origin: Origin, cookies: [Cookie] = []) {
        self.origin = origin
        self.cookies = Array(cookies.prefix(Self.countLimit))
    }

    /// Whether there is nothing to present.
    public var isEmpty: Bool { cookies.isEmpty }

    /// Whether there is a cookie of this name.
    public func contains(_ name: String) -> Bool { cookies.contains { $0.name == name } }

    /// Takes over the `Set-Cookie` fields of an answer.
    ///
    /// - Returns: the names of cookies that were refused, an empty name where there was none.
    @discardableResult
    package mutating func take(_ headers: HTTPFields, at now: Instant) -> [String] {
        var refused: [String] = []
        for field in headers[values: .setCookie] {
            let update = SetCookie(field, at: now)
            guard let update, accepts(update) else {
                refused.append(update?.cookie.name ?? "")
                continue
            }
            let place = cookies.firstIndex { $0.name == update.cookie.name && $0.path == update.cookie.path }
            if let expiresAt = update.cookie.expiresAt, expiresAt <= now {
                if let place { cookies.remove(at: place) }
            } else if let place {
                cookies[place] = update.cookie
            } else if cookies.count < Self.countLimit {
                cookies.append(update.cookie)
            } else {
                refused.append(update.cookie.name)
            }
        }
        return refused
    }

    /// The value of the `Cookie` field for a request, or nil when no cookie belongs to it.
    package func header(for destination: Origin, path: String, at now: Instant) -> String? {
        guard destination == origin else { return nil }
        let matching = cookies.filter { cookie in
            Self.path(path, isUnder: cookie.path) && cookie.expiresAt.map { $0 > now } ?? true
        }
        guard !matching.isEmpty else { return nil }
        return matching.map { "\($0.name)=\($0.value.expose())" }.joined(separator: "; ")
    }

    private func accepts(_ update: SetCookie) -> Bool {
        if update.isSecure, origin.scheme != .https, !origin.isLoopback { return false }
        // Another host's, or one for more hosts than this one.
        return update.domains.allSatisfy { $0 == origin.host }
    }

    private static func path(_ path: String, isUnder prefix: String) -> Bool {
        guard path.hasPrefix(prefix) else { return false }
        return path.count == prefix.count || prefix.hasSuffix("/") || path.dropFirst(prefix.count).hasPrefix("/")
    }
}

extension CookieJar: CustomStringConvertible, CustomReflectable {
    /// Names only.
    public var description: String { "cookies of \(origin): \(cookies.map(\.name).joined(separator: ", "))" }
    public var customMirror: Mirror { Mirror(self, children: ["names": cookies.map(\.name)]) }
}

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
