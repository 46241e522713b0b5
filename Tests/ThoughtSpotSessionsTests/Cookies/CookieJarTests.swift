import HTTPExchange
import HTTPTypes
import Moments
import Testing
import ThoughtSpotSessions

/// What a jar takes and gives (promise P32, fault D27).
struct CookieJarTests {
    private static let https = Origin(scheme: .https, host: "ts.example.com")
    private static let now = Instant(milliseconds: 1_748_736_000_000)

    private func jar(_ cookies: [String], origin: Origin = Self.https) -> (jar: CookieJar, refused: [String]) {
        var headers = HTTPFields()
        headers[values: .setCookie] = cookies
        var jar = CookieJar(origin: origin)
        let refused = jar.take(headers, at: Self.now)
        return (jar, refused)
    }

    private func sent(_ cookies: [String], path: String = "/api", origin: Origin = Self.https) -> String? {
        jar(cookies, origin: origin).jar.header(for: origin, path: path, at: Self.now)
    }

    @Test(arguments: [
        (
            ["JSESSIONID=a; Path=/; HttpOnly", "clientId=b; Path=/; Secure; HttpOnly"],
            "JSESSIONID=a; clientId=b" as String?
        ),
        (["a=1", "a=2"], "a=2"), (["a=b=c"], "a=b=c"), (["a="], "a="), (["  a = 1 "], "a=1"),
        (["a=1; Domain=ts.example.com"], "a=1"), (["a=1; domain=.TS.example.com"], "a=1"),
        (["a=1; Domain=example.com"], nil), (["a=1; Domain=com"], nil), (["a=1; Domain=evil.org"], nil),
        (["a=1; Domain=.example.com"], nil), (["a=1; Domain=sub.ts.example.com"], nil),
        // Each of several counts: no later one, and no empty one, hides a foreign or a wider one.
        (["a=1; Domain=evil.org; Domain=ts.example.com"], nil), (["a=1; Domain=example.com; Domain="], nil),
        (["a=1; Domain=ts.example.com; Domain=evil.org"], nil), (["a=1; Domain="], "a=1"), (["a=1; Domain"], "a=1"),
        (["a=1; DOMAIN = evil.org"], nil), (["a=1; Domain=ts.example.com."], nil),
        (["a=1; Domain=.TS.example.com; Domain=ts.example.com"], "a=1"),
        (["a=1; Path=/api"], "a=1"), (["a=1; Path=/ap"], nil), (["a=1; Path=/api/"], nil), (["a=1; Path=x"], "a=1"),
        (["a=1; Max-Age=0"], nil), (["a=1; Max-Age=-1"], nil), (["a=1; Max-Age=60"], "a=1"),
        (["a=1; Max-Age=9999999999999999999"], "a=1"), (["a=1; Max-Age=9223372036854775807"], "a=1"),
        (["a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT"], nil), (["a=1; Expires=Wed, 21-Oct-15 07:28:00 GMT"], nil),
        (["a=1; Expires=Wed, 21 Oct 2065 07:28:00 GMT"], "a=1"), (["a=1; Expires=soon"], "a=1"),
        (["a=1; Max-Age=60; Expires=Wed, 21 Oct 2015 07:28:00 GMT"], "a=1"),
        (["a=1", "a=; Expires=Thu, 01 Jan 1970 00:00:01 GMT"], nil), (["a=1", "a=; Max-Age=0"], nil),
        (["=1"], nil), (["a"], nil), ([""], nil), (["a b=1"], nil), (["a=é"], nil),
    ])
    func `D27 one line of Set-Cookie, or two`(cookies: [String], header: String?) {
        #expect(sent(cookies) == header)
    }

    @Test func `D27 sizes are limited`() {
        let fits = String(repeating: "x", count: 4_095)
        #expect(sent(["a=\(fits)"]) == "a=\(fits)")
        #expect(sent(["a=\(fits)x"]) == nil)
        let large = "a=\(String(repeating: "x", count: 1_000_000))"
        #expect(sent([large, "b=1"]) == "b=1")
        #expect(jar([large]).refused.count == 1)
    }

    @Test func `D27 fifty cookies are kept, the others named`() {
        let (jar, refused) = jar((1...200).map { "c\($0)=v" })
        #expect(jar.cookies.count == 50)
        #expect(refused.count == 150)
        #expect(refused.first == "c51")
    }

    @Test func `D27 secure cookies need https, or this very machine`() {
        let plain = Origin(scheme: .http, host: "ts.example.com")
        let loopback = Origin(scheme: .http, host: "127.0.0.1", port: 8080)
        #expect(sent(["a=1; Secure", "b=2"], origin: plain) == "b=2")
        #expect(jar(["a=1; Secure"], origin: plain).refused == ["a"])
        #expect(sent(["a=1; Secure", "b=2"], origin: loopback) == "a=1; b=2")
    }

    @Test func `no other origin gets a cookie`() {
        let jar = jar(["a=1"]).jar
        for origin in [
            Origin(scheme: .http, host: "ts.example.com"), Origin(scheme: .https, host: "ts.example.com", port: 8443),
            Origin(scheme: .https, host: "sub.ts.example.com"), Origin(scheme: .https, host: "example.com"),
        ] {
            #expect(jar.header(for: origin, path: "/", at: Self.now) == nil)
        }
    }

    @Test func `a cookie ends`() {
        let jar = jar(["a=1; Max-Age=60"]).jar
        #expect(jar.header(for: Self.https, path: "/", at: Self.now.advanced(seconds: 59)) == "a=1")
        #expect(jar.header(for: Self.https, path: "/", at: Self.now.advanced(seconds: 60)) == nil)
    }
}
