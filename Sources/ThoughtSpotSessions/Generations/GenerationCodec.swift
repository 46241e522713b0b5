import ASCIIText
package import Moments

/// One generation's words for the verbs of ``SessionService`` and
/// ``AdministrationService``: an operation becomes a request, an answer a result.
///
/// A codec is a pure value. It sends nothing, keeps nothing, and asks no clock: whatever it needs to know of the
/// moment comes with the ``Answer``. What its generation lacks it refuses with
/// ``SessionError/Code/notInThisGeneration`` and the honest alternatives.
package protocol GenerationCodec: Sendable {
    var generation: Generation { get }

    func logIn(_ request: LoginRequest) throws(Refusal) -> LoginPlan
    func logOut(_ authentication: Authentication) throws(Refusal) -> Call<Void>
    func sessionInfo(_ authentication: Authentication) throws(Refusal) -> Call<SessionInfo>
    func isActive(_ authentication: Authentication) throws(Refusal) -> Call<Bool>
    func issueToken(_ request: TokenRequest) throws(Refusal) -> Call<IssuedToken>
    func sessionToken(_ authentication: Authentication) throws(Refusal) -> Call<IssuedToken>
    func validateToken(_ token: Secret, as authentication: Authentication) throws(Refusal) -> Call<TokenValidation>
    func revokeToken(_ revocation: Revocation, as authentication: Authentication) throws(Refusal) -> Call<Void>

    func searchOrgs(named name: String?, as authentication: Authentication) throws(Refusal) -> Call<[OrgReference]>
    func switchOrg(to org: OrgReference, as authentication: Authentication) throws(Refusal) -> Call<Void>
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void>
    func deactivateUser(
        _ user: UserIdentifier, baseURL: String, as authentication: Authentication
    ) throws(Refusal) -> Call<Secret?>
    func trustedAuthentication(
        _ scope: TrustedAuthenticationScope?, as authentication: Authentication
    ) throws(Refusal) -> Call<TrustedAuthenticationState>
    func changeTrustedAuthentication(
        _ change: TrustedAuthenticationChange, as authentication: Authentication
    ) throws(Refusal) -> Call<Void>
    func auditLog(
        _ window: AuditWindow, covering coverage: AuditCoverage, as authentication: Authentication
    ) throws(Refusal) -> Call<[AuditEvent]>
    func systemInformation(_ authentication: Authentication) throws(Refusal) -> Call<SystemInformation>
    func banner() throws(Refusal) -> Call<MaintenanceBanner>
}

/// The exchanges of one login.
package enum LoginPlan: Sendable {
    /// One request opens the session.
    case direct(Call<ActiveSession>)
    /// A token is issued, and is the session.
    case issue(Call<IssuedToken>, asSession: @Sendable (IssuedToken, Instant) -> ActiveSession)
    /// A token is issued, and opens the session in a second request.
    case issueThen(Call<IssuedToken>, then: @Sendable (IssuedToken) throws(Refusal) -> Call<ActiveSession>)
}

extension Generation {
    /// The words of this generation.
    package var codec: any GenerationCodec {
        switch self {
        case .v1: V1Codec()
        case .v2: V2Codec()
        case .betaAPI: BetaAPICodec()
        case .betaTspublic: BetaTspublicCodec()
        case .betaQuery: BetaQueryCodec()
        }
    }
}

/// What only some generations have: the others refuse it in the words of the capability table.
extension GenerationCodec {
    func deactivateUser(
        _ user: UserIdentifier, baseURL: String, as authentication: Authentication
    ) throws(Refusal) -> Call<Secret?> {
        throw Refusal(absence: .deactivateUser, in: generation)
    }

    func trustedAuthentication(
        _ scope: TrustedAuthenticationScope?, as authentication: Authentication
    ) throws(Refusal) -> Call<TrustedAuthenticationState> {
        throw Refusal(absence: .trustedAuthenticationKeys, in: generation)
    }

    func changeTrustedAuthentication(
        _ change: TrustedAuthenticationChange, as authentication: Authentication
    ) throws(Refusal) -> Call<Void> {
        throw Refusal(absence: .trustedAuthenticationKeys, in: generation)
    }
}

/// Checks of what people and programs hand in, before anything is sent.
enum InputChecks {
    static func username(_ text: String) throws(Refusal) -> String {
        try line(text, "the user name")
    }

    /// One line of text that must not be empty.
    static func line(_ text: String, _ what: String) throws(Refusal) -> String {
        if text.isEmpty { throw Refusal(.invalidInput, "\(what) is empty") }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
            throw Refusal(.invalidInput, "\(what) holds a control character")
        }
        return text
    }

    static func secret(_ secret: Secret, _ what: String) throws(Refusal) -> String {
        if secret.isEmpty { throw Refusal(.invalidInput, "\(what) is empty") }
        return secret.expose()
    }

    static func token(_ token: Secret) throws(Refusal) -> String {
        if let fault = TokenText.fault(of: token.expose()) { throw Refusal(.invalidInput, fault.detail) }
        return token.expose()
    }

    static func lifetime(_ seconds: Int) throws(Refusal) -> Int {
        guard (1...Int(Int32.max)).contains(seconds) else {
            throw Refusal(.invalidInput, "the lifetime is not between 1 and \(Int32.max) seconds")
        }
        return seconds
    }

    /// The number of an Org, for the calls that take nothing else.
    static func orgNumber(_ org: OrgReference, _ call: String) throws(Refusal) -> Int {
        if let id = org.id { return id }
        throw Refusal(.invalidInput, "\(call) takes the number of an Org, not its name: look the number up first")
    }

    /// Number or name of an Org as one text, for the calls that take either (<doc:Orgs>).
    static func orgIdentifier(_ org: OrgReference) throws(Refusal) -> String {
        guard let identifier = org.id.map(String.init) ?? org.name else {
            throw Refusal(.invalidInput, "the Org has neither number nor name")
        }
        return try line(identifier, "the name of the Org")
    }

    /// Nothing of a user may become an empty or many-lined text by accident.
    static func provisioning(_ provisioning: Provisioning) throws(Refusal) {
        if let email = provisioning.email { _ = try line(email, "the e-mail address") }
        if let name = provisioning.displayName { _ = try line(name, "the display name") }
        for group in provisioning.groups ?? [] { _ = try line(group, "the name of a group") }
    }

    /// What a call that needs a session presents.
    static func presented(_ authentication: Authentication) throws(Refusal) -> Authentication {
        if authentication == .none { throw Refusal(.noSession, "this needs a session or a token: log in first") }
        return authentication
    }

    /// One user of a forced logout. Never a text that a server could read as no user, and so as every user.
    static func user(_ user: UserIdentifier) throws(Refusal) -> String {
        let text = try username(user.text)
        if text.trimmingWhiteSpace().isEmpty { throw Refusal(.invalidInput, "the user name is empty") }
        return text
    }

    /// What a call presents that changes the session of a cookie; the Org of a token was fixed for good.
    static func cookieSession(_ authentication: Authentication) throws(Refusal) -> Authentication {
        if case .bearer = authentication {
            throw Refusal(
                .invalidInput, "the Org of a token is fixed when it is issued")
        }
        return try presented(authentication)
    }
}
