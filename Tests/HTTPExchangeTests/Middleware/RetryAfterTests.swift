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
}
