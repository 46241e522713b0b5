import Moments

/// One line of the security log (<doc:AuditLog>).
struct AuditEvent: Sendable {
    enum Kind: String, Sendable {
        case loginSuccessful = "LOGIN_SUCCESSFUL"
        case loginFailed = "LOGIN_FAILED"
        case accountLocked = "ACCOUNT_LOCKED"
        case logoutSuccessful = "LOGOUT_SUCCESSFUL"
        case logoutFailed = "LOGOUT_FAILED"
        case tokenCreated = "AUTH_TOKEN_CREATED_SUCCESSFULLY"
        case tokenRefused = "FAILED_TO_CREATE_AUTH_TOKEN"

        var description: String {
            switch self {
            case .loginSuccessful: "User login successful"
            case .loginFailed: "User login failed"
            case .accountLocked: "User account locked"
            case .logoutSuccessful: "User logout successful"
            case .logoutFailed: "User logout failed"
            case .tokenCreated: "Auth token created successfully"
            case .tokenRefused: "Failed to create auth token"
            }
        }
    }

    let id: String
    /// ms since the epoch.
    let time: Int64
    let kind: Kind
    let userGUID: String?
    let userName: String?
    let orgID: Int
    /// Where the request came from; `nil` for what the cluster did by itself.
    let address: String?

    /// `{date, log}`; the log is a text which itself holds JSON.
    var json: JSONValue {
        let log: JSONValue = [
            "version": "1.1", "id": .string(id), "ts": .string(Instant(milliseconds: time).timestamp),
            "orgId": .integer(orgID),
            "userGUID": userGUID.map { .string($0) } ?? .null, "userName": userName.map { .string($0) } ?? .null,
            "cIP": address.map { .string($0) } ?? .null, "type": .string(kind.rawValue),
            "desc": .string(kind.description), "data": [:],
        ]
        return ["date": .string(Instant(milliseconds: time).timestamp), "log": .string(log.text)]
    }
}
