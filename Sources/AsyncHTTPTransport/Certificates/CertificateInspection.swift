import ASCIIText
import Crypto
import HTTPExchange
import Moments
import NIOCore
import NIOPosix
import NIOSSL

/// A second look at the certificates of a server that was refused, so that a person can decide what to do.
///
/// It begins a handshake, notes what the server presents, and breaks off: no byte of HTTP is sent, whatever the server
/// says. Only direct connections are looked at again.
struct CertificateInspection {
    let group: MultiThreadedEventLoopGroup
    let clock: ExchangeClock

    /// The same error, more precise where the certificates say more.
    func explain(
        _ error: TransportError, of request: ExchangeRequest, until deadline: NIODeadline
    ) async -> TransportError {
        let remaining = min(deadline - .now(), .milliseconds(Int64(request.connection.deadlines.connect)))
        guard request.connection.proxy == .direct, remaining > .milliseconds(0),
            let facts = await facts(of: request.origin, within: remaining)
        else { return error }
        return facts.explain(error, host: request.origin.host, now: clock.wallNow() / 1_000)
    }

    /// What the server presents; nil when it does not come to that in time.
    func facts(of origin: Origin, within limit: TimeAmount) async -> CertificateFacts? {
        await look(at: origin, within: limit)?.facts
    }

    /// The same, and why it is refused although it verifies; nil where nothing is wrong with any certificate of the chain.
    func look(
        at origin: Origin, within limit: TimeAmount
    ) async -> (facts: CertificateFacts, refusal: CertificateRefusal?)? {
        guard let chain = try? await presentedChain(of: origin, within: limit),
            let facts = CertificateFacts(chain: chain)
        else { return nil }
        return (facts, CertificateRefusal(chain: chain, host: origin.host))
    }

    private func presentedChain(of origin: Origin, within limit: TimeAmount) async throws -> [NIOSSLCertificate] {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // Nothing is verified here, so no authority needs to be loaded.
        configuration.trustRoots = .certificates([])
        let context = try NIOSSLContext(configuration: configuration)
        let serverName = IPAddress(origin.host) == nil ? origin.host : nil
        let loop = group.any()
        let promise = loop.makePromise(of: [NIOSSLCertificate].self)
        let connecting = ClientBootstrap(group: loop).connectTimeout(limit).channelInitializer { channel in
            channel.closeFuture.whenComplete { _ in promise.fail(ChannelError.eof) }
            return channel.eventLoop.makeCompletedFuture {
                let handler = try NIOSSLClientHandler(
                    context: context, serverHostname: serverName,
                    customVerificationCallback: { chain, verdict in
                        promise.succeed(chain)
                        verdict.succeed(.failed)
                    }
                )
                try channel.pipeline.syncOperations.addHandler(handler)
            }
        }.connect(host: origin.host, port: origin.port)
        connecting.whenFailure { promise.fail($0) }
        let timer = loop.scheduleTask(in: limit) { promise.fail(ChannelError.connectTimeout(limit)) }
        promise.futureResult.whenComplete { _ in
            timer.cancel()
            connecting.whenSuccess { $0.close(promise: nil) }
        }
        return try await withTaskCancellationHandler {
            try await promise.futureResult.get()
        } onCancel: {
            promise.fail(CancellationError())
        }
    }
}

extension CertificateFacts {
    /// More names than these are of no use in a message.
    private static let mostNames = 20

    /// Nil for an empty chain.
    init?(chain: [NIOSSLCertificate]) {
        guard let leaf = chain.first, let bytes = try? leaf.toDERBytes() else { return nil }
        let parties = CertificateParties(certificate: bytes)
        self.init(
            subject: parties?.subject, issuer: parties?.issuer,
            validities: chain.map { Validity(notBefore: Int64($0.notValidBefore), notAfter: Int64($0.notValidAfter)) },
            names: Array(leaf.subjectNames.prefix(Self.mostNames)),
            fingerprint: Self.fingerprint(of: bytes))
    }

    /// `SHA-256 AB:CD:...` of a certificate in DER.
    static func fingerprint(of bytes: [UInt8]) -> String {
        "SHA-256 \(colonSeparated(Array(SHA256.hash(data: bytes))))"
    }

    /// `AB:CD:...`, as other tools print fingerprints.
    private static func colonSeparated(_ bytes: [UInt8]) -> String {
        bytes.map { Hexadecimal.text([$0], isUppercase: true) }.joined(separator: ":")
    }

    /// Says which of the reasons it is: time first, because an authority's signature on an expired certificate is
    /// refused with the same words as an unknown authority.
    ///
    /// - Parameter now: what our clock says, in seconds since 1970 UTC.
    func explain(_ error: TransportError, host: String, now: Int64) -> TransportError {
        let clock = "this machine's clock says \(Instant(seconds: now).utcText)"
        if let expired = validities.first(where: { now > $0.notAfter }) {
            return error.being(
                .tlsExpired, "valid until \(Instant(seconds: expired.notAfter).utcText); \(clock)", [fingerprint])
        }
        if let early = validities.first(where: { now < $0.notBefore }) {
            return error.being(
                .tlsNotYetValid, "valid from \(Instant(seconds: early.notBefore).utcText); \(clock)", [fingerprint])
        }
        if error.code == .tlsName {
            return error.being(.tlsName, "expected \(host)", names)
        }
        return error.being(.tlsChain, error.detail, [fingerprint])
    }
}

extension TransportError {
    fileprivate func being(_ code: Code, _ detail: String, _ offered: [String]) -> TransportError {
        TransportError(code, reach: reach, peer: peer, detail: detail, offered: offered)
    }
}

extension NIOSSLCertificate {
    /// DNS names and addresses of the certificate, in its order.
    var subjectNames: [String] {
        _subjectAlternativeNames().compactMap { name in
            switch name.nameType {
            case .dnsName: String(decoding: name.contents, as: UTF8.self)
            case .ipAddress: IPAddress(bytes: Array(name.contents))?.description
            default: nil
            }
        }
    }
}
