import DisplayText
import HTTPExchange
import Operations
import Testing
import ThoughtSpotSessions

@testable import DecoderFuzzing

/// Rows D25 to D29 of <doc:Faults>: what stands beside a status, for every operation of every generation.
@Suite(.serialized) struct DAllErrorTests {
    private static let shapes = [
        #"{"code":10023,"incident_id_guid":"inc-1","debug":"["no","right"]"}"#.replacing(
            #""["no","right"]""#, with: #""[\"no\",\"right\"]""#),
        #"{"error":{"message":{"code":10023,"incident_id_guid":"inc-1","debug":"no; right"}}}"#,
        #"{"error":{"message":{"debug":{"code":10023,"incident_id_guid":"inc-1","debug":["no","right"]}}}}"#,
    ]

    @Test(arguments: Golden.names)
    func `D25 every shape of an error body`(name: String) throws {
        let golden = try Golden.named(name)
        for body in Self.shapes {
            let error = golden.error(status: 403, body: body)
            #expect(error?.code == .forbidden)
            #expect(error?.serverCode == 10_023)
            #expect(error?.incident == "inc-1")
            #expect(error?.serverText == "no; right")
        }
        let long = String(repeating: "\\u001b[2J\u{202E}x", count: 20_000)
        let flood = #"{"code":10023,"debug":"\#(long)"}"#
        for body in ["", "no", "[[[[", flood, #"{"a":1,"a":2}"#] {
            #expect(golden.error(status: 403, body: body)?.code == .forbidden, "\(body.prefix(20))")
        }
        let shown = golden.error(status: 403, body: flood).map { MessageComposer.message(for: $0, profile: "prod") }
        let text = shown?.quoted?.string ?? ""
        #expect(!text.isEmpty)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0 == "\u{202E}" })
        #expect((golden.error(status: 403, body: flood)?.serverText?.count ?? 0) <= 500)
    }

    /// The oracle looks for every secret that went out, in every text that comes back.
    @Test(arguments: Golden.names)
    func `D26 our own secrets come back masked`(name: String) throws {
        let golden = try Golden.named(name)
        for secret in golden.decoder.sent.map({ $0.expose() }) {
            for status in [400, 401, 403, 500] {
                let error = golden.refused(status, code: 10_002, debug: "got \(secret) and \(secret)!")
                #expect(error?.told.contains(secret) != true)
            }
            let redirect = golden.error(
                status: 302, type: nil, headers: [("Location", "https://x.example/?p=\(secret)")])
            #expect(redirect?.code == .redirect)
            #expect(redirect?.told.contains(secret) == false)
            #expect(redirect?.told.contains("?") == false)
        }
    }

    @Test(arguments: Golden.names)
    func `D28 D-b-6 a login that brings no session`(name: String) throws {
        let golden = try Golden.named(name)
        guard case .login = golden.purpose, golden.seed.headers.contains(where: { $0.name == "Set-Cookie" }) else {
            return
        }
        let error = golden.error { $0.headers.removeAll { $0.name == "Set-Cookie" } }
        if golden.generation == .v2, golden.decoder.verb == "log-in-by-token" {
            // The token itself carries the session then.
            #expect(error == nil)
        } else if golden.seed.status < 300 {
            #expect(error?.code == .noSession)
            #expect(error?.exit == .unusableAnswer)
            #expect(error?.told.contains("log in with a secret key or a bearer token") == true)
        }
    }

    @Test(arguments: Golden.names)
    func `D29 any 2xx`(name: String) throws {
        let golden = try Golden.named(name)
        guard golden.seed.status < 300 else { return }
        for status in [200, 201, 202, 204, 208] {
            #expect(golden.error { $0.status = status } == nil, "\(status)")
        }
    }
}
