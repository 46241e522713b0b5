package import Storage
package import ThoughtSpotSessions

/// Opens a session on a profile's cluster, by one credential, in one attempt, and reads whose it is.
package struct LogIn: Hashable, Sendable {
    package var profile: Profile
    package var credential: Credential
    package var org: OrgReference?
    package var rememberMe: Bool
    /// Ends with the command that opens it: it is not kept in the vault.
    package var isTemporary: Bool
    /// Keeps the password or secret key in the vault too, where the profile's secret source is the vault.
    package var keepsCredential: Bool
    /// The secret is the one that the vault keeps for the user, or that the secret command prints; the one of
    /// ``credential`` is empty.
    package var usesKeptSecret: Bool
    /// ``RunSecretCommand/confirming``.
    package var confirmingCommand: String?
    /// Knows that a v1 login by secret key issues a token, which ends every older one of the same key within five
    /// minutes.
    package var acceptsSupersession: Bool
    /// Knows that one more refusal may lock the account.
    package var acceptsLockoutRisk: Bool

    package init(
        profile: Profile, credential: Credential, org: OrgReference?, rememberMe: Bool = false,
        isTemporary: Bool = false,
        keepsCredential: Bool = true, usesKeptSecret: Bool = false, confirmingCommand: String? = nil,
        acceptsSupersession: Bool = false,
        acceptsLockoutRisk: Bool = false
    ) {
        self.profile = profile
        self.credential = credential
        self.org = org
        self.rememberMe = rememberMe
        self.isTemporary = isTemporary
        self.keepsCredential = keepsCredential
        self.usesKeptSecret = usesKeptSecret
        self.confirmingCommand = confirmingCommand
        self.acceptsSupersession = acceptsSupersession
        self.acceptsLockoutRisk = acceptsLockoutRisk
    }

    /// Logs in, holds the session, and tells whose it is.
    ///
    /// When the session is another user's or in another Org than was asked for, it is ended again and the error
    /// `E_IDENTITY_MISMATCH` or `E_ORG_MISMATCH` thrown (promise P70).
    package func run(in workspace: Workspace) async throws(OperationError) -> SessionReport {
        let client = try await requirePossible(in: workspace)
        if usesKeptSecret {
            var attempt = self
            attempt.credential = try await workspace.requireKept(
                credential.kind, of: profile, user: username, confirming: confirmingCommand)
            attempt.usesKeptSecret = false
            return try await attempt.run(in: workspace)
        }
        if let name = orgToLookUp {
            var visit = self
            visit.org = nil
            visit.isTemporary = true
            var attempt = self
            attempt.org = try await ResolveOrg(profile: profile, name: name).run(visitingBy: visit, in: workspace)
            return try await attempt.run(in: workspace)
        }
        let login = try await open(with: client, in: workspace)
        if let token = token(of: login) {
            await workspace.held.hold(
                token.token, fingerprint: Fingerprint(of: token.token), of: profile, expires: token.expiry.instant,
                isTemporary: isTemporary)
        }
        let old = isTemporary ? nil : await workspace.held.keptSession(of: profile)
        await workspace.held.setSession(login.session, of: profile, isTemporary: isTemporary)
        // Where the vault could not take the new one, the old one is what is kept, unless its time is over.
        let isOver = old?.expiry.instant.map { $0 <= workspace.now() } ?? false
        let isReplaced = await workspace.held.isKept(sessionOf: profile)
        if let old, isOver || isReplaced {
            await endReplaced(old, by: login.session, with: client, in: workspace)
        }
        if !isTemporary, keepsCredential { await workspace.held.keepCredential(credential, of: profile) }
        return try await confirm(login.session, with: client, in: workspace)
    }

    /// The session that the vault kept is out of reach now, and would be open until it expires.
    private func endReplaced(
        _ old: ActiveSession, by session: ActiveSession, with client: SessionClient, in workspace: Workspace
    ) async {
        guard old.authentication != session.authentication, old.credential != .bearer else { return }
        // One that has ended already is refused, which is as good.
        await LogOut(profile: profile).endReplaced(old, with: client, in: workspace)
    }

    /// Refuses what cannot or must not be tried, in the order in which a person would fix it. Nothing is sent, and the
    /// secret does not matter: a front end asks before it reads one.
    ///
    /// - Returns: the client to go on with.
    @discardableResult
    package func requirePossible(in workspace: Workspace) async throws(OperationError) -> SessionClient {
        if case .secretKey = credential {
            try SecretKeyPolicy(profile).require()
        }
        if !acceptsSupersession { try SupersessionPolicy(login: profile, by: credential.kind).require() }
        try URLSecretPolicy(profile, credential.kind).require()
        try credential.requireTypable()
        if !isTemporary { try await workspace.requireUnlocked(for: profile) }
        let client = try workspace.client(for: profile)
        try AbilityPolicy(profile, ability).require()
        if org != nil, credential.kind != .bearer { try AbilityPolicy(profile, .chooseOrg).require() }
        if case .bearer(let token) = credential, !token.isEmpty {
            try await workspace.requirePresentable(token, on: profile)
        }
        if !acceptsLockoutRisk { try await workspace.requireNoLockout(of: username, on: profile) }
        return client
    }

    private var ability: Ability {
        switch credential.kind {
        case .password: .passwordLogin
        case .secretKey: .secretKeyLogin
        case .bearer: .tokenLogin
        }
    }

    private var request: LoginRequest { LoginRequest(credential: credential, org: org, rememberMe: rememberMe) }

    /// The name of an Org whose number the login needs: only the password login of v2.0 takes a name (<doc:Orgs>), and
    /// a token is in its Org already.
    private var orgToLookUp: String? {
        guard let org, org.id == nil, credential.kind != .bearer else { return nil }
        return profile.generation.traits.passwordLoginAcceptsOrgName && credential.kind == .password ? nil : org.name
    }

    /// Whose credential it is, as far as we know.
    package var username: String? {
        switch credential {
        case .password(let username, _), .secretKey(let username, _): username
        case .bearer: profile.username
        }
    }

    private func open(
        with client: SessionClient, in workspace: Workspace
    ) async throws(OperationError) -> Login {
        let change = JournaledChange(
            action: .logIn, profile: profile, user: username, credential: credential.kind, token: nil,
            guardsLockout: !acceptsLockoutRisk, isLook: !bringsToken)
        do throws(OperationError) {
            return try await change.run(in: workspace) { () async throws(SessionError) in
                var sent = request
                // The Org of a token is compared afterwards, not asked for.
                if credential.kind == .bearer { sent.org = nil }
                let reply = try await client.logIn(sent)
                return (
                    reply.value,
                    JournaledChange.Result(
                        token: token(of: reply.value).map(facts(of:)), user: reply.value.session.username,
                        evidence: reply.evidence)
                )
            }
        } catch {
            // The token that was issued on the way exists; held, it can be revoked.
            if case .session(let cause, _) = error, let issued = cause.issuedToken {
                await workspace.held.hold(issued.token, fingerprint: Fingerprint(of: issued.token), of: profile)
            }
            throw error
        }
    }

    /// Whether the login leaves a token on the cluster: then its line has to be written before.
    private var bringsToken: Bool {
        switch credential.kind {
        case .bearer: false
        case .password: ![.v1, .v2].contains(profile.generation)
        case .secretKey: true
        }
    }

    /// The token that a login has brought into being: it exists, and can be revoked. A beta answers a login by password
    /// with one, which is the session.
    private func token(of login: Login) -> IssuedToken? {
        if let issued = login.issuedToken { return issued }
        guard let token = login.session.tokenOfLogin else { return nil }
        return IssuedToken(
            token: token, createdAt: nil, expiry: login.session.expiry, scope: nil, username: login.session.username,
            userID: nil)
    }

    private func facts(of issued: IssuedToken) -> TokenFacts {
        var facts = TokenFacts(issued: issued, kind: "full", profile: profile, label: "login")
        facts.org = facts.org ?? org
        return facts
    }

    /// Login answers are empty: whose session it is, and in which Org, is asked at once.
    private func confirm(
        _ session: ActiveSession, with client: SessionClient, in workspace: Workspace
    ) async throws(OperationError) -> SessionReport {
        var request = request
        if credential.kind == .bearer, let name = org?.name, org?.id == nil,
            !profile.generation.traits.sessionTellsOrgName
        {
            // These sessions tell the number only.
            let lookUp = ResolveOrg(profile: profile, name: name)
            request.org = (try? await lookUp.run(as: session.authentication, with: client)) ?? org
        }
        do throws(SessionError) {
            let reply = try await client.confirm(session, of: request, at: profile.origin)
            await workspace.held.correct(reply.value.sessionExpiry, skew: reply.clockSkew, of: session, on: profile)
            return await SessionReport(session, of: profile, reply, at: workspace.now()).knowingRelease(
                from: client, session)
        } catch {
            // Any other error leaves a session that can be asked about again.
            guard [.orgMismatch, .identityMismatch, .cancelled].contains(error.code) else {
                throw .session(error, profile: profile.name)
            }
            throw .session(await withdraw(session, after: error, in: workspace), profile: profile.name)
        }
    }

    /// Ends a session that is not the one that was asked for, or is no longer wanted.
    ///
    /// - Returns: `error`, and that the session may still be open where the server did not confirm its end.
    private func withdraw(
        _ session: ActiveSession, after error: SessionError, in workspace: Workspace
    ) async -> SessionError {
        if case .bearer = session.authentication, credential.kind == .bearer {
            // The token was there before, and stays.
            await workspace.held.drop(session, of: profile)
            return error
        }
        // The login was accepted, and nothing else knows of the session.
        return error.leaving(try? await LogOut(profile: profile).runUncancelled(in: workspace))
    }
}

extension SessionError {
    /// The error of work that has opened a session, and that the session may be open still where its logout does not say
    /// that it ended.
    func leaving(_ report: LogoutReport?) -> SessionError {
        switch report?.onServer {
        case .ended?, .hadEnded?: return self
        case .unknown?, nil:
            var left = self
            left.execution = .accepted
            left.detail =
                "the login was accepted and its logout not confirmed: the session may stay open until it expires"
            return left
        }
    }
}
