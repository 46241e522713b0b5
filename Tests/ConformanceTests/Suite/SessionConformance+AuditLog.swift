import HTTPExchange
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

extension SessionConformance {
    /// What happened is in the log, whoever is asked for it; who has no right to it gets none of it.
    func runAuditLog() async throws {
        let login = try await client.logIn(target.passwordLogin(target.administrator)).value.session
        let start = target.clock.now
        _ = await failure { () throws(SessionError) in
            try await client.logIn(
                LoginRequest(credential: .password(username: target.user, password: Secret("no-such-password"))))
        }
        target.clock.advance(seconds: 1_800)
        let window = try #require(AuditWindow(from: start, to: target.clock.now))
        let events = try await client.auditLog(window, covering: .allOrgs, as: login.authentication).value
        #expect(events.allSatisfy { $0.unreadText == nil && $0.type != nil && $0.at != nil })
        let refused = try #require(
            events.first { $0.type == AuditEventType.loginFailed.rawValue && $0.username == target.user })
        #expect(refused.at == start)
        let day = try #require(
            AuditWindow(from: Instant(milliseconds: start.milliseconds - AuditWindow.longest), to: start))
        #expect(try await client.auditLog(day, covering: .allOrgs, as: login.authentication).value.count > 10)

        let other = try await client.logIn(target.passwordLogin(target.user)).value.session
        let error = await failure { () throws(SessionError) in
            try await client.auditLog(window, covering: .allOrgs, as: other.authentication)
        }
        #expect(error?.code == .forbidden)
    }
}
