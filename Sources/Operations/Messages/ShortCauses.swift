import DisplayText
import HTTPExchange
import Storage
import ThoughtSpotSessions

extension MessageComposer {
    /// Why something failed, in a few words for a cell that holds no sentence: `unreachable`, `no such user`.
    ///
    /// - Parameter isOfUser: whether the request names a user and nothing else that can be wrong.
    static func shortCause(of error: OperationError, isOfUser: Bool = false) -> SafeText {
        switch error {
        case .session(let error, _) where error.code == .badRequest && isOfUser: "no such user"
        case .session(let error, _): shortCause(of: error)
        case .storage(let error): error.code == .vaultLocked ? "vault locked" : "local file error"
        case .refused(let refusal): shortCause(of: refusal)
        }
    }

    /// `not allowed, E_FORBIDDEN`: the same for who looks it up, or searches for it.
    static func causeWithCode(of error: OperationError, isOfUser: Bool = false) -> SafeText {
        "\(shortCause(of: error, isOfUser: isOfUser)), \(message(for: error).code)"
    }

    private static func shortCause(of error: SessionError) -> SafeText {
        if error.execution == .unknown { return "outcome unknown" }
        return switch error.code {
        case .credentialsRefused: "wrong credentials"
        case .trustedAuthentication: "secret key refused"
        case .sessionEnded: "session ended"
        case .forbidden: "not allowed"
        case .accountLocked:
            error.username.map { "account of \(SafeText(outside: $0, limit: 40)) locked" } ?? "account locked"
        case .orgRefused: "Org refused"
        case .multiFactor: "MFA required"
        case .licence: "not licensed"
        case .badRequest, .invalidInput, .urlTooLong: "bad request"
        case .conflict: "conflict"
        case .refusedByServer: "rejected"
        case .server: "server error"
        case .connectionLost: "connection lost"
        case .proxy: "proxy error"
        case .cancelled: "cancelled"
        case .outcomeUnknown: "outcome unknown"
        case .dns, .connect, .unreachable, .connectTimeout, .timeout, .tlsExpired, .tlsNotYetValid, .tlsName, .tlsChain,
            .tlsWeak, .tlsClientCertificate, .tls, .caFile, .maintenance, .busy, .notThoughtSpot, .redirect,
            .notOnThisRelease:
            text(for: ClusterStatus.State.failed(.session(error, profile: "")))
        case .notInThisGeneration, .dialect: "unsupported"
        case .identityMismatch, .orgMismatch, .noSession, .emptyAnswer, .badJSON, .duplicateKey, .tooDeep, .badField,
            .badToken, .emptyToken, .tooLarge, .malformedHTTP:
            "unusable answer"
        }
    }

    private static func shortCause(of refusal: Refusal) -> SafeText {
        switch refusal {
        case .readOnly: "read-only"
        case .notLoggedIn: "not logged in"
        case .tokenNotHeld(_, let standing?) where !standing.mayBeValid: "already \(text(for: standing))"
        case .tokenNotHeld: "not stored here"
        case .notInGeneration: "unsupported"
        case .originBound: "of another cluster"
        case .lockoutLikely: "lockout guard"
        case .secretCommand: "no secret"
        case .urlSecrets, .insecureForURLSecrets, .insecureForSecretKey: "connection not safe"
        default: "not possible"
        }
    }
}
