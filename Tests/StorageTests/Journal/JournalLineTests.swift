import Moments
import StrictJSON
import Testing
import ThoughtSpotSessions

@testable import Storage

struct JournalLineTests {
    private var full: JournalEvent {
        var token = TokenFacts(fingerprint: Fingerprint("0123456789ab"), kind: "full")
        token.objectID = "o"
        token.user = "anna"
        token.userID = "guid"
        token.org = OrgReference(id: 0, name: "Primary")
        token.generation = .v2
        token.createdAt = Instant(milliseconds: 1_000)
        token.expiry = .at(Instant(milliseconds: 301_000))
        token.label = "nightly \u{1B}[31m"
        token.use = TokenUse(
            accessType: "REPORT_BOOK_VIEW", orgScope: "SPECIFIC_ORGS",
            orgs: [OrgReference(id: 0, name: "Primary"), OrgReference(id: 7)], orgCount: 30, tokenType: "BEARER")
        return JournalEvent(
            id: "01", operation: "00", at: Instant(milliseconds: 1_795_251_165_123), phase: .result,
            action: .issueToken,
            outcome: .stillValid, profileID: "p", profileName: "prod", origin: "https://h", user: "tsadmin",
            credential: .secretKey, insecure: true, token: token, errorCode: "E_X",
            evidence: Evidence(
                method: "POST", path: "/api/rest/2.0/auth/token/full", status: 200, serverCode: 10_097, incident: "i",
                serverTime: Instant(milliseconds: 1_795_251_165_000), clockSkew: -123, duration: 12))
    }

    @Test func `reads what it writes`() throws {
        let line = JournalLine.encode(full)
        #expect(
            line.hasPrefix(
                #"{"v":1,"id":"01","op":"00","at":"2026-11-21T08:52:45.123Z","phase":"result","action":"issue_token""#))
        #expect(line.hasSuffix("\n"))
        #expect(line.utf8.filter { $0 < 0x20 || $0 == 0x7F }.count == 1)
        #expect(JournalLine.decode(Array(line.utf8.dropLast())) == full)
    }

    @Test(arguments: [
        Expiry.at(Instant(milliseconds: 5)), .estimated(Instant(milliseconds: 5)), .untilNextIssue, .unknown,
    ])
    func `keeps the kind of expiry`(expiry: Expiry) {
        var event = full
        event.token?.expiry = expiry
        #expect(JournalLine.decode(Array(JournalLine.encode(event).utf8.dropLast())) == event)
    }

    @Test func `keeps what it does not know`() throws {
        let text = """
            {"v":2,"id":"a","at":"2026-11-21T08:52:45Z","phase":"dream","action":"fly","outcome":"wings","ms":"x",\
            "new":{"a":[1,2.50]},"token":{"fp":"0123456789ab","colour":"red","org_id":"7"}}
            """
        let event = try #require(JournalLine.decode(Array(text.utf8)))
        #expect(event.action == .other("fly"))
        #expect(event.outcome == .other("wings"))
        #expect(event.phase == .note)
        #expect(event.operation == "a")
        #expect(event.token?.fingerprint?.text == "0123456789ab")
        #expect(
            event.unknownMembers
                == #"{"v":2,"phase":"dream","ms":"x","new":{"a":[1,2.50]},"token":{"colour":"red","org_id":"7"}}"#)
        let again = try #require(JournalLine.decode(Array(JournalLine.encode(event).utf8.dropLast())))
        #expect(again.token == event.token)
        #expect(again.action == event.action)
        let members = try JSONValue.parse(Array(JournalLine.encode(event).utf8))
        #expect(members["new"] == (try JSONValue.parse(Array(#"{"a":[1,2.50]}"#.utf8))))
        #expect(members["token"]?["colour"] == "red")
    }

    @Test(arguments: [
        "", "x", "{}", "[]", #"{"id":"a"}"#, #"{"id":"a","at":"yesterday","action":"log_in"}"#,
        #"{"at":"2026-11-21T08:52:45Z","action":"log_in"}"#, #"{"id":"a","at":"2026-11-21T08:52:45Z"}"#,
    ])
    func `no event`(text: String) {
        #expect(JournalLine.decode(Array(text.utf8)) == nil)
    }

    @Test func `the first Orgs are listed and all are counted`() throws {
        let scope = TokenScope(
            orgScope: "SPECIFIC_ORGS",
            orgs: (1...100).map { (number: Int) in OrgReference(id: number, name: "Org \(number)") }
        )
        var event = full
        event.token?.use = TokenUse(scope)
        let read = try #require(JournalLine.decode(Array(JournalLine.encode(event).utf8.dropLast())))
        #expect(read.token?.use.orgs.map(\.id) == (1...24).map { Optional($0) })
        #expect(read.token?.use.orgCount == 100)
    }

    @Test func `every line fits`() throws {
        var event = full
        event.token?.use.orgs = (1...24).map {
            OrgReference(id: Int.max - $0, name: String(repeating: "\u{1F4A9}", count: 5_000))
        }
        let long = String(repeating: "\u{1F4A9}\u{202E}", count: 5_000)
        event.user = long
        event.evidence?.incident = long
        event.errorCode = long
        event.token?.user = long
        event.token?.userID = long
        event.token?.label = long
        event.token?.org = OrgReference(id: 1, name: long)
        let line = JournalLine.encode(event)
        #expect(line.utf8.count <= JournalLine.limit)
        let again = try #require(JournalLine.decode(Array(line.utf8.dropLast())))
        #expect(again.token?.fingerprint == event.token?.fingerprint)
        #expect(again.user?.hasSuffix("…") == true)
    }

    @Test func `ids sort by time`() {
        let random: [UInt8] = Array(repeating: 255, count: 10)
        let early = EventID(at: Instant(milliseconds: 1_469_918_176_385), random: random)
        #expect(early.text == "01ARYZ6S41ZZZZZZZZZZZZZZZZ")
        #expect(EventID(at: Instant(milliseconds: 1_469_918_176_386), random: []).text > early.text)
    }

    @Test func `fingerprints are what the document says`() {
        // printf 'tessera-token-v1abc' | sha256sum
        #expect(Fingerprint(of: Secret("abc")).text == "a7442d91451c")
        #expect(Fingerprint("0123456789AB") == nil)
        #expect(Fingerprint("0123456789a") == nil)
    }
}
