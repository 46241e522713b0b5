import HTTPExchange
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

/// The verbs of ``SessionService`` as every generation must answer them, and where one lacks a verb, how it says so.
///
/// Give it any target and call ``runScript()`` and the others; what a generation cannot do is read from its
/// capabilities, never from its name.
struct SessionConformance {
    let target: ConformanceTarget
    var client: SessionClient { target.client }

    /// The main job: log in, info, issue, validate, revoke, verify, log out.
    func runScript() async throws {
        let request = target.passwordLogin(target.administrator)
        let login = try await client.logIn(request)
        let session = login.value.session.authentication
        #expect(login.value.issuedToken == nil)
        #expect(login.clockSkew == 0)
        if target.can(.sessionInfo) {
            let info = try await client.confirm(login.value.session, of: request, at: target.address.origin).value
            #expect(info.userName == target.administrator)
            #expect(info.userID?.isEmpty == false)
            #expect(info.privileges.contains("ADMINISTRATION"))
        }
        #expect(try await client.isActive(session).value)

        let issued = try await client.issueToken(target.issue(target.administrator)).value
        #expect(issued.username == target.administrator)
        #expect(!issued.token.isEmpty)
        #expect((issued.expiry == .untilNextIssue) == !target.can(.chooseLifetime))
        let validation = try await client.validateToken(issued.token, as: session).value
        #expect(validation.verdict == .valid)
        #expect(try await client.isActive(.bearer(issued.token)).value)

        try await revoke(issued, as: session)
        try await logOut(login.value.session)
    }

    private func revoke(_ issued: IssuedToken, as session: Authentication) async throws {
        guard target.can(.revokeOwnToken) else {
            let error = await failure { () throws(SessionError) in
                try await client.revokeToken(.token(issued.token, user: nil), as: session)
            }
            #expect(error?.code == .notInThisGeneration)
            #expect(error?.detail?.isEmpty == false)
            #expect(try await client.isActive(.bearer(issued.token)).value)
            return
        }
        _ = try await client.revokeToken(.token(issued.token, user: issued.username), as: session)
        let after = try await client.logIn(target.passwordLogin(target.administrator)).value.session.authentication
        guard case .invalid = try await client.validateToken(issued.token, as: after).value.verdict else {
            Issue.record("the token is alive after it was revoked")
            return
        }
        #expect(try await !client.isActive(.bearer(issued.token)).value)
    }

    /// Logging out ends this session and no other.
    private func logOut(_ session: ActiveSession) async throws {
        guard target.can(.logout) else { return }
        let other = try await client.logIn(target.passwordLogin(target.administrator)).value.session.authentication
        // Revoking may have ended the session already, as the documents say.
        if try await client.isActive(session.authentication).value {
            _ = try await client.logOut(session.authentication)
        }
        #expect(try await !client.isActive(session.authentication).value)
        let error = await failure { () throws(SessionError) in try await client.sessionInfo(session.authentication) }
        #expect(error?.code == .sessionEnded)
        #expect(try await client.isActive(other).value)
    }

    /// The other two ways in.
    func runOtherLogins() async throws {
        guard target.can(.secretKeyLogin) else { return }
        let key = Credential.secretKey(username: target.user, key: Secret(target.secretKey))
        let login = try await client.logIn(LoginRequest(credential: key)).value
        #expect(login.session.credential == .secretKey)
        let issued = try #require(login.issuedToken)
        #expect(try await client.sessionInfo(login.session.authentication).value.userName == target.user)
        guard target.can(.tokenLogin) else { return }
        let byToken = try await client.logIn(LoginRequest(credential: .bearer(token: issued.token))).value
        #expect(byToken.session.credential == .bearer)
        #expect(byToken.issuedToken == nil)
        #expect(try await client.sessionInfo(byToken.session.authentication).value.userName == target.user)
    }

    /// The Org that was asked for is the Org that comes, or nothing comes.
    func runOrgs() async throws {
        guard target.can(.chooseOrg) else { return }
        let org = OrgReference(id: 1)
        let request = target.passwordLogin(target.user, org: org)
        let session = try await client.logIn(request).value.session
        let info = try await client.confirm(session, of: request, at: target.address.origin).value
        #expect(info.currentOrg?.id == 1)
        let issued = try await client.issueToken(target.issue(target.user, org: org)).value
        #expect(issued.scope?.org?.id ?? 1 == 1)
        let refused = await failure { () throws(SessionError) in
            try await client.logIn(target.passwordLogin(target.user, org: target.foreignOrg))
        }
        #expect(refused?.code == .orgRefused)
        let refusedIssue = await failure { () throws(SessionError) in
            try await client.issueToken(target.issue(target.user, org: target.foreignOrg))
        }
        #expect(refusedIssue?.code == .orgRefused)
    }

    /// Lifetimes that are chosen are kept.
    func runLifetimes() async throws {
        guard target.can(.chooseLifetime) else { return }
        let issued = try await client.issueToken(target.issue(target.user, lifetime: 60)).value
        #expect(issued.expiry == .at(target.clock.now.advanced(seconds: 60)))
        let asker = try await client.logIn(target.passwordLogin(target.administrator)).value.session.authentication
        #expect(try await client.validateToken(issued.token, as: asker).value.verdict == .valid)
        target.clock.advance(seconds: 61)
        guard case .invalid = try await client.validateToken(issued.token, as: asker).value.verdict else {
            Issue.record("the token is alive after its end")
            return
        }
    }

    /// A token for one object says so where the generation says anything.
    func runObjectTokens() async throws {
        guard target.can(.objectToken) else { return }
        let guid = "0fb54198-868d-45de-8929-139b0089e964"
        let issued = try await client.issueToken(target.issue(target.user, kind: .object(id: guid))).value
        if let scope = issued.scope {
            #expect(scope.accessType == "REPORT_BOOK_VIEW")
            #expect(scope.objectID == guid)
        }
    }

    /// Who is not let in learns why, and each reason has its own code.
    func runRefusals() async throws {
        func code(_ request: LoginRequest) async -> SessionError.Code? {
            await failure { () throws(SessionError) in try await client.logIn(request) }?.code
        }
        let wrong = LoginRequest(credential: .password(username: target.user, password: Secret("wrong-password")))
        #expect(await code(wrong) == .credentialsRefused)
        let nobody = LoginRequest(credential: .password(username: "nobody", password: Secret("wrong-password")))
        #expect(await code(nobody) == .credentialsRefused)
        #expect(await code(target.passwordLogin(target.multiFactorUser)) == .multiFactor)
        #expect(await code(target.passwordLogin(target.singleSignOnUser)) == .credentialsRefused)
        if target.can(.issueBySecretKey) {
            let request = TokenRequest(
                kind: .full, username: target.user,
                credential: .secretKey(Secret("00000000-0000-4000-8000-000000000000")))
            let error = await failure { () throws(SessionError) in try await client.issueToken(request) }
            #expect([.credentialsRefused, .trustedAuthentication].contains(error?.code))
            #expect(error?.execution == .notExecuted)
            #expect(error?.issuedToken == nil)
        }
        for _ in 1...4 { _ = await code(wrong) }
        #expect(await code(target.passwordLogin(target.user)) == .accountLocked)
    }

    /// What is no session is not alive, and asks nothing in anybody's name.
    func runDeadSessions() async throws {
        let stale = Authentication.bearer(Secret("bm90LWEtdG9rZW4="))
        #expect(try await !client.isActive(stale).value)
        let error = await failure { () throws(SessionError) in try await client.sessionInfo(stale) }
        #expect(error?.code == .sessionEnded)
        guard case .invalid = try await client.validateToken(Secret("bm90LWEtdG9rZW4="), as: .none).value.verdict else {
            Issue.record("a text that is no token is alive")
            return
        }
    }

    /// What a generation says it cannot do, it refuses before anything is sent.
    func runAbsences() async throws {
        if !target.can(.issueByPassword) {
            let request = TokenRequest(
                kind: .full, username: target.user, credential: .password(Secret(target.password)))
            let error = await failure { () throws(SessionError) in try await client.issueToken(request) }
            #expect(error?.code == .notInThisGeneration)
        }
        if !target.can(.chooseLifetime) {
            let error = await failure { () throws(SessionError) in
                try await client.issueToken(target.issue(target.user, lifetime: 60))
            }
            #expect(error?.code == .notInThisGeneration)
        }
        if !target.can(.revokeOthersToken) {
            let session = try await client.logIn(target.passwordLogin(target.administrator)).value.session
            let error = await failure { () throws(SessionError) in
                try await client.revokeToken(.user(identifier: target.user), as: session.authentication)
            }
            #expect(error?.code == .notInThisGeneration)
        }
    }
}

/// The error of a call that must fail.
func failure<Value>(
    of call: () async throws(SessionError) -> Value
) async -> SessionError? {
    do throws(SessionError) {
        _ = try await call()
        return nil
    } catch {
        return error
    }
}
