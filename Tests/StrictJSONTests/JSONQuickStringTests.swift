import StrictJSON
import Testing

/// Strings are read in two ways, one of them eight bytes at a time: neither may let through what the other refuses.
struct JSONQuickStringTests {
    private func parse(_ bytes: [UInt8]) -> String? {
        (try? JSONValue.parse(bytes))?.stringValue
    }

    @Test func `every byte at every place of a word`() {
        for place in 0..<20 {
            for byte in UInt8.min...UInt8.max {
                var content = Array(repeating: UInt8(ascii: "a"), count: 20)
                content[place] = byte
                let isPlain = (0x20..<0x80).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                let expected = isPlain ? String(decoding: content, as: UTF8.self) : nil
                #expect(parse([0x22] + content + [0x22]) == expected, "byte \(byte) at \(place)")
                // Behind an escape too, where the text has to be built anew.
                let escaped = [UInt8(ascii: "\\"), UInt8(ascii: "n")] + content
                #expect(parse([0x22] + escaped + [0x22]) == expected.map { "\n" + $0 }, "byte \(byte) at \(place)")
            }
        }
    }

    @Test func `every byte behind a backslash`() {
        let escapes: [UInt8: String] = [
            UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
            UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
        ]
        for length in 0..<18 {
            let head = Array(repeating: UInt8(ascii: "x"), count: length)
            for byte in UInt8.min...UInt8.max {
                let bytes = [0x22] + head + [UInt8(ascii: "\\"), byte] + head + [0x22]
                let text = String(decoding: head, as: UTF8.self)
                #expect(parse(bytes) == escapes[byte].map { text + $0 + text }, "byte \(byte) after \(length)")
            }
        }
    }

    @Test(arguments: ["é", "中", "😀", "a\u{301}", "\u{7F}", "\u{2028}"])
    func `characters of several bytes at every place`(character: String) {
        for length in 0..<18 {
            let text = String(repeating: "x", count: length) + character + "\"" + character
            #expect(parse(Array("\"\(text.replacing("\"", with: "\\\""))\"".utf8)) == text)
        }
    }

    @Test func `a document that ends within a string`() {
        let text = Array("\"abcdefghij\\\"klmnopqrstuvw\\\\\"".utf8)
        for length in 0..<text.count { #expect(parse(Array(text.prefix(length))) == nil) }
        #expect(parse(text) == "abcdefghij\"klmnopqrstuvw\\")
    }

    @Test func `the limit of a string counts the bytes of the document`() {
        let limits = JSONLimits(stringBytes: 10)
        func fits(_ text: String) -> Bool { (try? JSONValue.parse(Array(text.utf8), limits: limits)) != nil }
        #expect(fits("\"0123456789\""))
        #expect(!fits("\"01234567890\""))
        #expect(fits("\"01234567\\n\""))
        #expect(!fits("\"012345678\\n\""))
    }

    @Test func `the elements of a list come one by one`() throws {
        var read: [JSONValue] = []
        #expect(try JSONValue.parseElements(Array(" [1, \"a\", [2]] ".utf8)) { read.append($0) })
        #expect(read == [1, "a", [2]])
        #expect(try JSONValue.parseElements(Array("[]".utf8)) { _ in Issue.record("there is none") })
        #expect(try !JSONValue.parseElements(Array("{\"a\":[1]}".utf8)) { _ in Issue.record("it is no list") })
        for text in ["", "[", "[1,]", "[1] 2", "[1 2]", "{", "[1}"] {
            #expect(throws: JSONSyntaxError.self) { try JSONValue.parseElements(Array(text.utf8)) { _ in } }
        }
    }
}
