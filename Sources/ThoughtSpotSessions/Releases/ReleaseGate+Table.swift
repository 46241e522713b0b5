extension ReleaseGate {
    /// Every gate that is documented, v2.0 first. What no document dates has no row.
    public static let all: [ReleaseGate] = v2Operations + v2Fields + v1

    /// <doc:V2>; the software release of the first v2.0 is that of <doc:Generations>.
    private static let v2Operations: [ReleaseGate] = [
        first("auth/session/login", "v2.0 logins"),
        first("auth/session/logout", "v2.0 logouts"),
        first("auth/session/user", "v2.0 sessions"),
        first("auth/token/full", "v2.0 tokens"),
        first("auth/token/object", "v2.0 object tokens"),
        first("auth/token/revoke", "v2.0 revocations"),
        first("users/force-logout", "v2.0 force-logouts"),
        ReleaseGate(
            "auth/session/token", "24-hour tokens from a session", cloud: .from(Release(9, 4, 0, .cloud)),
            software: .from(Release(9, 5, 1, .software))),
        ReleaseGate("system/banner", "v2.0 banners", cloud: .from(Release(9, 10, 0, .cloud))),
        ReleaseGate(
            "auth/token/validate", "token validations", cloud: .from(Release(9, 12, 0, .cloud)),
            software: .from(Release(10, 0, 0, .software))),
        ReleaseGate(
            "auth/token/custom", "custom tokens", cloud: .from(Release(10, 4, 0, .cloud)),
            software: .from(Release(10, 7, 0, .software))),
        ReleaseGate(
            "auth/search", "trusted-authentication keys in v2.0", cloud: .from(Release(26, 6, 0, .cloud))),
        ReleaseGate(
            "auth/configure", "trusted-authentication switches in v2.0", cloud: .from(Release(26, 6, 0, .cloud))),
    ]

    /// See <doc:V2>.
    private static let v2Fields: [ReleaseGate] = [
        ReleaseGate(
            "auth/session/login", field: "org_identifier", "Orgs at login", cloud: .from(Release(9, 2, 0, .cloud))),
        ReleaseGate(
            "auth/session/login", field: "Set-Cookie", "usable cookies after a v2.0 login",
            cloud: .from(Release(9, 2, 0, .cloud))),
        ReleaseGate(
            "auth/token/custom", field: "variable_values", "variable values in custom tokens",
            cloud: .from(Release(10, 14, 0, .cloud))),
    ]

    /// See <doc:V1>.
    private static let v1: [ReleaseGate] = [
        ReleaseGate(
            "v1 session/info", "v1 session details", cloud: .named("ts7.oct.cl"),
            software: .from(Release(7, 2, 1, .software))),
        ReleaseGate(
            "v1 session/auth/token", "v1 tokens", cloud: .named("ts7.april.cl"),
            software: .from(Release(7, 1, 1, .software))),
        ReleaseGate(
            "v1 session/auth/token", field: "autocreate", "users created by a v1 token",
            cloud: .from(Release(8, 9, 0, .cloud))),
        ReleaseGate("v1 session/login", field: "orgid", "Orgs at a v1 login", cloud: .from(Release(9, 2, 0, .cloud))),
        ReleaseGate(
            "v1 session/orgs", "Orgs of a v1 session", cloud: .from(Release(8, 10, 0, .cloud)), software: .never),
        ReleaseGate("v1 user/session/invalidate", "v1 force-logouts", cloud: .named("ts7.sep.cl")),
    ]

    /// What v2.0 has had from its first release.
    private static func first(_ operation: String, _ feature: String) -> ReleaseGate {
        ReleaseGate(
            operation, feature, cloud: .from(Release(9, 0, 0, .cloud)), software: .from(Release(9, 0, 1, .software)))
    }
}
