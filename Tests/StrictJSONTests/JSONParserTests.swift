import StrictJSON
import Testing

struct JSONParserTests {
    private func parse(_ text: String, _ limits: JSONLimits = JSONLimits()) throws(JSONSyntaxError) -> JSONValue {
        try JSONValue.parse(Array(text.utf8), limits: limits)
    }

    private func failure(_ bytes: [UInt8], _ limits: JSONLimits = JSONLimits()) -> JSONSyntaxError? {
        do throws(JSONSyntaxError) {
            _ = try JSONValue.parse(bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private func failure(_ text: String, _ limits: JSONLimits = JSONLimits()) -> JSONSyntaxError? {
        failure(Array(text.utf8), limits)
    }

    @Test func `reads a document that is a part of other bytes`() {
        let bytes = Array(#"x{"a":1}y"#.utf8)
        #expect(JSONValue.parse(part: bytes[1..<8]) == ["a": 1])
        #expect(JSONValue.parse(part: bytes[1..<9]) == nil)
        #expect(JSONValue.parse(part: bytes[1..<8], limits: JSONLimits(bytes: 6)) == nil)
    }

    @Test func `reads every kind of value in order`() throws {
        let value = try parse(#" {"z":null,"a":[true,false,-1.50e+2,"x"],"m":{}} "#)
        #expect(value.objectValue?.keys == ["z", "a", "m"])
        #expect(value["z"]?.isNull == true)
        #expect(value["a"] == [true, false, .number(try #require(JSONNumber(text: "-1.50e+2"))), "x"])
        #expect(value["m"] == [:])
        #expect(value["absent"] == nil)
    }

    @Test(arguments: [
        (#""\u0041\u00e9\u20ac\ud83d\ude00""#, "Aé€😀"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (#""é\u0000€""#, "é\u{0}€"),
        (#""plain ÄÖ 中""#, "plain ÄÖ 中"),
        (#""""#, ""),
    ])
    func `reads strings`(text: String, expected: String) throws {
        #expect(try parse(text) == .string(expected))
    }

    @Test(arguments: [
        "{", "[", "[1", "[1,", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "\"", "\"\\", "\"\\u12", "\"\\ud83d\\",
        "t", "tru", "nul", "-", "1.", "1e", "1e+", "[1,]", "{\"a\":1,}", "{,}", "[,]", "{1:2}", "{'a':1}", "01", "-01",
        ".5",
        "+1", "0x1", "NaN", "Infinity", "1 2", "{} x", "[1 2]", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "\"\t\"", "\"\n\"",
        "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\ud800x\"", "True", "// c\n1",
        "/**/1", "[1]]", "}", ":", ",", "\u{FEFF}\u{FEFF}1", "\u{A0}1", "1\u{0}",
    ])
    func `refuses`(text: String) {
        #expect(failure(text) != nil)
    }

    @Test(arguments: ["", " ", "\n\t\r ", "\u{FEFF}", "\u{FEFF}  "])
    func `tells empty from wrong`(text: String) {
        #expect(failure(text)?.reason == .empty)
    }

    @Test func `refuses other encodings by name`() {
        #expect(failure([0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00])?.reason == .encoding("UTF-16"))
        #expect(failure([0xFE, 0xFF, 0x00, 0x7B, 0x00, 0x7D])?.reason == .encoding("UTF-16"))
        #expect(failure([0x7B, 0x00, 0x7D, 0x00])?.reason == .encoding("UTF-16"))
        #expect(failure([0x00, 0x7B, 0x00, 0x7D])?.reason == .encoding("UTF-16"))
        #expect(failure([0xFF, 0xFE, 0, 0, 0x7B, 0, 0, 0])?.reason == .encoding("UTF-32"))
        #expect(failure([0, 0, 0, 0x7B])?.reason == .encoding("UTF-32"))
    }

    @Test(
        arguments: [
            [0x22, 0x80, 0x22], [0x22, 0x61, 0xC3, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xE2, 0x82], [0x5B, 0x31, 0xFF], [0xFF],
            [0x22, 0x5C, 0x6E, 0x80, 0x22],
        ] as [[UInt8]])
    func `refuses invalid UTF8`(bytes: [UInt8]) {
        #expect(failure(bytes)?.reason == .encoding("invalid UTF-8"))
    }

    @Test func `tells the byte of invalid UTF8`() {
        #expect(failure([0x22, 0xC3, 0xA9, 0x80, 0x22])?.offset == 3)
        #expect(failure([0x22, 0xC3, 0xA9, 0x80, 0x22])?.column == 3)
    }

    @Test func `passes one byte order mark`() throws {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("{\"a\": x}".utf8)
        #expect(JSONValue.hasBOM(bytes))
        #expect(failure(bytes)?.column == 7)
        #expect(try parse("\u{FEFF}[1]") == [1])
    }

    @Test func `refuses duplicate keys with their place`() throws {
        let error = try #require(failure("{\n  \"a\": 1,\n  \"é\": 2, \"a\": 3\n}"))
        #expect(error.reason == .duplicateKey)
        #expect(error.line == 3)
        #expect(error.column == 11)
        let many = (0..<40).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(failure("{\(many)}") == nil)
        #expect(failure("{\(many),\"k3\":1}")?.reason == .duplicateKey)
        #expect(failure("{\(many),\"k39\":1}")?.reason == .duplicateKey)
        #expect(failure("{\"a\":1,\"\\u0061\":2}")?.reason == .duplicateKey)
    }

    @Test func `tells line and column`() throws {
        let error = try #require(failure("{\n  \"ключ\": \"значение\",\n  \"b\" 1\n}"))
        #expect(error.reason == .syntax(expected: "a colon"))
        #expect((error.line, error.column) == (3, 7))
    }

    @Test func `bounds the depth`() throws {
        let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(failure(deep(64)) == nil)
        #expect(failure(deep(65))?.reason == .tooDeep)
        #expect(failure(deep(65))?.offset == 64)
        #expect(failure(String(repeating: "{\"a\":", count: 100_000))?.reason == .tooDeep)
        #expect(failure(String(repeating: "[", count: 100_000))?.reason == .tooDeep)
    }

    @Test func `bounds sizes`() {
        #expect(failure("[1,2,3]", JSONLimits(bytes: 6))?.reason == .tooLarge)
        #expect(failure("[1,2,3]", JSONLimits(bytes: 7, items: 4)) == nil)
        #expect(failure("[1,2,3]", JSONLimits(items: 3))?.reason == .tooLarge)
        #expect(failure("\"abcd\"", JSONLimits(stringBytes: 4)) == nil)
        #expect(failure("\"abcde\"", JSONLimits(stringBytes: 4))?.reason == .tooLarge)
        #expect(failure("\"ab\\ncd\"", JSONLimits(stringBytes: 4))?.reason == .tooLarge)
    }

    @Test func `every truncation is an error at the end or before`() throws {
        let bytes = Array(#"{"list":[1,-2.5e+3,true,null],"text":"é\u00e9\ud83d\ude00\n","deep":{"a":{}}}"#.utf8)
        _ = try JSONValue.parse(bytes)
        for length in 0..<bytes.count {
            let error = try #require(failure(Array(bytes[..<length])), "cut at \(length)")
            #expect(error.offset <= length)
            #expect(error.line == 1)
        }
    }

    @Test func `every flipped bit is read or refused`() throws {
        let bytes = Array(#"{"list":[1,-2.5e+3,true],"text":"é\u00e9\ud83d\ude00","deep":{"a":{}}}"#.utf8)
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= UInt8(1) << UInt8(bit)
                if let value = try? JSONValue.parse(changed) {
                    // What is read once is read again the same: nothing is lost between reading and writing.
                    #expect(try JSONValue.parse(Array(value.serialized().utf8)) == value)
                }
            }
        }
    }
}
