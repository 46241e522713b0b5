import Moments
import Operations
import Storage
import Testing
import ThoughtSpotSessions

struct FindTokenTests {
    private func records() throws -> [TokenRecord] {
        try ["0a1b2c3d4e5f", "0a1b2c3d4e50", "ffff00001111"].map { text in
            let fingerprint = try #require(Fingerprint(text))
            return TokenRecord(
                origin: "https://h", profileID: "p", profileName: "prod-eu", fingerprint: fingerprint,
                facts: TokenFacts(fingerprint: fingerprint), state: .active, isImported: false,
                recordedAt: Instant(milliseconds: 0))
        }
    }

    @Test(arguments: [
        ("ffff", "ffff00001111"), ("FFFF0", "ffff00001111"), ("ffff00001111", "ffff00001111"),
        ("0a1b2c3d4e5f", "0a1b2c3d4e5f"), ("0A1B2C3D4E50", "0a1b2c3d4e50"),
    ])
    func `the beginning is enough`(_ typed: String, _ found: String) throws {
        #expect(try FindToken.find(typed: typed, in: records()).fingerprint.text == found)
    }

    @Test(arguments: ["", "f", "fff", "fffe", "ffff000011110", "*", "0000"])
    func `too little or wrong finds nothing`(_ typed: String) throws {
        let records = try records()
        let error = problem { () throws(OperationError) in try FindToken.find(typed: typed, in: records) }
        #expect(error?.refusal == .noSuchToken(typed: typed))
    }

    @Test(arguments: ["0a1b", "0a1b2c3d4e5"])
    func `two are not one`(_ typed: String) throws {
        let records = try records()
        let error = problem { () throws(OperationError) in try FindToken.find(typed: typed, in: records) }
        #expect(error?.refusal == .ambiguousToken(typed: typed, count: 2))
    }
}

struct LifetimeTests {
    @Test(arguments: [
        ("1s", 1), ("300s", 300), ("15m", 900), ("24h", 86_400), ("7d", 604_800), ("007s", 7),
        ("2147483647s", 2_147_483_647), ("24855d", 2_147_472_000),
    ])
    func `a number and a unit`(_ text: String, _ seconds: Int) throws {
        #expect(try Lifetime.parse(text) == seconds)
    }

    @Test(arguments: [
        "", "s", "300", "1.5h", "-1s", "+1s", "0s", "0d", "5 m", " 5m", "5m ", "5M", "1w", "1d2h", "2147483648s",
        "24856d", "9999999999d", "99999999999s", "\u{0663}s", "\u{FF15}m", "1e3s",
    ])
    func `anything else is refused`(_ text: String) {
        #expect(throws: Lifetime.Malformed.self) { try Lifetime.parse(text) }
    }

    @Test(arguments: [
        (1, "1s"), (59, "59s"), (60, "1m"), (90, "90s"), (900, "15m"), (3_600, "1h"), (5_400, "90m"), (86_400, "1d"),
        (90_000, "25h"), (604_800, "7d"), (Int(Int32.max), "2147483647s"),
    ])
    func `the shortest exact form`(_ seconds: Int, _ text: String) throws {
        #expect(Lifetime.text(seconds: seconds) == text)
        #expect(try Lifetime.parse(text) == seconds)
    }
}
