extension Answer {
    /// The session cookie of v1 and v2.0 (<doc:SessionsAndCookies>).
    private static let sessionCookie = "JSESSIONID"

    /// Whether this answer leaves us with a session cookie.
    var opensSession: Bool { cookies().contains(Self.sessionCookie) }

    /// The session that the cookies of this answer are.
    ///
    /// - Throws: `SessionError` with `.noSession` when the cookie is missing (defect SCAL-142933 of release 9.0).
    func cookieSession(
        _ credential: CredentialKind, username: String?, rememberMe: Bool
    ) throws(SessionError) -> ActiveSession {
        let jar = cookies()
        guard jar.contains(Self.sessionCookie) else {
            throw unusable(
                .noSession, "the login was accepted, but no session cookie came: log in with a token instead")
        }
        return ActiveSession(
            authentication: .cookies(jar), credential: credential, username: username, openedAt: receivedAt,
            expiry: SessionEstimate.expiry(openedAt: receivedAt, rememberMe: rememberMe))
    }
}
