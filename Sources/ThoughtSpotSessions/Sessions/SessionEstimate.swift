import Moments

/// When a cookie session probably ends. No login answer says it, and the documents contradict each other
/// (<doc:SessionsAndCookies>): the shortest of their figures is taken.
enum SessionEstimate {
    private static let remembered: Int64 = 7 * 24 * 3_600
    private static let notRemembered: Int64 = 30 * 60

    static func expiry(openedAt: Instant, rememberMe: Bool) -> Expiry {
        .estimated(openedAt.advanced(seconds: rememberMe ? remembered : notRemembered))
    }
}
