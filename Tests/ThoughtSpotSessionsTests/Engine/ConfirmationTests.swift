import TestSupport
import Testing
import ThoughtSpotSessions

/// A login into the wrong Org, or as somebody else, is found out (promise P70).
struct ConfirmationTests {
    private func confirm(_ answer: String, org: OrgReference?) async throws -> SessionError? {
        let script = Script(.v2, .empty(204, cookies: Script.sessionCookies), .json(answer))
        let request = LoginRequest(credential: .password(username: "Anna", password: Secret("p")), org: org)
        let session = try await script.client.logIn(request).value.session
        return await failure { () throws(SessionError) in
            try await script.client.confirm(session, of: request, at: Script.origin)
        }
    }

    private func user(_ name: String, org: String) -> String {
        """
        {"id":"g","name":"\(name)","display_name":"A","visibility":"S","current_org":\(org)}
        """
    }

    @Test func `as asked`() async throws {
        let org = #"{"id":3,"name":"Sales"}"#
        #expect(try await confirm(user("anna", org: org), org: nil) == nil)
        #expect(try await confirm(user("anna", org: org), org: OrgReference(id: 3)) == nil)
        #expect(try await confirm(user("anna", org: org), org: OrgReference(name: "sales")) == nil)
    }

    @Test func `not as asked`() async throws {
        let org = #"{"id":0,"name":"Primary"}"#
        let other = try await confirm(user("mallory", org: org), org: nil)
        #expect(other?.code == .identityMismatch)
        #expect(other?.offered == ["mallory"])
        let wrong = try await confirm(user("anna", org: org), org: OrgReference(id: 3))
        #expect(wrong?.code == .orgMismatch)
        #expect(wrong?.offered == ["Primary (0)"])
        #expect(wrong?.execution == .accepted)
        let silent = try await confirm(user("anna", org: "null"), org: OrgReference(id: 3))
        #expect(silent?.code == .orgMismatch)
    }
}
