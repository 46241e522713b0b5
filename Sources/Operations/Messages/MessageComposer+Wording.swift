package import DisplayText
import Storage
package import ThoughtSpotSessions

extension MessageComposer {
    /// `verified dead`: what became of one token that was to be revoked.
    package static func text(for verdict: RevocationItem.Verdict) -> SafeText {
        switch verdict {
        case .accepted: "accepted, not checked"
        case .verifiedDead: "verified dead"
        case .stillAlive: "still alive"
        case .unknown: "unknown"
        case .failed(let error): "failed: \(message(for: error).code)"
        case .notAttempted: "not attempted"
        }
    }

    /// `revoked, verified`: how a token stands.
    package static func text(for standing: TokenStanding) -> SafeText {
        switch standing {
        case .active: "active"
        case .expired: "expired"
        case .revoked: "revoked, not checked"
        case .revokedVerified: "revoked, verified"
        case .stillAlive: "revoked, STILL ALIVE"
        case .dead: "found dead"
        case .revocationUnknown: "revocation unknown"
        }
    }

    /// One or two words for a row of the cluster list.
    package static func text(for state: ClusterStatus.State) -> SafeText {
        switch state {
        case .loggedIn: "ok"
        case .reachable: "log in"
        case .sessionEnded: "ended"
        case .failed(let error): shortText(for: error)
        }
    }

    private static func shortText(for error: OperationError) -> SafeText {
        guard case .session(let error, _) = error else { return "problem" }
        return switch error.code {
        case .dns: "no name"
        case .connect, .connectTimeout, .connectionLost, .proxy: "no net"
        case .timeout: "silent"
        case .tlsExpired, .tlsNotYetValid, .tlsName, .tlsChain, .tlsWeak, .tlsClientCertificate, .tls, .caFile: "TLS"
        case .maintenance: "maint."
        case .busy: "busy"
        case .notThoughtSpot, .redirect: "not TS"
        case .notOnThisRelease: "not here"
        default: error.status.map { "\($0)" } ?? "error"
        }
    }

    /// What a logout did, on the server and here.
    package static func text(for report: LogoutReport) -> SafeText {
        switch report.onServer {
        case .ended: "Logged out of \(report.profile.name): the session is ended there and forgotten here"
        case .hadEnded: "The session on \(report.profile.name) had ended already; it is forgotten here"
        case .unknown:
            "The session on \(report.profile.name) is forgotten here, but may live on there: the server did not confirm"
        }
    }

    /// `ends in 12m 04s`, `until the next mint`: the end of a token or session.
    package static func text(for expiry: Expiry, at now: Instant) -> SafeText {
        switch expiry {
        case .at(let instant): DurationText.expiry(instant.milliseconds, now: now.milliseconds)
        case .estimated(let instant):
            "\u{2248} \(DurationText.expiry(instant.milliseconds, now: now.milliseconds))"
        case .untilNextMint: "until next mint"
        case .unknown: "unknown"
        }
    }

    /// `password`, `secret key`, `bearer token`.
    package static func text(for credential: CredentialKind) -> SafeText {
        switch credential {
        case .password: "password"
        case .secretKey: "secret key"
        case .bearer: "bearer token"
        }
    }
}
