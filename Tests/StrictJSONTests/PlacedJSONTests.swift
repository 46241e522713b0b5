import StrictJSON
import Testing

struct PlacedJSONTests {
    private func place(_ line: Int, _ column: Int) -> JSONPlace { JSONPlace(line: line, column: column) }

    @Test func `keys and values know their lines and columns`() throws {
        let text = """
            {
              "version": 1,
              "keys": { "token revoke" : ["Ctrl-R", "F8"] , "é\\"}": [] },
              "a": null, "b": true , "c": -1.5e2
            }
            """
        let root = try PlacedJSON.parse(Array(text.utf8))
        let members = try #require(root.members)
        #expect(root.place == place(1, 1))
        #expect(members.map(\.key) == ["version", "keys", "a", "b", "c"])
        #expect(members.map(\.place) == [place(2, 3), place(3, 3), place(4, 3), place(4, 14), place(4, 26)])
        #expect(members[0].value.place == place(2, 14))
        #expect(members[0].value.intValue == 1)
        let keys = try #require(members[1].value.members)
        #expect(keys.map(\.key) == ["token revoke", "é\"}"])
        #expect(keys.map(\.place) == [place(3, 13), place(3, 49)])
        let list = try #require(keys[0].value.arrayValue)
        #expect(list.map(\.stringValue) == ["Ctrl-R", "F8"])
        #expect(list.map(\.place) == [place(3, 31), place(3, 41)])
        #expect(keys[1].value.arrayValue == [])
        // The letter é is one column.
        #expect(keys[1].value.place == place(3, 57))
        #expect(members[4].value.place == place(4, 31))
    }

    @Test func `a byte order mark takes no column`() throws {
        let root = try PlacedJSON.parse([0xEF, 0xBB, 0xBF] + Array(#"{"a":1}"#.utf8))
        #expect(root.members?.first?.place == place(1, 2))
    }

    @Test(arguments: ["[]", "\"x\"", "17", "null", "{}", " [ [ ] , { } ] "])
    func `takes every shape`(text: String) throws {
        _ = try PlacedJSON.parse(Array(text.utf8))
    }

    @Test func `refuses what the parser refuses`() {
        #expect(throws: JSONSyntaxError.self) { try PlacedJSON.parse(Array(#"{"a":1,"a":2}"#.utf8)) }
        #expect(throws: JSONSyntaxError.self) { try PlacedJSON.parse([]) }
    }
}
