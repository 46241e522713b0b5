import HTTPExchange
import HTTPTypes
import Testing

struct RequestCheckTests {
    @Test(arguments: ["", "Bearer abc", "a\tb", "~"])
    func `plain values are safe`(_ value: String) {
        #expect(HeaderValue.isSafe(value))
    }

    @Test(arguments: ["a\r\nX: y", "a\nb", "a\u{0}b", "a\u{1B}[2J", "a\u{7F}", " a", "a ", "a\t", "ä", "\u{202E}"])
    func `values that would change on the way are not`(_ value: String) {
        #expect(!HeaderValue.isSafe(value))
    }

    @Test(arguments: ["", "api", "//evil.example/", "/a b", "/a#b", "/a?b", "/a\r\nHost: evil", "/ä", "/a\\b", "/{id}"])
    func `paths that could be read in another way are refused`(_ path: String) {
        #expect(throws: TransportError.self) { try ExchangeRequest.sample(path: path).check() }
    }

    @Test(arguments: ["a b", "a#b", "a\nb", "ä"])
    func `so are queries, and the error does not show them`(_ query: String) throws {
        let error = try #require(throws: TransportError.self) { try ExchangeRequest.sample(query: query).check() }
        #expect(error.reach == .notSent)
        #expect(error.detail == "the query holds characters that cannot be sent")
    }

    @Test(arguments: ["", "a b", "evil@host", "a/b", "ä.example", "[::1]"])
    func `so are hosts`(_ host: String) {
        #expect(throws: TransportError.self) {
            try ExchangeRequest.sample(origin: Origin(scheme: .https, host: host)).check()
        }
    }

    @Test(arguments: [-1, 0, 65_536])
    func `so are ports`(_ port: Int) {
        #expect(throws: TransportError.self) {
            try ExchangeRequest.sample(origin: Origin(scheme: .https, host: "a", port: port)).check()
        }
    }

    @Test func `a header field cannot name another host`() throws {
        let host = try #require(HTTPField.Name("Host"))
        #expect(throws: TransportError.self) { try ExchangeRequest.sample(headers: [host: "evil.example"]).check() }
    }

    @Test func `an ordinary request passes`() throws {
        let origin = Origin(scheme: .http, host: "::1", port: 8080)
        try ExchangeRequest.sample(path: "/a/%20b/c:d@e", query: "a=b%20c&d=e/f?g", origin: origin).check()
    }

    @Test(arguments: [
        (Origin(scheme: .https, host: "A.Example"), "https://a.example"),
        (Origin(scheme: .https, host: "a", port: 8443), "https://a:8443"),
        (Origin(scheme: .http, host: "::1"), "http://[::1]"),
        (Origin(scheme: .http, host: "::1", port: 443), "http://[::1]:443"),
    ])
    func `an origin is written the way a URL begins`(_ origin: Origin, _ text: String) {
        #expect(origin.description == text)
    }

    @Test(arguments: [
        ("localhost", true), ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("10.0.0.1", false),
        ("128.0.0.1", false), ("127.0.0.1.example.com", false), ("127.example.com", false),
        ("localhost.example", false),
    ])
    func `this machine is known by its names`(_ host: String, _ isLoopback: Bool) {
        #expect(Origin(scheme: .http, host: host).isLoopback == isLoopback)
    }
}
