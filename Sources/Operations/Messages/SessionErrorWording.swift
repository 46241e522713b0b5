import DisplayText
import HTTPExchange
import ThoughtSpotSessions

/// What happened, why, and what to do next, for each code of a failed operation on a cluster.
struct SessionErrorWording {
    let error: SessionError
    let profile: String

    private var host: String { error.origin.authority }
    private var detail: SafeText? { error.detail.map { SafeText(outside: $0, limit: 300) } }
    private var offered: SafeText { SafeText(outside: error.offered.joined(separator: ", "), limit: 300) }
    private var operation: String { error.operation }

    var what: SafeText {
        if error.execution == .unknown {
            return "\(profile): outcome unknown; \(operation) may have been executed"
        }
        if error.execution == .accepted, !isMismatch {
            return "\(profile) accepted \(operation), but its answer is unreadable"
        }
        return failure
    }

    /// Executed and readable, but not what was asked for.
    private var isMismatch: Bool { error.code == .orgMismatch || error.code == .identityMismatch }

    private var failure: SafeText {
        switch error.code {
        case .credentialsRefused:
            switch error.credential {
            case .secretKey: "\(profile) refused the secret key or the user"
            case .bearer: "\(profile) refused the bearer token"
            case .password, nil: "\(profile) refused the credentials"
            }
        case .sessionEnded: "The session on \(profile) has ended"
        case .forbidden: "\(profile) does not allow \(operation)"
        case .accountLocked: "The account on \(profile) is locked or inactive"
        case .orgRefused: "\(profile): credentials accepted, Org refused"
        case .multiFactor: "\(profile) requires MFA; password login does not work here"
        case .licence: "The licence of \(profile) does not cover \(operation)"
        case .trustedAuthentication: "\(profile) refused trusted authentication"
        case .identityMismatch: "\(profile) answered for a different user than requested"
        case .orgMismatch: "\(profile) answered for a different Org than requested"
        case .noSession: "\(profile) accepted the login, but returned no session"
        case .notOnThisRelease: "\(profile) does not support \(operation)"
        case .dialect: "\(profile) uses a different API generation than its profile"
        case .notInThisGeneration: "\(operation) is not possible on \(profile)"
        case .badRequest: "\(profile) rejected \(operation): bad request"
        case .conflict: "\(profile) rejected \(operation): conflicting change in progress"
        case .refusedByServer: "\(profile) rejected \(operation)"
        case .invalidInput: "Invalid input for \(operation) on \(profile)"
        case .urlTooLong: "\(operation) on \(profile): the URL would be too long"
        case .redirect: "\(host) redirects; Tessera does not follow redirects"
        case .emptyAnswer: "\(profile) returned an empty answer to \(operation)"
        case .notThoughtSpot: "\(host) does not answer like ThoughtSpot"
        case .maintenance: "\(profile) is under maintenance or in economy mode"
        case .badJSON, .duplicateKey, .tooDeep, .badField: "\(profile) returned an unusable answer to \(operation)"
        case .badToken: "\(profile) issued a token with invalid characters"
        case .emptyToken: "\(profile) issued an empty token"
        case .tooLarge: "The answer of \(profile) is too large"
        case .malformedHTTP: "\(host) does not speak valid HTTP"
        case .server: "\(profile) failed at \(operation)"
        case .busy: "\(profile) is busy"
        case .dns: "The host name \(error.origin.host) does not resolve"
        case .connect: "\(host) refused the connection"
        case .unreachable: "There is no route to \(host)"
        case .connectTimeout: "\(host) did not accept the connection in time"
        case .timeout: "\(host) did not answer in time"
        case .connectionLost: "The connection to \(host) was lost"
        case .tlsExpired: "The certificate of \(host) has expired"
        case .tlsNotYetValid: "The certificate of \(host) is not valid yet"
        case .tlsName: "The certificate of \(host) is for another name"
        case .tlsChain: "The certificate of \(host) is not signed by a trusted CA"
        case .tlsWeak: "\(host) offers only weak encryption"
        case .tlsClientCertificate: "\(host) requires a client certificate"
        case .tls: error.origin.scheme == .http ? "\(host) expects TLS" : "The encrypted connection to \(host) failed"
        case .caFile: "The CA file of \(profile) cannot be used"
        case .proxy: "The proxy to \(host) failed"
        case .outcomeUnknown: "\(profile): outcome unknown; \(operation) may have been executed"
        case .cancelled: "\(operation) on \(profile) was cancelled"
        }
    }

    var why: SafeText? {
        switch error.code {
        case .credentialsRefused:
            switch error.credential {
            case .password: status ?? "wrong user name or password"
            case .secretKey: status ?? "wrong user name or secret key"
            case .bearer: status
            case nil: status ?? "wrong user name, password or key"
            }
        case .sessionEnded: "it was logged out, it timed out, or its token is invalid"
        case .accountLocked:
            "about 4 wrong passwords lock an account for an hour; an administrator can lock it too"
        case .orgRefused: "the user has no access to this Org"
        case .trustedAuthentication: "wrong user name, wrong secret key, or trusted authentication is switched off"
        case .notOnThisRelease: detail ?? "this release or generation has no such operation"
        case .dialect, .licence: joined(detail, status)
        case .redirect: error.offered.isEmpty ? status : "it redirects to \(offered)"
        case .tlsName: error.offered.isEmpty ? detail : joined(detail, "it names \(offered)")
        case .tlsChain: error.offered.isEmpty ? detail : joined(detail, "fingerprint \(offered)")
        case .badRequest, .server: joined(detail, status)
        case .busy: joined(joined(detail, patience), status)
        case .noSession: "it set no session cookie"
        default: detail ?? status
        }
    }

    /// How long the server asks us to wait.
    private var patience: SafeText? {
        error.retryAfter.map { "retry after \(DurationText.elapsed(milliseconds: Int64($0)))" }
    }

    private var status: SafeText? {
        guard let status = error.status else { return nil }
        return error.serverCode.map { "HTTP status \(status), code \($0)" } ?? "HTTP status \(status)"
    }

    private func joined(_ left: SafeText?, _ right: SafeText?) -> SafeText? {
        guard let left else { return right }
        return right.map { "\(left), \($0)" } ?? left
    }

    var hints: [SafeText] {
        if error.execution == .unknown, error.operation.hasSuffix("login") {
            return [
                "a session may be open there; it expires by itself",
                "check that the cluster answers, then log in again: every attempt counts toward a lock-out",
            ]
        }
        if error.execution == .accepted, error.mintedToken == nil, isMint || error.operation == "auth/session/token" {
            return [
                "a token was issued, and its value is lost: it stays valid until it expires",
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
        return nextSteps
    }

    /// What shows whether a change was made, before it is tried again.
    private var lookingFirst: SafeText {
        if error.operation.hasSuffix("revoke") || error.operation.hasSuffix("revoketoken") {
            return "validate the token before you try again"
        }
        if isMint {
            return
                "check `tessera audit \(profile)` first: it shows, up to 30 minutes late, whether a token was issued"
        }
        return "check the audit log (`tessera audit \(profile)`) before you try again"
    }

    private var isMint: Bool {
        ["auth/token/full", "auth/token/object", "auth/token/custom"].contains(error.operation)
            || error.operation.hasSuffix("session/gettoken") || error.operation.hasSuffix("session/auth/token")
    }

    /// Whether the generation that was spoken can do something, by whatever way; nothing is advised that it lacks.
    private func can(_ ability: Ability) -> Bool {
        error.generation.map { $0.capability(ability).isPossible } ?? true
    }

    /// The credentials that work where a password does not: `a secret key or a bearer token`.
    private var withoutPassword: SafeText? {
        let key = can(isMint ? .mintBySecretKey : .secretKeyLogin)
        let token = !isMint && can(.tokenLogin)
        return switch (key, token) {
        case (true, true): "a secret key or a bearer token"
        case (true, false): "a secret key"
        case (false, true): "a bearer token"
        case (false, false): nil
        }
    }

    /// What to do after a credential was refused, by its kind.
    private var afterRefusal: [SafeText] {
        switch error.credential {
        case .secretKey:
            ["check user and secret key; trusted authentication is set for the cluster or for each Org"]
        case .bearer:
            [
                "the token may have expired, be revoked, or belong to another cluster",
                "wrong tokens count towards a lock-out too",
            ]
        case .password, nil:
            ["check user name and password; about 4 wrong ones lock a local account"]
                + (withoutPassword.map { ["an SSO user has no password: use \($0)"] } ?? [])
        }
    }

    /// What to do with a session or token that is another than was asked for.
    private var afterMismatch: [SafeText] {
        guard error.mintedToken != nil else { return ["nothing was stored"] }
        if can(.revokeOwnToken) { return ["nothing was stored; revoke the token"] }
        return [
            "nothing was stored",
            "this generation has no revoke: log the user of the token out, or rotate the secret key",
        ]
    }

    private var nextSteps: [SafeText] {
        switch error.code {
        case .credentialsRefused: afterRefusal
        case .sessionEnded: ["log in again"]
        case .forbidden: ["the user lacks a privilege such as ADMINISTRATION"]
        case .accountLocked: ["wait an hour, or let another administrator unlock it"]
        case .orgRefused: ["choose another Org, or let an administrator add the user to it"]
        case .multiFactor:
            withoutPassword.map { ["use \($0)"] } ?? ["no other credential works for this in this generation"]
        case .licence:
            [
                "ask who owns the ThoughtSpot contract: tokens of the betas required an embedding licence",
                "check whether the cluster supports v2.0, and give the incident id to Support",
            ]
        case .trustedAuthentication: ["check user and key; trusted authentication is switched on per cluster or Org"]
        case .orgMismatch where error.operation == SwitchOrg.operation:
            ["the session is in the Org shown here; log in with the Org you want"]
        case .identityMismatch, .orgMismatch: afterMismatch
        case .noSession:
            (withoutPassword.map { ["log in with \($0) instead"] } ?? [])
                + (error.generation == .v2 || error.generation == nil ? ["known defect of 9.0 (SCAL-142933)"] : [])
        case .dialect:
            [
                "`tessera doctor \(profile)` shows which generations the cluster supports",
                error.operation.hasSuffix("gettoken")
                    ? "some releases before 8.10.0.cl answer 404 to gettoken (SCAL-132347)"
                    : "then `tessera profile edit \(profile) --generation ...`",
            ]
        case .notOnThisRelease where error.operation.hasSuffix("gettoken"):
            [
                "check the generation of the profile: `tessera profile test \(profile)`",
                "some releases before 8.10.0.cl answer 404 to gettoken (SCAL-132347)",
            ]
        case .urlTooLong: ["use a shorter secret, or a generation that sends it in a body"]
        case .notOnThisRelease: ["check the generation of the profile: `tessera profile test \(profile)`"]
        case .redirect: ["if the cluster has moved, edit the profile's URL"]
        case .notThoughtSpot:
            [
                "check the URL; a proxy or single sign-on page may stand in between"
            ] + (withoutPassword.map { ["an SSO user has no password here: use \($0)"] } ?? [])
        case .maintenance: ["try again later; your credentials are not the problem"]
        case .badJSON, .duplicateKey, .tooDeep, .badField, .emptyAnswer, .badToken, .emptyToken, .tooLarge,
            .malformedHTTP:
            ["check the URL and the generation of the profile"]
        case .server:
            error.incident == nil
                ? ["try again later; the cluster's own log says more"] : ["give Support the incident id"]
        case .busy: ["retry later; all administrators behind one address share the limit"]
        case .dns: ["check the spelling of the URL, and whether this machine's resolver knows the name"]
        case .connect: ["check the port, and whether the cluster is up"]
        case .unreachable: ["check the network of this machine: address, route, VPN"]
        case .connectTimeout, .timeout, .connectionLost:
            ["check the network, the port, and whether the cluster is up"]
        case .tlsExpired, .tlsNotYetValid:
            ["compare the dates with this machine's clock, then talk to the cluster's owner"]
        case .tlsName: ["use the name that the certificate carries, or have it renewed"]
        case .tlsChain:
            [
                "`tessera profile edit \(profile) --ca-file FILE` trusts your company's CA for this profile",
                "compare the fingerprint with the cluster's owner by phone",
            ]
        case .tlsClientCertificate:
            ["Tessera presents none; ask the cluster's owner for an address that does not require it"]
        case .tls where error.origin.scheme == .http:
            ["`tessera profile edit \(profile) --url https://\(error.origin.host):\(error.origin.port)`"]
        case .tlsWeak, .tls: ["talk to the cluster's owner: TLS 1.2 or later is needed"]
        case .caFile: ["give a PEM file that holds certificates only"]
        case .proxy: ["check the proxy of the profile and the environment"]
        case .badRequest, .refusedByServer: ["compare the values with what the server says"]
        case .conflict: ["try again in a moment"]
        case .invalidInput, .notInThisGeneration, .outcomeUnknown, .cancelled: []
        }
    }
}
