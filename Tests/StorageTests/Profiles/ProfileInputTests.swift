import HTTPExchange
import Testing
import ThoughtSpotSessions

@testable import Storage

struct ProfileInputTests {
    private func problem(_ url: String) -> ProfileInputError.URLProblem? {
        do throws(ProfileInputError) {
            _ = try ProfileURL.origin(url)
            return nil
        } catch {
            #expect(!error.reason.contains("hunter2"))
            if case .url(let problem) = error.problem { return problem }
            return nil
        }
    }

    @Test(arguments: [
        ("https://Prod-EU.Example.com", "https://prod-eu.example.com"), ("https://h/", "https://h"),
        ("HTTPS://h:443", "https://h"), ("https://h:8443", "https://h:8443"), (" https://h\t", "https://h"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"), ("http://localhost", "http://localhost"),
        ("http://[::1]:80", "http://[::1]"), ("https://[2001:db8::1]:9443", "https://[2001:db8::1]:9443"),
        ("https://10.1.2.3", "https://10.1.2.3"), ("https://a_b.c", "https://a_b.c"),
    ])
    func `takes`(url: String, origin: String) throws {
        #expect(try ProfileURL.origin(url).description == origin)
    }

    @Test(
        arguments: [
            ("", .empty), ("   ", .empty), ("ftp://h", .scheme), ("h.example.com", .missingScheme),
            ("https:/h", .missingScheme),
            ("https://", .missingHost), ("https:///path", .missingHost), ("https://:443", .missingHost),
            ("https://u:hunter2@h", .userInformation), ("https://u@h", .userInformation),
            ("https://u:hun/ter?2#@h", .userInformation), ("u:hunter2@h", .userInformation),
            ("https://u:hunter2 é%@h", .userInformation), ("https://h/path", .path), ("https://h/a/", .path),
            ("https://h?x=1", .query), ("https://h#x", .fragment), ("https://h//", .path), ("https://h:0", .port),
            ("https://h:99999", .port), ("https://h:", .port), ("https://h:+1", .port), ("https://h:8a", .port),
            ("https://h:1:2", .port), ("https://h h", .space), ("https://h\u{7}", .control),
            ("https://h\u{7F}", .control),
            ("https://h\r\nX: y", .control), ("https://h\u{0}", .control), ("https://h%0a", .percent),
            ("https://a%2fb", .percent),
            ("https://h.", .trailingDot), ("https://h\\x", .backslash), ("https://-h", .host), ("https://h-", .host),
            ("https://a..b", .host), ("https://.a", .host), ("https://[::1", .host), ("https://[zz]", .host),
            ("https://[::1]x", .host), ("https://1.2.3", .host), ("https://256.1.1.1", .host),
            ("https://0177.0.0.01", .host),
            ("https://h*", .host), ("https://höst", .nonASCII), ("http://h", .plainHTTP),
            ("http://127.0.0.1.evil.com", .plainHTTP),
        ] as [(String, ProfileInputError.URLProblem)])
    func `refuses`(url: String, expected: ProfileInputError.URLProblem) {
        #expect(problem(url) == expected)
    }

    @Test func `refuses long texts`() {
        #expect(problem("https://" + String(repeating: "a", count: 64)) == .host)
        #expect(problem("https://" + String(repeating: "a.", count: 1_500) + "b") == .tooLong)
    }

    @Test func `takes plain HTTP where it is allowed`() throws {
        #expect(try ProfileURL.origin("http://h", allowsPlainHTTP: true) == Origin(scheme: .http, host: "h"))
    }

    @Test(arguments: ["a", "prod-eu", "1.2_x", " lab ", String(repeating: "x", count: 64)])
    func `takes`(name: String) throws {
        #expect(try ProfileName.checked(name).utf8.count == name.utf8.filter { $0 != 0x20 }.count)
    }

    @Test(
        arguments: [
            ("", .empty), (" ", .empty), ("-a", .firstCharacter), (".a", .firstCharacter), ("a b", .blank),
            ("a/b", .characters), ("é", .characters), ("a\n", .characters),
            (String(repeating: "x", count: 65), .tooLong),
        ] as [(String, ProfileInputError.NameProblem)])
    func `refuses`(name: String, expected: ProfileInputError.NameProblem) {
        #expect(throws: ProfileInputError(.name(expected))) { try ProfileName.checked(name) }
    }

    /// Fault C20: wherever the password stands, the text is refused, and the answer repeats none of it.
    @Test(arguments: [
        "http://u:hunter2@p:3128", "u:hunter2@p", "http://u:hunter2@p", "HTTP://u:hunter2@p:1", "http://hunter2@p",
        "http://u:hunter2@", "http://u:a/hunter2@p", "http://u:a@hunter2@p", "http://u:a:hunter2@p",
        "http://u:a#hunter2@p",
        "http://u:a?hunter2@p", "http://u:hunter2%40p:1", "http://u%3Ahunter2@p", "//u:hunter2@p", "http:/u:hunter2@p",
        "http:u:hunter2@p", "http:\\\\u:hunter2@p", "socks5://u:hunter2@p", "https://u:hunter2@p:1",
        "ftp://u:hunter2@p",
        "http://p:1/hunter2", "http://p:1/u:hunter2@", "http://p:1?password=hunter2", "http://p:1/?u:hunter2",
        "http://p:1#hunter2", "http://p/#u:hunter2@p", "p:1/hunter2", "p?hunter2", "p:1/hunter2://", "p:1/x://hunter2",
        "http://p:1//hunter2", "http://p:1/hunter2/", "http://u:hunter2", "http://p:hunter2", "http://p:1:hunter2",
        "http://[::1]hunter2", "http://[::1]:1/hunter2", "http://[u:hunter2@::1]", "http://u hunter2",
        "http://p hunter2@p",
        "http://u:hunter2\u{FF20}p", "http://u:hunter2\n@p", "http://\u{0}hunter2@p", "http://http://u:hunter2@p",
        "http://u:hunter2@p@", "http://@hunter2@p", "direct hunter2", "direct/hunter2", "direct?hunter2",
        "http://direct#hunter2",
    ])
    func `C20: a proxy with a password is not kept`(_ text: String) {
        var profile = Profile(id: "a", name: "a", origin: Origin(scheme: .https, host: "h"), generation: .v2)
        do throws(ProfileInputError) {
            try ProfileField[.proxy].put(.text(text), into: &profile)
            Issue.record("kept: \(profile.proxy ?? "")")
        } catch {
            #expect(error.code == "E_PROXY_CONFIG")
            #expect(!error.reason.contains("hunter2"))
        }
        #expect(profile.proxy == nil)
    }

    @Test(arguments: ["direct", "http://p:3128", "http://p:3128/", "p", "P.Example:8080", "http://[fd00::1]:1", ""])
    func `a proxy without one is`(_ text: String) throws {
        var profile = Profile(id: "a", name: "a", origin: Origin(scheme: .https, host: "h"), generation: .v2)
        try ProfileField[.proxy].put(.text(text), into: &profile)
        #expect(profile.proxy == (text.isEmpty ? nil : text))
    }
}
