import DisplayText
import HTTPExchange
import ThoughtSpotSessions

extension SessionErrorWording {
    /// What stands beside the code of a failed operation on a cluster.
    struct Row {
        let exitCode: ExitCode
        let what: SafeText
        /// Else what the error tells itself.
        let why: SafeText?
        let next: [SafeText]

        init(_ exitCode: ExitCode, _ what: SafeText, why: SafeText? = nil, next: [SafeText] = []) {
            self.exitCode = exitCode
            self.what = what
            self.why = why
            self.next = next
        }
    }

    /// The table: for each code what a process ends with, what happened, why, and what to do next.
    var row: Row {
        switch error.code {
        case .credentialsRefused:
            Row(.notLoggedIn, refusedCredential, why: whyRefused, next: afterRefusal)
        // A 401 without ThoughtSpot's own code proves nothing: the session may be open.
        case .sessionEnded where error.status != nil && !error.isRefusedCredential:
            Row(
                .notLoggedIn, "\(profile) refused \(operation) without a code of ThoughtSpot",
                why: joined("a gateway may have answered, and the session or token may be valid still", status),
                next: ["`tessera doctor \(profile)` shows what answers there", "try again"])
        case .sessionEnded:
            Row(
                .notLoggedIn, "The session on \(profile) has ended",
                why: "it was logged out, it timed out, or its token is invalid", next: ["log in again"])
        case .forbidden:
            Row(
                .forbidden, "\(profile) does not allow \(operation)",
                next: ["check the user's privileges, such as ADMINISTRATION, or log in as another user"])
        case .accountLocked:
            Row(
                .forbidden, "The account \(account) on \(profile) is locked or inactive",
                why: "about 4 refused logins lock an account for an hour; an administrator can lock it too",
                next: ["wait an hour, or let another administrator unlock it"])
        case .orgRefused:
            Row(
                .forbidden, "\(profile): credentials accepted, Org refused", why: "the user has no access to this Org",
                next: ["choose another Org, or let an administrator add the user to it"])
        case .multiFactor:
            Row(
                .notLoggedIn, "\(profile) requires MFA; password login does not work here",
                next: withoutPassword.map { ["use \($0)"] } ?? ["no other credential works for this in this generation"]
            )
        case .licence:
            Row(
                .forbidden, "The licence of \(profile) does not cover \(operation)", why: joined(detail, status),
                next: [
                    "ask who owns the ThoughtSpot contract: tokens of the betas required an embedding licence",
                    "check whether the cluster supports v2.0, and give the incident ID to Support",
                ])
        case .trustedAuthentication:
            Row(
                .notLoggedIn, "\(profile) refused trusted authentication",
                why: "wrong user name, wrong secret key, or trusted authentication is switched off",
                next: ["check user and key; trusted authentication is switched on per cluster or Org"])
        case .identityMismatch:
            Row(.unusableAnswer, "\(profile) answered for a different user than requested", next: afterMismatch)
        case .orgMismatch:
            Row(
                .unusableAnswer, "\(profile) answered for a different Org than requested",
                next: error.operation == SwitchOrg.operation
                    ? ["the session is in the Org shown here; log in with the Org you want"]
                    : afterMismatch)
        case .noSession:
            Row(
                .unusableAnswer, "\(profile) accepted the login, but returned no session",
                why: "it set no session cookie",
                next: (withoutPassword.map { ["log in with \($0) instead"] } ?? [])
                    + (error.generation?.traits.loginMayLackCookie ?? true ? ["known defect of 9.0 (SCAL-142933)"] : [])
            )
        case .notOnThisRelease:
            Row(
                .notFound, "\(profile) does not support \(operation)",
                why: detail ?? "this release or generation has no such operation",
                next: error.operation.hasSuffix("gettoken")
                    ? [
                        "check the generation of the profile: `tessera profile test \(profile)`",
                        "some releases before 8.10.0.cl answer 404 to gettoken (SCAL-132347)",
                    ]
                    : ["check the generation of the profile: `tessera profile test \(profile)`"])
        case .dialect:
            Row(
                .unusableAnswer, "\(profile) uses a different API generation than its profile",
                why: joined(detail, status),
                next: [
                    "`tessera doctor \(profile)` shows which generations the cluster supports",
                    error.operation.hasSuffix("gettoken")
                        ? "some releases before 8.10.0.cl answer 404 to gettoken (SCAL-132347)"
                        : "then `tessera profile edit \(profile) --generation ...`",
                ])
        case .notInThisGeneration:
            Row(.notFound, "\(operation) is not possible on \(profile)")
        // There is nothing in such a request but the user that can be wrong.
        case .badRequest where isAboutUserAlone:
            Row(
                .usage, "\(profile) rejected \(operation): no such user", why: joined(detail, status),
                next: ["check the spelling of the user, or give the GUID"])
        case .badRequest:
            Row(
                .usage, "\(profile) rejected \(operation): bad request", why: joined(detail, status),
                next: ["compare the values with what the server says"])
        case .conflict:
            Row(
                .someFailed, "\(profile) rejected \(operation): conflicting change in progress",
                next: ["try again in a moment"])
        case .refusedByServer:
            Row(.someFailed, "\(profile) rejected \(operation)", next: ["compare the values with what the server says"])
        case .invalidInput:
            Row(.usage, "Invalid input for \(operation) on \(profile)")
        case .urlTooLong:
            Row(
                .usage, "\(operation) on \(profile): the URL would be too long",
                next: ["use a shorter secret, or a generation that sends it in a body"])
        case .redirect:
            Row(
                .unusableAnswer, "\(host) redirects; Tessera does not follow redirects",
                why: error.offered.isEmpty ? status : "it redirects to \(offered)",
                next: ["if the cluster has moved, edit the profile's URL"])
        case .emptyAnswer:
            Row(
                .unusableAnswer, "\(profile) returned an empty answer to \(operation)",
                next: ["check the URL and the generation of the profile"])
        case .notThoughtSpot:
            Row(
                .unusableAnswer, "\(host) does not answer like ThoughtSpot",
                next: [
                    "check the URL; a proxy or single sign-on page may stand in between"
                ] + (withoutPassword.map { ["an SSO user has no password here: use \($0)"] } ?? []))
        case .maintenance:
            Row(
                .busy, "\(profile) is under maintenance or in economy mode",
                next: ["try again later; your credentials are not the problem"])
        case .badJSON, .duplicateKey, .tooDeep, .badField:
            Row(
                .unusableAnswer, "\(profile) returned an unusable answer to \(operation)",
                next: ["check the URL and the generation of the profile"])
        case .badToken:
            Row(
                .unusableAnswer, "\(profile) issued a token with invalid characters",
                next: ["check the URL and the generation of the profile"])
        case .emptyToken:
            Row(
                .unusableAnswer, "\(profile) issued an empty token",
                next: ["check the URL and the generation of the profile"])
        case .tooLarge:
            Row(
                .unusableAnswer, "The answer of \(profile) is too large",
                next: ["check the URL and the generation of the profile"])
        case .malformedHTTP:
            Row(
                .unusableAnswer, "\(host) does not speak valid HTTP",
                next: ["check the URL and the generation of the profile"])
        case .server:
            Row(
                .unusableAnswer, "\(profile) failed at \(operation)", why: joined(detail, status),
                next: error.incident == nil
                    ? ["try again later; the cluster's own log says more"] : ["give Support the incident ID"])
        case .busy:
            Row(
                .busy, "\(profile) is busy", why: joined(joined(detail, patience), status),
                next: ["retry later; all administrators behind one address share the limit"])
        case .dns:
            Row(
                .network, "The host name \(error.origin.host) does not resolve",
                next: ["check the spelling of the URL, and whether this machine's resolver knows the name"])
        case .connect:
            Row(.network, "\(host) refused the connection", next: ["check the port, and whether the cluster is up"])
        case .unreachable:
            Row(
                .network, "There is no route to \(host)",
                next: ["check the network of this machine: address, route, VPN"])
        case .connectTimeout:
            Row(
                .network, "\(host) did not accept the connection in time",
                next: ["check the network, the port, and whether the cluster is up"])
        case .timeout:
            Row(
                .network, "\(host) did not answer in time",
                next: ["check the network, the port, and whether the cluster is up"])
        case .connectionLost:
            Row(
                .network, "The connection to \(host) was lost",
                next: ["check the network, the port, and whether the cluster is up"])
        case .tlsExpired:
            Row(
                .tls, "The certificate of \(host) has expired",
                next: ["compare the dates with this machine's clock, then talk to the cluster's owner"])
        case .tlsNotYetValid:
            Row(
                .tls, "The certificate of \(host) is not valid yet",
                next: ["compare the dates with this machine's clock, then talk to the cluster's owner"])
        case .tlsName:
            Row(
                .tls, "The certificate of \(host) is for another name",
                why: error.offered.isEmpty ? detail : joined(detail, "it names \(offered)"),
                next: ["use the name that the certificate carries, or have it renewed"])
        case .tlsChain:
            Row(
                .tls, "The certificate of \(host) is not signed by a trusted CA",
                why: error.offered.isEmpty ? detail : joined(detail, "fingerprint \(offered)"),
                next: [
                    "`tessera profile edit \(profile) --ca-file FILE` trusts your company's CA for this profile",
                    "compare the fingerprint with the cluster's owner by phone",
                ])
        case .tlsWeak where error.offered.isEmpty:
            Row(
                .tls, "\(host) offers only weak encryption",
                next: ["talk to the cluster's owner: TLS 1.2 or later is needed"])
        case .tlsWeak:
            Row(
                .tls, "The certificate of \(host) is too weak", why: joined(detail, "fingerprint \(offered)"),
                next: ["have it renewed, with an RSA key of 2048 bits or an EC key, and signed with SHA-256"])
        case .tlsClientCertificate:
            Row(
                .tls, "\(host) requires a client certificate",
                next: ["Tessera presents none; ask the cluster's owner for an address that does not require it"])
        case .tls:
            Row(
                .tls,
                error.origin.scheme == .http ? "\(host) expects TLS" : "The encrypted connection to \(host) failed",
                next: error.origin.scheme == .http
                    ? ["`tessera profile edit \(profile) --url https://\(error.origin.host):\(error.origin.port)`"]
                    : ["talk to the cluster's owner: TLS 1.2 or later is needed"])
        case .caFile:
            Row(
                .localFile, "The CA file of \(profile) cannot be used",
                next: ["give a PEM file that holds certificates only"])
        case .proxy:
            Row(.network, "The proxy to \(host) failed", next: ["check the proxy of the profile and the environment"])
        case .outcomeUnknown:
            Row(.outcomeUnknown, "\(profile): outcome unknown; \(operation) may have been executed")
        case .cancelled:
            Row(.interrupted, "\(operation) on \(profile) was cancelled")
        }
    }

    private var refusedCredential: SafeText {
        switch error.credential {
        case .secretKey: "\(profile) refused the secret key or the user"
        case .bearer: "\(profile) refused the bearer token"
        case .password, nil: "\(profile) refused the credentials"
        }
    }

    private var whyRefused: SafeText? {
        switch error.credential {
        case .password: status ?? "wrong user name or password"
        case .secretKey: status ?? "wrong user name or secret key"
        case .bearer: status
        case nil: status ?? "wrong user name, password or key"
        }
    }
}
