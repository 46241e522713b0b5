import StrictJSON
import Testing

struct JSONNumberTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("0.0", 0), ("0e99999999999", 0), ("1", 1), ("1.0", 1), ("1e3", 1_000),
            ("-1.5e1", -15),
            ("1500e-2", 15), ("100E+2", 10_000), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9.223372036854775807e18", .max), ("1700000000000.000", 1_700_000_000_000),
        ] as [(String, Int64)])
    func `reads whole numbers`(text: String, expected: Int64) throws {
        #expect(try #require(JSONNumber(text: text)).int64 == expected)
    }

    @Test(arguments: [
        "1.5", "15e-1", "9223372036854775808", "-9223372036854775809", "1e19", "1e300", "1e999999999999999999999",
        "1e-400", "0.1",
    ])
    func `has no whole number`(text: String) throws {
        #expect(try #require(JSONNumber(text: text)).int64 == nil)
    }

    @Test func `reads fractions`() throws {
        #expect(JSONNumber(text: "-2.5e1")?.double == -25)
        #expect(JSONNumber(text: "0.0")?.double == 0)
        #expect(try #require(JSONNumber(text: "1e400")).double == nil)
        #expect(try #require(JSONNumber(text: "1e-400")).double == nil)
    }

    @Test(arguments: ["", "-", "01", "1.", ".1", "1e", "1e+", "+1", " 1", "1 ", "0x1", "inf", "nan", "1_000", "1,0"])
    func `refuses`(text: String) {
        #expect(JSONNumber(text: text) == nil)
    }
}
