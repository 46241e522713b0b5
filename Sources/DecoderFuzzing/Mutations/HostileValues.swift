import ASCIIText
import HTTPExchange
import Moments
import StrictJSON
import ThoughtSpotSessions

/// What stands in the place of a value, as JSON text: numbers no type can hold, texts no terminal should see, tokens no
/// header can carry, and our own secrets coming back (faults D4 to D6, D10, D14, D15, D26).
enum HostileValues {
    static let numbers = [
        "1e400", "1e300", "-1e300", "-1", "0", "-0", "1.5", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "-9223372036854775809", "9007199254740993", "\"1720000000000\"", "1e-400", "1E+2",
        "253402300799999", "253402300800000", "99999999999", "100000000000", "2147483647", "2147483648", "00", "1.",
        ".5", "+1", "NaN", "Infinity", "0x10", "1e999999999999", "1e-999999999999", "0e99", "true", "false", "null",
        "10002", "10023", "10097", "13090", "200", "400", "401", "403", "404", "429", "500", "503",
        "1748736000000", "1748736000", "1.748736e12",
    ]

    static let texts = [
        "\"\"", "\" \"", "\"\\u001b[2J\"", "\"\\u001b]0;x\\u0007\"", "\"\\u001b]8;;http://e\\u001b\\\\\"",
        "\"\\u001b]52;c;eA==\\u0007\"", "\"a\\r\\nb\\tc\\b\"", "\"\\u009b2J\"", "\"\\u007f\"", "\"\\u0000\"",
        "\"\\u202ecba\"", "\"\\u200b\"", "\"\\ufeff\"", "\"\\udb40\\udc41\"", "\"\\ud83d\\ude00\"", "\"\\ud800\"",
        "\"\\udc00\\ud800\"", "\"\\ud800\\u0041\"", "\"\\x\"", "\"\\u12\"", "\"👩‍👩‍👧‍👦\"", "\"漢字\"", "\"שלום\"",
        "\"e\(String(repeating: "\u{301}", count: 40))\"", "\"true\"", "\"null\"", "\"Cookie\"", "\"BEARER\"",
        "\"REPORT_BOOK_VIEW\"", "\"FULL\"", "\"anna\"", "\"ANNA\"", "\"mallory\"", "\"ENABLED\"", "\"DISABLED\"",
        "\"[\\\"one\\\",\\\"two\\\"]\"", "\"[[[[\"", "\"{\\\"code\\\":10002}\"", "\"%63%61nary\"", "\"a b\"",
        "\"a\\nb\"", "\"a\\\"b\"", "\"aGFsbG8=\"", "\"eyJhbGciOiJSUzI1NiJ9.e30.c2ln\"",
        "\"account is locked\"", "\"MFA required\"", "\"trusted auth is off\"", "\"invalid password\"",
    ]

    static let dates = [
        "\"2025-06-01T00:00:00Z\"", "\"2025-06-01T00:00:00.123456789+02:00\"", "\"2025-06-01 00:00\"",
        "\"2025-02-29T00:00:00Z\"", "\"0000-00-00T00:00:00Z\"", "\"1970-01-01T00:00:00+23:59\"",
        "\"9999-12-31T23:59:60-23:59\"", "\"9999-12-31T23:59:59Z\"", "\"2025-06-01T00:00:00.Z\"",
        "\"2025-06-01T00:00:00+\"", "\"2025-06-01T00:00:00+9\"", "\"٢٠٢٥-06-01T00:00:00Z\"", "\"-1\"", "\"1e300\"",
        "\"99999999999999999999999999\"", "\"253402300799999\"", "\"yesterday\"",
    ]

    static let containers = [
        "[]", "{}", "[null]", "[[]]", "{\"a\":1,\"a\":2}", "[1,\"a\",{},[],null,true]", "[1,]", "{,}",
    ]

    /// Secrets of the request, in the forms a server may give them back in.
    static let echoes = Canaries.all.flatMap { secret in
        let text = secret.expose()
        return ["\"\(text)\"", "\"you sent \(text), which is wrong\"", "\"x=\(PercentEncoding.encode(text))&y\""]
    }

    /// Large ones are rare, because they are slow.
    static func pick(_ random: inout Randomness) -> [UInt8] {
        if random.isOneIn(400) { return large(&random) }
        let list = random.element(of: [numbers, numbers, texts, texts, dates, containers, echoes])
        return Array(random.element(of: list).utf8)
    }

    private static func large(_ random: inout Randomness) -> [UInt8] {
        switch random.number(below: 7) {
        case 0: nested(random.element(of: [64, 65, 512, 100_000]), "[", "]")
        case 1: nested(random.element(of: [63, 64, 65, 512]), "{\"a\":", "}")
        case 2: Array("\"\(String(repeating: "x", count: random.element(of: [600, 17_000, 70_000, 1_100_000])))\"".utf8)
        case 3: Array("\"e\(String(repeating: "\u{301}", count: random.element(of: [600, 70_000])))\"".utf8)
        case 4: Array("[\(String(repeating: "0,", count: random.element(of: [1_000, 200_001])))0]".utf8)
        case 5: Array(String(repeating: "9", count: random.element(of: [30, 5_000])).utf8)
        default: object(of: random.element(of: [17, 3_000]))
        }
    }

    private static func nested(_ depth: Int, _ open: String, _ close: String) -> [UInt8] {
        Array((String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)).utf8)
    }

    private static func object(of count: Int) -> [UInt8] {
        Array("{\((0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ","))}".utf8)
    }
}

/// Secrets that every request carries, and that no error may show.
enum Canaries {
    static let origin = Origin(scheme: .https, host: "ts.example.com")
    /// 2025-06-01 00:00:00 UTC.
    static let now = Instant(milliseconds: 1_748_736_000_000)

    static let password = Secret("canary+Passw0rd /é")
    static let key = Secret("canary-0000-4000-8000-key")
    static let callerToken = Secret("Y2FuYXJ5LWNhbGxlcg==")
    static let targetToken = Secret("Y2FuYXJ5LXRhcmdldA==")
    static let cookie = Secret("canary-of-the-session")
    static let all = [password, key, callerToken, targetToken, cookie]

    static let bearer = Authentication.bearer(callerToken)
    static let cookies = Authentication.cookies(
        CookieJar(origin: origin, cookies: [CookieJar.Cookie(name: "JSESSIONID", value: cookie)]))

    static let passwordLogin = LoginRequest(credential: .password(username: "anna", password: password))
    static let keyLogin = LoginRequest(credential: .secretKey(username: "anna", key: key))
    static let tokenLogin = LoginRequest(credential: .bearer(token: targetToken))
    static let org = OrgReference(id: 7)

    static func issue(
        _ kind: TokenKind, by credential: IssueCredential = .secretKey(key), org: OrgReference? = nil
    ) -> TokenRequest {
        TokenRequest(kind: kind, username: "anna", credential: credential, org: org)
    }
}

extension CallRequest {
    /// The canaries that this request puts on the wire, wherever: what the codec itself says of its secrets is not asked.
    var canaries: [Secret] {
        Canaries.all.filter { secret in
            let text = secret.expose()
            if authentication == .bearer(secret) { return true }
            if authentication == Canaries.cookies, secret == Canaries.cookie { return true }
            if let query, query.contains(PercentEncoding.encode(text)) { return true }
            return switch body {
            case .none: false
            case .json(let object): object.members.contains { $0.value.stringValue == text }
            case .form(let pairs): pairs.contains { $0.value == text }
            }
        }
    }
}
