import DisplayText
import HTTPExchange
import ThoughtSpotSessions

/// What happened, why, and what to do next, for each code of a failed operation on a cluster.
struct SessionErrorWording {
    let error: SessionError
    let profile: String

    var host: String { error.origin.authority }
    var detail: SafeText? { error.detail.map { SafeText(outside: $0, limit: 300) } }
    var offered: SafeText { SafeText(outside: error.offered.joined(separator: ", "), limit: 300) }
    var operation: String { error.operation }

    /// Whose account asked: in an incident another user is named as well.
    var account: SafeText {
        error.username.map { "of \(SafeText(outside: $0, limit: 80))" } ?? "that was used"
    }

    var what: SafeText {
        if error.execution == .unknown {
            return "\(profile): outcome unknown; \(operation) may have been executed"
        }
        if error.execution == .accepted, !isMismatch {
            return "\(profile) accepted \(operation), but its answer is unreadable"
        }
        return row.what
    }

    /// Executed and readable, but not what was asked for.
    var isMismatch: Bool { error.code == .orgMismatch || error.code == .identityMismatch }

    var why: SafeText? { row.why ?? detail ?? status }

    /// How long the server asks us to wait.
    var patience: SafeText? {
        error.retryAfter.map { "retry after \(DurationText.elapsed(milliseconds: Int64($0)))" }
    }

    var status: SafeText? {
        guard let status = error.status else { return nil }
        return error.serverCode.map { "HTTP status \(status), code \($0)" } ?? "HTTP status \(status)"
    }

    func joined(_ left: SafeText?, _ right: SafeText?) -> SafeText? {
        guard let left else { return right }
        return right.map { "\(left), \($0)" } ?? left
    }

    var hints: [SafeText] {
        if error.execution == .unknown, error.operation.hasSuffix("login") {
            return [
                "a session may be open there; it expires by itself",
                "check that the cluster answers, then log in again: every attempt counts towards a lockout",
            ]
        }
        if error.execution == .accepted, error.issuedToken == nil,
            issuesToken || error.operation == "auth/session/token"
        {
            return [
                "a token may have been issued; its value is lost, and it stays valid until it expires",
                "`tessera user logout \(profile) USER` logs its user out",
            ]
        }
        if error.execution == .unknown, error.operation == "auth/session/token" {
            return [
                "a 24-hour token may exist; the journal keeps it as unknown, and the request is never repeated",
                "when in doubt, revoke all tokens of the user",
            ]
        }
        if error.execution == .unknown {
            return ["the journal keeps it as unknown; it is never repeated automatically", lookingFirst]
        }
        return row.next
    }

    /// What shows whether a change was made, before it is tried again.
    var lookingFirst: SafeText {
        if error.operation.hasSuffix("revoke") || error.operation.hasSuffix("revoketoken") {
            return "validate the token before you try again"
        }
        if issuesToken {
            return
                "check `tessera audit \(profile)` first: it shows, up to 30 minutes late, whether a token was issued"
        }
        return "check the audit log (`tessera audit \(profile)`) before you try again"
    }

    var issuesToken: Bool {
        ["auth/token/full", "auth/token/object", "auth/token/custom"].contains(error.operation)
            || error.operation.hasSuffix("session/gettoken") || error.operation.hasSuffix("session/auth/token")
    }

    /// Whether the request names a user, and nothing beside that.
    var isAboutUserAlone: Bool {
        ["users/force-logout", "admin/forcelogout", "user/session/invalidate", "users/deactivate"].contains {
            error.operation.hasSuffix($0)
        }
    }

    /// Whether the generation that was spoken can do something, by whatever way; nothing is advised that it lacks.
    func can(_ ability: Ability) -> Bool {
        error.generation.map { $0.capability(ability).isPossible } ?? true
    }

    /// The credentials that work where a password does not: `a secret key or a bearer token`.
    var withoutPassword: SafeText? {
        let key = can(issuesToken ? .issueBySecretKey : .secretKeyLogin)
        let token = !issuesToken && can(.tokenLogin)
        return switch (key, token) {
        case (true, true): "a secret key or a bearer token"
        case (true, false): "a secret key"
        case (false, true): "a bearer token"
        case (false, false): nil
        }
    }

    /// What to do after a credential was refused, by its kind.
    var afterRefusal: [SafeText] {
        switch error.credential {
        case .secretKey:
            ["check user and secret key; trusted authentication is set for the cluster or for each Org"]
        case .bearer:
            [
                "use another token: this one may have expired, be revoked, or belong to another cluster",
                "wrong tokens count towards a lockout too",
            ]
        case .password, nil:
            ["check user name and password; about 4 refused logins lock a local account"]
                + (withoutPassword.map { ["an SSO user has no password: use \($0)"] } ?? [])
        }
    }

    /// What to do with a session or token that is another than was asked for.
    var afterMismatch: [SafeText] {
        guard error.issuedToken != nil else { return ["nothing was stored"] }
        if can(.revokeOwnToken) { return ["nothing was stored; revoke the token"] }
        return [
            "nothing was stored",
            "this generation has no revoke: log the user of the token out, or rotate the secret key",
        ]
    }
}
