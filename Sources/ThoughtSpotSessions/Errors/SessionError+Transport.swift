package import HTTPExchange

extension SessionError {
    /// A failure below HTTP (<doc:Retries>).
    ///
    /// A change that may have reached the server has an unknown outcome, whatever cut it off; the cause stays in
    /// ``SessionError/transport``. A cancelled one keeps its code, for that is what the caller did.
    init(_ error: TransportError, of request: CallRequest, origin: Origin) {
        let isOpenEnded = request.safety == .change && error.reach == .maybeSent
        // Without a byte sent, "other" is a request that our own side found unfit to be sent.
        let cause = error.code == .other && error.reach == .notSent ? .invalidInput : Code(error.code)
        self.init(
            isOpenEnded && cause != .cancelled ? .outcomeUnknown : cause,
            execution: isOpenEnded ? .unknown : .notExecuted, operation: request.operation, origin: origin,
            detail: error.detail.isEmpty ? nil : error.detail, offered: error.offered, transport: error)
    }

    /// A failure below HTTP of something that only looks: nothing was to be changed.
    package init(_ error: TransportError, operation: String, origin: Origin) {
        self.init(
            Code(error.code), operation: operation, origin: origin, detail: error.detail.isEmpty ? nil : error.detail,
            offered: error.offered, transport: error)
    }
}

extension SessionError.Code {
    /// The code of a failure below HTTP.
    init(_ code: TransportError.Code) {
        self =
            switch code {
            case .dns: .dns
            case .connectionRefused: .connect
            case .unreachable: .unreachable
            case .connectTimeout: .connectTimeout
            case .tlsExpired: .tlsExpired
            case .tlsNotYetValid: .tlsNotYetValid
            case .tlsName: .tlsName
            case .tlsChain: .tlsChain
            case .tlsWeak: .tlsWeak
            case .tlsClientCertificate: .tlsClientCertificate
            case .tlsHandshake: .tls
            case .caFile: .caFile
            case .timeout: .timeout
            case .connectionLost, .other: .connectionLost
            case .tooLarge: .tooLarge
            case .malformed: .malformedHTTP
            case .proxy: .proxy
            case .cancelled: .cancelled
            }
    }
}
