import Moments
import Testing

/// Every text of a moment has one writer and one reader; these are the texts themselves, spelled out.
struct InstantTextTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777_123, "1994-11-06T08:49:37.123Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z", "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_709_251_199_999, "2024-02-29T23:59:59.999Z", "Thu, 29 Feb 2024 23:59:59 GMT"),
            (1_795_251_165_123, "2026-11-21T08:52:45.123Z", "Sat, 21 Nov 2026 08:52:45 GMT"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z", "Sun, 28 Feb 2100 23:59:59 GMT"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z", "Mon, 01 Mar 2100 00:00:00 GMT"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] as [(Int64, String, String)])
    func `a moment is written and read`(milliseconds: Int64, timestamp: String, http: String) {
        let instant = Instant(milliseconds: milliseconds)
        let seconds = Instant(milliseconds: milliseconds / 1_000 * 1_000)
        #expect(instant.timestamp == timestamp)
        #expect(Instant(timestamp: timestamp) == instant)
        #expect(CalendarText(timestamp)?.instant == instant)
        #expect(instant.iso8601 == "\(timestamp.prefix(19))Z")
        #expect(instant.utcText == "\(timestamp.prefix(10)) \(timestamp.dropFirst(11).prefix(8)) UTC")
        #expect(HTTPDate.text(instant) == http)
        #expect(HTTPDate.instant(http) == seconds)
    }

    @Test(
        arguments: [
            (-1, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (.min, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (253_402_300_800_000, "9999-12-31T23:59:59.999Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
            (.max, "9999-12-31T23:59:59.999Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] as [(Int64, String, String)])
    func `a moment outside the calendar is written as the nearest within`(
        milliseconds: Int64, timestamp: String, http: String
    ) {
        let instant = Instant(milliseconds: milliseconds)
        #expect(instant.timestamp == timestamp)
        #expect(HTTPDate.text(instant) == http)
        #expect(instant.iso8601 == nil)
        #expect(CivilTime(instant) == nil)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T08:52:45", "2026-13-21T08:52:45Z", "2026-02-29T08:52:45Z", "2026-11-21T24:00:00Z",
        "2026-11-21 08:52:45Z", "2026-11-21T08:52:45+01:00", "1969-12-31T23:59:59Z", "2026-11-21T08:5x:45Z",
        "2026-11-21T08:52:45z", "2026-11-21t08:52:45Z", "2026-11-21T08:52:45,123Z", "2026-11-21T08:52:45.12Z",
        "2026-11-21T08:52:45.1234Z", "2026-11-21T08:52+00:0Z",
    ])
    func `a timestamp has one form`(text: String) {
        #expect(Instant(timestamp: text) == nil)
    }

    @Test func `a timestamp may lack its milliseconds`() {
        #expect(Instant(timestamp: "2026-11-21T08:52:45Z") == Instant(milliseconds: 1_795_251_165_000))
    }

    @Test(arguments: [
        ("2026-11-21T08:52:45Z", 0, true), ("2026-11-21t08:52:45z", 0, true), ("2026-11-21 08:52:45", 0, false),
        ("2026-11-21T08:52:45,25Z", 250, true), ("2026-11-21T08:52:45.1239Z", 123, true),
        ("2026-11-21T08:52", -45_000, false), ("2026-11-21T09:52:45+01:00", 0, true),
        ("2026-11-21T05:22:45-0330", 0, true), ("2026-11-21T10:52:45+02", 0, true),
    ])
    func `servers write ISO 8601 in several forms`(text: String, offset: Int64, hasZone: Bool) {
        let read = CalendarText(text)
        #expect(read?.instant == Instant(milliseconds: 1_795_251_165_000 + offset))
        #expect(read?.hasZone == hasZone)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T08", "2026-11-21T08:52:45.Z", "2026-11-21T08:52:45 UTC", "2026-11-21T08:52:61Z",
        "2026-11-21T08:60Z", "2026-00-21T08:52Z", "2026-11-31T08:52Z", "1970-01-01T00:30+01:00",
        "9999-12-31T23:30-01:00", "9999-12-31T23:59:60Z", "10000-01-01T00:00Z", "2026-11-21T08:52+24:00",
        "2026-11-21T08:52+01:60", "２０２６-11-21T08:52Z", "2026-11-21T08:52:45.00000000000000000000000000000000Z",
    ])
    func `what is no such text is refused`(text: String) {
        #expect(CalendarText(text) == nil)
    }

    @Test(arguments: [
        "Wed, 29 Feb 2023 00:00:00 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1969 08:49:37 GMT",
        "Sun, 06 Nov 1994  08:49:37 GMT", "Sun, 06 Nov 1994 08:49:+7 GMT",
    ])
    func `a date of HTTP has one form`(_ text: String) {
        #expect(HTTPDate.instant(text) == nil)
    }
}
