import HTTPExchange
import HTTPTypes
import Testing

struct RetryAfterTests {
    /// 2026-11-21 08:39:55 UTC.
    private static let now: Int64 = 1_795_250_395_000

    @Test(arguments: [
        ("0", 0), ("7", 7_000), ("120", 120_000), ("-1", nil), ("+5", nil), ("1.5", nil), ("soon", nil), ("", nil),
        ("99999999999999999999", nil), ("Sat, 21 Nov 2026 08:40:05 GMT", 10_000), ("Fri, 20 Nov 2026 08:40:05 GMT", 0),
        ("Sat, 21 Nov 2026 08:40:05 CET", nil), ("Sat, 21 Nov 9026 08:40:05 GMT", nil),
    ])
    func `seconds and dates are read, everything else is ignored`(_ text: String, _ expected: Int?) {
        #expect(RetryAfter.milliseconds(of: [.retryAfter: text], wallNow: Self.now) == expected)
    }

    @Test func `a date is compared with the server's own clock when it tells it`() {
        let headers: HTTPFields = [
            .date: "Sat, 21 Nov 2026 10:00:00 GMT", .retryAfter: "Sat, 21 Nov 2026 10:00:03 GMT",
        ]
        #expect(RetryAfter.milliseconds(of: headers, wallNow: Self.now) == 3_000)
    }

    @Test(
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
            ("Sat, 21 Nov 2026 08:39:55 GMT", 1_795_250_395),
        ] as [(String, Int64)])
    func `dates are read and written`(_ text: String, _ seconds: Int64) {
        #expect(HTTPDate.seconds(text) == seconds)
        let written = HTTPDate.text(seconds)
        #expect(written.hasSuffix("\(text.dropFirst(17).dropLast(4)) UTC"))
        #expect(written.hasPrefix("\(text.dropFirst(12).prefix(4))-"))
        #expect(written.dropFirst(8).prefix(2) == text.dropFirst(5).prefix(2))
    }

    @Test(arguments: [
        "Wed, 29 Feb 2023 00:00:00 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1969 08:49:37 GMT",
        "Sun, 06 Nov 1994  08:49:37 GMT", "Sun, 06 Nov 1994 08:49:+7 GMT",
    ])
    func `what is no such date is refused`(_ text: String) {
        #expect(HTTPDate.seconds(text) == nil)
    }
}
