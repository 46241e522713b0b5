import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

struct WordingTests {
    private static let combinations: [([ExitCode], ExitCode)] = [
        ([], ExitCode.done), ([.done], .done), ([.done, .done], .done),
        ([.network], .network), ([.network, .network], .network), ([.network, .tls], .network),
        ([.tls, .network], .tls), ([.done, .network], .someFailed), ([.forbidden, .done, .network], .someFailed),
        ([.someFailed, .network], .someFailed), ([.network, .someFailed], .someFailed),
        ([.outcomeUnknown], .outcomeUnknown), ([.done, .someFailed, .network, .outcomeUnknown], .outcomeUnknown),
        ([.interrupted, .interrupted], .interrupted),
    ]

    /// Unknown first, then partial failure, then the first error's own code (<doc:ExitCodes>).
    @Test(arguments: combinations)
    func `several codes become one`(_ codes: [ExitCode], _ combined: ExitCode) {
        #expect(ExitCode.combined(codes) == combined)
    }

    /// Scripts rely on the numbers.
    @Test func `the numbers are those of the manual`() {
        let numbers: [Int32] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 129, 130, 131, 141, 143]
        #expect(ExitCode.allCases.map(\.rawValue) == numbers)
    }

    @Test(arguments: [
        (TokenStanding.active, "active"), (.expired, "expired"), (.revoked, "revoked (not verified)"),
        (.revokedVerified, "revoked (verified)"), (.stillValid, "STILL VALID"), (.invalid, "invalid"),
        (.notRecognized, "not recognized"), (.revocationUnknown, "outcome unknown"),
    ])
    func `standings`(_ standing: TokenStanding, _ text: String) {
        #expect(MessageComposer.text(for: standing).string == text)
    }

    @Test func `verdicts say no more than is known`() {
        let error = OperationError.refused(.readOnly(profile: nil))
        let verdicts: [(RevocationItem.Verdict, String)] = [
            (.accepted, "revoked (not verified)"), (.revokedVerified, "revoked (verified)"),
            (.stillValid, "STILL VALID"),
            (.alreadyInvalid, "already invalid"), (.notRecognized, "not recognized"),
            (.unknown(error), "outcome unknown"), (.failed(error), "failed: read-only"),
            (.notAttempted, "not attempted"),
        ]
        for (verdict, text) in verdicts { #expect(MessageComposer.text(for: verdict).string == text) }
    }

    @Test func `a failure is told in words, and its code to who looks it up`() throws {
        let origin = Origin(scheme: .https, host: "eu.example")
        let failed = { (code: SessionError.Code) -> OperationError in
            .session(SessionError(code, operation: "users/force-logout", origin: origin), profile: "prod-eu")
        }
        #expect(
            MessageComposer.text(for: ForceLogoutItem.Verdict.failed(failed(.badRequest))) == "failed: no such user")
        #expect(MessageComposer.text(for: RevocationItem.Verdict.failed(failed(.badRequest))) == "failed: bad request")
        #expect(
            MessageComposer.text(for: ForceLogoutItem.Verdict.failed(failed(.connect)), withCode: true)
                == "failed: unreachable, E_CONNECT")
        #expect(MessageComposer.message(for: failed(.badRequest)).what.string.hasSuffix("no such user"))
        for code in SessionError.Code.allCases {
            let cause = MessageComposer.message(for: failed(code)).shortCause
            #expect(!cause.isEmpty && cause.columns <= 18 && !cause.string.contains("E_"), "\(code): \(cause)")
        }
    }

    /// What was begun and stopped was attempted, and did not fail; what may have been done is not called cancelled.
    @Test(arguments: [(SessionError.Execution.notExecuted, "cancelled"), (.unknown, "failed: outcome unknown")])
    func `what was cancelled is called so`(_ execution: SessionError.Execution, _ text: String) {
        let profile = Profile(
            id: "11111111-5a4d-4a57-9f0e-1d2c3b4a5968", name: "prod-eu",
            origin: Origin(scheme: .https, host: "eu.example"), generation: .v2, username: "anna")
        let error = OperationError.session(
            SessionError(.cancelled, execution: execution, operation: "auth/token/revoke", origin: profile.origin),
            profile: profile.name)
        let item = RevocationItem(
            profile: profile, fingerprint: Fingerprint(of: Secret("a token")), user: nil, verdict: .failed(error))
        #expect(MessageComposer.text(for: item.verdict).string == text)
        #expect(MessageComposer.text(for: ForceLogoutItem.Verdict.failed(error)).string == text)
        #expect((item.json["verdict"]?.stringValue == "cancelled") == (execution == .notExecuted))
    }

    /// The words of a row in the list of clusters, for every code.
    @Test func `every failure has a short word`() {
        var words: [SessionError.Code: String] = [:]
        for code in SessionError.Code.allCases {
            let error = SessionError(
                code, operation: "session/info", origin: Origin(scheme: .https, host: "eu.example"))
            let text = MessageComposer.text(for: ClusterStatus.State.failed(.session(error, profile: "prod-eu"))).string
            #expect((1...15).contains(text.count), "\(code)")
            words[code] = text
        }
        #expect(words[.dns] == "DNS error" && words[.connect] == "unreachable" && words[.timeout] == "timed out")
        #expect(
            words[.tlsChain] == "TLS error" && words[.maintenance] == "maintenance"
                && words[.notOnThisRelease] == "unsupported")
        var error = SessionError(.server, operation: "o", origin: Origin(scheme: .https, host: "eu.example"))
        error.status = 502
        #expect(MessageComposer.text(for: ClusterStatus.State.failed(.session(error, profile: "p"))).string == "502")
        #expect(
            MessageComposer.text(for: ClusterStatus.State.failed(.refused(.readOnly(profile: nil)))).string == "error"
        )
        #expect(MessageComposer.text(for: ClusterStatus.State.reachable).string == "logged out")
        #expect(MessageComposer.text(for: ClusterStatus.State.sessionEnded).string == "ended")
    }

    @Test func `ends of tokens and sessions`() {
        let now = Instant(milliseconds: TestClock.start)
        let ends: [(Expiry, String)] = [
            (.at(now.advanced(seconds: 724)), "12m 04s"), (.at(now.advanced(seconds: -7_200)), "expired 2h ago"),
            (.estimated(now.advanced(seconds: 45)), "~45s"), (.untilNextIssue, "until replaced"),
            (.unknown, "not reported"), (.at(Instant(milliseconds: .max)), "unknown"),
            (.estimated(now.advanced(seconds: -7_200)), "expired ~2h ago"),
        ]
        for (expiry, text) in ends { #expect(MessageComposer.text(for: expiry, at: now).string == text) }
        let sessions: [(Expiry, String)] = [
            (.at(now.advanced(seconds: 1_745)), "in 29m"), (.estimated(now.advanced(seconds: 1_745)), "in ~29m"),
            (.at(now), "ended"), (.at(now.advanced(seconds: -7_200)), "ended"),
            (.estimated(now.advanced(seconds: -1)), "~ended"), (.unknown, "not reported"),
            (.untilNextIssue, "until replaced"), (.at(Instant(milliseconds: .max)), "unknown"),
        ]
        for (expiry, text) in sessions { #expect(MessageComposer.text(forSession: expiry, at: now).string == text) }
    }

    @Test(arguments: [
        (CredentialKind.password, "password"), (.secretKey, "secret key"), (.bearer, "bearer token"),
    ])
    func `credentials`(_ kind: CredentialKind, _ text: String) {
        #expect(MessageComposer.text(for: kind).string == text)
    }

    @Test(arguments: [
        (OrgReference(id: 1, name: "Sales"), "Sales (1)"), (OrgReference(name: "Sales"), "Sales"),
        (OrgReference(id: 0), "Primary (0)"), (OrgReference(id: 3), "Org 3"),
        (OrgReference(), "an unnamed Org"),
    ])
    func `orgs`(_ org: OrgReference, _ text: String) { #expect(org.wording == text) }
}
