/// A session held by cookies.
struct DemoSession: Sendable {
    /// The value of `JSESSIONID`.
    let id: String
    /// The value of `clientId`; `nil` for sessions of the betas, which know `JSESSIONID` only (<doc:Headers>).
    let clientID: String?
    let userGUID: String
    var orgID: Int
    let isRemembered: Bool
    /// The token the session was built from; it dies with that token (<doc:V2>).
    let fromToken: String?
    /// v1 shows this in its session information; a secret.
    let authToken: String
    /// ms since the epoch.
    let createdAt: Int64
    var lastUsedAt: Int64

    /// <doc:SessionsAndCookies>, first row of the life times: 7 days when remembered, else 3 hours of inactivity.
    func isOpen(at now: Int64) -> Bool {
        isRemembered ? now < createdAt + 7 * 86_400_000 : now < lastUsedAt + 3 * 3_600_000
    }
}
