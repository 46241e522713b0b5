import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions

struct SessionMessageTests {
    private static func error(_ code: SessionError.Code) -> SessionError {
        SessionError(code, operation: "token/issue", origin: Origin(scheme: .https, host: "eu.example"))
    }

    private func message(_ error: SessionError) -> Message {
        MessageComposer.message(for: .session(error, profile: "prod-eu"))
    }

    /// Every code as a person reads it when nothing more is known, and what a script gets.
    static let table: [(SessionError.Code, String, ExitCode)] = [
        (
            .credentialsRefused,
            "prod-eu refused the credentials \u{2013} wrong user name, password or key",
            .notLoggedIn
        ),
        (
            .sessionEnded,
            "The session on prod-eu has ended \u{2013} it was logged out, it timed out, or its token is invalid",
            .notLoggedIn
        ),
        (.forbidden, "prod-eu does not allow token/issue", .forbidden),
        (
            .accountLocked,
            "The account that was used on prod-eu is locked or inactive \u{2013} about 4 refused logins lock an account for an hour; an administrator can lock it too",
            .forbidden
        ),
        (
            .orgRefused,
            "prod-eu: credentials accepted, Org refused \u{2013} the user has no access to this Org",
            .forbidden
        ),
        (.multiFactor, "prod-eu requires MFA; password login does not work here", .notLoggedIn),
        (.licence, "The licence of prod-eu does not cover token/issue", .forbidden),
        (
            .trustedAuthentication,
            "prod-eu refused trusted authentication \u{2013} wrong user name, wrong secret key, or trusted authentication is switched off",
            .notLoggedIn
        ),
        (.identityMismatch, "prod-eu answered for a different user than requested", .unusableAnswer),
        (.orgMismatch, "prod-eu answered for a different Org than requested", .unusableAnswer),
        (
            .noSession,
            "prod-eu accepted the login, but returned no session \u{2013} it set no session cookie",
            .unusableAnswer
        ),
        (
            .notOnThisRelease,
            "prod-eu does not support token/issue \u{2013} this release or generation has no such operation",
            .notFound
        ),
        (.dialect, "prod-eu uses a different API generation than its profile", .unusableAnswer),
        (.notInThisGeneration, "token/issue is not possible on prod-eu", .notFound),
        (.badRequest, "prod-eu rejected token/issue: bad request", .usage),
        (.conflict, "prod-eu rejected token/issue: conflicting change in progress", .someFailed),
        (.refusedByServer, "prod-eu rejected token/issue", .someFailed),
        (.invalidInput, "Invalid input for token/issue on prod-eu", .usage),
        (.urlTooLong, "token/issue on prod-eu: the URL would be too long", .usage),
        (.redirect, "eu.example redirects; Tessera does not follow redirects", .unusableAnswer),
        (.emptyAnswer, "prod-eu returned an empty answer to token/issue", .unusableAnswer),
        (.notThoughtSpot, "eu.example does not answer like ThoughtSpot", .unusableAnswer),
        (.maintenance, "prod-eu is under maintenance or in economy mode", .busy),
        (.badJSON, "prod-eu returned an unusable answer to token/issue", .unusableAnswer),
        (.duplicateKey, "prod-eu returned an unusable answer to token/issue", .unusableAnswer),
        (.tooDeep, "prod-eu returned an unusable answer to token/issue", .unusableAnswer),
        (.badField, "prod-eu returned an unusable answer to token/issue", .unusableAnswer),
        (.badToken, "prod-eu issued a token with invalid characters", .unusableAnswer),
        (.emptyToken, "prod-eu issued an empty token", .unusableAnswer),
        (.tooLarge, "The answer of prod-eu is too large", .unusableAnswer),
        (.malformedHTTP, "eu.example does not speak valid HTTP", .unusableAnswer),
        (.server, "prod-eu failed at token/issue", .unusableAnswer),
        (.busy, "prod-eu is busy", .busy),
        (.dns, "The host name eu.example does not resolve", .network),
        (.connect, "eu.example refused the connection", .network),
        (.unreachable, "There is no route to eu.example", .network),
        (.connectTimeout, "eu.example did not accept the connection in time", .network),
        (.timeout, "eu.example did not answer in time", .network),
        (.connectionLost, "The connection to eu.example was lost", .network),
        (.tlsExpired, "The certificate of eu.example has expired", .tls),
        (.tlsNotYetValid, "The certificate of eu.example is not valid yet", .tls),
        (.tlsName, "The certificate of eu.example is for another name", .tls),
        (.tlsChain, "The certificate of eu.example is not signed by a trusted CA", .tls),
        (.tlsWeak, "eu.example offers only weak encryption", .tls),
        (.tlsClientCertificate, "eu.example requires a client certificate", .tls),
        (.tls, "The encrypted connection to eu.example failed", .tls),
        (.caFile, "The CA file of prod-eu cannot be used", .localFile),
        (.proxy, "The proxy to eu.example failed", .network),
        (.outcomeUnknown, "prod-eu: outcome unknown; token/issue may have been executed", .outcomeUnknown),
        (.cancelled, "token/issue on prod-eu was cancelled", .interrupted),
    ]

    /// In an incident another user is named as well.
    @Test func `a locked account has its user, in the sentence and in a cell`() {
        var error = Self.error(.accountLocked)
        #expect(message(error).shortCause == "account locked")
        error.username = "tsadmin"
        #expect(message(error).what == "The account of tsadmin on prod-eu is locked or inactive")
        #expect(message(error).shortCause == "account of tsadmin locked")
    }

    @Test func `no code is forgotten`() {
        #expect(Self.table.map(\.0) == SessionError.Code.allCases)
    }

    @Test(arguments: table)
    func `every code has its sentence`(_ code: SessionError.Code, _ sentence: String, _ exitCode: ExitCode) {
        let message = message(Self.error(code))
        #expect(message.code == code.rawValue)
        #expect(message.sentence.string == sentence)
        #expect(message.exitCode == exitCode)
        #expect(message.hints.count <= 2)
        #expect(message.quoted == nil && message.incident == nil)
    }

    /// Whatever was to be done says what to do next; three codes have their reason in the detail, or none to give.
    @Test(arguments: SessionError.Code.allCases)
    func `every code says what to do next`(_ code: SessionError.Code) {
        let isSilent = [.invalidInput, .notInThisGeneration, .outcomeUnknown, .cancelled].contains(code)
        #expect(message(Self.error(code)).hints.isEmpty == isSilent)
    }

    /// An unknown outcome outweighs its cause, in the words and in the exit code (promise P62).
    @Test(arguments: SessionError.Code.allCases)
    func `an unknown outcome is always said`(_ code: SessionError.Code) {
        var error = Self.error(code)
        error.execution = .unknown
        let message = message(error)
        #expect(message.code == code.rawValue)
        #expect(message.exitCode == .outcomeUnknown)
        #expect(message.what.string == "prod-eu: outcome unknown; token/issue may have been executed")
        #expect(message.hints.count == 2)
    }

    @Test(arguments: SessionError.Code.allCases)
    func `an accepted change is never called failed`(_ code: SessionError.Code) {
        var error = Self.error(code)
        error.execution = .accepted
        let what = message(error).what.string
        if code == .orgMismatch || code == .identityMismatch {
            #expect(what == message(Self.error(code)).what.string)
        } else {
            #expect(what == "prod-eu accepted token/issue, but its answer is unreadable")
        }
        #expect(message(error).exitCode == message(Self.error(code)).exitCode)
    }

    /// A gateway may say 401, too: nothing is known of the session then.
    @Test func `a refusal without ThoughtSpot's code does not end a session in words`() {
        var error = Self.error(.sessionEnded)
        error.status = 401
        #expect(
            message(error).sentence.string
                == """
                prod-eu refused token/issue without a code of ThoughtSpot \u{2013} a gateway may have answered, and the session \
                or token may be valid still, HTTP status 401
                """)
        error.serverCode = 10_097
        #expect(message(error).what.string == "The session on prod-eu has ended")
    }

    /// Status, code, target and names stand where a person looks for the reason.
    @Test func `the reason is as exact as it can be`() {
        var error = Self.error(.server)
        (error.status, error.serverCode, error.detail, error.incident) = (502, 10_000, "a gateway", "abc-1")
        #expect(message(error).why?.string == "a gateway, HTTP status 502, code 10000")
        #expect(message(error).incident?.string == "abc-1")
        #expect(message(error).hints.map(\.string) == ["give Support the incident ID"])
        error = Self.error(.redirect)
        error.offered = ["https://sso.example/login"]
        #expect(message(error).why?.string == "it redirects to https://sso.example/login")
        error = Self.error(.tlsName)
        (error.detail, error.offered) = ("no name fits", ["*.other.example", "other.example"])
        #expect(message(error).why?.string == "no name fits, it names *.other.example, other.example")
        error = Self.error(.tlsWeak)
        (error.detail, error.offered) = ("its RSA key has 1024 bits", ["SHA-256 AB:CD"])
        #expect(
            message(error).sentence.string
                == "The certificate of eu.example is too weak – its RSA key has 1024 bits, fingerprint SHA-256 AB:CD")
    }

    /// The server's words stand apart from ours, and cannot move the cursor or pretend to be ours (promise P46).
    @Test func `foreign text is quoted and made safe`() {
        var error = Self.error(.badRequest)
        error.serverText = "no\u{1B}[2J\r\nE_OK\u{202E}" + String(repeating: "x", count: 5_000)
        error.incident = "id\u{7}" + String(repeating: "y", count: 500)
        error.detail = "line\u{9}break"
        let message = message(error)
        for text in [message.quoted, message.incident, message.why, message.sentence].compactMap({ $0?.string }) {
            #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{202E}" })
        }
        #expect((message.quoted?.string.count ?? 0) <= 560)
        #expect((message.incident?.string.count ?? 0) <= 100)
        #expect(!message.sentence.string.contains("E_OK"))
    }
}
