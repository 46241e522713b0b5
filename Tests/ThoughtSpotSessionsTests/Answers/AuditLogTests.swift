import HTTPExchange
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

/// How the audit log is read, the same in every generation (<doc:AuditLog>).
struct AuditLogTests {
    /// The 24 hours before ``Script/now``.
    static let window: AuditWindow = {
        guard let window = AuditWindow(from: Script.now.advanced(seconds: -86_400), to: Script.now) else {
            preconditionFailure("24 hours are a window")
        }
        return window
    }()

    private static let documented = #"""
        [{"date":"2025-05-31T23:59:58.250Z","log":"{\"version\":\"1.1\",\"id\":\"f0a2\",\"ts\":\
        \"2025-05-31T23:59:58.100Z\",\"orgId\":7,\"userGUID\":\"59481331-ee53-42be-a548-bd87be6ddd4a\",\
        \"userName\":\"anna\",\"cIP\":\"10.0.0.7\",\"type\":\"LOGIN_SUCCESSFUL\",\
        \"desc\":\"User login successful\",\"data\":{}}"}]
        """#.replacing("\\\n", with: "")

    private func read(
        _ answer: String, _ generation: Generation = .v2
    ) async throws(SessionError) -> [AuditEvent] {
        try await Script(generation, .json(answer)).client.auditLog(Self.window, covering: .allOrgs, as: Script.bearer)
            .value
    }

    /// The only event of a log whose only entry holds this `log`.
    private func event(_ log: String, date: String = #""2025-06-01T00:00:00Z""#) async throws -> AuditEvent {
        try #require(try await read(#"[{"date":\#(date),"log":\#(log)}]"#).first)
    }

    /// A text as JSON writes it.
    private func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    @Test(arguments: Generation.allCases)
    func `an event as it is documented`(generation: Generation) async throws {
        var expected = AuditEvent()
        expected.at = Instant(milliseconds: 1_748_735_998_250)
        expected.dateText = "2025-05-31T23:59:58.250Z"
        expected.id = "f0a2"
        expected.type = "LOGIN_SUCCESSFUL"
        expected.description = "User login successful"
        expected.orgID = 7
        expected.userID = "59481331-ee53-42be-a548-bd87be6ddd4a"
        expected.username = "anna"
        expected.clientAddress = "10.0.0.7"
        #expect(try await read(Self.documented, generation) == [expected])
        #expect(AuditEventType(rawValue: "LOGIN_SUCCESSFUL") == .loginSuccessful)
    }

    @Test func `one event of logs-events may come without a list around it`() async throws {
        let one = #"{"date":"2025-06-01T00:00:00Z","log":"{\"id\":\"1\",\"orgId\":3,\"type\":\"T\"}"}"#
        let events = try await read(" \n\(one)", .betaTspublic)
        #expect(events.map(\.id) == ["1"])
        #expect(events.map(\.orgID) == [3])
        #expect(try await read("[\(one)]", .betaTspublic) == events)
        // Something else than an event is none, and the others have lists only.
        for (answer, generation) in [
            ("{}", Generation.betaTspublic), (#"{"error":{"code":1}}"#, .betaTspublic), (one, .v2),
        ] {
            let error = await failure { () throws(SessionError) in try await read(answer, generation) }
            #expect(error?.code == .badField)
        }
    }

    @Test func `what may be null is absent`() async throws {
        let event = try await event(
            quoted(#"{"id":"1","orgId":null,"userGUID":null,"userName":null,"cIP":null,"type":"T","desc":null}"#))
        #expect(event.unreadText == nil)
        #expect(event.type == "T")
        #expect(
            [event.userID, event.username, event.clientAddress, event.description, event.data] == [
                nil, nil, nil, nil, nil,
            ])
        #expect(event.orgID == nil)
    }

    @Test func `other types than documented are shown all the same`() async throws {
        let event = try await event(
            quoted(#"{"orgId":"3","userName":5,"cIP":["a"],"type":true,"data":{"reason":"x"}}"#))
        #expect(event.orgID == 3)
        #expect(event.username == "5")
        #expect(event.clientAddress == #"["a"]"#)
        #expect(event.type == "true")
        #expect(event.data == #"{"reason":"x"}"#)
    }

    @Test(arguments: [
        ("not json at all", "not json at all"), ("[1]", "[1]"), ("", ""), (#"{"a":1,"a":2}"#, #"{"a":1,"a":2}"#),
        (#"{"type":"cut"#, #"{"type":"cut"#),
    ])
    func `a log that is no object is kept as its text`(log: String, text: String) async throws {
        let event = try await event(quoted(log))
        #expect(event.unreadText == text)
        #expect(event.at == Script.now)
        #expect(event.type == nil)
    }

    @Test func `an entry of any other form is kept as well`() async throws {
        let events = try await read(#"[5,"text",null,[],{},{"date":"2025-06-01T00:00:00Z"},{"log":{"type":"T"}}]"#)
        #expect(
            events.map(\.unreadText) == [
                "5", #""text""#, "null", "[]", "{}", #"{"date":"2025-06-01T00:00:00Z"}"#, nil,
            ])
        #expect(events.last?.type == "T")
    }

    @Test(
        arguments: [
            ("2025-06-01T00:00:00Z", 0), ("2025-06-01T00:00:00.5Z", 500), ("2025-06-01T00:00:00.123456789Z", 123),
            ("2025-06-01T02:00:00.250+02:00", 250), ("2025-05-31T19:30:00-0430", 0), ("2025-06-01 00:00:01", 1_000),
            ("2025-06-01T00:00Z", 0), ("2025-06-01T00:00:00,75z", 750), ("2025-06-01T05+05", nil),
            ("2025-02-29T00:00:00Z", nil), ("2025-06-01T24:00:00Z", nil), ("2025-06-01T00:00:00.Z", nil),
            ("2025-06-01T00:00:00Zx", nil), ("2025-06-01", nil), ("yesterday", nil), ("", nil),
            ("2025-06-01T00:00:00.0000000000000000000000Z", nil),
        ] as [(String, Int64?)])
    func `dates`(text: String, milliseconds: Int64?) async throws {
        let event = try await event(quoted("{}"), date: quoted(text))
        #expect(event.at == milliseconds.map { Instant(milliseconds: Script.now.milliseconds + $0) })
        #expect(event.dateText == text)
    }

    @Test func `the event's own time stands in for a date that is none`() async throws {
        let own = quoted(#"{"ts":"2025-06-01T00:00:00Z"}"#)
        for date in ["null", "1e400", "\"soon\""] {
            let event = try await event(own, date: date)
            #expect(event.at == Script.now)
            #expect(event.dateText == "2025-06-01T00:00:00Z")
        }
    }

    @Test(arguments: [
        ("{}", SessionError.Code.badField), ("null", .badField), ("", .emptyAnswer), ("[", .badJSON),
        ("[{},", .badJSON),
        (#"[{"log":"a","log":"b"}]"#, .duplicateKey), ("[{}] []", .badJSON), ("[{\"log\":\"\n\"}]", .badJSON),
        (String(repeating: "[", count: 65) + String(repeating: "]", count: 65), .tooDeep),
        ("[" + String(repeating: "1,", count: 700_000) + "1]", .tooLarge),
    ])
    func `an answer that is no list in JSON`(answer: String, code: SessionError.Code) async {
        let error = await failure { () throws(SessionError) in try await read(answer) }
        #expect(error?.code == code)
        #expect(error?.execution == .notExecuted)
    }

    @Test func `a log within a log may not be nested without end`() async throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(try await event(quoted(deep)).unreadText == deep)
    }

    @Test func `hostile text comes through as it is, and as one event`() async throws {
        let event = try await event(quoted("{\"userName\":\"a\\u001b]52;c;x\\u0007\\u202eb\\ud83d\\ude00\\n\"}"))
        #expect(event.username == "a\u{1B}]52;c;x\u{7}\u{202E}b😀\n")
    }

    @Test func `a log of more entries than a common answer may have values`() async throws {
        let entry = #"{"date":"2025-06-01T00:00:00Z","log":"{\"type\":\"T\"}"}"#
        let answer = "[" + Array(repeating: entry, count: 100_000).joined(separator: ",") + "]"
        #expect(try await read(answer).count == 100_000)
    }
}
