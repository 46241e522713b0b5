import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// The form that issues a token: by a credential, or from the open session.
struct NewTokenForm: FormFeature {
    enum Field: Hashable, Sendable {
        case kind, user, credential, password, secretKey, objectID, lifetime, org, label
        /// The rules of a custom token.
        case persistence, filterRules, variables, parameters, ruleObjects
        /// Of the user that is created.
        case createsUser, email, displayName, membership, groups
        case destination, file
        /// The name of a protected profile, typed before any change (promise P65).
        case confirmation
    }

    enum Kind: String, Sendable {
        case full, object, custom, session
    }

    enum Membership: String, Sendable {
        case keep, replace, none
    }

    enum Destination: String, Sendable {
        case memory, vault, file
    }

    let target: Profile
    /// Who is suggested.
    private let user: String?
    private let isLoggedIn: Bool
    var form: Form<FormPart<Field>>
    var status = FormStatus()
    private(set) var preview: [SafeText] = []

    /// - Parameters:
    ///   - isLoggedIn: whether there is a session that can issue one.
    ///   - fromSession: starts with the token of the session chosen.
    init(_ profile: Profile, user: String?, isLoggedIn: Bool, kept: KeptSecret? = nil, fromSession: Bool = false) {
        target = profile
        self.user = user
        self.isLoggedIn = isLoggedIn
        form = Form(
            Self.tokenFields(profile, user, isLoggedIn: isLoggedIn, kept: kept, fromSession: fromSession)
                + Self.ruleFields
                + Self.userFields + Self.lastFields(profile),
            buttons: [], focus: .field(user == nil && !fromSession ? .user : .kind))
    }

    static let sendLabel: SafeText = "Issue the token"
    var profile: Profile? { target }
    var title: SafeText { "New token on \(target.name)" }
    var facts: [TextRun] { target.formFacts }
    var workID: WorkID { .issue(target.id) }

    var kind: Kind { form.choice(.field(.kind), as: Kind.self) ?? .full }
    var credential: CredentialKind? { form.choice(.field(.credential), as: CredentialKind.self) }

    mutating func settle(in program: ProgramState) {
        let kind = kind
        let bySession: SafeText? = kind == .session ? "fixed by the session" : nil
        hide(.user, bySession)
        hide(.credential, bySession)
        hide(.password, bySession ?? CredentialKind.password.reasonAgainstField(choosing: credential))
        hide(.secretKey, bySession ?? CredentialKind.secretKey.reasonAgainstField(choosing: credential))
        hide(.objectID, kind == .object ? nil : "only for a token on one object")
        hide(.lifetime, bySession ?? AbilityPolicy(target, .chooseLifetime).reason)
        hide(.org, bySession ?? AbilityPolicy(target, .chooseOrg).reason)
        settleRules()
        settleUser(bySession)
        hide(.file, destination == .file ? nil : "only for a new file")
        let end = lifetime.map { program.now.advanced(seconds: Int64($0)) }
        form.setNote(
            .field(.lifetime),
            end.map {
                let (local, utc) = (InstantWords(program).whole($0), InstantText.utc($0.milliseconds))
                return local == utc ? "until \(utc)" : "until \(local) = \(utc)"
            })
        preview =
            kind == .session
            ? IssueSessionToken.preview(profile: target) : IssueToken.preview(profile: target, request: request())
        status.lockout = program.lockoutRisk(of: filled(.user), on: target)
    }

    func problem(with field: Field) -> SafeText? {
        switch field {
        case .confirmation:
            return consent?.refusal(of: .typed(text(.confirmation)))?.sentence
        case .lifetime:
            guard let typed = filled(.lifetime) else { return nil }
            do throws(Lifetime.Malformed) {
                _ = try Lifetime.parse(typed)
                return nil
            } catch { return "\(error.reason)" }
        default: return ruleProblem(field)
        }
    }

    var consent: Consent? { ProtectionPolicy(target).consent(toChanging: "Issuing a token") }
    /// Seconds, when the lifetime is one.
    var lifetime: Int? { filled(.lifetime).flatMap { try? Lifetime.parse($0) } }

    /// What is filled in, as the request it will be.
    ///
    /// - Parameter secret: none for what only shows the request, where it is redacted.
    func request(_ secret: Secret = Secret("")) -> TokenRequest {
        let tokenKind: TokenKind =
            switch kind {
            case .object: .object(id: text(.objectID))
            case .custom: .custom(customRules)
            case .full, .session: .full
            }
        return TokenRequest(
            kind: tokenKind, username: text(.user),
            credential: credential == .secretKey ? .secretKey(secret) : .password(secret), lifetime: lifetime,
            org: filled(.org).map(OrgReference.init(typed:)), provisioning: provisioning)
    }

    mutating func send(in program: inout ProgramState) -> [Effect] {
        if SupersessionPolicy(issueOn: target).refusal != nil, !status.agreed.contains(.supersession) {
            return program.open(FormRiskQuestion.supersession(on: target))
        }
        let answer = consent.map { _ in ConsentAnswer.typed(text(.confirmation)) }
        if kind == .session {
            status.isSending = true
            return [
                program.begin(
                    IssueSessionToken(profile: target, label: filled(.label), consent: answer, keeping: keeping))
            ]
        }
        if let question = question(about: status.lockout, in: &program) { return question }
        let hazards = ProvisioningPolicy(target, request()).hazards
        if !hazards.isEmpty, !status.agreed.contains(.provisioning) {
            return program.open(FormRiskQuestion.provisioning(hazards, on: target))
        }
        status.isSending = true
        let secret = credential == .secretKey ? take(.secretKey) : take(.password)
        return [
            program.begin(
                IssueToken(
                    profile: target, request: request(secret), label: filled(.label), usesKeptSecret: secret.isEmpty,
                    confirmingCommand: status.confirmedCommand, keeping: keeping,
                    acceptsSupersession: status.agreed.contains(.supersession),
                    acceptsProvisioning: status.agreed.contains(.provisioning),
                    acceptsLockoutRisk: status.agreed.contains(.lockout), consent: answer))
        ]
    }

    func field(of error: OperationError) -> Field? {
        if case .storage(let cause) = error, cause.isAboutNewFile { return destination == .file ? .file : nil }
        guard case .session(let cause, _) = error else { return nil }
        switch cause.code {
        case .credentialsRefused, .badToken, .emptyToken: return credential == .secretKey ? .secretKey : .password
        case .orgRefused, .orgMismatch: return .org
        default: return nil
        }
    }

    mutating func settle(_ conflict: ProfileConflict, withFile: Bool, in program: ProgramState) {
        guard let current = conflict.current else { return }
        var fresh = NewTokenForm(current, user: user, isLoggedIn: isLoggedIn, kept: program.keptSecret(of: current))
        carryOver(to: &fresh)
        self = fresh
    }
}

extension ProgramState {
    var reasonAgainstIssuing: SafeText? {
        guard let profile else { return noProfile }
        if let reason = readOnlyReason(profile) { return reason }
        if inFlight[.issue(profile.id)] != nil { return "a token is being issued or imported" }
        guard let reason = AbilityPolicy(profile, .issueByPassword).reason else { return nil }
        guard let other = AbilityPolicy(profile, .issueBySecretKey).reason ?? SecretKeyPolicy(profile).reason else {
            return nil
        }
        return reason == other ? reason : "\(reason); \(other)"
    }

    var reasonAgainstIssuingFromSession: SafeText? {
        guard let profile else { return noProfile }
        if let reason = readOnlyReason(profile) ?? AbilityPolicy(profile, .sessionToken).reason { return reason }
        if inFlight[.issue(profile.id)] != nil { return "a token is being issued or imported" }
        return isLoggedIn(profile.id) ? nil : notLoggedIn(to: profile)
    }

    func readOnlyReason(_ profile: Profile?) -> SafeText? {
        ReadOnlyPolicy(profile, isReadOnlyMode: isReadOnly).reason
    }

    mutating func openNewToken(fromSession: Bool = false) -> [Effect] {
        guard let profile else { return [] }
        return open(
            form: NewTokenForm(
                profile, user: cluster?.session?.info.userName ?? profile.username, isLoggedIn: isLoggedIn(profile.id),
                kept: keptSecret(of: profile), fromSession: fromSession))
    }
}
