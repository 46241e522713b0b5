import Testing
import ThoughtSpotSessions

extension SessionConformance {
    /// A key is read, ended and replaced; what the old one opened the new one opens. Elsewhere nothing is sent.
    func runTrustedAuthenticationKeys() async throws {
        let session = try await client.logIn(target.passwordLogin(target.administrator)).value.session.authentication
        guard target.can(.trustedAuthenticationKeys) else {
            try await refuseTrustedAuthentication(as: session)
            return
        }
        #expect(try await clusterSetting(as: session).keys == [Secret(target.secretKey)])
        try await change(isEnabled: true, as: session)
        #expect(try await clusterSetting(as: session).keys == [Secret(target.secretKey)])
        try await change(isEnabled: false, as: session)
        let off = try await clusterSetting(as: session)
        #expect(off.isEnabled == false)
        #expect(off.keys.isEmpty)
        let refused = await failure { () throws(SessionError) in
            try await client.issueToken(target.issue(target.user))
        }
        #expect([.credentialsRefused, .trustedAuthentication].contains(refused?.code))

        try await change(isEnabled: true, as: session)
        let on = try await clusterSetting(as: session)
        #expect(on.isEnabled == true)
        let key = try #require(on.keys.first)
        #expect(key != Secret(target.secretKey))
        let issue = TokenRequest(kind: .full, username: target.user, credential: .secretKey(key))
        #expect(try await client.issueToken(issue).value.username == target.user)
    }

    private func clusterSetting(as session: Authentication) async throws -> TrustedAuthenticationState.Setting {
        let state = try await client.trustedAuthentication(.cluster, as: session).value
        #expect(state.settings.map(\.place) == [.cluster])
        return try #require(state.settings.first)
    }

    private func change(isEnabled: Bool, as session: Authentication) async throws {
        let change = TrustedAuthenticationChange(place: .cluster, isEnabled: isEnabled)
        _ = try await client.changeTrustedAuthentication(change, as: session)
    }

    private func refuseTrustedAuthentication(as session: Authentication) async throws {
        let errors = [
            await failure { () throws(SessionError) in try await client.trustedAuthentication(nil, as: session) },
            await failure { () throws(SessionError) in
                try await client.changeTrustedAuthentication(
                    TrustedAuthenticationChange(place: .cluster, isEnabled: false), as: session)
            },
        ]
        #expect(errors.allSatisfy { $0?.code == .notInThisGeneration && $0?.detail?.isEmpty == false })
    }
}
