import Moments
import Testing
import ThoughtSpotSessions

@testable import Storage

/// The quick reader of lines reads what the general one reads, or leaves the line to it.
struct LineScannerTests {
    private static func scan(_ line: [UInt8]) -> (event: JournalEvent, previous: String?)? {
        line.withUnsafeBufferPointer { bytes in
            var scanner = LineScanner(bytes, LineTexts())
            return scanner.line()
        }
    }

    /// Lines as this program writes them, with every member and with few.
    private static var events: [JournalEvent] {
        var token = TokenFacts(fingerprint: Fingerprint("0123456789ab"), kind: "full")
        token.objectID = "8e3a2c1b-0000-4000-8000-000000000001"
        token.user = "jörg"
        token.userID = "59481331-ee53-42be-a548-bd87be6ddd4a"
        token.org = OrgReference(id: 0, name: "Primary")
        token.generation = .v2
        token.createdAt = Instant(milliseconds: 1_000)
        token.createdText = "soon"
        token.expiry = .estimated(Instant(milliseconds: 301_000))
        token.label = "nightly load of the warehouse, 東京"
        token.use = TokenUse(accessType: "FULL", orgScope: "ALL_MEMBER_ORGS", tokenType: "BEARER")
        let full = JournalEvent(
            id: "01JGFK6B3R3TB040RTJ830E5MY", operation: "01JGFK6A4G3TB040RTJ830E5MY",
            at: Instant(milliseconds: 1_795_251_165_123), phase: .result, action: .issueToken, outcome: .stillValid,
            profileID: "0b5f5f3e-5a4d-4a57-9f0e-1d2c3b4a5968", profileName: "prod", origin: "https://prod-eu.example",
            user: "tsadmin", credential: .secretKey, insecure: true, token: token, errorCode: "E_X",
            evidence: Evidence(
                method: "POST", path: "/api/rest/2.0/auth/token/full", status: 200, serverCode: 10_097, incident: "i",
                serverTime: Instant(milliseconds: 1_795_251_165_000), clockSkew: -123, duration: 0))
        var logOut = JournalEvent(
            id: "a", operation: "b", at: Instant(milliseconds: 0), phase: .intent, action: .forceLogout,
            profileID: "p", profileName: "n", origin: "")
        logOut.subjects = ["anna", "bob"]
        logOut.reason = "left the company"
        var other = logOut
        other.phase = .note
        other.action = .other("fly")
        other.outcome = .other("wings")
        other.token = TokenFacts(fingerprint: nil)
        other.evidence = Evidence(method: "", path: "", duration: 7)
        return [full, logOut, other]
    }

    private static func line(_ event: JournalEvent, after mark: String?) -> [UInt8] {
        Array(JournalLine.encode(event, after: mark).utf8.dropLast())
    }

    @Test(arguments: events, [nil, "27cab3681ed923dc"])
    func `Lines of this program are read at once`(event: JournalEvent, mark: String?) throws {
        let read = try #require(Self.scan(Self.line(event, after: mark)))
        #expect(read.event == event)
        #expect(read.previous == mark)
    }

    @Test(arguments: events.indices)
    func `Whatever is changed in a line, both readers agree`(number: Int) {
        let line = Self.line(Self.events[number], after: "27cab3681ed923dc")
        var quick = 0
        func expectAgreement(_ changed: [UInt8]) {
            guard let read = Self.scan(changed) else { return }
            quick += 1
            let general = JournalLine.read(changed)
            if general?.event != read.event || general?.previous != read.previous {
                Issue.record("\(String(decoding: changed, as: UTF8.self))")
            }
        }
        for place in line.indices {
            expectAgreement(Array(line[..<place]))
            expectAgreement(Array(line[..<place] + line[(place + 1)...]))
            expectAgreement(Array(line[..<place] + line[place...].prefix(1) + line[place...]))
            for byte in Array("\"\\,:{}[] 09-.xZ\u{7F}".utf8) + [0x00, 0x0A, 0x80, 0xC3, 0xFF] {
                var changed = line
                changed[place] = byte
                expectAgreement(changed)
                expectAgreement(Array(line[..<place] + [byte] + line[place...]))
            }
        }
        // Most of what stands within a text changes nothing but the text.
        #expect(quick > line.count)
    }

    @Test(arguments: [
        #"{"v":1,"id":"a","op":"a","at":"2026-11-21T08:52:45.000Z","phase":"note","action":"fly","request":"GET  /x","ms":1}"#,
        #"{"v":1,"id":"a","op":"a","at":"2026-11-21T08:52:45.000Z","phase":"note","action":"fly","request":" GET /x","ms":1}"#,
        #"{"v":1,"id":"a","op":"a","at":"2026-11-21T08:52:45.000Z","phase":"note","action":"fly","request":"GET /x y","ms":1}"#,
        #"{"v":1,"id":"a","op":"a","at":"2026-11-21T08:52:45.000Z","phase":"note","action":"fly","http":123456789012345678,"ms":1}"#,
        #"{"v":1,"id":"a","op":"a","at":"2026-11-21T08:52:45.000Z","phase":"note","action":"fly","subjects":[],"ms":1}"#,
        #"{"v":1,"id":"a","op":"a","at":"2026-11-21T08:52:45.000Z","phase":"note","action":"fly","token":{},"ms":1}"#,
        #"{"v":1,"id":"a","at":"2026-11-21T08:52:45.000Z","action":"fly"}"#,
        #"{"v":1,"id":"a","op":"a","at":"2026-11-21T08:52:45.000Z","phase":"note","action":"fly","new":1}"#,
        #"{"v":1,"id":"a","op":"a","at":"2026-11-21T08:52:45.000Z","phase":"note","action":"fly","token":{"expires":"2026-11-21T08:52:45.000Z","expiry_kind":"dream"}}"#,
    ])
    func `Lines of other hands are read as by the general reader`(text: String) {
        let line = Array(text.utf8)
        let read = JournalLine.read(line[...], sharing: LineTexts())
        let general = JournalLine.read(line)
        #expect(read?.event == general?.event)
        #expect(read?.previous == general?.previous)
        #expect(general != nil)
    }

    @Test func `A text is made once for many lines`() throws {
        let texts = LineTexts()
        let bytes = Array("https://prod-eu.example.com".utf8)
        let first = try #require(bytes.withUnsafeBufferPointer { texts.text($0, isASCII: true) })
        let second = try #require(bytes.withUnsafeBufferPointer { texts.text($0, isASCII: true) })
        let addresses = [first, second].map { text in
            text.utf8.withContiguousStorageIfAvailable { $0.baseAddress }
        }
        #expect(addresses[0] == addresses[1])
        #expect(texts.shared(String(decoding: bytes, as: UTF8.self)) == first)
        let damaged = [UInt8](repeating: 0xFF, count: 20)
        #expect(damaged.withUnsafeBufferPointer { texts.text($0, isASCII: false) } == nil)
    }
}
