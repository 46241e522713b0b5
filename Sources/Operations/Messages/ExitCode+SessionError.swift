package import ThoughtSpotSessions

extension ExitCode {
    /// The exit code of a failed operation on a cluster. An unknown outcome outweighs its cause.
    package init(_ error: SessionError) {
        self = error.execution == .unknown ? .outcomeUnknown : ExitCode(error.code)
    }

    private init(_ code: SessionError.Code) {
        self =
            switch code {
            case .credentialsRefused, .sessionEnded, .multiFactor, .trustedAuthentication: .notLoggedIn
            case .forbidden, .accountLocked, .orgRefused, .licence: .forbidden
            case .notOnThisRelease, .notInThisGeneration: .notFound
            case .dns, .connect, .unreachable, .connectTimeout, .timeout, .connectionLost, .proxy: .network
            case .tlsExpired, .tlsNotYetValid, .tlsName, .tlsChain, .tlsWeak, .tlsClientCertificate, .tls: .tls
            case .caFile: .localFile
            case .redirect, .emptyAnswer, .notThoughtSpot, .badJSON, .duplicateKey, .tooDeep, .badField, .badToken,
                .emptyToken, .tooLarge, .dialect, .malformedHTTP, .server, .noSession, .identityMismatch, .orgMismatch:
                .unusableAnswer
            case .maintenance, .busy: .busy
            case .badRequest, .invalidInput, .urlTooLong: .usage
            case .conflict, .refusedByServer: .someFailed
            case .outcomeUnknown: .outcomeUnknown
            case .cancelled: .interrupted
            }
    }

    /// The code of several that a process ends with: unknown outcomes first, then partial failure, then the first.
    package static func combined(_ codes: [ExitCode]) -> ExitCode {
        if codes.contains(.outcomeUnknown) { return .outcomeUnknown }
        let failures = codes.filter { $0 != .done }
        guard let first = failures.first else { return .done }
        return failures.contains(.someFailed) || failures.count < codes.count ? .someFailed : first
    }
}
