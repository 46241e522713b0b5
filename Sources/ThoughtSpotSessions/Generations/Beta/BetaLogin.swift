import ASCIIText
import HTTPExchange
import HTTPTypes
import Moments
import StrictJSON

/// What beta-tspublic and beta-query share about `session/gettoken`: the same names, all of them texts, once in a body
/// and once in a query (<doc:BetaTspublic> and <doc:BetaQuery>).
struct BetaIssue {
    private let request: TokenRequest

    /// The issue that stands for a login.
    init(_ login: LoginRequest, _ username: String, _ credential: IssueCredential) {
        request = TokenRequest(
            kind: .full, username: username, credential: credential, lifetime: login.lifetime, org: login.org)
    }

    /// The login that is this issue: the token is the session.
    func plan(_ issue: (TokenRequest) throws(Refusal) -> Call<IssuedToken>) throws(Refusal) -> LoginPlan {
        let kind: CredentialKind = request.credential.kind
        let username = request.username
        return .issue(try issue(request)) { issued, now in
            ActiveSession(
                authentication: .bearer(issued.token), credential: kind, username: issued.username ?? username,
                openedAt: now, expiry: issued.expiry)
        }
    }

    /// The fields in their order, with exactly one credential, and the secret among them.
    static func fields(
        of request: TokenRequest, in generation: Generation
    ) throws(Refusal) -> (fields: [(name: String, value: String)], secret: Secret) {
        try BetaNeighbours.refuseProvisioning(request, in: generation)
        var fields = [(name: "userName", value: try InputChecks.username(request.username))]
        let secret: Secret
        switch request.credential {
        case .password(let password):
            secret = password
            fields.append((name: "password", value: try InputChecks.secret(password, "the password")))
        case .secretKey(let key):
            secret = key
            fields.append((name: "secretKey", value: try InputChecks.secret(key, "the secret key")))
        }
        switch request.kind {
        case .full:
            fields.append((name: "accessLevel", value: "FULL"))
        case .object(let id):
            fields.append((name: "accessLevel", value: "REPORT_BOOK_VIEW"))
            fields.append((name: "tsObjectId", value: try InputChecks.line(id, "the object id")))
        case .custom: throw Refusal(absence: .customToken, in: generation)
        }
        if let lifetime = request.lifetime {
            fields.append((name: "tokenExpiryDuration", value: String(try InputChecks.lifetime(lifetime))))
        }
        if let org = request.org {
            let number = try InputChecks.orgNumber(org, "\(generation.rawValue) session/gettoken")
            fields.append((name: "orgId", value: String(number)))
        }
        return (fields, secret)
    }
}

extension InputChecks {
    /// A login by token takes no Org.
    static func noOrg(_ request: LoginRequest) throws(Refusal) {
        guard request.org != nil else { return }
        throw Refusal(.invalidInput, "the Org of a token was fixed when it was issued: leave the Org out")
    }
}

/// A SessionLoginResponse: what login and gettoken of every beta answer with (<doc:BetaAPI>).
struct BetaLogin {
    /// Nil when the session is in the cookies instead.
    let issued: IssuedToken?
    let username: String?
    private let answer: Answer

    /// Every field is optional (<doc:BetaAPI>): without a token, which may be absent, null or blank, the cookies are
    /// the session.
    ///
    /// - Throws: `SessionError` with `.badField` or `.badToken`; `.emptyToken` when there is no token and the type says
    ///   that one came.
    init(_ answer: Answer) throws(SessionError) {
        let fields = try answer.fields()
        let text = try fields.optionalString("token") ?? ""
        self.answer = answer
        if text.trimmingWhiteSpace().isEmpty, fields.shown("tokenType")?.lowercased() != "bearer" {
            issued = nil
            username = try fields.optionalString("userName")
            return
        }
        let token = try answer.token(text)
        let created = Self.created(fields)
        let createdText = created == nil ? fields.shown("tokenCreatedTime") : nil
        let life = answer.believed(Self.expiry(fields, created), createdAt: created?.instant)
        func issuedToken(for username: String?) -> IssuedToken {
            IssuedToken(
                token: token, createdAt: created?.instant, expiry: life.expiry, scope: nil, username: username,
                userID: nil, createdText: createdText, expiryDoubt: life.doubt)
        }
        do throws(SessionError) {
            username = try fields.optionalString("userName")
        } catch {
            // The token is read, and exists: it can be revoked.
            var failure = error
            failure.issuedToken = issuedToken(for: nil)
            throw failure
        }
        issued = issuedToken(for: username)
    }

    /// The answer of a gettoken: a token for the user who was asked for.
    func token(for asked: String) throws(SessionError) -> IssuedToken {
        guard let issued else {
            throw answer.unusable(.emptyToken, "a token was asked for, and a cookie session came")
        }
        // Without a user name nothing contradicts what was asked (<doc:BetaAPI>).
        try answer.check(issued, isFor: asked)
        return issued
    }

    /// The answer of a login: the token is the session, or the cookies are.
    ///
    /// - Parameter asked: absent at a login by token.
    func session(
        _ credential: CredentialKind, asked: String?, rememberMe: Bool
    ) throws(SessionError) -> ActiveSession {
        if let asked, let username, username.lowercased() != asked.lowercased() {
            throw answer.unusable(
                .identityMismatch, "the session is for another user than \(asked)", offered: [username],
                issued: issued)
        }
        guard let issued else {
            return try answer.cookieSession(credential, username: username ?? asked, rememberMe: rememberMe)
        }
        return ActiveSession(
            authentication: .bearer(issued.token), credential: credential, username: username ?? asked,
            openedAt: answer.receivedAt, expiry: issued.expiry)
    }

    private static func created(_ fields: AnswerFields) -> BetaTime? {
        if let number = fields.object["tokenCreatedTime"]?.doubleValue { return BetaTime(epoch: number) }
        return fields.shown("tokenCreatedTime").flatMap(BetaTime.init)
    }

    /// Created plus duration; without one of them, or past the year 9999, the end is unknown.
    private static func expiry(_ fields: AnswerFields, _ created: BetaTime?) -> Expiry {
        guard let created, let seconds = fields.wholeOrDigits("tokenExpiryDuration"),
            (1...Int(Int32.max)).contains(seconds),
            let end = Instant(
                serverMilliseconds: Double(created.instant.advanced(seconds: Int64(seconds)).milliseconds))
        else { return .unknown }
        return created.isDoubtful ? .estimated(end) : .at(end)
    }
}

extension AnswerFields {
    /// A whole number, or a text of digits: the betas write numbers as texts. Of any other type it is unknown.
    func wholeOrDigits(_ name: String) -> Int? {
        guard let value = object[name] else { return nil }
        return value.intValue ?? value.stringValue.flatMap { Int($0.trimmingWhiteSpace()) }
    }
}

/// The text of `tokenCreatedTime`, whose format no source states (<doc:BetaAPI>): ISO 8601 and epochs are read,
/// anything else is not.
struct BetaTime: Hashable {
    let instant: Instant
    /// The text has no zone and is taken for UTC.
    let isDoubtful: Bool

    init?(_ text: String) {
        let text = text.trimmingWhiteSpace()
        guard text.utf8.count <= 40 else { return nil }
        if let number = Double(text), text.utf8.allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") }) {
            self.init(epoch: number)
        } else {
            guard let calendar = CalendarText(text) else { return nil }
            self.init(instant: calendar.instant, isDoubtful: !calendar.hasZone)
        }
    }

    private init(instant: Instant, isDoubtful: Bool) {
        self.instant = instant
        self.isDoubtful = isDoubtful
    }

    /// Seconds or milliseconds since 1970, told apart by magnitude (contradiction W20).
    init?(epoch number: Double) {
        guard let instant = Instant(serverMilliseconds: number < 1e11 ? number * 1_000 : number) else { return nil }
        self.init(instant: instant, isDoubtful: false)
    }
}
