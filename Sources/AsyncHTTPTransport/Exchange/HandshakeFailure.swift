import HTTPExchange
import NIOSSL

/// What a failed TLS handshake means, as far as the error itself says.
enum HandshakeFailure {
    /// BoringSSL's names for what matters to an administrator, most precise first.
    private static let reasons: [(marker: String, code: TransportError.Code, detail: String)] = [
        ("CERTIFICATE_VERIFY_FAILED", .tlsChain, ""),
        ("CERTIFICATE_REQUIRED", .tlsClientCertificate, ""),
        // None of ours was sent that could be bad, unknown or denied.
        ("ALERT_BAD_CERTIFICATE", .tlsClientCertificate, ""),
        ("ALERT_NO_CERTIFICATE", .tlsClientCertificate, ""),
        ("ALERT_UNKNOWN_CA", .tlsClientCertificate, ""),
        ("ALERT_ACCESS_DENIED", .tlsClientCertificate, ""),
        ("UNSUPPORTED_PROTOCOL", .tlsWeak, "the server offers nothing newer than TLS 1.1"),
        ("ALERT_PROTOCOL_VERSION", .tlsWeak, "the server offers no version from TLS 1.2 on"),
        ("INSUFFICIENT_SECURITY", .tlsWeak, "the server and this program share no strong cipher"),
        ("NO_CIPHERS_AVAILABLE", .tlsWeak, "the server and this program share no strong cipher"),
        ("WRONG_CIPHER_RETURNED", .tlsWeak, "the server chose a cipher that is too weak"),
        ("KEY_TOO_SMALL", .tlsWeak, "the server's key is too short"),
        ("BAD_DH_P_LENGTH", .tlsWeak, "the server's key is too short"),
        ("WRONG_VERSION_NUMBER", .tlsHandshake, "the port does not speak TLS; is it http:// instead of https://?"),
        ("HTTP_REQUEST", .tlsHandshake, "the port does not speak TLS; is it http:// instead of https://?"),
        (
            "ALERT_HANDSHAKE_FAILURE", .tlsHandshake,
            "the server refused the handshake; it may require a client certificate"
        ),
        ("EOF during handshake", .tlsHandshake, "the server closed the connection during the handshake"),
    ]

    /// Nil when `cause` has nothing to do with TLS.
    static func meaning(of cause: any Error) -> (TransportError.Code, String)? {
        switch cause {
        case let error as NIOSSLExtraError:
            return error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch
                ? (.tlsName, "") : (.tlsHandshake, "")
        case NIOSSLError.handshakeFailed(let error):
            return meaning(ofText: String(describing: error)) ?? (.tlsHandshake, "")
        case NIOSSLError.uncleanShutdown, is NIOSSLCloseTimedOutError:
            return (.connectionLost, "")
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate:
            return (.tlsChain, "")
        case is NIOSSLError:
            return (.tlsHandshake, "")
        case let error as BoringSSLError:
            // TLS 1.3 tells a client that its certificate is missing only when it reads for the first time.
            return meaning(ofText: String(describing: error)) ?? (.connectionLost, "")
        default:
            return nil
        }
    }

    private static func meaning(ofText text: String) -> (TransportError.Code, String)? {
        reasons.first { text.contains($0.marker) }.map { ($0.code, $0.detail) }
    }
}
