import DisplayText
import Testing

struct TimeTextTests {
    static let now: Int64 = 1_795_248_723_000

    @Test(
        arguments: [
            (-5, "0s"), (0, "0s"), (999, "0s"), (45_000, "45s"), (59_999, "59s"), (60_000, "1m 00s"),
            (724_000, "12m 04s"),
            (3_599_000, "59m 59s"), (3_600_000, "1h 00m"), (7_500_000, "2h 05m"), (172_799_000, "47h 59m"),
            (172_800_000, "2d"), (300_000_000, "3d"),
        ] as [(Int64, String)])
    func `countdown`(milliseconds: Int64, expected: String) {
        #expect(DurationText.countdown(milliseconds: milliseconds).string == expected)
    }

    @Test(
        arguments: [
            (724_000, "12m 04s"), (0, "expired 0s ago"), (-7_300_000, "expired 2h ago"),
            (-600_000_000, "expired 6d ago"),
        ] as [(Int64, String)])
    func `expiry`(offset: Int64, expected: String) {
        #expect(DurationText.expiry(Self.now + offset, now: Self.now).string == expected)
    }

    /// The header counts whole seconds, so that two hours are read as a little less.
    @Test(
        arguments: [
            (0, "0s"), (44_100, "44s"), (-90_000, "1m"), (179_100, "3m"), (-180_900, "3m"), (3_599_100, "1h"),
            (7_199_106, "2h"),
            (-7_200_879, "2h"), (-315_532_800_000, "3652d"), (.min, "106751991167d"),
        ] as [(Int64, String)])
    func `skew`(milliseconds: Int64, expected: String) {
        #expect(DurationText.skew(milliseconds: milliseconds).string == expected)
    }

    @Test(arguments: [(7, "7 ms"), (999, "999 ms"), (1400, "1.4 s"), (75_000, "75 s")] as [(Int64, String)])
    func `elapsed`(milliseconds: Int64, expected: String) {
        #expect(DurationText.elapsed(milliseconds: milliseconds).string == expected)
    }

    @Test(
        arguments: [
            (0, "1970-01-01 00:00:00 UTC"), (951_782_400_000, "2000-02-29 00:00:00 UTC"),
            (1_709_251_199_999, "2024-02-29 23:59:59 UTC"), (4_107_542_400_000, "2100-03-01 00:00:00 UTC"),
            (253_402_300_799_999, "9999-12-31 23:59:59 UTC"), (253_402_300_800_000, "unknown"), (-1, "unknown"),
            (.max, "unknown"), (.min, "unknown"),
        ] as [(Int64, String)])
    func `utc`(instant: Int64, expected: String) {
        #expect(InstantText.utc(instant).string == expected)
    }

    @Test func `local forms`() {
        let instant: Int64 = 1_795_248_723_000
        #expect(InstantText.utc(instant).string == "2026-11-21 08:12:03 UTC")
        #expect(InstantText.local(instant, offset: 3600).string == "2026-11-21 09:12:03 +01:00")
        #expect(InstantText.local(instant, offset: -12600).string == "2026-11-21 04:42:03 -03:30")
        #expect(InstantText.timeOfDay(instant, offset: 3600).string == "09:12:03 +01:00")
        #expect(InstantText.timeOfDay(instant, offset: 0, zone: false).string == "08:12:03")
        #expect(InstantText.local(instant, offset: 0).string == "2026-11-21 08:12:03 UTC")
        #expect(InstantText.local(0, offset: -3600) == InstantText.unknown)
        #expect(InstantText.local(instant, offset: .max) == InstantText.unknown)
        #expect(InstantText.local(instant, offset: .min) == InstantText.unknown)
    }
}
