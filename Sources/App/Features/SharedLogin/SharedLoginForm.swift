import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// One secret for several clusters, one try on each: for the marked clusters, and for those of an incident.
struct SharedLoginForm: FormFeature {
    enum Field: Hashable, Sendable {
        case credential, user, password, secretKey
    }

    private let targets: [Profile]
    /// Whether what becomes of each login is shown in a view of its own; the plan of an incident shows it itself.
    private let hasResults: Bool
    /// Clusters that were meant and cannot be logged in to, with the reason.
    private let leftOut: [SafeText]
    var form: Form<FormPart<Field>>
    var status = FormStatus()

    init(_ targets: [Profile], hasResults: Bool = false, leftOut: [SafeText] = []) {
        self.targets = targets
        self.hasResults = hasResults
        self.leftOut = leftOut
        let credentials = Choice.credentials(.password, .secretKey)
        form = Form(
            [
                .choice(.field(.credential), "Credential", credentials, help: "The same on each cluster."),
                .text(
                    .field(.user), "User", placeholder: "the user of each profile",
                    help: "Empty means the user that each profile names, else the one who logged in last."),
                .secret(.field(.password), "Password", isRequired: true),
                .secret(.field(.secretKey), "Secret key", isRequired: true),
            ], buttons: [], focus: .field(.password))
    }

    static let sendLabel: SafeText = "Log in"
    static let canTest = false

    var isSentByEnter: Bool { isInSecret }
    var profile: Profile? { nil }
    var title: SafeText { targets.count == 1 ? "Log in to 1 cluster" : "Log in to \(targets.count) clusters" }
    var facts: [TextRun] {
        let (production, rest) = (targets.filter(\.isProduction), targets.filter { !$0.isProduction })
        var facts = [TextRun.heading(of: production)].compactMap(\.self)
        if !rest.isEmpty {
            let names = SafeText(outside: rest.prefix(8).map(\.name).joined(separator: ", "), limit: 300)
            facts.append(TextRun(rest.count > 8 ? "\(names) and \(rest.count - 8) more" : names, .dim))
        }
        let others: SafeText = leftOut.count > 2 ? "left out: \(leftOut.count - 2) more" : ""
        let notes =
            ["one try on each cluster; the secret is not stored"] + leftOut.prefix(2).map { "left out: \($0)" }
            + (others.isEmpty ? [] : [others])
        return facts + notes.map { TextRun($0, .dim) }
    }
    /// It is closed as soon as it is sent: each login has an id of its own.
    var workID: WorkID { WorkID("shared login") }

    private var credential: CredentialKind? { form.choice(.field(.credential), as: CredentialKind.self) }

    mutating func settle(in program: ProgramState) {
        hide(.password, CredentialKind.password.reasonAgainstField(choosing: credential))
        hide(.secretKey, CredentialKind.secretKey.reasonAgainstField(choosing: credential))
    }

    /// The clusters where the lockout guard stands against another try.
    private func guarded(in program: ProgramState) -> [GuardedLogin] {
        targets.compactMap { target in
            let risk = program.lockoutRisk(of: user(on: target, in: program), on: target)
            return LockoutPolicy(target, risk).refusal == nil ? nil : GuardedLogin(profile: target, risk: risk)
        }
    }

    private func user(on target: Profile, in program: ProgramState) -> String? {
        filled(.user) ?? target.username ?? program.lastUsers[target.id]
    }

    mutating func send(in program: inout ProgramState) -> [Effect] {
        let guarded = guarded(in: program)
        let ids = Set(guarded.map(\.profile.id))
        if !guarded.isEmpty, status.agreed.isDisjoint(with: [.lockout, .leavingGuardedOut]) {
            let others = targets.filter { !ids.contains($0.id) }
            return others.isEmpty
                ? program.open(FormRiskQuestion.lockout(guarded, in: program))
                : program.open(GuardedLoginsQuestion(guarded, others: others))
        }
        let acceptsRisk = status.agreed.contains(.lockout)
        let secret = credential == .secretKey ? take(.secretKey) : take(.password)
        var results = LoginResults()
        var effects: [Effect] = []
        for target in targets {
            let user = user(on: target, in: program)
            let isGuarded = ids.contains(target.id)
            let reason =
                program.isSessionBusy(target.id)
                ? ProgramState.sessionIsBusy
                : user == nil ? noUser : isGuarded && !acceptsRisk ? Self.leftOutByGuard : nil
            results.add(target, user: user, notAttempted: reason)
            guard let user, reason == nil else {
                if let reason { program.say(.note, "no login to \(target.name): \(reason)") }
                continue
            }
            let credential: Credential =
                credential == .secretKey
                ? .secretKey(username: user, key: secret) : .password(username: user, password: secret)
            let logIn = LogIn(
                profile: target, credential: credential, org: target.org,
                acceptsLockoutRisk: isGuarded && acceptsRisk)
            effects.append(program.begin(logIn))
        }
        return program.closeTop() + (hasResults ? program.open(results) : []) + effects
    }

    private var noUser: SafeText { "its profile names no user" }
    private static let leftOutByGuard: SafeText = "left out, since one more refusal may lock the account"
}

extension ProgramState {
    static let sessionIsBusy: SafeText = "a login or logout is in progress"

    /// Why the one secret for several clusters is not tried there; what is tried counts towards a lockout.
    func reasonAgainstSharedSecret(for profile: Profile) -> SafeText? {
        if !profile.acceptsSharedSecret { return "needs a bearer token; log in there alone" }
        guard let row = clusters[profile.id] else { return nil }
        if row.isLocked(at: now) {
            let user = row.lockedAccount?.user ?? profile.username
            return user.map { "account of \(SafeText(outside: $0, limit: 40)) locked" } ?? "account locked"
        }
        guard case .failed? = row.status?.state, let state = row.status?.state else { return nil }
        return "\(MessageComposer.text(for: state)); \(key(.refresh)) checks again"
    }

    /// How many of several clusters one login means; the others are left out of it.
    func countOfLogins(to marked: [Profile]) -> Int {
        let isShared = marked.count > 1
        return marked.count {
            (isShared ? reasonAgainstSharedLogin(to: $0) : reasonAgainstLoggingIn(to: $0)) == nil
        }
    }

    private func reasonAgainstSharedLogin(to profile: Profile) -> SafeText? {
        reasonAgainstLoggingIn(to: profile) ?? reasonAgainstSharedSecret(for: profile)
    }

    /// `l` with marked clusters: one secret for those that can be logged in to.
    mutating func openSharedLogin(to marked: [Profile]) -> [Effect] {
        var (targets, leftOut): ([Profile], [SafeText]) = ([], [])
        for profile in marked {
            if let reason = reasonAgainstSharedLogin(to: profile) {
                leftOut.append("\(profile.name): \(reason)")
            } else {
                targets.append(profile)
            }
        }
        guard !targets.isEmpty else {
            // What one secret for several cannot do, a form of its own may.
            if let only = marked.first, marked.count == 1, reasonAgainstLoggingIn(to: only) == nil {
                return openLogin(to: [only])
            }
            if let first = leftOut.first { say(.note, first) }
            return [.bell]
        }
        return open(form: SharedLoginForm(targets, hasResults: true, leftOut: leftOut))
    }
}
