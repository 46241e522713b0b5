/// What a login of a beta asks for, whatever its wire looks like.
struct BetaLogin {
    var username: String?
    var password: String?
    var isRemembered: Bool
    /// Whether an `Authorization` header counts where user name and password are not both given; `beta-api` has no
    /// such login (<doc:Capabilities>).
    var acceptsToken: Bool
}

/// What a gettoken of a beta asks for, whatever its wire looks like.
struct BetaTokenRequest {
    /// <doc:BetaAPI> and <doc:Unverified>: the default is stated nowhere; this is v2.0's.
    static let defaultLifeSeconds = 300

    var username: String
    var password: String?
    var secretKey: String?
    var kind: DemoToken.Kind = .full
    var lifeSeconds = BetaTokenRequest.defaultLifeSeconds
    /// `nil`: the key's Org, else the last used.
    var org: Int?
}
