import ASCIIText
import HTTPExchange
import Moments
import StrictJSON
import ThoughtSpotSessions

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

    static func mint(
        _ kind: TokenKind, by credential: MintCredential = .secretKey(key), org: OrgReference? = nil
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
