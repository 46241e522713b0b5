import DisplayText
import HTTPExchange
import Moments
import Storage
import ThoughtSpotSessions

/// The way to the cluster, below HTTP. Facts in, findings out.
extension DoctorFinding {
    /// More addresses than these do not help.
    private static let mostAddresses = 4
    /// A certificate that expires sooner is warned about (milliseconds).
    private static let shortValidity: Int64 = 30 * 86_400_000

    /// - Parameter host: that was asked for.
    static func name(_ facts: NameFacts, of host: String) -> DoctorFinding {
        guard IPAddress(host) == nil else { return .ok(.name, "\(host) is an IP address") }
        let shown = facts.addresses.prefix(mostAddresses).joined(separator: ", ")
        let more = facts.addresses.count - mostAddresses
        let rest: SafeText = more > 0 ? " and \(more) more" : ""
        return .ok(.name, "\(host) is \(shown)\(rest), in \(elapsed(facts.duration))")
    }

    static func tcp(_ facts: TCPFacts, _ origin: Origin, _ proxy: ConnectionSettings.Proxy) -> DoctorFinding {
        if case .http(let host, let port, _) = proxy {
            return .ok(.tcp, "the proxy \(host):\(port) accepts connections, in \(elapsed(facts.duration))")
        }
        let place = facts.address.map { $0.contains(":") ? "[\($0)]" : $0 } ?? origin.host
        return .ok(.tcp, "\(place):\(origin.port) accepts connections, in \(elapsed(facts.duration))")
    }

    /// - Parameter now: our clock.
    static func tls(_ facts: TLSFacts, of profile: Profile, at now: Instant) -> DoctorFinding {
        let certificate = facts.certificate.map { wording(of: $0, at: now) } ?? "certificate not visible"
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
                .tls, "W_INSECURE", "INSECURE, certificate not verified: \(seen)",
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
                return .skipped(.tls, because: "the connection is plain http to this machine")
            }
            return .warning(
                .tls, "W_PLAIN_HTTP", "plain http: anyone on the network path can read what is sent",
                hints: ["`tessera profile edit \(profile.name) --url https://HOST`, if the cluster supports it"])
        }
        guard case .http(let host, let port, _) = proxy else { return nil }
        return .skipped(
            .tls, because: "checked through the proxy \(host):\(port) with HTTP")
    }

    /// A step below HTTP that failed.
    static func failed(_ step: DoctorStep, _ error: TransportError, _ profile: Profile) -> DoctorFinding {
        let cause = SessionError(error, operation: step.title.string, origin: profile.origin)
        return .failed(step, MessageComposer.message(for: cause, profile: profile.name))
    }

    /// `certificate for X by Y, valid until 2026-11-21 08:39:55 UTC (12 days left)`. All of it is text from outside.
    private static func wording(of certificate: CertificateFacts, at now: Instant) -> SafeText {
        let owner = certificate.subject ?? certificate.names.first ?? "unknown"
        let issuer = certificate.issuer.map { $0 == certificate.subject ? "itself" : $0 } ?? "unknown"
        var text: SafeText =
            "certificate for \(SafeText(outside: owner, limit: 80)) by \(SafeText(outside: issuer, limit: 80))"
        if let end = certificate.end {
            text = "\(text), until \(Instant(seconds: end).utcText) (\(days(until: end, at: now)))"
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

/// What the cluster answers without a credential. Facts in, findings out.
extension DoctorFinding {
    /// Whether it answers at all, and what of the state of the whole cluster the answers tell.
    static func http(_ probe: ProbeReport, of profile: Profile) -> DoctorFinding {
        guard let first = probe.observations.first, case .answered(let status, _) = first.outcome else {
            guard let failure = probe.failure else { return .skipped(.http, because: "no request was sent") }
            return .failed(.http, MessageComposer.message(for: failure, profile: profile.name))
        }
        let time: SafeText = first.serverTime.map { ", server time \($0.utcText)" } ?? ""
        let seen: SafeText = "answered with status \(status) in \(elapsed(first.duration))\(time)"
        if let failure = probe.failure {
            return .failed(.http, MessageComposer.message(for: failure, profile: profile.name), seeing: seen)
        }
        if let banner = probe.banner {
            let text = banner.text.map { SafeText(outside: $0, limit: 200) } ?? ""
            let quoted: SafeText = text.isEmpty ? "" : ": \(text)"
            if banner.isUnderMaintenance {
                return .warning(
                    .http, "W_MAINTENANCE", "\(seen); it reports maintenance\(quoted)",
                    hints: ["try again later; your credentials are not the problem"])
            }
            if !text.isEmpty { return .ok(.http, "\(seen); banner\(quoted)") }
        }
        return .ok(.http, seen)
    }

    /// The generation the profile pins, against what the answers tell. Advice: nothing overrides the pin.
    static func generation(_ probe: ProbeReport, of profile: Profile) -> DoctorFinding {
        let pinned = profile.generation
        let others = Generation.byPreference.filter { $0 != pinned && probe.finding(for: $0) == .speaks }
        let heard = others.map(\.rawValue).joined(separator: ", ")
        switch probe.finding(for: pinned) {
        case .speaks:
            return .ok(
                .generation,
                "\(pinned.rawValue), matches the profile\(others.isEmpty ? "" : "; also supports \(heard)")")
        case .undecided(.samePath(let other)):
            return .ok(
                .generation,
                """
                \(pinned.rawValue), matches the profile: it shares its path with \(other.rawValue), which answers; only a login \
                tells them apart
                """)
        case .doesNot, .undecided:
            break
        }
        if let proposal = probe.proposal {
            return .failed(
                .generation, SessionError.Code.notOnThisRelease.rawValue,
                "the profile has \(pinned.rawValue), which does not answer; the cluster supports \(heard)",
                hints: ["`tessera profile edit \(profile.name) --generation \(proposal.rawValue)`"], exitCode: .notFound
            )
        }
        return silent(probe, of: profile)
    }

    /// No generation was heard: the reason of the pinned one speaks for all.
    private static func silent(_ probe: ProbeReport, of profile: Profile) -> DoctorFinding {
        let doubts = Generation.byPreference.compactMap { generation -> ProbeDoubt? in
            if case .undecided(let doubt) = probe.finding(for: generation) { doubt } else { nil }
        }
        if let doubt = doubts.first(where: \.isMaintenance) {
            return .failed(
                .generation, SessionError.Code.maintenance.rawValue, MessageComposer.text(for: doubt),
                hints: ["try again later; your credentials are not the problem"], exitCode: .busy)
        }
        let why: SafeText
        if case .undecided(let doubt) = probe.finding(for: profile.generation) {
            why = MessageComposer.text(for: doubt)
        } else {
            why = doubts.first.map(MessageComposer.text(for:)) ?? "no path of the five generations exists there"
        }
        return .failed(
            .generation, SessionError.Code.notThoughtSpot.rawValue, "no generation answered: \(why)",
            hints: ["check the URL; a proxy or single sign-on page may stand in between"], exitCode: .unusableAnswer)
    }

    /// The server's clock against ours (<doc:Times>).
    static func clock(_ probe: ProbeReport) -> DoctorFinding {
        guard let skew = probe.clockSkew else {
            let isCached = probe.observations.contains { $0.serverTime != nil }
            return .skipped(
                .clock, because: isCached ? "only a cache answered, with an old date" : "no answer carries a date")
        }
        // The header counts whole seconds: less than one of them means nothing.
        guard abs(skew) >= 1_500 else { return .ok(.clock, "clock in sync") }
        let far = abs(skew) < 60_000 ? "\(abs(skew) / 1_000) s" : DurationText.skew(milliseconds: skew)
        let seen: SafeText = "the server's clock is \(far) \(skew > 0 ? "ahead of" : "behind") the local clock"
        guard ServerClocks.isNotable(skew) else { return .ok(.clock, seen) }
        return .warning(
            .clock, "W_CLOCK", seen, hints: ["compare both with `date -u`; the server's clock decides what has expired"]
        )
    }
}

/// What only a session tells. Facts in, findings out.
extension DoctorFinding {
    static func session(_ report: SessionReport, at now: Instant) -> DoctorFinding {
        let user = SafeText(outside: report.info.userName, limit: 80)
        let status = report.info.accountStatus.map { $0.uppercased() == "ACTIVE" ? "" : $0 } ?? ""
        let account: SafeText = status.isEmpty ? "" : ", account \(SafeText(outside: status, limit: 40))"
        return .ok(
            .session,
            """
            \(user), by \(MessageComposer.text(for: report.credential)), \
            \(report.isCookieSession ? "session cookies" : "bearer token"), expires \
            \(MessageComposer.text(forSession: report.expiry, at: report.time(at: now)))\(account)
            """)
    }

    /// - Parameter isLocked: that the vault, which may keep one, is.
    static func noSession(_ step: DoctorStep, of profile: Profile, _ isLocked: Bool) -> DoctorFinding {
        let next: SafeText =
            isLocked ? "`tessera vault unlock --for 1h`" : "`tessera doctor \(profile.name) --password-stdin`"
        return .skipped(
            step, because: isLocked ? "the vault is locked" : "you are not logged in",
            hints: step == .session ? ["\(next), to see more"] : [])
    }

    /// The release, which no call without a session tells (<doc:FindingTheGeneration>).
    static func release(_ report: SessionReport) -> DoctorFinding {
        guard let release = report.info.releaseVersion, !release.isEmpty else {
            return .skipped(
                .release,
                because: report.profile.generation.traits.tellsReleaseToAdministratorsOnly
                    ? "v2.0 reports it only to ADMINISTRATION or SYSTEM_INFO_ADMINISTRATION"
                    : "the session does not report it")
        }
        let shown = SafeText(outside: release, limit: 60)
        guard let known = Release(release) else {
            return .ok(.release, "\(shown): not a readable release, so nothing is refused for it")
        }
        let lacking = ReleaseGate.all.filter {
            $0.isUsed(by: report.profile.generation) && $0.isPresent(on: known) == false
        }
        guard !lacking.isEmpty else { return .ok(.release, shown) }
        return .ok(.release, "\(shown), without \(lacking.map(\.feature).joined(separator: ", "))")
    }

    /// The Org that was asked for, against the one the session is in (<doc:Orgs>).
    static func org(_ report: SessionReport, asked: OrgReference?) -> DoctorFinding {
        guard let current = report.info.currentOrg else {
            return .skipped(.org, because: "the session does not report its Org")
        }
        let shown = SafeText(outside: current.wording, limit: 80)
        guard let asked else { return .ok(.org, "\(shown), cluster default") }
        if asked.agrees(with: current) { return .ok(.org, "\(shown), as requested") }
        if asked.id == nil, current.name == nil {
            return .skipped(.org, because: "the session reports its number only (\(shown)), and a name was requested")
        }
        return .failed(
            .org, SessionError.Code.orgMismatch.rawValue,
            "in \(shown), but \(SafeText(outside: asked.wording, limit: 80)) was requested",
            hints: ["log in again with that Org, or edit the profile's"], exitCode: .unusableAnswer)
    }
}
