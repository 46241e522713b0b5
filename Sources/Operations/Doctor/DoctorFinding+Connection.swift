import DisplayText
import HTTPExchange
import Storage
import ThoughtSpotSessions

/// The way to the cluster, below HTTP. Facts in, findings out.
extension DoctorFinding {
    /// More addresses than these are no help to anybody.
    private static let mostAddresses = 4
    /// A certificate that ends sooner wants somebody to act (milliseconds).
    private static let shortValidity: Int64 = 30 * 86_400_000

    /// - Parameter host: that was asked for.
    static func name(_ facts: NameFacts, of host: String) -> DoctorFinding {
        guard IPAddress(host) == nil else { return .ok(.name, "\(host) is an address, no name") }
        let shown = facts.addresses.prefix(mostAddresses).joined(separator: ", ")
        let more = facts.addresses.count - mostAddresses
        let rest: SafeText = more > 0 ? " and \(more) more" : ""
        return .ok(.name, "\(host) is \(shown)\(rest), in \(elapsed(facts.duration))")
    }

    static func tcp(_ facts: TCPFacts, _ origin: Origin, _ proxy: ConnectionSettings.Proxy) -> DoctorFinding {
        if case .http(let host, let port, _) = proxy {
            return .ok(.tcp, "the proxy \(host):\(port) takes connections, in \(elapsed(facts.duration))")
        }
        let place = facts.address.map { $0.contains(":") ? "[\($0)]" : $0 } ?? origin.host
        return .ok(.tcp, "\(place):\(origin.port) takes connections, in \(elapsed(facts.duration))")
    }

    /// - Parameter now: our clock.
    static func tls(_ facts: TLSFacts, of profile: Profile, at now: Instant) -> DoctorFinding {
        let certificate = facts.certificate.map { wording(of: $0, at: now) } ?? "its certificate was not seen"
        if let problem = facts.problem {
            let error = SessionError(problem, operation: "TLS", origin: profile.origin)
            return .failed(
                .tls, MessageComposer.message(for: error, profile: profile.name),
                seeing: facts.certificate.map { wording(of: $0, at: now) })
        }
        let trusted = facts.authorities.map(wording(of:)) ?? ""
        let seen: SafeText =
            "\(facts.protocolVersion ?? "TLS"), \(certificate)\(trusted), in \(elapsed(facts.duration))"
        if profile.trust == .insecure {
            return .warning(
                .tls, "W_INSECURE", "INSECURE, nobody verifies it: \(seen)",
                hints: ["`tessera profile edit \(profile.name) --insecure-host ''` verifies again"])
        }
        if let end = facts.certificate?.end, end * 1_000 - now.milliseconds < shortValidity {
            return .warning(
                .tls, "W_CERTIFICATE_ENDS", seen, hints: ["ask the cluster's owner to renew the certificate in time"])
        }
        if let authorities = facts.authorities, !authorities.problems.isEmpty {
            return .warning(
                .tls, "W_CA_STORE", seen, hints: ["set the variable to PEM files that can be read, or unset it"])
        }
        return .ok(.tls, seen)
    }

    /// Where the trusted authorities come from, when the environment names the place or there are none; for a profile
    /// with a file of its own the connection can be fine all the same.
    private static func wording(of authorities: AuthorityFacts) -> SafeText {
        authorities.explanation.isEmpty ? "" : ", \(SafeText(outside: authorities.explanation, limit: 300))"
    }

    /// Of a connection that has no TLS to look at; `nil` where there is one.
    static func withoutTLS(_ profile: Profile, _ proxy: ConnectionSettings.Proxy) -> DoctorFinding? {
        if profile.origin.scheme == .http {
            if profile.origin.isLoopback {
                return .skipped(.tls, because: "plain http is spoken, to this very machine")
            }
            return .warning(
                .tls, "W_PLAIN_HTTP", "plain http: whoever is on the way reads what is sent",
                hints: ["`tessera profile edit \(profile.name) --url https://HOST`, when the cluster speaks it"])
        }
        guard case .http(let host, let port, _) = proxy else { return nil }
        return .skipped(.tls, because: "the proxy \(host):\(port) stands before it; HTTP shows whether it is accepted")
    }

    /// A step below HTTP that failed.
    static func failed(_ step: DoctorStep, _ error: TransportError, _ profile: Profile) -> DoctorFinding {
        let cause = SessionError(error, operation: step.title.string, origin: profile.origin)
        return .failed(step, MessageComposer.message(for: cause, profile: profile.name))
    }

    /// `certificate for X by Y, valid until 2026-11-21 08:39:55 UTC (12 days left)`. All of it is text from outside.
    private static func wording(of certificate: CertificateFacts, at now: Instant) -> SafeText {
        let owner = certificate.subject ?? certificate.names.first ?? "nobody named"
        let issuer = certificate.issuer.map { $0 == certificate.subject ? "itself" : $0 } ?? "nobody named"
        var text: SafeText =
            "certificate for \(SafeText(outside: owner, limit: 80)) by \(SafeText(outside: issuer, limit: 80))"
        if let end = certificate.end {
            text = "\(text), until \(HTTPDate.text(end)) (\(days(until: end, at: now)))"
        }
        return text
    }

    private static func days(until end: Int64, at now: Instant) -> SafeText {
        let left = end - now.milliseconds / 1_000
        if left < 0 { return "\(-left / 86_400) days ago" }
        return left < 172_800 ? "\(left / 3_600) hours left" : "\(left / 86_400) days left"
    }

    static func elapsed(_ milliseconds: Int) -> SafeText {
        DurationText.elapsed(milliseconds: Int64(milliseconds))
    }
}
