import HTTPExchange
import Moments
import Testing
import ThoughtSpotSessions

/// The capability table and the codecs agree: what is absent is refused in the table's own words where it has them,
/// a neighbour is named by the operation that is really called, and the rest is the generation's own.
struct CapabilityAgreementTests {
    /// The verbs of ``SessionService`` that stand for an ability.
    private static let abilities: [Ability] = [
        .passwordLogin, .tokenLogin, .secretKeyLogin, .sessionInfo, .issueByPassword, .issueBySecretKey, .objectToken,
        .chooseOrg, .chooseLifetime, .logout, .revokeOwnToken, .revokeOthersToken, .validateToken,
        .trustedAuthenticationKeys, .forceLogout, .switchOrg, .searchOrgs, .auditLog,
        .customToken, .provisioning, .sessionToken, .deactivateUser,
    ]

    /// The operation that would be sent.
    private static func operation(_ ability: Ability, _ generation: Generation) throws(Refusal) -> String {
        let codec = generation.codec
        let secret = Secret("s")
        let canKey = generation.capability(.issueBySecretKey).isPossible
        let credential: IssueCredential = canKey ? .secretKey(secret) : .password(secret)
        var issue = TokenRequest(kind: .full, username: "u", credential: credential)
        switch ability {
        case .passwordLogin:
            return try login(.password(username: "u", password: secret), codec)
        case .tokenLogin: return try login(.bearer(token: secret), codec)
        case .secretKeyLogin: return try login(.secretKey(username: "u", key: secret), codec)
        case .sessionInfo: return try codec.sessionInfo(Script.bearer).request.operation
        case .issueByPassword:
            issue.credential = .password(secret)
        case .issueBySecretKey:
            issue.credential = .secretKey(secret)
        case .objectToken:
            issue.kind = .object(id: "g")
        case .chooseOrg:
            issue.org = OrgReference(id: 1)
        case .chooseLifetime:
            issue.lifetime = 60
        case .logout: return try codec.logOut(Script.bearer).request.operation
        case .revokeOwnToken:
            return try codec.revokeToken(.token(secret, user: nil), as: .none).request.operation
        case .revokeOthersToken:
            return try codec.revokeToken(.user(identifier: "u"), as: Script.bearer).request.operation
        case .validateToken: return try codec.validateToken(secret, as: Script.bearer).request.operation
        case .trustedAuthenticationKeys:
            let change = TrustedAuthenticationChange(place: .cluster, isEnabled: true)
            _ = try codec.changeTrustedAuthentication(change, as: Script.bearer)
            return try codec.trustedAuthentication(nil, as: Script.bearer).request.operation
        case .forceLogout:
            return try codec.forceLogout(UserSelection(.name("u")), as: Script.bearer).request.operation
        case .deactivateUser:
            return try codec.deactivateUser(.name("u"), baseURL: "https://h", as: Script.bearer).request.operation
        case .switchOrg: return try codec.switchOrg(to: OrgReference(id: 1), as: Script.cookies).request.operation
        case .searchOrgs: return try codec.searchOrgs(named: nil, as: Script.bearer).request.operation
        case .auditLog:
            let now = Script.now
            guard let window = AuditWindow(from: now.advanced(seconds: -60), to: now) else { return "" }
            return try codec.auditLog(window, covering: .allOrgs, as: Script.bearer).request.operation
        case .customToken:
            issue.kind = .custom(CustomTokenRules(persistence: .replace))
        case .provisioning:
            issue.provisioning = Provisioning()
        case .sessionToken: return try codec.sessionToken(Script.bearer).request.operation
        }
        return try codec.issueToken(issue).request.operation
    }

    private static func login(_ credential: Credential, _ codec: any GenerationCodec) throws(Refusal) -> String {
        switch try codec.logIn(LoginRequest(credential: credential)) {
        case .direct(let call): call.request.operation
        case .issue(let call, _): call.request.operation
        case .issueThen(let call, _): call.request.operation
        }
    }

    @Test(arguments: Generation.allCases, abilities)
    func `table and codec agree`(generation: Generation, ability: Ability) {
        let capability = generation.capability(ability)
        do throws(Refusal) {
            let operation = try Self.operation(ability, generation)
            switch capability {
            case .absent(let reason): Issue.record("\(operation) would be sent although \(reason)")
            case .neighbour(let name): #expect(operation == name)
            case .own: #expect(generation == .v2 || operation.hasPrefix("\(generation.rawValue) "))
            }
        } catch {
            #expect(error.code == .notInThisGeneration)
            #expect(!capability.isPossible, "\(error.detail)")
        }
    }

    @Test func `the betas refuse in the words of the table`() {
        for generation in Betas.all {
            for ability in Self.abilities where ability != .revokeOthersToken {
                guard case .absent(let reason) = generation.capability(ability) else { continue }
                do throws(Refusal) {
                    _ = try Self.operation(ability, generation)
                    Issue.record("\(ability.rawValue) is not refused")
                } catch {
                    #expect(error.detail == reason)
                }
            }
        }
    }
}
