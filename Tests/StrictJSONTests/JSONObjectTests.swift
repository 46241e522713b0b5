import StrictJSON
import Testing

struct JSONObjectTests {
    @Test func `replaces in place and appends`() {
        var object: JSONObject = ["a": 1, "b": 2, "c": 3]
        object["b"] = "two"
        object["d"] = nil
        object["e"] = 5
        #expect(object.keys == ["a", "b", "c", "e"])
        #expect(object["b"] == "two")
        object["a"] = nil
        #expect(object.keys == ["b", "c", "e"])
        #expect(object.count == 3)
    }

    @Test func `takes the last of two equal keys`() {
        let object = JSONObject([("a", 1), ("b", 2), ("a", 3)])
        #expect(object.members == [JSONMember(key: "a", value: 3), JSONMember(key: "b", value: 2)])
    }

    @Test func `tells types apart`() {
        let value: JSONValue = ["text": "x", "number": 3, "flag": true]
        #expect(value["text"]?.intValue == nil)
        #expect(value["number"]?.intValue == 3)
        #expect(value["number"]?.stringValue == nil)
        #expect(value["flag"]?.boolValue == true)
        #expect(value["flag"]?.arrayValue == nil)
        #expect(JSONValue.array([]).objectValue == nil)
    }
}
