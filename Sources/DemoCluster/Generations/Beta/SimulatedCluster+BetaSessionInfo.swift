import HTTPExchange

extension SimulatedCluster {
    /// `SessionInfoResponse` (<doc:BetaAPI>), of the family of v1's, without a release. `expirationTime` is in seconds,
    /// as v1's.
    /// - Parameter more: what a generation has beside it.
    func betaInfo(_ caller: Caller, more: [String: JSONValue]) -> ExchangeResponse {
        let user = caller.user
        let (authToken, endsAt) = tokenAndEnd(of: caller)
        let members: [String: JSONValue] = [
            "userName": .string(user.name), "userDisplayName": .string(user.displayName),
            "userEmail": .string(user.email), "userGUID": .string(user.guid),
            "userCreatedTime": .integer(user.createdAt), "expirationTime": .integer(endsAt / 1_000),
            "authToken": .string(authToken), "privileges": .strings(user.privileges), "isSystemUser": false,
            "canChangePassword": .boolean(!user.usesSingleSignOn), "userGroupMask": 1, "isFirstLogin": false,
            "firstLoginDate": .integer(caller.account.firstLoginAt ?? now()), "locale": "en_US", "timezone": "UTC",
            "dateFormat": ["formatPattern": "MM/dd/yyyy"], "timeFormat": ["formatPattern": "HH:mm:ss"],
            "dateTimeFormat": ["formatPattern": "MM/dd/yyyy HH:mm:ss"],
            "userProperties": ["persona": "ANALYST", "mail": .string(user.email)],
            "state": .string(caller.account.status(at: now()).rawValue),
        ]
        return .json(200, .object(members.merging(more) { _, own in own }))
    }
}
