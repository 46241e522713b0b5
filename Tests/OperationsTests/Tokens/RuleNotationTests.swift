import Operations
import Testing
import ThoughtSpotSessions

/// Rules as people write them on one line.
struct RuleNotationTests {
    private typealias Rule = CustomTokenRules.FilterRule

    @Test func `a rule is a column, an operator and values`() throws {
        #expect(
            try RuleNotation.filterRules("Region IN north, south west ;Order Date GE 2024-01-01;")
                == [
                    .init(column: "Region", comparison: .isIn, values: ["north", "south west"]),
                    .init(column: "Order Date", comparison: .greaterOrEqual, values: ["2024-01-01"]),
                ])
        #expect(try RuleNotation.filterRules("  ").isEmpty)
        #expect(try RuleNotation.filterRules("").isEmpty)
    }

    @Test(arguments: [
        ("=", "EQ"), ("!=", "NE"), ("<", "LT"), ("<=", "LE"), (">", "GT"), (">=", "GE"), ("BW_INC", "BW_INC"),
        ("NOT_IN", "NOT_IN"),
    ])
    func `signs stand for operators`(sign: String, name: String) throws {
        #expect(try RuleNotation.filterRules("a \(sign) 1").map(\.comparison.rawValue) == [name])
    }

    @Test func `quotes take a part as it stands`() throws {
        #expect(
            try RuleNotation.filterRules(#""Sales, IN "net"" x EQ 1"#.replacing(#""net"""#, with: #"\"net\"""#))
                == [.init(column: #"Sales, IN "net" x"#, comparison: .equal, values: ["1"])])
        #expect(
            try RuleNotation.filterRules(#"a IN "x;y", "EQ", "c:\\d""#)
                == [.init(column: "a", comparison: .isIn, values: ["x;y", "EQ", #"c:\d"#])])
    }

    @Test(arguments: [
        ("Region north", 1), ("IN a", 1), ("a EQ", 3), ("a EQ 1,", 6), ("a EQ ,1", 6), ("a, b EQ 1", 2),
        (#"a EQ "x"#, 6), (#"a EQ "x"y"#, 9), ("a eq 1", 1), ("a EQ 1; b", 9),
    ])
    func `what cannot be read is told with its place`(text: String, column: Int) {
        #expect {
            try RuleNotation.filterRules(text)
        } throws: { error in
            (error as? RuleNotation.Malformed)?.column == column
        }
    }

    @Test func `names and their values`() throws {
        #expect(
            try RuleNotation.namedValues(#"tenant = acme,beta; My Currency=EUR; note="a=b;c""#)
                == [
                    .init(name: "tenant", values: ["acme", "beta"]), .init(name: "My Currency", values: ["EUR"]),
                    .init(name: "note", values: ["a=b;c"]),
                ])
        for (text, column) in [("tenant", 1), ("=x", 1), ("a=", 2), ("a=b=c", 4)] {
            #expect {
                try RuleNotation.namedValues(text)
            } throws: { error in
                (error as? RuleNotation.Malformed)?.column == column
            }
        }
    }

    @Test func `lists and objects`() throws {
        #expect(try RuleNotation.list("") == [])
        #expect(try RuleNotation.list(#"admins, sales team , "a, b""#) == ["admins", "sales team", "a, b"])
        #expect(throws: RuleNotation.Malformed.self) { try RuleNotation.list("a,,b") }
        #expect(
            try RuleNotation.objects("0d1c2b3a-4958-4473-a2b1-c0d9e8f70011, Sales Table") == [
                .init(identifier: "0d1c2b3a-4958-4473-a2b1-c0d9e8f70011"),
                .init(identifier: "Sales Table", type: "LOGICAL_TABLE"),
            ])
    }
}

/// Rules in a file.
struct CustomRulesFileTests {
    private func reason(_ text: String) -> String? {
        do throws(CustomRulesFile.Malformed) {
            _ = try CustomRulesFile.rules(Array(text.utf8))
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func `every member`() throws {
        let text = """
            {"persist_option": "APPEND",
             "filter_rules": [{"column_name": "Region", "operator": "IN", "values": ["north", "south"]}],
             "parameter_values": [{"name": "Currency", "values": ["EUR"]}],
             "variable_values": [{"name": "tenant", "values": ["acme"]}],
             "objects": [{"identifier": "Sales", "type": "LOGICAL_TABLE"}, {"identifier": "g"}]}
            """
        #expect(
            try CustomRulesFile.rules(Array(text.utf8))
                == CustomTokenRules(
                    persistence: .append,
                    filterRules: [.init(column: "Region", comparison: .isIn, values: ["north", "south"])],
                    parameterValues: [.init(name: "Currency", values: ["EUR"])],
                    variableValues: [.init(name: "tenant", values: ["acme"])],
                    objects: [.init(identifier: "Sales", type: "LOGICAL_TABLE"), .init(identifier: "g")]))
        #expect(
            try CustomRulesFile.rules(Array(#"{"persist_option":"RESET"}"#.utf8))
                == CustomTokenRules(persistence: .reset))
    }

    @Test(arguments: [
        ("", "line 1, column 1: it is empty"), ("{\n  \"persist_option\" \"REPLACE\"}", "line 2, column 20: expected"),
        ("[]", "the file: not an object"), ("{}", "persist_option: missing"),
        (#"{"persist_option":"KEEP"}"#, "persist_option: not one of REPLACE, APPEND, NONE, RESET"),
        (#"{"persist_option":1}"#, "persist_option: not a text"),
        (#"{"persist_option":"REPLACE","secret_key":"x"}"#, "secret_key: no such member"),
        (#"{"persist_option":"REPLACE","filter_rules":{}}"#, "filter_rules: not a list"),
        (#"{"persist_option":"REPLACE","filter_rules":[1]}"#, "filter_rules[0]: not an object"),
        (
            #"{"persist_option":"REPLACE","filter_rules":[{"column_name":"a","operator":"=","values":["1"]}]}"#,
            "filter_rules[0].operator: not one of EQ, NE"
        ),
        (
            #"{"persist_option":"REPLACE","filter_rules":[{"column_name":"a","operator":"EQ","values":[1,null]}]}"#,
            "filter_rules[0].values[1]: not a text, a number, or true or false"
        ),
        (
            #"{"persist_option":"REPLACE","filter_rules":[{"column_name":"a","operator":"EQ","values":[]}]}"#,
            "filter_rules[0].values: has no value"
        ),
        (
            #"{"persist_option":"REPLACE","filter_rules":[{"column":"a"}]}"#,
            "filter_rules[0].column: no such member; there are column_name, operator, values"
        ),
        (
            #"{"persist_option":"REPLACE","variable_values":[{"name":"a","values":["1"]},{"name":""}]}"#,
            "variable_values[1].name: empty"
        ),
        (#"{"persist_option":"REPLACE","objects":[{"type":"x"}]}"#, "objects[0].identifier: missing"),
        (#"{"persist_option":"A","persist_option":"B"}"#, "this member stands twice in the same object"),
    ])
    func `what is wrong is told by its place or its path, never by its value`(text: String, words: String) {
        let reason = reason(text)
        #expect(reason?.contains(words) == true, "\(reason ?? "taken")")
    }

    @Test func `values keep the type and the digits they are written with`() throws {
        let text = """
            {"persist_option":"APPEND",\
            "filter_rules":[{"column_name":"Year","operator":"GE","values":[2024,-0.50,1e3,"2024",true]}],\
            "parameter_values":[{"name":"Limit","values":[12345678901234567890]}],\
            "variable_values":[{"name":"tenant","values":["acme",false,7]}]}
            """
        let rules = try CustomRulesFile.rules(Array(text.utf8))
        let numbers = ["2024", "-0.50", "1e3"].compactMap { RuleValue(number: $0) }
        #expect(rules.filterRules.first?.values == numbers + ["2024", .boolean(true)])
        #expect(rules.variableValues.first?.values == ["acme", .boolean(false), .number(7)])
        // The preview is what is sent.
        let request = TokenRequest(kind: .custom(rules), username: "u", credential: .secretKey(Secret("k")))
        let fields = try request.preview(in: .v2).fields
        func sent(_ name: String) -> String? { fields.first { $0.name == name }?.value }
        #expect(
            sent("filter_rules")
                == #"[{"column_name":"Year","operator":"GE","values":[2024,-0.50,1e3,"2024",true]}]"#)
        #expect(sent("parameter_values") == #"[{"name":"Limit","values":[12345678901234567890]}]"#)
        #expect(sent("variable_values") == #"[{"name":"tenant","values":["acme",false,7]}]"#)
    }

    @Test func `a file that is too large is not read`() {
        let text = #"{"persist_option":"REPLACE"}"# + String(repeating: " ", count: CustomRulesFile.limit)
        #expect(reason(text) == "line 1, column 1: it is too large")
    }
}
