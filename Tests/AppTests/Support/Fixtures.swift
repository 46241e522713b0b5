import HTTPExchange
import Moments
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// The moment at which tests begin.
let start = Instant(milliseconds: 1_800_000_000_000)

extension Profile {
    static func test(
        _ name: String, generation: Generation = .v2, scheme: Origin.Scheme = .https, tag: String? = nil,
        isProtected: Bool = false, isReadOnly: Bool = false, trust: ConnectionSettings.Trust = .system,
        username: String? = "tsadmin", acceptsURLSecrets: Bool = false
    ) -> Profile {
        Profile(
            id: "id-\(name)", name: name, origin: Origin(scheme: scheme, host: "\(name).example"),
            generation: generation, username: username, tag: tag, isProtected: isProtected, isReadOnly: isReadOnly,
            trust: trust, acceptsURLSecrets: acceptsURLSecrets)
    }
}

extension Fingerprint {
    /// A fingerprint made of a number.
    static func test(_ number: Int) throws -> Fingerprint {
        let digits = String(number, radix: 16)
        return try #require(Fingerprint(String(repeating: "0", count: 12 - digits.count) + digits))
    }
}

extension TokenRecord {
    static func test(
        _ number: Int, of profile: Profile, user: String? = "tsadmin", userID: String? = nil, kind: String = "full",
        label: String? = nil, state: TokenRecord.State = .active, endsIn seconds: Int64? = 300
    ) throws -> TokenRecord {
        let fingerprint = try Fingerprint.test(number)
        return TokenRecord(
            origin: profile.origin.description, profileID: profile.id, profileName: profile.name,
            fingerprint: fingerprint,
            facts: TokenFacts(
                fingerprint: fingerprint, kind: kind, user: user, userID: userID,
                expiry: seconds.map {
                    .at(start.advanced(seconds: $0))
                } ?? .unknown, label: label),
            state: state, isImported: false, recordedAt: start)
    }
}

extension SessionReport {
    static func test(_ profile: Profile, user: String = "tsadmin", endsIn seconds: Int64? = nil) -> SessionReport {
        SessionReport(
            profile: profile, info: SessionInfo(userName: user), credential: .password, openedAt: start,
            expiry: seconds.map { .estimated(start.advanced(seconds: $0)) } ?? .unknown, isCookieSession: true,
            checkedAt: start, clockSkew: nil, duration: 12)
    }
}

extension OperationError {
    static func test(
        _ code: SessionError.Code, on profile: Profile, execution: SessionError.Execution = .notExecuted
    ) -> OperationError {
        // As the cluster itself says it; a gateway has no code.
        let serverCode = code == .sessionEnded ? 10_097 : nil
        return .session(
            SessionError(
                code, execution: execution, operation: "test", origin: profile.origin, serverCode: serverCode),
            profile: profile.name)
    }
}

extension ExchangeRecord {
    static func test(_ number: Int, path: String = "/api/rest/2.0/auth/session/user") -> ExchangeRecord {
        ExchangeRecord(
            startedAt: start.milliseconds + Int64(number), method: "GET",
            origin: Origin(scheme: .https, host: "a.example"),
            path: path, hasQuery: true, requestBytes: 3, headerNames: ["Authorization"], ending: .status(200),
            responseBytes: 1, duration: 83, attempt: 1)
    }
}
