import StrictJSON
import TestSupport
import Testing

struct JSONWriterTests {
    @Test func `writes compact text`() {
        let value: JSONValue = ["b": [1, "x", nil, true], "a": [:], "c": []]
        #expect(value.serialized() == #"{"b":[1,"x",null,true],"a":{},"c":[]}"#)
    }

    @Test func `writes text for people`() {
        let value: JSONValue = ["version": 1, "profiles": [["name": "x"]], "none": []]
        let expected = """
            {
              "version": 1,
              "profiles": [
                {
                  "name": "x"
                }
              ],
              "none": []
            }

            """
        #expect(value.serialized(pretty: true) == expected)
    }

    @Test func `writes nothing that a terminal acts upon`() throws {
        let harmful =
            "\u{0}\u{1B}[31m\u{7F}\u{85}\u{9B}\u{200B}\u{200E}\u{202E}\u{2028}\u{2029}\u{2066}\u{FEFF}\u{E0041}\r\n\t\u{8}"
        let text = JSONValue.string(harmful).serialized()
        #expect(text.unicodeScalars.allSatisfy { (0x20...0x7E).contains($0.value) })
        #expect(text.contains(#"\u001b[31m"#))
        #expect(text.contains(#"\udb40\udc41"#))
        #expect(try JSONValue.parse(Array(text.utf8)) == .string(harmful))
    }

    /// Texts are looked at in steps of eight bytes.
    @Test func `writes each character as it must be, wherever it stands`() {
        for scalar in (0..<0x180).compactMap(Unicode.Scalar.init) {
            let expected: String =
                switch scalar {
                case "\"": #"\""#
                case "\\": #"\\"#
                case "\n": #"\n"#
                case "\r": #"\r"#
                case "\t": #"\t"#
                case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) || scalar.value == 0xAD:
                    "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
                default: String(scalar)
                }
            for place in 0..<18 {
                for behind in [0, 3, 8] {
                    let (front, back) = (String(repeating: "~", count: place), String(repeating: " ", count: behind))
                    let text = JSONValue.string(front + String(scalar) + back).serialized()
                    #expect(
                        text.utf8.elementsEqual("\"\(front)\(expected)\(back)\"".utf8), "\(scalar.value) at \(place)")
                }
            }
        }
    }

    @Test func `leaves readable text alone`() {
        #expect(JSONValue.string("é中😀 \"\\/").serialized() == #""é中😀 \"\\/""#)
    }

    @Test func `keeps what it read`() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let value = randomValue(depth: 4, using: &random)
            #expect(try JSONValue.parse(Array(value.serialized().utf8)) == value)
            #expect(try JSONValue.parse(Array(value.serialized(pretty: true).utf8)) == value)
        }
    }

    private func randomValue(depth: Int, using random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0: return nil
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .int(Int.random(in: -1_000_000...1_000_000, using: &random))
        case 3: return .string(randomText(using: &random))
        case 4:
            return .array(
                (0..<Int.random(in: 0..<5, using: &random)).map { _ in randomValue(depth: depth - 1, using: &random) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<5, using: &random) {
                object[randomText(using: &random)] = randomValue(depth: depth - 1, using: &random)
            }
            return .object(object)
        }
    }

    private func randomText(using random: inout SeededGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<8, using: &random) {
            let range: ClosedRange<UInt32> =
                [0...0x7F, 0x80...0xFFFF, 0x1_0000...0x10_FFFF].randomElement(using: &random) ?? 0...0
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { text.append(scalar) }
        }
        return String(text)
    }
}
