import AsyncHTTPClient
import Glibc
import HTTPExchange
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What went wrong below, in the words of `TransportError`.
///
/// Texts of libraries and servers are looked at to tell cases apart and never passed on.
struct ExchangeFailure {
    let error: TransportError

    /// - Parameter mayBeUnread: whether the request is the first on its connection and has no answer yet, so that a
    ///   server that broke off the handshake cannot have read it.
    init(
        _ cause: any Error, of request: ExchangeRequest, reach: TransportError.Reach, mayBeUnread: Bool = false,
        isCancelled: Bool
    ) {
        var (code, detail) = isCancelled ? (.cancelled, "") : Self.meaning(of: cause, reach: reach)
        let isUnread = !isCancelled && Self.isRefusedUnread(cause, code, mayBeUnread: mayBeUnread)
        let reach = isUnread ? .notSent : reach
        if case .http(let host, let port, _) = request.connection.proxy, reach == .notSent, Self.isConnecting(code) {
            detail = "proxy \(host):\(port): \(Self.phrase(for: code))"
            code = .proxy
        } else if case .http(let host, let port, _) = request.connection.proxy, cause is TLSAlertWatch.SpokenTLS {
            detail = "proxy \(host):\(port): it speaks TLS on this port"
            code = .proxy
        } else if case .http(let host, let port, _) = request.connection.proxy, code == .proxy {
            detail = "proxy \(host):\(port): \(detail)"
        }
        error = TransportError(code, reach: reach, peer: request.peer, detail: detail)
    }

    private static func meaning(of cause: any Error, reach: TransportError.Reach) -> (TransportError.Code, String) {
        switch cause {
        case let expired as ExchangeWatch.Expired: (.timeout, expired.phase.rawValue)
        case is TLSAlertWatch.SpokenTLS, Refusal.speaksTLS: (.tlsHandshake, Self.speaksTLS)
        case Refusal.wantsCertificate: (.tlsClientCertificate, "")
        case Refusal.tooLarge(let limit): (.tooLarge, "more than \(limit) bytes")
        case Refusal.malformed(let what): (.malformed, what)
        case is CancellationError: (.cancelled, "")
        case let error as HTTPClientError: meaning(of: error)
        case let error as NIOConnectionError: meaning(of: error)
        case ChannelError.connectTimeout: (.connectTimeout, "")
        case is ChannelError: (.connectionLost, "")
        case let error as IOError: (code(forErrno: error.errnoCode, reach: reach), "")
        // The connection ended properly, but not where the answer does.
        case HTTPParserError.invalidEOFState: (.connectionLost, "")
        case is HTTPParserError: (.malformed, "what came is not HTTP/1.1")
        case is SocketAddressError: (.dns, "")
        default: HandshakeFailure.meaning(of: cause) ?? (.other, "unexpected \(type(of: cause))")
        }
    }

    /// Why nothing comes of plain http with a server of TLS.
    static let speaksTLS = "the port speaks TLS; is it https:// instead of http://?"

    /// Whether the server broke off before it could read a request: TLS 1.3 lets a client send one while its own part
    /// of the handshake is still to be judged.
    private static func isRefusedUnread(
        _ cause: any Error, _ code: TransportError.Code, mayBeUnread: Bool
    ) -> Bool {
        switch cause {
        case Refusal.speaksTLS, Refusal.wantsCertificate: true
        case is TLSAlertWatch.SpokenTLS: mayBeUnread
        case is BoringSSLError: mayBeUnread && [.tlsClientCertificate, .tlsHandshake].contains(code)
        default: false
        }
    }

    private static func meaning(of error: HTTPClientError) -> (TransportError.Code, String) {
        switch error {
        case .cancelled, .alreadyShutdown: (.cancelled, "")
        case .deadlineExceeded: (.timeout, TransportError.Phase.total.rawValue)
        case .readTimeout, .writeTimeout: (.timeout, TransportError.Phase.idle.rawValue)
        case .connectTimeout: (.connectTimeout, "")
        case .tlsHandshakeTimeout: (.timeout, TransportError.Phase.handshake.rawValue)
        case .getConnectionFromPoolTimeout: (.timeout, TransportError.Phase.queue.rawValue)
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout: (.proxy, "it did not answer in time")
        case .proxyAuthenticationRequired: (.proxy, "it wants a user name and password, or others")
        case .invalidProxyResponse: (.proxy, "it refused the connection to the cluster")
        case .remoteConnectionClosed, .uncleanShutdown: (.connectionLost, "")
        default: (.other, error.shortDescription)
        }
    }

    /// A name that does not resolve gives no connection attempt at all; otherwise the attempt that came farthest speaks.
    private static func meaning(of error: NIOConnectionError) -> (TransportError.Code, String) {
        let attempts = error.connectionErrors.map { (code: meaning(of: $0.error, reach: .notSent).0, at: $0.target) }
        // A family of addresses that this machine does not have says less than an address that answered or kept silent.
        let order: [TransportError.Code] = [.connectionRefused, .connectTimeout, .unreachable]
        guard let first = attempts.first else { return (.dns, "") }
        let code = order.first { code in attempts.contains { $0.code == code } } ?? first.code
        // A literal address is in every message already.
        let tried = IPAddress(error.host) == nil ? attempts.compactMap(\.at.ipAddress) : []
        return (code, tried.isEmpty ? "" : "tried \(tried.joined(separator: ", "))")
    }

    private static func code(forErrno number: CInt, reach: TransportError.Reach) -> TransportError.Code {
        switch number {
        case ECONNREFUSED: .connectionRefused
        case EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN, EAFNOSUPPORT, EADDRNOTAVAIL, EACCES, EPERM: .unreachable
        case ETIMEDOUT: reach == .notSent ? .connectTimeout : .connectionLost
        default: .connectionLost
        }
    }

    private static func isConnecting(_ code: TransportError.Code) -> Bool {
        [.dns, .connectionRefused, .connectTimeout, .unreachable, .connectionLost].contains(code)
    }

    private static func phrase(for code: TransportError.Code) -> String {
        switch code {
        case .dns: "its name does not resolve"
        case .connectionRefused: "it refused the connection"
        case .connectTimeout: "no connection in time"
        case .unreachable: "there is no way to it"
        default: "the connection to it ended"
        }
    }
}

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
        ("WRONG_SIGNATURE_TYPE", .tlsWeak, "the server signs the handshake in a way that can be forged"),
        ("KEY_TOO_SMALL", .tlsWeak, "the server's key is too short"),
        ("BAD_DH_P_LENGTH", .tlsWeak, "the server's key is too short"),
        ("WRONG_VERSION_NUMBER", .tlsHandshake, "the port does not speak TLS; is it http:// instead of https://?"),
        ("HTTP_REQUEST", .tlsHandshake, "the port does not speak TLS; is it http:// instead of https://?"),
        (
            "ALERT_HANDSHAKE_FAILURE", .tlsHandshake,
            "the server refused the handshake; it may require a client certificate, or have weak encryption only"
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

/// What web servers say of a connection that cannot carry a request: they answer in HTTP, with status 400 and a page of
/// their own, before anything behind them hears of it.
enum GatewayPage {
    /// More of the page is not looked at.
    private static let longest = 4_096

    /// nginx, Apache, Go, Tomcat.
    private static let speaksTLS = [
        "The plain HTTP request was sent to HTTPS port", "speaking plain HTTP to an SSL-enabled server port",
        "Client sent an HTTP request to an HTTPS server", "This combination of host and port requires TLS",
    ]
    /// nginx.
    private static let wantsCertificate = ["No required SSL certificate was sent"]

    /// Why the request was not read; nil for every other answer.
    static func refusal(of response: ExchangeResponse, over scheme: Origin.Scheme) -> Refusal? {
        guard response.status == 400 else { return nil }
        let page = String(decoding: response.body.prefix(longest), as: UTF8.self)
        switch scheme {
        case .http: return speaksTLS.contains(where: page.contains) ? .speaksTLS : nil
        case .https: return wantsCertificate.contains(where: page.contains) ? .wantsCertificate : nil
        }
    }
}
