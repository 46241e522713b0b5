import ASCIIText
public import HTTPTypes
import Moments

/// What an answer says about coming back.
public enum RetryAfter {
    /// Milliseconds to wait as the `Retry-After` field asks, or nil when there is none that can be read.
    ///
    /// Seconds or an HTTP date; a date is compared with the answer's own `Date` field, because our clock may be wrong,
    /// and with `wallNow` when there is none. A date in the past means 0; garbage and absurd values mean nil.
    ///
    /// - Parameters:
    ///   - headers: of the answer.
    ///   - wallNow: milliseconds since 1970 UTC.
    public static func milliseconds(of headers: HTTPFields, wallNow: Int64) -> Int? {
        guard let text = headers[.retryAfter], text.utf8.count <= 40 else { return nil }
        if let seconds = Int(text), text.utf8.allSatisfy(\.isASCIIDigit) {
            return seconds <= longest ? seconds * 1_000 : nil
        }
        guard let date = HTTPDate.instant(text) else { return nil }
        let now = headers[.date].flatMap(HTTPDate.instant) ?? Instant(seconds: wallNow / 1_000)
        let wait = max(0, date.milliseconds(since: now))
        return wait <= Int64(longest) * 1_000 ? Int(wait) : nil
    }

    /// A year in seconds: more is a mistake of the server.
    private static let longest = 31_536_000
}
