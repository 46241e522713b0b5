import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

/// Custom tokens, tokens of a session, and users made at issue; where a generation has none of them, how it says so.
extension SessionConformance {
    private static let rules = CustomTokenRules(
        persistence: .replace, filterRules: [.init(column: "Region", comparison: .isIn, values: ["north"])],
        parameterValues: [.init(name: "Currency", values: ["EUR"])])

    /// Sends an issue that the generation has not, and expects the words of its capability table.
    private func expectAbsence(_ ability: Ability, _ request: TokenRequest) async {
        let error = await failure { () throws(SessionError) in try await client.issueToken(request) }
        #expect(error?.code == .notInThisGeneration)
        #expect(error?.detail == reason(ability))
    }

    private func reason(_ ability: Ability) -> String? {
        if case .absent(let reason) = target.generation.capability(ability) { reason } else { nil }
    }

    func runCustomTokens() async throws {
        var request = target.issue(target.user, kind: .custom(Self.rules), lifetime: nil)
        guard target.can(.customToken) else { return await expectAbsence(.customToken, request) }
        request.lifetime = 600
        // By name, without a session: this issue takes either.
        for org in [OrgReference(id: 1), OrgReference(name: "Sales")] {
            request.org = org
            let issued = try await client.issueToken(request).value
            #expect(issued.username?.lowercased() == target.user)
            #expect(issued.scope?.org?.id == 1)
            #expect(issued.expiry == .at(target.clock.now.advanced(seconds: 600)))
            #expect(try await client.sessionInfo(.bearer(issued.token)).value.userName == target.user)
        }
        request.org = target.foreignOrg
        let refused = await failure { () throws(SessionError) in try await client.issueToken(request) }
        #expect(refused?.code == .orgRefused)
    }

    func runSessionTokens() async throws {
        let session = try await client.logIn(target.passwordLogin(target.user)).value.session.authentication
        guard target.can(.sessionToken) else {
            let error = await failure { () throws(SessionError) in try await client.sessionToken(session) }
            #expect(error?.code == .notInThisGeneration)
            #expect(error?.detail == reason(.sessionToken))
            return
        }
        let first = try await client.sessionToken(session).value
        #expect(first.expiry == .at(target.clock.now.advanced(seconds: 86_400)))
        #expect(first.username == target.user)
        #expect(try await client.isActive(.bearer(first.token)).value)
        // Every call leaves one more token behind: this is why it is never polled.
        let second = try await client.sessionToken(session).value
        #expect(first.token != second.token)
        #expect(try await client.isActive(.bearer(first.token)).value)
    }

    func runProvisioning() async throws {
        var request = target.issue("new-nora")
        request.provisioning = Provisioning(email: "nora@example.com", displayName: "Nora", groups: ["fresh"])
        guard target.can(.provisioning) else { return await expectAbsence(.provisioning, request) }
        // Without it nobody is created, whatever the default of the call is.
        var plain = request
        plain.provisioning = nil
        #expect(await failure { () throws(SessionError) in try await client.issueToken(plain) } != nil)
        let created = try await client.issueToken(request).value
        #expect(try await client.sessionInfo(.bearer(created.token)).value.displayName == "Nora")
        request.provisioning = Provisioning(displayName: "Nora N.", groups: [])
        let changed = try await client.issueToken(request).value
        #expect(try await client.sessionInfo(.bearer(changed.token)).value.displayName == "Nora N.")
        guard target.can(.customToken) else { return }
        request.kind = .custom(Self.rules)
        request.provisioning = Provisioning(displayName: "Somebody else")
        let kept = try await client.issueToken(request).value
        #expect(try await client.sessionInfo(.bearer(kept.token)).value.displayName == "Nora N.")
    }
}
