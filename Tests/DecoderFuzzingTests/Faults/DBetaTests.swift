import HTTPExchange
import Operations
import StrictJSON
import Testing
import ThoughtSpotSessions

@testable import DecoderFuzzing

/// Rows D-b of <doc:Faults>: the betas, their nested errors, bare booleans and texts for times.
@Suite(.serialized) struct DBetaTests {
    private static let own = Golden.all.filter { $0.decoder.request.path.contains("/rest/v2/") }
    private static let names = own.map(\.seed.name)
    private static let confirmations = own.filter { $0.content == .confirmation }.map(\.seed.name)
    private static let tokens = own.filter { $0.document?["tokenCreatedTime"]?.stringValue?.isEmpty == false }

    @Test(arguments: names)
    func `D-b-1 the status inside is the one that counts`(name: String) throws {
        let golden = try Golden.named(name)
        for (status, exit) in [
            (400, Operations.ExitCode.usage), (401, .notLoggedIn), (403, .forbidden), (409, .someFailed),
        ] {
            let error = golden.refused(status, code: 10_023, debug: status == 403 ? "no right" : "rememberMe")
            if status == 400 {
                // 10023 is a missing right, whatever the status.
                #expect(error?.exit == .forbidden)
                #expect(golden.refused(400, code: 10_001, debug: "rememberMe")?.exit == exit)
            } else {
                #expect(error?.exit == exit, "\(status)")
            }
            // A clear no is not unknown, although HTTP said 500.
            #expect(error?.execution == .notExecuted)
            #expect(error?.incident == "inc-1")
        }
    }

    @Test(arguments: names)
    func `D-b-2 a 500 without a status inside, with a stack trace of a megabyte`(name: String) throws {
        let golden = try Golden.named(name)
        let trace = String(repeating: #""at gateway (server.js:1)","#, count: 36_000)
        let body = """
            {"error":{"errors":{"extension":{"exception":{"upstreamResponse":{"data":{"code":1,\
            "incident_id_guid":"inc-2","debug":"boom"}},"stacktrace":[\(trace)"end"]}}}}}
            """
        let error = golden.error(status: 500, body: body)
        #expect(error?.code == (golden.isChange ? .outcomeUnknown : .server))
        #expect(error?.exit == (golden.isChange ? .outcomeUnknown : .unusableAnswer))
        #expect(error?.incident == "inc-2")
        #expect(error?.serverText == "boom")
        #expect(error?.told.contains("server.js") == false)
    }

    @Test(arguments: confirmations)
    func `D-b-3 true, false, and what is neither`(name: String) throws {
        let golden = try Golden.named(name)
        #expect(golden.error(body: "true") == nil)
        #expect(golden.error(body: " true\n") == nil)
        let no = golden.error(body: "false")
        #expect(no?.code == .refusedByServer)
        #expect(no?.exit == .someFailed)
        #expect(no?.execution == .notExecuted)
        #expect(no?.detail?.contains("not done") == true)
        for body in [#""true""#, "1", "null", "True", "", "{}", "truefalse"] {
            let error = golden.error(body: body)
            #expect(error?.code == .outcomeUnknown, "\(body)")
            #expect(error?.exit == .outcomeUnknown)
            #expect(error?.execution == .accepted)
            #expect(error?.told.contains("accepted") == true)
            #expect(error?.told.contains("unreadable") == true)
        }
    }

    @Test(arguments: tokens.map(\.seed.name))
    func `D-b-5 the time of creation in many forms`(name: String) throws {
        let golden = try Golden.named(name)
        let document = try #require(golden.document)
        for text in [
            #""2025-06-01T00:00:00Z""#, #""1748736000000""#, "1748736000000", #""1 June 2025, noon""#, #""01/06/25""#,
            #""""#, "null", "true", "1e400", #""\u001b[2J""#, #"{"a":1}"#,
        ] {
            let value = try JSONValue.parse(Array(text.utf8))
            let body = document.replacing([.key("tokenCreatedTime")], with: value).serialized()
            #expect(golden.error(body: body) == nil, "\(text)")
        }
    }

    /// A revoke presents the token that is to die, and names nobody.
    @Test(arguments: Decoder.all.filter { $0.verb == "revoke-token" && $0.generation != .v2 }.map(\.name))
    func `D-b-8 a revoke presents the token itself`(name: String) throws {
        let decoder = try #require(Decoder.all.first { $0.name == name })
        #expect(decoder.request.authentication == .bearer(Canaries.targetToken))
        guard case .none = decoder.request.body else {
            Issue.record("a body was sent")
            return
        }
        #expect(!Decoder.all.contains { $0.generation == decoder.generation && $0.verb == "revoke-user" })
    }

    /// Nobody is everybody to these calls: a selection without a user does not exist.
    @Test func `D-b-9 D-v1-10 D-2-6 a forced logout without a user cannot be built`() {
        #expect(UserSelection([]) == nil)
        for decoder in Decoder.all where decoder.verb == "force-logout" {
            switch decoder.request.body {
            case .none: Issue.record("\(decoder.name) names nobody")
            case .json(let object):
                let lists = object.members.compactMap { $0.value.arrayValue }
                #expect(!lists.isEmpty && lists.allSatisfy { !$0.isEmpty }, "\(decoder.name)")
            case .form(let pairs):
                #expect(!pairs.isEmpty && pairs.allSatisfy { $0.value.count > 2 }, "\(decoder.name)")
            }
        }
    }
}
