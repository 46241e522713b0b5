import HTTPExchange
import HTTPTypes
import StrictJSON

extension V2Codec {
    /// `POST auth/token/validate` (7.4). Without a caller the token asks for itself.
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
            // Malformed, expired and revoked are one and the same answer; 401 is about the caller. Without ThoughtSpot's
            // code the answer may be a gateway's, and says nothing about the token.
            let isRefused = error.status == 400 && error.serverCode == 10_002
            guard isRefused || asksForItself && error.isRefusedCredential else { return nil }
            return TokenValidation(operation: operation, verdict: .invalid(serverText: error.serverText))
        }
    }

    /// `POST auth/token/revoke` (7.6). A token presents itself, so that no reading of the documents can hit another.
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
