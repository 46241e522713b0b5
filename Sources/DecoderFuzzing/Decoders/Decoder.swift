import HTTPExchange
import HTTPTypes
import Moments
import ThoughtSpotSessions

/// One way from an answer to a value: a verb of one generation, with the request it belongs to.
struct Decoder: Sendable {
    let generation: Generation
    /// As the folders of the corpus name it: `issue-token-by-password`.
    let verb: String
    let request: CallRequest
    /// The canaries on the wire.
    let sent: [Secret]
    let read: @Sendable (Answer) throws(SessionError) -> Reading

    init(
        _ generation: Generation, _ verb: String, _ request: CallRequest,
        read: @escaping @Sendable (Answer) throws(SessionError) -> Reading
    ) {
        self.generation = generation
        self.verb = verb
        self.request = request
        self.read = read
        sent = request.canaries
    }

    var name: String { "\(generation.rawValue)/\(verb)" }
}

/// What of a decoded value the oracle looks at.
struct Reading: Sendable {
    /// Tokens that would be kept and presented.
    var tokens: [Secret] = []
    /// Moments that would be shown.
    var instants: [Instant] = []
    /// Texts that have been masked before they are shown.
    var maskedTexts: [String] = []
}

extension Reading {
    init(_ token: IssuedToken) {
        tokens = [token.token]
        instants = [token.createdAt, token.expiry.instant].compactMap(\.self)
    }

    init(_ session: ActiveSession) {
        if case .bearer(let token) = session.authentication { tokens = [token] }
        instants = [session.expiry.instant].compactMap(\.self)
    }

    init(_ validation: TokenValidation) {
        instants = [validation.createdAt, validation.expiry.instant].compactMap(\.self)
        if case .invalid(let text?) = validation.verdict { maskedTexts = [text] }
    }

    init(_ info: SessionInfo) {
        instants = [info.accountCreatedAt, info.accountExpiry.instant, info.sessionExpiry.instant].compactMap(\.self)
    }

    init(_ events: [AuditEvent]) {
        instants = events.compactMap(\.at)
    }
}

extension Decoder {
    /// Every decoder of every generation. What a generation lacks is left out: it reads no answer.
    static let all = Generation.allCases.flatMap(verbs)

    /// One line for each verb; a verb that is new is a new line.
    private static func verbs(of generation: Generation) -> [Decoder] {
        let codec = generation.codec
        var list = DecoderList(generation: generation)
        list.addLogin("log-in-by-password", try codec.logIn(Canaries.passwordLogin))
        list.addLogin("log-in-by-key", try codec.logIn(Canaries.keyLogin))
        list.addLogin("log-in-by-token", try codec.logIn(Canaries.tokenLogin))
        list.add("log-out", try codec.logOut(Canaries.cookies))
        list.add("session-info", Reading.init, try codec.sessionInfo(Canaries.cookies))
        list.add("is-active", try codec.isActive(Canaries.bearer))
        // What the betas go on with where the first call is not there.
        if let second = try? codec.isActive(Canaries.bearer).fallback?() { list.add("is-active-session", second) }
        if let second = try? codec.validateToken(Canaries.targetToken, as: .none).fallback?() {
            list.add("validate-session", Reading.init, second)
        }
        list.add(
            "issue-token-by-password", Reading.init,
            try codec.issueToken(Canaries.issue(.full, by: .password(Canaries.password))))
        list.add("issue-token", Reading.init, try codec.issueToken(Canaries.issue(.full)))
        list.add("issue-token-in-org", Reading.init, try codec.issueToken(Canaries.issue(.full, org: Canaries.org)))
        list.add("issue-object-token", Reading.init, try codec.issueToken(Canaries.issue(.object(id: "object-1"))))
        list.add(
            "issue-custom-token", Reading.init,
            try codec.issueToken(Canaries.issue(.custom(CustomTokenRules(persistence: .replace)))))
        list.add("session-token", Reading.init, try codec.sessionToken(Canaries.bearer))
        list.add(
            "validate-token", Reading.init, try codec.validateToken(Canaries.targetToken, as: Canaries.bearer))
        list.add("validate-itself", Reading.init, try codec.validateToken(Canaries.targetToken, as: .none))
        list.add("revoke-token", try codec.revokeToken(.token(Canaries.targetToken, user: "anna"), as: .none))
        list.add("revoke-user", try codec.revokeToken(.user(identifier: "anna"), as: Canaries.bearer))
        list.add("search-orgs", try codec.searchOrgs(named: nil, as: Canaries.bearer))
        list.add("switch-org", try codec.switchOrg(to: Canaries.org, as: Canaries.cookies))
        list.add("force-logout", try codec.forceLogout(UserSelection(.name("anna")), as: Canaries.bearer))
        list.add(
            "deactivate-user",
            try codec.deactivateUser(.name("anna"), baseURL: "https://cluster.example", as: Canaries.bearer))
        list.add("read-keys", try codec.trustedAuthentication(nil, as: Canaries.bearer))
        list.add(
            "change-keys",
            try codec.changeTrustedAuthentication(
                TrustedAuthenticationChange(place: .cluster, isEnabled: true), as: Canaries.bearer))
        if let window = AuditWindow(from: Canaries.now.advanced(seconds: -3_600), to: Canaries.now) {
            list.add("audit-log", Reading.init, try codec.auditLog(window, covering: .allOrgs, as: Canaries.bearer))
        }
        list.add("system-information", try codec.systemInformation(Canaries.bearer))
        list.add("banner", try codec.banner())
        list.addProbe()
        return list.decoders
    }
}

/// Collects the decoders of one generation.
private struct DecoderList {
    let generation: Generation
    var decoders: [Decoder] = []

    mutating func add<Value: Sendable>(
        _ verb: String, _ reading: @escaping @Sendable (Value) -> Reading,
        _ make: @autoclosure () throws(Refusal) -> Call<Value>
    ) {
        guard let call = offered({ () throws(Refusal) in try make() }) else { return }
        decoders.append(
            Decoder(generation, verb, call.request) { (answer) throws(SessionError) in
                reading(try call.reply(to: answer, sentAt: Canaries.now).value)
            })
    }

    /// A verb whose value holds nothing to look at.
    mutating func add<Value: Sendable>(_ verb: String, _ make: @autoclosure () throws(Refusal) -> Call<Value>) {
        add(verb, { _ in Reading() }, try make())
    }

    /// A login is one call, or an issue and what becomes of its token.
    mutating func addLogin(_ verb: String, _ make: @autoclosure () throws(Refusal) -> LoginPlan) {
        switch offered({ () throws(Refusal) in try make() }) {
        case .direct(let call)?:
            add(verb, Reading.init, call)
        case .issue(let call, let asSession)?:
            add(verb, { Reading(asSession($0, Canaries.now)) }, call)
        case .issueThen(let call, let next)?:
            add("\(verb)-issue", Reading.init, call)
            let issued = IssuedToken(
                token: Canaries.targetToken, createdAt: nil, expiry: .untilNextIssue, scope: nil, username: "anna",
                userID: nil)
            add(verb, Reading.init, try next(issued))
        case nil:
            break
        }
    }

    /// The questions of the probe about this generation: they present nothing, and an answer is never an error.
    mutating func addProbe() {
        let questions = ProbeQuestion.allCases.filter { [generation] in $0.generation == generation }
        guard let banner = offered({ () throws(Refusal) in try generation.codec.banner() }) else { return }
        if questions.isEmpty { return }
        decoders.append(
            Decoder(generation, "probe", banner.request) { (answer) throws(SessionError) in
                let response = ExchangeResponse(status: answer.status, headers: answer.headers, body: answer.body)
                for question in questions {
                    _ = question.finding(in: response, from: answer.origin)
                    _ = question.banner(in: response, from: answer.origin)
                }
                return Reading()
            })
    }

    /// Nil for what the generation lacks; any other refusal is a mistake of the table above.
    private func offered<Product>(_ make: () throws(Refusal) -> Product) -> Product? {
        do {
            return try make()
        } catch {
            precondition(error.code == .notInThisGeneration, "\(generation.rawValue): \(error.detail)")
            return nil
        }
    }
}
