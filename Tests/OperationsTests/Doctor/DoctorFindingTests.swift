import DisplayText
import HTTPExchange
import Moments
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Operations

/// Facts in, findings out.
struct DoctorFindingTests {
    /// 2026-11-21 08:39:55 UTC.
    private static let now = Instant(milliseconds: 1_795_250_395_000)
    private static let seconds: Int64 = 1_795_250_395

    private func profile(
        _ generation: Generation = .v2, url: Origin = Origin(scheme: .https, host: "ts.example.com"),
        trust: ConnectionSettings.Trust = .system
    ) -> Profile {
        var profile = Profile(id: "p", name: "p", origin: url, generation: generation)
        profile.trust = trust
        return profile
    }

    private func probe(
        _ findings: [ProbeQuestion: ProbeFinding], banner: MaintenanceBanner? = nil, skew: Int64? = nil
    ) -> ProbeReport {
        ProbeReport(
            ProbeQuestion.allCases.map { question in
                ProbeObservation(
                    question: question,
                    outcome: .answered(status: 200, finding: findings[question] ?? .doesNot),
                    banner: question == .v2Banner ? banner : nil,
                    serverTime: skew == nil ? nil : Self.now, clockSkew: skew, duration: 7)
            })
    }

    private func certificate(endingIn days: Int64) -> TLSFacts { .test(until: Self.seconds + days * 86_400 + 60) }

    @Test(
        arguments: [
            (400, DoctorFinding.Verdict.ok, "400 days left"), (30, .ok, "30 days left"), (29, .warning, "29 days left"),
            (1, .warning, "24 hours left"), (0, .warning, "0 hours left"),
        ] as [(Int64, DoctorFinding.Verdict, String)])
    func `a certificate that ends soon is a warning`(
        days: Int64, verdict: DoctorFinding.Verdict, text: String
    ) {
        let finding = DoctorFinding.tls(certificate(endingIn: days), of: profile(), at: Self.now)
        #expect(finding.verdict == verdict)
        #expect(finding.seen.string.contains(text))
        #expect(
            finding.seen.string.hasPrefix(
                "TLS 1.3, certificate for prod-eu.demo.example by Example CA (Example), until"))
    }

    @Test func `an unverified connection is a warning, whatever it shows`() {
        let finding = DoctorFinding.tls(.test(), of: profile(trust: .insecure), at: Self.now)
        #expect(finding.code == "W_INSECURE")
        #expect(finding.seen.string.hasPrefix("INSECURE"))
        #expect(finding.hints == ["`tessera profile edit p --insecure-host ''` verifies again"])
    }

    @Test(arguments: [
        (TransportError.Code.tlsExpired, "E_TLS_EXPIRED"), (.tlsNotYetValid, "E_TLS_NOT_YET"), (.tlsName, "E_TLS_NAME"),
        (.tlsChain, "E_TLS_CHAIN"),
    ])
    func `a refused certificate fails with the words of any other request`(cause: TransportError.Code, code: String) {
        let problem = TransportError(
            cause, reach: .notSent, peer: "ts.example.com:443", detail: "the detail", offered: ["other.example"])
        let finding = DoctorFinding.tls(.test(problem: problem, version: nil), of: profile(), at: Self.now)
        #expect(finding.verdict == .failed)
        #expect(finding.code == code)
        #expect(finding.exitCode == .tls)
        #expect(finding.seen.string.contains("certificate for prod-eu.demo.example"))
    }

    @Test func `the place of the trusted authorities is told where the environment names it, or there is none`() {
        func finding(_ places: [String], _ problems: [String] = [], isChosen: Bool = true) -> DoctorFinding {
            let authorities = AuthorityFacts(places: places, problems: problems, isChosen: isChosen)
            return DoctorFinding.tls(.test(authorities: authorities), of: profile(), at: Self.now)
        }
        let chosen = finding(["SSL_CERT_FILE /etc/corp.pem", "/etc/ssl/certs"])
        #expect(chosen.verdict == .ok)
        #expect(chosen.seen.string.contains("trusted CAs come from SSL_CERT_FILE /etc/corp.pem, /etc/ssl/certs"))
        let usual = finding(["/etc/ssl/certs"], isChosen: false)
        #expect(usual.verdict == .ok && !usual.seen.string.contains("/etc/ssl"))
        let bare = finding([], isChosen: false)
        #expect(bare.seen.string.contains("this machine has no CA certificates"))
        let wrong = finding([], ["SSL_CERT_FILE: /nowhere.pem does not exist"])
        #expect(wrong.code == "W_CA_STORE")
        #expect(wrong.seen.string.contains("/nowhere.pem does not exist"))
    }

    @Test func `hostile names in a certificate become visible marks`() {
        let facts = TLSFacts(
            protocolVersion: "TLS 1.3",
            certificate: CertificateFacts(
                subject: "a\u{1B}[31m\n", issuer: nil, validities: [], names: [], fingerprint: ""), problem: nil,
            duration: 1)
        let finding = DoctorFinding.tls(facts, of: profile(), at: Self.now)
        #expect(!finding.seen.string.contains("\u{1B}"))
        #expect(!finding.seen.string.contains("\n"))
    }

    @Test func `plain http is fine to this machine only`() throws {
        let far = try #require(
            DoctorFinding.withoutTLS(profile(url: Origin(scheme: .http, host: "a.example")), .direct))
        #expect(far.code == "W_PLAIN_HTTP")
        let near = try #require(
            DoctorFinding.withoutTLS(profile(url: Origin(scheme: .http, host: "127.0.0.1")), .direct))
        #expect(near.verdict == .skipped)
        #expect(DoctorFinding.withoutTLS(profile(), .direct) == nil)
    }

    @Test func `the pinned generation counts, and others are only told`() {
        let both = probe([.v2User: .speaks, .v1SessionInfo: .speaks])
        #expect(DoctorFinding.generation(both, of: profile(.v1)).seen == "v1, matches the profile; also supports v2.0")
        #expect(DoctorFinding.generation(both, of: profile(.v1)).verdict == .ok)
        let old = probe([.betaTspublicSession: .speaks])
        #expect(DoctorFinding.generation(old, of: profile(.betaQuery)).verdict == .ok)
        #expect(DoctorFinding.generation(old, of: profile(.betaQuery)).seen.string.contains("only a login tells"))
        #expect(DoctorFinding.generation(old, of: profile(.v2)).exitCode == .notFound)
    }

    @Test func `where nothing is heard, the reason is told`() {
        let asleep = DoctorFinding.generation(
            probe([.v2User: .undecided(.economyMode(state: "Stopped"))]), of: profile())
        #expect(asleep.code == "E_MAINTENANCE")
        #expect(asleep.exitCode == .busy)
        let page = DoctorFinding.generation(probe([.v2User: .undecided(.signIn)]), of: profile())
        #expect(page.code == "E_NOT_THOUGHTSPOT")
        #expect(page.seen.string.contains("sign-in"))
        let stranger = DoctorFinding.generation(probe([:]), of: profile())
        #expect(stranger.exitCode == .unusableAnswer)
    }

    @Test func `a banner is told, and maintenance is a warning`() {
        let down = DoctorFinding.http(
            probe([:], banner: MaintenanceBanner(text: "Back at 5\u{202E}", isUnderMaintenance: true)), of: profile())
        #expect(down.code == "W_MAINTENANCE")
        #expect(!down.seen.string.contains("\u{202E}"))
        let hello = DoctorFinding.http(
            probe([:], banner: MaintenanceBanner(text: "Hello", isUnderMaintenance: false)), of: profile())
        #expect(hello.verdict == .ok)
        #expect(hello.seen.string.hasSuffix("banner: Hello"))
    }

    /// Promise P73: from one second to ten years.
    @Test(
        arguments: [
            (0, DoctorFinding.Verdict.ok, "in sync"), (-900, .ok, "in sync"), (2_000, .ok, "2 s ahead of"),
            (-30_000, .ok, "30 s behind"), (31_000, .warning, "31 s ahead of"), (-90_000, .warning, "1m behind"),
            (10 * 365 * 86_400_000, .warning, "3650d ahead of"),
        ] as [(Int64, DoctorFinding.Verdict, String)])
    func `the clocks are compared`(skew: Int64, verdict: DoctorFinding.Verdict, text: String) {
        let finding = DoctorFinding.clock(probe([:], skew: skew))
        #expect(finding.verdict == verdict)
        #expect(finding.seen.string.contains(text))
    }

    @Test func `without a date nothing is compared`() {
        #expect(DoctorFinding.clock(probe([:])).verdict == .skipped)
    }

    private func report(
        _ release: String?, _ generation: Generation = .v2, current: OrgReference? = nil
    ) -> SessionReport {
        var info = SessionInfo(userName: "anna")
        info.releaseVersion = release
        info.currentOrg = current
        return SessionReport(
            profile: profile(generation), info: info, credential: .password, openedAt: Self.now, expiry: .unknown,
            isCookieSession: true, checkedAt: Self.now, clockSkew: nil, duration: 5)
    }

    /// Fault D-2-14: gates fail open.
    @Test func `a release tells what it lacks, and an odd one refuses nothing`() {
        #expect(DoctorFinding.release(report("26.8.0.cl")).seen == "26.8.0.cl")
        let old = DoctorFinding.release(report("9.12.0.cl"))
        #expect(old.verdict == .ok)
        #expect(old.seen.string.hasPrefix("9.12.0.cl, without"))
        #expect(old.seen.string.contains("custom tokens"))
        #expect(!old.seen.string.contains("token validations"))
        for odd in ["test", "ts7.oct.cl", "10"] {
            #expect(DoctorFinding.release(report(odd)).verdict == .ok)
            #expect(DoctorFinding.release(report(odd)).seen.string.contains("nothing is refused"))
        }
        #expect(DoctorFinding.release(report(nil)).verdict == .skipped)
    }

    @Test func `the Org that was asked for is compared with the one that came`() {
        let sales = OrgReference(id: 7, name: "Sales")
        #expect(DoctorFinding.org(report(nil, current: sales), asked: OrgReference(name: "sales")).verdict == .ok)
        #expect(DoctorFinding.org(report(nil, current: sales), asked: nil).verdict == .ok)
        let wrong = DoctorFinding.org(report(nil, current: sales), asked: OrgReference(id: 0))
        #expect(wrong.code == "E_ORG_MISMATCH")
        #expect(wrong.exitCode == .unusableAnswer)
        #expect(DoctorFinding.org(report(nil), asked: sales).verdict == .skipped)
        let numbered = DoctorFinding.org(report(nil, current: OrgReference(id: 7)), asked: OrgReference(name: "Sales"))
        #expect(numbered.verdict == .skipped)
    }
}
