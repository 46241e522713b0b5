public import HTTPExchange

extension SessionInfo {
    /// Whether this is what a login asked for.
    ///
    /// - Returns: ``SessionError/Code/identityMismatch`` or ``SessionError/Code/orgMismatch``, and the name the server
    ///   gave instead, which must be made safe before it is shown; nothing when all is well.
    public func mismatch(username: String?, org: OrgReference?) -> (code: SessionError.Code, received: String)? {
        if let username, username.lowercased() != userName.lowercased() { return (.identityMismatch, userName) }
        if let org {
            guard let currentOrg else { return (.orgMismatch, "?") }
            if !currentOrg.agrees(with: org) { return (.orgMismatch, currentOrg.label) }
        }
        return nil
    }
}

extension SessionService {
    /// Reads the session that a login has opened and compares it with what was asked for. Login answers themselves
    /// are empty, so this is how a login into the wrong Org is found out (promise P70).
    ///
    /// - Throws: ``SessionError`` of the reading, or with `.identityMismatch` or `.orgMismatch`; the session is then
    ///   to be ended and nothing kept of it.
    public func confirm(
        _ session: ActiveSession, of request: LoginRequest, at origin: Origin
    ) async throws(SessionError) -> Reply<SessionInfo> {
        let reply = try await sessionInfo(session.authentication)
        let username: String? =
            switch request.credential {
            case .password(let username, _), .secretKey(let username, _): username
            case .bearer: nil
            }
        guard let mismatch = reply.value.mismatch(username: username, org: request.org) else { return reply }
        let wanted = mismatch.code == .orgMismatch ? request.org?.label : username
        throw SessionError(
            mismatch.code, execution: .accepted, operation: "session/login", origin: origin, status: reply.status,
            detail: "the login was accepted, but not for \(wanted ?? "what was asked")", offered: [mismatch.received])
    }
}
