import ThoughtSpotSessions

extension Seed {
    /// Changes the status, or one header field.
    mutating func damageHead(_ random: inout Randomness) {
        switch random.number(below: 4) {
        case 0: status = random.element(of: Self.statuses)
        case 1: status = 100 + random.number(below: 500)
        case 2 where !headers.isEmpty: headers.remove(at: random.number(below: headers.count))
        default: headers.append(Self.field(&random))
        }
    }

    private static let statuses = [
        200, 200, 201, 204, 206, 299, 301, 302, 303, 307, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 413,
        415, 422, 425, 429, 431, 451, 500, 500, 501, 502, 503, 504, 511, 599,
    ]

    private static func field(_ random: inout Randomness) -> (name: String, value: String) {
        let field = fields[random.number(below: fields.count)]
        return (field.key, random.element(of: field.value))
    }

    private static let secret = Canaries.cookie.expose()

    private static let fields: KeyValuePairs<String, [String]> = [
        "Content-Type": [
            "application/json", "text/html", "text/plain", "application/json; charset=utf-16", "image/png", "", ";",
            "application/xhtml+xml", "a/b; charset", "application/json; charset=\"UTF-8\"", "x/\(secret)", "/+json",
        ],
        "Cluster-State": ["Stopped", "starting", "Unknown", "Running", "", "\u{1B}[2J"],
        "Date": [
            "Sun, 01 Jun 2025 00:00:32 GMT", "Fri, 31 Dec 9999 23:59:60 GMT", "Thu, 01 Jan 1970 00:00:00 GMT",
            "Sun, 29 Feb 2025 00:00:00 GMT", "yesterday", "", "Sun, 00 Jun 2025 00:00:00 GMT",
        ],
        "Age": ["5", "-1", "x"],
        "Retry-After": [
            "0", "3", "1000000000", "-1", "9223372036854775807", "99999999999999999999", "x", "",
            "Fri, 31 Dec 9999 23:59:60 GMT", "Sun, 01 Jun 2025 00:00:32 GMT",
        ],
        "Location": [
            "/", "//evil.example/x", "https://ts.example.com/x?token=\(secret)", "https://u:p@evil.example/",
            "https://TS.example.com:443#x", "\\\\evil", "", "?", "#", "javascript:x", "/\(secret)",
            "https://ts.example.com@evil.example/", "http://ts.example.com/", String(repeating: "/a", count: 5_000),
        ],
        "Set-Cookie": [
            "JSESSIONID=session-1; Path=/; HttpOnly", "clientId=client-1; Path=/; Secure; HttpOnly", "=x", "x", "",
            "JSESSIONID=\(secret); Max-Age=-1", "JSESSIONID=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "JSESSIONID=a; Domain=evil.example", "JSESSIONID=b; Domain=.ts.example.com; Path=x",
            "a=b; Path=/a; path=",
            "JSESSIONID=c; Max-Age=9223372036854775807", "JSESSIONID=d; Max-Age=99999999999999999999",
            "JSESSIONID=e; Expires=01-Jun-25 0:0:0 GMT", "x=\(String(repeating: "y", count: 4_200))", "ü=ä",
            "a=b;;;=;",
            "JSESSIONID=f; Expires=99 99 99 99:99:99 Jan 9999", "JSESSIONID=\"g\"; Secure", ";JSESSIONID=h",
        ],
        "X-Other": ["", "x", "\u{0}\u{1}", String(repeating: "z", count: 70_000)],
    ]
}
