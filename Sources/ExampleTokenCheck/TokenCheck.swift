import Moments
import ThoughtSpotSessions

/// The life of one token: log in, issue for five minutes, validate, revoke, see that it is invalid, log out.
///
/// What a generation lacks is asked of its capabilities before anything is sent, and told instead of tried.
struct TokenCheck {
    let service: any SessionService
    let username: String
    let password: Secret
    /// For v1, which issues with nothing else.
    let secretKey: Secret?
    /// Takes one line for people.
    let say: (String) -> Void

    /// - Throws: ``SessionError`` of the first step that failed. The session is closed even then.
    func run() async throws(SessionError) {
        let credential = Credential.password(username: username, password: password)
        let session = try await service.logIn(LoginRequest(credential: credential)).value.session
        say("logged in to \(service.generation.rawValue) as \(printable(session.username ?? username))")
        do throws(SessionError) {
            try await showSession(session)
            try await checkToken()
        } catch {
            // The error that is already under way says more than one of this logout would.
            _ = try? await service.logOut(session.authentication)
            throw error
        }
        try await close(session)
    }

    private func showSession(_ session: ActiveSession) async throws(SessionError) {
        guard isOffered(.sessionInfo, "session info") else { return }
        let info = try await service.sessionInfo(session.authentication).value
        let org = info.currentOrg?.id.map { "Org \($0)" } ?? "no Org told"
        say("the session belongs to \(printable(info.userName)), \(org), \(words(session.expiry))")
    }

    private func checkToken() async throws(SessionError) {
        guard let request = tokenRequest() else {
            return say("no token: this generation issues with a secret key only")
        }
        let token = try await service.issueToken(request).value
        // A `Secret` prints as "(secret)": the token cannot come out by accident.
        say("issued \(token.token), \(words(token.expiry))")
        _ = isOffered(.validateToken, "validate")
        say("the token is \(words(try await service.validateToken(token.token, as: .none).value.verdict))")
        guard isOffered(.revokeOwnToken, "revoke") else { return }
        _ = try await service.revokeToken(.token(token.token, user: token.username), as: .none)
        say("revoked; the token is \(words(try await service.validateToken(token.token, as: .none).value.verdict))")
    }

    /// With the one credential that the generation takes; never with two.
    private func tokenRequest() -> TokenRequest? {
        let lifetime = service.capability(.chooseLifetime).isPossible ? 300 : nil
        let credential: IssueCredential? =
            service.capability(.issueByPassword).isPossible ? .password(password) : secretKey.map { .secretKey($0) }
        return credential.map {
            TokenRequest(kind: .full, username: username, credential: $0, lifetime: lifetime)
        }
    }

    private func close(_ session: ActiveSession) async throws(SessionError) {
        guard isOffered(.logout, "logout") else { return }
        // A revocation may have ended the session already.
        if try await service.isActive(session.authentication).value {
            _ = try await service.logOut(session.authentication)
        }
        say("logged out; the session is \(try await service.isActive(session.authentication).value ? "valid" : "over")")
    }

    /// Whether to go on, with a word about how or why not.
    private func isOffered(_ ability: Ability, _ name: String) -> Bool {
        switch service.capability(ability) {
        case .own: return true
        case .neighbour(let operation): say("\(name): by \(operation)")
        case .absent(let reason): say("no \(name): \(reason)")
        }
        return service.capability(ability).isPossible
    }

    private func words(_ expiry: Expiry) -> String {
        switch expiry {
        case .at(let end): "until \(end.milliseconds / 1_000) s after 1970"
        case .estimated(let end): "probably until \(end.milliseconds / 1_000) s after 1970"
        case .untilNextIssue: "until another one is issued with the same key"
        case .unknown: "expiry not reported"
        }
    }

    private func words(_ verdict: TokenValidation.Verdict) -> String {
        switch verdict {
        case .valid: "valid"
        case .invalid: "invalid"
        }
    }
}

/// Text of a server, without what a terminal would act on.
func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
}
