import ASCIIText
import HTTPExchange
import HTTPTypes
import Operations
import StrictJSON
import Testing

@testable import DecoderFuzzing
@testable import ThoughtSpotSessions

/// Rows D-v1, D-q and D-2 of <doc:Faults> that are about requests and answers.
@Suite(.serialized) struct DGenerationTests {
    @Test func `D-v1-1 X-Requested-By is never missing`() throws {
        let field = try #require(HTTPField.Name("X-Requested-By"))
        for decoder in Decoder.all {
            let sent = try decoder.request.exchange(
                to: ClusterAddress(origin: Canaries.origin), userAgent: "tessera/test", at: Canaries.now)
            #expect(sent.headers[values: field] == ["ThoughtSpot"], "\(decoder.name)")
        }
    }

    @Test(arguments: Golden.all.filter { $0.decoder.request.path.hasPrefix("/callosum/") }.map(\.seed.name))
    func `D-v1-1 X-Requested-By that is refused is no wrong password`(name: String) throws {
        let golden = try Golden.named(name)
        for (status, code) in [(403, 10_023), (400, 10_002)] {
            let error = golden.refused(status, code: code, debug: "X-Requested-By header is missing")
            #expect(error?.code == .forbidden, "\(status)")
            #expect(error?.exit == .forbidden)
            #expect(error?.told.contains("X-Requested-By") == true)
        }
    }

    @Test(arguments: Golden.all.filter { $0.content == .text }.map(\.seed.name))
    func `D-v1-3 a bare token, and what stands in its place`(name: String) throws {
        let golden = try Golden.named(name)
        #expect(golden.error(body: " \(golden.text)\r\n") == nil)
        for (body, code) in [
            ("\"\(golden.text)\"", SessionError.Code.badToken), ("a b", .badToken),
            (#"{"code":10002,"incident_id_guid":"i","debug":"no"}"#, .refusedByServer),
            ("<html>hello</html>", .notThoughtSpot),
        ] {
            #expect(golden.error(body: body)?.code == code, "\(body)")
        }
    }

    @Test(arguments: Golden.all.filter { $0.decoder.request.operation.hasSuffix("login/token") }.map(\.seed.name))
    func `D-v1-5 a login by token that answers with a redirect`(name: String) throws {
        let golden = try Golden.named(name)
        let cookie = (name: "Set-Cookie", value: "JSESSIONID=1; Path=/; HttpOnly")
        func answer(_ location: String?, _ cookies: [(name: String, value: String)]) -> SessionError? {
            golden.error(
                status: 302, type: nil, headers: cookies + (location.map { [(name: "Location", value: $0)] } ?? []))
        }
        #expect(answer("/", [cookie]) == nil)
        #expect(answer("https://ts.example.com/#/", [cookie]) == nil)
        for location in ["https://evil.example/", "//evil.example/", "http://ts.example.com/", "/\\evil.example"] {
            #expect(answer(location, [cookie])?.code == .redirect, "\(location)")
        }
        let without = answer("https://sso.example/", [])
        #expect(without?.code == .redirect)
        #expect(without?.exit == .unusableAnswer)
    }

    @Test func `D-v1-9 v1 has no revoke, and says what there is instead`() throws {
        #expect(!Decoder.all.contains { $0.generation == .v1 && $0.verb.hasPrefix("revoke") })
        do throws(ThoughtSpotSessions.Refusal) {
            _ = try Generation.v1.codec.revokeToken(.user(identifier: "anna"), as: Canaries.bearer)
            Issue.record("a revoke was built")
        } catch {
            #expect(error.code == .notInThisGeneration)
            #expect(error.detail.contains("rotating the secret key"))
        }
    }

    /// Every request of every generation that puts a secret into its URL says so of itself, and only beta-query does.
    @Test func `D-q-3 D-q-4 no other URL holds a secret`() {
        for decoder in Decoder.all {
            let query = decoder.request.query ?? ""
            let isSecret = Canaries.all.contains { query.contains(PercentEncoding.encode($0.expose())) }
            #expect(isSecret == decoder.request.hasSecretQuery, "\(decoder.name)")
            if isSecret { #expect(decoder.generation == .betaQuery) }
        }
    }

    /// What cannot be reached, or breaks off: the message of a call with a secret URL has no query in it.
    @Test(arguments: [TransportError.Code.timeout, .connectionLost, .proxy, .dns, .malformed])
    func `D-q-3 a broken call with a secret URL`(code: TransportError.Code) {
        for decoder in Decoder.all where decoder.request.hasSecretQuery {
            for reach in [TransportError.Reach.notSent, .maybeSent] {
                let cause = TransportError(code, reach: reach, peer: "ts.example.com:443")
                let error = SessionError(cause, of: decoder.request, origin: Canaries.origin)
                #expect(!error.told.contains("?"))
                #expect(!"\(error)".contains("canary"))
                #expect(error.exit == (reach == .maybeSent ? .outcomeUnknown : error.exit))
            }
        }
    }

    @Test func `D-q-5 a URL of more than 8 KiB`() throws {
        let request = TokenRequest(
            kind: .full, username: "anna", credential: .secretKey(Secret(String(repeating: "k", count: 9_000))))
        let call = try Generation.betaQuery.codec.issueToken(request)
        do throws(ThoughtSpotSessions.Refusal) {
            _ = try call.request.exchange(
                to: ClusterAddress(origin: Canaries.origin), userAgent: "tessera/test", at: Canaries.now)
            Issue.record("it would be sent")
        } catch {
            #expect(error.code == .urlTooLong)
            #expect(SessionError(error.code, operation: "x", origin: Canaries.origin).exit == .usage)
        }
    }

    /// Logout and revoke of beta-query are its neighbour's, and are called so.
    @Test func `D-q-6 what beta-query does by its neighbour is named so`() {
        for decoder in Decoder.all where decoder.generation == .betaQuery {
            let isOwn = ["session/login", "session/gettoken"].contains { decoder.request.path.hasSuffix($0) }
            #expect(decoder.request.operation.hasPrefix("beta-query") == isOwn, "\(decoder.name)")
        }
    }

    /// The documents contradict each other about a revoke of nobody: there is no value for it.
    @Test func `D-2-1 a revoke names a token or a user`() {
        for decoder in Decoder.all where decoder.generation == .v2 && decoder.verb.hasPrefix("revoke") {
            guard case .json(let body) = decoder.request.body else {
                Issue.record("\(decoder.name) has no body")
                continue
            }
            #expect(body["token"] != nil || body["user_identifier"] != nil)
        }
    }

    @Test(arguments: ["validate-token", "validate-itself"])
    func `D-2-4 malformed and expired are one answer`(verb: String) throws {
        let golden = try #require(Golden.all.first { $0.generation == .v2 && $0.decoder.verb == verb })
        #expect(golden.refused(400, code: 10_002, debug: "Token is expired") == nil)
        #expect(golden.refused(400, code: 10_001, debug: "other")?.code == .badRequest)
    }

    @Test(arguments: Golden.all.filter { $0.decoder.verb == "system-information" }.map(\.seed.name))
    func `D-2-14 a release that is none`(name: String) throws {
        let golden = try Golden.named(name)
        let document = try #require(golden.document)
        let field = golden.generation == .v2 ? "release_version" : "releaseVersion"
        for release in ["test", nil, "26.8.0.cl-\u{1F600}", 7, ""] as [JSONValue?] + [nil] {
            #expect(golden.error(body: document.replacing([.key(field)], with: release).serialized()) == nil)
        }
    }
}
