import HTTPExchange
import HTTPTypes
import Moments
import StrictJSON
import ThoughtSpotSessions

/// What must be true of every answer, whatever is in it. That nothing traps and nothing hangs shows by itself; that only
/// a ``SessionError`` is thrown is the compiler's word.
enum Oracle {
    static func findings(_ outcome: Trial.Outcome, of decoder: Decoder) -> [String] {
        switch outcome {
        case .value(let reading): findings(reading, of: decoder)
        case .error(let error): findings(error, of: decoder)
        }
    }

    private static func findings(_ reading: Reading, of decoder: Decoder) -> [String] {
        reading.tokens.flatMap(findings(token:)) + reading.instants.flatMap(findings(instant:))
            + reading.maskedTexts.flatMap { findings(text: $0, "the text of a verdict", 500, decoder) }
    }

    private static func findings(_ error: SessionError, of decoder: Decoder) -> [String] {
        var found: [String] = []
        found += findings(text: error.serverText, "the text of the server", 500, decoder)
        found += findings(text: error.incident, "the incident", 64, decoder)
        found += findings(text: error.detail, "the detail", 200, decoder)
        for offer in error.offered { found += findings(text: offer, "what was offered", 200, decoder) }
        if let token = error.issuedToken { found += findings(Reading(token), of: decoder) }
        if decoder.request.safety == .read, error.execution != .notExecuted {
            found.append("a read is said to have changed something")
        }
        if (error.retryAfter ?? 0) < 0 { found.append("a wait of less than nothing") }
        return found
    }

    /// The alphabet of RFC 6750, section 2.1, spelled out: the decoder's own rule is not asked.
    private static let tokenBytes = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=".utf8)

    private static func findings(token: Secret) -> [String] {
        let bytes = Array(token.expose().utf8)
        if bytes.isEmpty { return ["an empty token was taken"] }
        if bytes.count > 16 * 1_024 { return ["a token of \(bytes.count) bytes was taken"] }
        return bytes.allSatisfy(tokenBytes.contains) ? [] : ["a token with a forbidden character was taken"]
    }

    /// The years 1970 to 9999: what the calendar of the program can write.
    private static func findings(instant: Instant) -> [String] {
        (0...253_402_300_799_999).contains(instant.milliseconds) ? [] : ["the moment \(instant.milliseconds)"]
    }

    private static func findings(text: String?, _ place: String, _ limit: Int, _ decoder: Decoder) -> [String] {
        guard let text else { return [] }
        var found: [String] = []
        if text.count > limit { found.append("\(place) has \(text.count) characters") }
        // A character may be made of any number of marks.
        if text.unicodeScalars.count > limit * 8 {
            found.append("\(place) has \(text.unicodeScalars.count) scalars")
        }
        if decoder.sent.contains(where: { text.contains($0.expose()) }) { found.append("\(place) shows a secret") }
        return found
    }
}

extension Oracle {
    /// What parsers and writers promise each other, on the same bytes.
    static func findings(in answer: Answer) -> [String] { roundTrip(answer.body) + cookies(answer) }

    private static func roundTrip(_ body: [UInt8]) -> [String] {
        guard body.count < 4_096, let value = try? JSONValue.parse(body) else { return [] }
        guard let again = try? JSONValue.parse(Array(value.serialized().utf8)), again == value else {
            return ["what was written is not what was read"]
        }
        return []
    }

    private static func cookies(_ answer: Answer) -> [String] {
        var jar = CookieJar(origin: Canaries.origin)
        jar.take(answer.headers, at: Canaries.now)
        guard jar.cookies.count <= CookieJar.countLimit else { return ["too many cookies were kept"] }
        guard let field = jar.header(for: Canaries.origin, path: "/", at: Canaries.now) else { return [] }
        return HeaderValue.isSafe(field) ? [] : ["a cookie that no header can carry was kept"]
    }
}
