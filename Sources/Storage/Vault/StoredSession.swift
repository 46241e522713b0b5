import HTTPExchange
import Moments
import StrictJSON
package import ThoughtSpotSessions

/// A session as an entry of the vault: what presents it, and what is known of it.
///
/// ```
/// {"credential": "password", "user": "tsadmin", "opened": "<ISO 8601>", "end": "estimated", "at": "<ISO 8601>",
///  "bearer": "…"}    or    "cookies": [{"name": "JSESSIONID", "value": "…", "path": "/", "expires": "<ISO 8601>"}]
/// ```
extension VaultEntry {
    /// An entry for the open session of a profile; nil for one that presents nothing.
    package init?(session: ActiveSession, of profile: Profile) {
        var object: JSONObject = [
            "credential": .string(session.credential.rawValue), "opened": .string(session.openedAt.timestamp),
        ]
        if let username = session.username { object["user"] = .string(username) }
        switch session.expiry {
        case .at: object["end"] = "told"
        case .estimated: object["end"] = "estimated"
        case .untilNextIssue: object["end"] = "next"
        case .unknown: object["end"] = "unknown"
        }
        if let end = session.expiry.instant { object["at"] = .string(end.timestamp) }
        switch session.authentication {
        case .none: return nil
        case .bearer(let token): object["bearer"] = .string(token.expose())
        case .cookies(let jar): object["cookies"] = .array(jar.cookies.map(Self.json))
        }
        self.init(
            place: Place(profile: profile.id, kind: .session), origin: profile.origin,
            secret: Secret(JSONValue.object(object).serialized()), created: session.openedAt,
            expires: session.expiry.instant)
    }

    /// The session of this entry; nil for an entry of another kind, or one that cannot be read.
    package var session: ActiveSession? {
        guard place.kind == .session, let value = JSONValue.parse(text: secret.expose()),
            let credential = value["credential"]?.stringValue.flatMap(CredentialKind.init),
            let opened = value["opened"]?.stringValue.flatMap(Instant.init(timestamp:))
        else { return nil }
        let authentication: Authentication
        if let token = value["bearer"]?.stringValue {
            authentication = .bearer(Secret(token))
        } else if let cookies = value["cookies"]?.arrayValue {
            authentication = .cookies(CookieJar(origin: origin, cookies: cookies.compactMap(Self.cookie)))
        } else {
            return nil
        }
        return ActiveSession(
            authentication: authentication, credential: credential, username: value["user"]?.stringValue,
            openedAt: opened, expiry: Self.expiry(value))
    }

    private static func expiry(_ value: JSONValue) -> Expiry {
        let at = value["at"]?.stringValue.flatMap(Instant.init(timestamp:))
        switch (value["end"]?.stringValue, at) {
        case ("told", let at?): return .at(at)
        case ("estimated", let at?): return .estimated(at)
        case ("next", _): return .untilNextIssue
        default: return .unknown
        }
    }

    private static func json(_ cookie: CookieJar.Cookie) -> JSONValue {
        var object: JSONObject = [
            "name": .string(cookie.name), "value": .string(cookie.value.expose()), "path": .string(cookie.path),
        ]
        if let end = cookie.expiresAt { object["expires"] = .string(end.timestamp) }
        return .object(object)
    }

    private static func cookie(_ value: JSONValue) -> CookieJar.Cookie? {
        guard let name = value["name"]?.stringValue, let text = value["value"]?.stringValue else { return nil }
        return CookieJar.Cookie(
            name: name, value: Secret(text), path: value["path"]?.stringValue ?? "/",
            expiresAt: value["expires"]?.stringValue.flatMap(Instant.init(timestamp:)))
    }
}
