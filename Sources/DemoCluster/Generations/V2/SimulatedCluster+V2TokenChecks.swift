import HTTPExchange

extension SimulatedCluster {
    /// Revokes a token (<doc:V2>): without a body the caller's own bearer; `token` that one; `user_identifier` alone
    /// every token of that user. Tokens of others need a privilege.
    func v2Revoke(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let caller = try caller(of: request)
        let body = try V2Body(request, isOptional: true)
        let identifier = try body.string("user_identifier")
        let value = try body.string("token")
        for token in try v2TokensToRevoke(caller, identifier: identifier, value: value, hasBody: !request.body.isEmpty)
        {
            revoke(token)
        }
        // The documentation adds that the current session becomes invalid.
        if case .session(let session) = caller.proof { sessions[session.id] = nil }
        return v2Success
    }

    private func v2TokensToRevoke(
        _ caller: Caller, identifier: String?, value: String?, hasBody: Bool
    ) throws(Refusal) -> [DemoToken] {
        if identifier == nil, value == nil {
            guard !hasBody, case .token(let own) = caller.proof else {
                throw .badParameter("Either user_identifier or token must be given.")
            }
            return [own]
        }
        var owner: DemoAccount?
        if let identifier {
            owner = account(named: identifier)
            guard let owner else { throw .badParameter("User \(identifier) does not exist.") }
            if owner.user.guid != caller.user.guid { try caller.require() }
        }
        guard let value else {
            return tokens.values.filter { $0.userGUID == owner?.user.guid && $0.isValid(at: now()) }
                .sorted { ($0.createdAt, $0.value) < ($1.createdAt, $1.value) }
        }
        guard let token = validToken(value) else { throw .badParameter("The token is invalid or expired.") }
        if let owner, token.userGUID != owner.user.guid {
            throw .badParameter("The token was not issued for user \(owner.user.name).")
        }
        if token.userGUID != caller.user.guid { try caller.require() }
        return [token]
    }

    /// <doc:V2>: dead and malformed tokens are both 400 with code 10002, told apart by `debug` only.
    func v2Validate(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        _ = try caller(of: request)
        let value = try V2Body(request).requiredString("token")
        guard let token = tokens[value] else { throw .badParameter("Malformed token.") }
        guard !token.isRevoked else { throw .badParameter("The token is invalid.") }
        guard token.isValid(at: now()) else { throw .badParameter("The token has expired.") }
        return .json(
            200,
            [
                "creation_time_in_millis": .integer(token.createdAt),
                "expiration_time_in_millis": .integer(token.expiresAt ?? token.createdAt),
                "scope": v2Scope(token), "valid_for_user_id": .string(token.userGUID), "token_type": "BEARER",
            ])
    }
}
