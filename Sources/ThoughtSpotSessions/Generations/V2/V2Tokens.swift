import HTTPExchange
import HTTPTypes
import Moments
import StrictJSON

extension V2Codec {
    /// `POST auth/token/full`, `object` or `custom` (<doc:V2>), with exactly one credential and `auto_create` always
    /// said.
    func issueToken(_ request: TokenRequest) throws(Refusal) -> Call<IssuedToken> {
        switch request.kind {
        case .full: try issueScopedToken(request, object: nil)
        case .object(let id): try issueScopedToken(request, object: id)
        case .custom(let rules): try issueCustomToken(request, rules)
        }
    }

    /// The full token, or that of one object: the same body but for the object.
    private func issueScopedToken(_ request: TokenRequest, object: String?) throws(Refusal) -> Call<IssuedToken> {
        var (body, secret) = try Self.issueBody(request)
        var operation = "auth/token/full"
        if let object {
            operation = "auth/token/object"
            body["object_id"] = .string(try InputChecks.line(object, "the object id"))
        }
        try Self.addLifetime(request, to: &body)
        if let org = request.org { body["org_id"] = .int(try InputChecks.orgNumber(org, operation)) }
        try Self.addProvisioning(request, to: &body)
        if let groups = request.provisioning?.groups {
            body["group_identifiers"] = .array(groups.map(JSONValue.string))
        }
        let post = Self.request(
            operation, .post, body: body, purpose: .issue(request.credential.kind), safety: .change, secrets: [secret])
        return Call(post) { (answer) throws(SessionError) in
            let issued = try Self.issuedToken(answer, mustNameUser: true)
            try answer.check(issued, isFor: request.username)
            try answer.check(issued, isIn: request.org)
            if object != nil, issued.scope?.accessType == "FULL" {
                throw answer.unusable(
                    .identityMismatch, "a token for one object was asked, one with full access came", issued: issued)
            }
            return issued
        }
    }

    /// `GET auth/session/token` (<doc:V2>): issues, although it is a GET.
    func sessionToken(_ authentication: Authentication) throws(Refusal) -> Call<IssuedToken> {
        let presented = try InputChecks.presented(authentication)
        let get = Self.request("auth/session/token", .get, as: presented, purpose: .session, safety: .change)
        return Call(get) { (answer) throws(SessionError) in try Self.issuedToken(answer, mustNameUser: false) }
    }

    /// What all three issues begin with: the user and the one credential.
    static func issueBody(_ request: TokenRequest) throws(Refusal) -> (body: JSONObject, secret: Secret) {
        var body: JSONObject = ["username": .string(try InputChecks.username(request.username))]
        let secret: Secret
        switch request.credential {
        case .password(let password):
            body["password"] = .string(try InputChecks.secret(password, "the password"))
            secret = password
        case .secretKey(let key):
            body["secret_key"] = .string(try InputChecks.secret(key, "the secret key"))
            secret = key
        }
        return (body, secret)
    }

    static func addLifetime(_ request: TokenRequest, to body: inout JSONObject) throws(Refusal) {
        if let lifetime = request.lifetime { body["validity_time_in_sec"] = .int(try InputChecks.lifetime(lifetime)) }
    }

    /// Just-in-time provisioning works with the secret key only (<doc:JustInTimeUsers>). The groups travel under a name
    /// of each issue's own.
    static func addProvisioning(_ request: TokenRequest, to body: inout JSONObject) throws(Refusal) {
        guard let provisioning = request.provisioning else {
            body["auto_create"] = false
            return
        }
        guard request.credential.kind == .secretKey else {
            throw Refusal(.invalidInput, "users are created or changed with a secret key only")
        }
        try InputChecks.provisioning(provisioning)
        body["auto_create"] = true
        if let email = provisioning.email { body["email"] = .string(email) }
        if let name = provisioning.displayName { body["display_name"] = .string(name) }
    }

    /// Reads a Token (<doc:V2>). Once the token itself is read it goes with every error: it exists, and can be revoked.
    private static func issuedToken(_ answer: Answer, mustNameUser: Bool) throws(SessionError) -> IssuedToken {
        let fields = try answer.fields()
        let token = try answer.token(fields.string("token"))
        let life = TokenLife(fields)
        func issued(_ scope: TokenScope?) -> IssuedToken {
            IssuedToken(
                token: token, createdAt: life.createdAt, expiry: life.expiry, scope: scope,
                username: fields.shown("valid_for_username"), userID: fields.shown("valid_for_user_id"),
                expiryDoubt: life.doubt)
        }
        do throws(SessionError) {
            let scope = try Self.scope(fields)
            if mustNameUser { _ = try fields.string("valid_for_username") }
            _ = try fields.optionalString("valid_for_username")
            _ = try fields.optionalString("valid_for_user_id")
            return issued(scope)
        } catch {
            var failure = error
            failure.issuedToken = issued(nil)
            throw failure
        }
    }

    /// Reads a scope (<doc:V2>): one Org by its number, or a list of Orgs, or all of the user's.
    static func scope(_ fields: AnswerFields) throws(SessionError) -> TokenScope? {
        guard let scope = try fields.optionalObject("scope") else { return nil }
        let orgScope = try scope.optionalString("org_scope")
        let listed = try orgs(of: scope)
        var org = try scope.optionalInt("org_id").map { OrgReference(id: $0) }
        if let only = listed.first, listed.count == 1, orgScope != TokenScope.allMemberOrgs {
            // The list has names; the number alone has none.
            if org == nil || org?.agrees(with: only) == true { org = only }
        }
        return TokenScope(
            accessType: try scope.optionalString("access_type"), org: org,
            objectID: try scope.optionalString("metadata_id"), orgScope: orgScope, orgs: listed)
    }

    /// `{id, name}` in the examples; a number alone says as much.
    private static func orgs(of scope: AnswerFields) throws(SessionError) -> [OrgReference] {
        guard let items = scope.object["org_ids"]?.arrayValue else { return [] }
        if items.allSatisfy({ $0.intValue != nil }) { return items.map { OrgReference(id: $0.intValue) } }
        var orgs: [OrgReference] = []
        for item in try scope.optionalObjects("org_ids") ?? [] {
            orgs.append(OrgReference(id: try item.optionalInt("id"), name: try item.optionalString("name")))
        }
        return orgs
    }
}

/// When a token of v2.0 was made and when it ends, as far as that can be believed (fault D17).
struct TokenLife {
    let createdAt: Instant?
    let expiry: Expiry
    let doubt: ExpiryDoubt?

    init(_ fields: AnswerFields) {
        createdAt = fields.instant("creation_time_in_millis")
        (expiry, doubt) = fields.answer.believed(fields.expiry("expiration_time_in_millis"), createdAt: createdAt)
    }
}

extension V2Codec {
    /// `POST auth/token/validate` (<doc:V2>). Without a caller the token asks for itself.
    func validateToken(
        _ token: Secret, as authentication: Authentication
    ) throws(Refusal) -> Call<TokenValidation> {
        let text = try InputChecks.token(token)
        let asksForItself = authentication == .none || authentication == .bearer(token)
        let operation = "auth/token/validate"
        let post = Self.request(
            operation, .post, body: ["token": .string(text)], as: asksForItself ? .bearer(token) : authentication,
            purpose: .session, safety: .read, secrets: [token])
        return Call(post) { (answer) throws(SessionError) in
            let fields = try answer.fields()
            let life = TokenLife(fields)
            return TokenValidation(
                operation: operation, verdict: .valid, createdAt: life.createdAt, expiry: life.expiry,
                scope: try Self.scope(fields), userID: try fields.string("valid_for_user_id"),
                tokenType: try fields.optionalString("token_type"), expiryDoubt: life.doubt)
        } recover: { error in
            // Malformed, expired and revoked are one and the same answer; 401 is about the caller. Without
            // ThoughtSpot's code the answer may be a gateway's, and says nothing about the token.
            let isRefused = error.status == 400 && error.serverCode == 10_002
            guard isRefused || asksForItself && error.isRefusedCredential else { return nil }
            return TokenValidation(operation: operation, verdict: .invalid(serverText: error.serverText))
        }
    }

    /// `POST auth/token/revoke` (<doc:V2>). A token presents itself, so that no reading of the documents can hit
    /// another.
    func revokeToken(
        _ revocation: Revocation, as authentication: Authentication
    ) throws(Refusal) -> Call<Void> {
        var body: JSONObject = [:]
        let presented: Authentication
        switch revocation {
        case .token(let token, let user):
            if let user { body["user_identifier"] = .string(try InputChecks.username(user)) }
            body["token"] = .string(try InputChecks.token(token))
            presented = .bearer(token)
        case .user(let identifier):
            body["user_identifier"] = .string(try InputChecks.username(identifier))
            presented = try InputChecks.presented(authentication)
        }
        let post = Self.request(
            "auth/token/revoke", .post, body: body, as: presented, purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.nothing() }
    }
}
