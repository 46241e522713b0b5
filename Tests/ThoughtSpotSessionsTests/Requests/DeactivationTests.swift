import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// Deactivating an account, as <doc:V2> writes it. The link that comes back opens the account: it is a secret.
struct DeactivationTests {
    private static let link = "https://cluster.example/#/activate?userName=anna&authToken=c4a57e11"

    @Test func `one POST names the user and the cluster's own address`() async throws {
        let script = Script(.v2, .json(#"{"activation_link":"\#(Self.link)"}"#))
        let reply = try await script.client.deactivateUser(
            .name("anna"), baseURL: "https://cluster.example", as: Script.bearer)
        #expect(reply.value == Secret(Self.link))
        #expect(!"\(reply)".contains("c4a57e11"))
        #expect(
            script.sent.hasSuffix(#"{"user_identifier":"anna","base_url":"https://cluster.example"}"#)
                && script.sent.hasPrefix("POST /api/rest/2.0/users/deactivate"))
        #expect(script.transport.requests.first?.safety == .change)
    }

    @Test func `a cluster may tell no link`() async throws {
        let script = Script(.v2, .json(#"{"activation_link":null}"#))
        let reply = try await script.client.deactivateUser(.id("g"), baseURL: "https://h", as: Script.bearer)
        #expect(reply.value == nil)
    }

    /// It was done, only the answer cannot be read.
    @Test(arguments: [#"{"activation_link":7}"#, "[]"])
    func `an answer in another form was accepted all the same`(answer: String) async throws {
        let script = Script(.v2, .json(answer))
        do throws(SessionError) {
            _ = try await script.client.deactivateUser(.name("anna"), baseURL: "https://h", as: Script.bearer)
            Issue.record("it was read")
        } catch {
            #expect(error.execution == .accepted)
        }
    }
}
