import HTTPExchange

extension SimulatedCluster {
    /// Closes an account, ends its sessions and tokens, and answers with a link that opens it again (<doc:V2>).
    func v2Deactivate(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        try caller(of: request).require("USER_ADMINISTRATION")
        let body = try V2Body(request)
        let identifier = try body.requiredString("user_identifier")
        let base = try body.requiredString("base_url")
        guard var account = account(named: identifier) else {
            throw .badParameter("User \(identifier) does not exist.")
        }
        account.user.accountStatus = .inactive
        account.activation = DemoAccount.Activation(token: identifiers.guid(), endsAt: now() + 14 * 86_400_000)
        accounts[account.user.guid] = account
        try forceLogout([account.user.guid])
        record(.deactivatedUser, of: account.user)
        let link = "\(base)/#/activate?userName=\(account.user.name)&authToken=\(account.activation?.token ?? "")"
        return .json(200, ["activation_link": .string(link)])
    }

    /// Opens a closed account by the token of its link, with a new password (<doc:V2>).
    func v2Activate(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let body = try V2Body(request)
        let identifier = try body.requiredString("user_identifier")
        let token = try body.requiredString("auth_token")
        let password = try body.requiredString("password")
        guard var account = account(named: identifier), let activation = account.activation,
            activation.token == token, now() < activation.endsAt
        else { throw .credentialsRefused("The activation token is invalid or expired.") }
        account.activation = nil
        account.user.accountStatus = .active
        account.user.password = password
        accounts[account.user.guid] = account
        record(.activatedUser, of: account.user)
        return .json(
            200, ["id": .string(account.user.guid), "name": .string(account.user.name), "account_status": "ACTIVE"])
    }
}
