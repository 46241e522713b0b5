import HTTPExchange
import Operations
import Testing
import ThoughtSpotSessions

@testable import DecoderFuzzing

/// Rows D1 to D9 of <doc:Faults> that are about content, for every operation of every generation.
@Suite(.serialized) struct DAllContentTests {
    private static let documents = Golden.all.filter { $0.content == .document }.map(\.seed.name)

    @Test(arguments: Golden.names)
    func `D1 an empty body with 200`(name: String) throws {
        let golden = try Golden.named(name)
        for body in ["", " \r\n"] {
            let error = golden.error {
                $0.status = 200
                $0.body = Array(body.utf8)
            }
            switch golden.content {
            case .nothing:
                #expect(error == nil)
            case .confirmation:
                #expect(error?.code == .outcomeUnknown)
                #expect(error?.exit == .outcomeUnknown)
            case .text, .document:
                #expect(error?.code == .emptyAnswer)
                #expect(error?.exit == .unusableAnswer)
            }
        }
    }

    /// Where nothing is looked for, a no is still a no: a token is not valid, and a user not logged out, by it.
    @Test(arguments: Golden.all.filter { $0.content == .nothing }.map(\.seed.name))
    func `D-b-3 a bare false is a no everywhere`(name: String) throws {
        let golden = try Golden.named(name)
        let error = golden.error(status: 200, type: "application/json", body: "false")
        #expect(error?.code == .refusedByServer)
        #expect(error?.exit == .someFailed)
        #expect(error?.execution == .notExecuted)
    }

    private static let pages: [(text: String, code: SessionError.Code, exit: Operations.ExitCode, word: String)] = [
        ("Scheduled maintenance", .maintenance, .busy, "maintenance"),
        ("SAML single sign-on: Sign in with Okta", .notThoughtSpot, .unusableAnswer, "sign-in page"),
        ("Squid proxy: Access Denied", .notThoughtSpot, .unusableAnswer, "proxy"),
        ("Welcome to nginx", .notThoughtSpot, .unusableAnswer, "web page"),
    ]

    @Test(arguments: Golden.names)
    func `D2 a page for people is never a wrong password`(name: String) throws {
        let golden = try Golden.named(name)
        for status in [200, 400, 401, 403] {
            for page in Self.pages {
                let html = "<!DOCTYPE html><html><body>\(page.text)</body></html>"
                // Some servers forget the content type, and some lie.
                for type in ["text/html; charset=utf-8", nil, "application/json"] {
                    let error = golden.error(status: status, type: type, body: html)
                    #expect(error?.code == page.code, "\(status) \(page.text)")
                    #expect(error?.told.contains(page.word) == true)
                    if error?.execution == .notExecuted { #expect(error?.exit == page.exit) }
                }
            }
            let asleep = golden.error(
                status: status, type: "text/html", body: "<html>x</html>", headers: [("Cluster-State", "Stopped")])
            #expect(asleep?.code == .maintenance)
            #expect(asleep?.told.contains("economy mode") == true)
        }
    }

    @Test(arguments: documents)
    func `D2 another content type or charset`(name: String) throws {
        let golden = try Golden.named(name)
        for (type, code) in [
            ("application/json; charset=utf-16", SessionError.Code.badJSON), ("image/png", .notThoughtSpot),
            ("text/plain", .notThoughtSpot),
        ] {
            let error = golden.error(status: 200, type: type, body: golden.text)
            #expect(error?.code == code)
            #expect(error?.exit == .unusableAnswer)
        }
    }

    @Test(arguments: documents)
    func `D4 what is not one document in UTF-8`(name: String) throws {
        let golden = try Golden.named(name)
        let text = golden.text
        let bad = [text + "x", text + text, "\u{0}" + text, text + "\u{0}", "[" + text, String(text.dropLast())]
        for body in bad + [#"{"a":"\ud800"}"#, "{\"a\":\"x\u{1}y\"}", "{\"a\":\"x\ny\"}"] {
            let error = golden.error(body: body)
            #expect(error?.code == .badJSON, "\(body.prefix(40))")
            #expect(error?.exit == .unusableAnswer)
        }
        let units: [[UInt8]] = text.utf16.map { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let utf16: [UInt8] = [0xFF, 0xFE] + units.joined()
        #expect(golden.error { $0.body = utf16 }?.code == .badJSON)
        #expect(golden.error(body: "\u{FEFF}" + text) == nil)
    }

    @Test(arguments: documents)
    func `D5 a key that stands twice`(name: String) throws {
        let golden = try Golden.named(name)
        let twice = #"{"token":"canary-one","token":"canary-two"}"#
        for body in [twice, "[\(twice)]", #"{"deep":[\#(twice)]}"#] {
            let error = golden.error(body: body)
            #expect(error?.code == .duplicateKey)
            #expect(error?.exit == .unusableAnswer)
            #expect(error?.told.contains("canary") == false)
        }
    }

    @Test(arguments: documents)
    func `D6 nesting`(name: String) throws {
        let golden = try Golden.named(name)
        for depth in [65, 512, 100_000] {
            let lists = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            for body in [lists, String(repeating: #"{"a":"#, count: depth)] {
                let error = golden.error(body: body)
                #expect(error?.code == .tooDeep)
                #expect(error?.exit == .unusableAnswer)
            }
        }
    }

    /// What stops a stream at 8 MiB is the transport (AsyncHTTPTransportTests/HostileAnswerTests).
    @Test(arguments: documents)
    func `D7 a text of more than a megabyte`(name: String) throws {
        let golden = try Golden.named(name)
        let error = golden.error(body: #"{"name":"\#(String(repeating: "x", count: 2 << 20))"}"#)
        #expect(error?.code == .tooLarge)
        #expect(error?.exit == .unusableAnswer)
    }
}
