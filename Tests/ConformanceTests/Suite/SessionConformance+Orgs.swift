import HTTPExchange
import Testing
import ThoughtSpotSessions

/// The verbs of ``AdministrationService`` about Orgs and about other people's sessions.
extension SessionConformance {
    /// Orgs are found, and the session of a cookie moves from one to another; that of a token never does.
    func runOrgSwitch() async throws {
        let session = try await client.logIn(target.passwordLogin(target.user)).value.session.authentication
        let administrator = try await client.logIn(target.passwordLogin(target.administrator)).value.session
        guard target.hasOrgs else {
            let search = await failure { () throws(SessionError) in
                try await client.searchOrgs(named: nil, as: administrator.authentication)
            }
            let change = await failure { () throws(SessionError) in
                try await client.switchOrg(to: OrgReference(id: 1), as: session)
            }
            #expect(search?.code == .notOnThisRelease)
            #expect(change?.code == .notOnThisRelease)
            return
        }
        let orgs = try await client.searchOrgs(named: nil, as: administrator.authentication).value
        #expect(Set(orgs.compactMap(\.id)).isSuperset(of: [0, 1]))
        let second = try #require(orgs.first { $0.id == 1 })
        let name = try #require(second.name)
        #expect(try await client.searchOrgs(named: name, as: administrator.authentication).value == [second])

        _ = try await client.switchOrg(to: second, as: session)
        #expect(try await client.sessionInfo(session).value.currentOrg?.id == 1)
        _ = try await client.switchOrg(to: OrgReference(id: 0), as: session)
        #expect(try await client.sessionInfo(session).value.currentOrg?.id == 0)
        let foreign = await failure { () throws(SessionError) in
            try await client.switchOrg(to: target.foreignOrg, as: session)
        }
        #expect(foreign?.code == .orgRefused)
        #expect(foreign?.execution == .notExecuted)
        #expect(try await client.sessionInfo(session).value.currentOrg?.id == 0)
    }

    /// The sessions and tokens of the users named end, and nobody else's.
    func runForceLogout() async throws {
        let administrator = try await client.logIn(target.passwordLogin(target.administrator)).value.session
        let own = administrator.authentication
        func open() async throws -> Authentication {
            try await client.logIn(target.passwordLogin(target.user)).value.session.authentication
        }
        let (first, second) = (try await open(), try await open())
        let guid = try #require(try await client.sessionInfo(first).value.userID)
        _ = try await client.forceLogout(UserSelection(.name(target.user)), as: own)
        for session in [first, second] { #expect(try await !client.isActive(session).value) }
        #expect(try await client.isActive(own).value)

        let third = try await open()
        _ = try await client.forceLogout(UserSelection(.id(guid)), as: own)
        #expect(try await !client.isActive(third).value)
        #expect(try await client.isActive(own).value)
    }

    /// Who has no right to it, or names somebody who does not exist, ends nobody's session.
    func runForceLogoutRefused() async throws {
        let administrator = try await client.logIn(target.passwordLogin(target.administrator)).value.session
        let user = try await client.logIn(target.passwordLogin(target.user)).value.session
        let forbidden = await failure { () throws(SessionError) in
            try await client.forceLogout(UserSelection(.name(target.administrator)), as: user.authentication)
        }
        #expect(forbidden?.code == .forbidden)
        let nobody = await failure { () throws(SessionError) in
            try await client.forceLogout(
                UserSelection(.name("no-such-user"), [.name(target.user)]), as: administrator.authentication)
        }
        #expect(nobody?.code == .badRequest)
        #expect(nobody?.execution == .notExecuted)
        let stale = await failure { () throws(SessionError) in
            try await client.forceLogout(UserSelection(.name(target.user)), as: .bearer(Secret("bm90LWEtdG9rZW4=")))
        }
        #expect(stale?.code == .sessionEnded)
        for session in [administrator, user] { #expect(try await client.isActive(session.authentication).value) }
    }
}
