import App
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions

/// A journal's worth of tokens, the same in every run.
enum TokenMaterial {
    /// 2026-11-21 08:52:45 UTC.
    static let start = Instant(milliseconds: 1_795_251_165_000)

    static let profile = Profile(
        id: "0b5f5f3e-5a4d-4a57-9f0e-1d2c3b4a5968", name: "prod-eu",
        origin: Origin(scheme: .https, host: "prod-eu.example"), generation: .v2, username: "tsadmin",
        tag: "production")

    private static let users = ["tsadmin", "anna", "bot-reports", "sso-sara", "mfa-max", "jörg", "integration-service"]
    private static let orgs = [
        OrgReference(id: 0, name: "Primary"), OrgReference(id: 1, name: "Sales"), OrgReference(id: 2, name: "Finance"),
    ]

    static func fingerprint(_ number: Int) -> Fingerprint {
        // Neighbouring tokens look nothing alike, as with real ones.
        let mixed = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 & 0xFFFF_FFFF_FFFF
        let digits = String(mixed, radix: 16)
        guard let fingerprint = Fingerprint(String(repeating: "0", count: 12 - digits.count) + digits) else {
            preconditionFailure("twelve hexadecimal digits are a fingerprint")
        }
        return fingerprint
    }

    static func facts(_ number: Int) -> TokenFacts {
        let created = start.advanced(seconds: Int64(number % 5_000) - 4_000)
        return TokenFacts(
            fingerprint: fingerprint(number), kind: number % 5 == 0 ? "object" : "full",
            objectID: number % 5 == 0 ? "6f5a7c10-3d1e-4c58-9b0a-1d2e3f4a5b6c" : nil, user: users[number % users.count],
            userID: "59481331-ee53-42be-a548-bd87be6ddd4a", org: orgs[number % orgs.count], generation: .v2,
            createdAt: created, expiry: .at(created.advanced(seconds: 3_600)), label: number % 3 == 0 ? "nightly" : nil)
    }

    /// Rows as the fold over a journal makes them.
    static func records(_ count: Int) -> [TokenRecord] {
        let states: [TokenRecord.State] = [
            .active, .active, .active, .revoked, .revokedVerified, .invalid, .stillValid,
        ]
        return (0..<count).map { number in
            let facts = facts(number)
            return TokenRecord(
                origin: profile.origin.description, profileID: profile.id, profileName: profile.name,
                fingerprint: fingerprint(number), facts: facts,
                state: states[number % states.count], isImported: number % 11 == 0,
                recordedAt: facts.createdAt ?? start, issuedBy: facts.user)
        }
    }

    /// Four lines for each token: intent and result of its issue, a check, and the intent of its revocation.
    static func event(_ number: Int) -> JournalEvent {
        let token = number / 4
        let (at, id) = line(number)
        let (phase, action, outcome): (JournalEvent.Phase, JournalEvent.Action, JournalEvent.Outcome?) =
            switch number % 4 {
            case 0: (.intent, .issueToken, nil)
            case 1: (.result, .issueToken, .ok)
            case 2: (.note, .validateToken, .ok)
            default: (.note, .revokeToken, .verified)
            }
        var facts = facts(token)
        if phase == .intent { facts.fingerprint = nil }
        return JournalEvent(
            // What has a result is not left open.
            id: id, operation: phase == .result ? line(number - 1).id : id, at: at, phase: phase, action: action,
            outcome: outcome, profileID: profile.id, profileName: profile.name,
            origin: profile.origin.description, user: facts.user, credential: .secretKey,
            token: facts,
            evidence: phase == .result
                ? Evidence(method: "POST", path: "/api/rest/2.0/auth/token/full", status: 200, duration: 83) : nil)
    }

    private static func line(_ number: Int) -> (at: Instant, id: String) {
        let at = start.advanced(seconds: Int64(number) - 200_000)
        let random = (0..<10).map { UInt8(truncatingIfNeeded: number >> ($0 * 8 % 32)) ^ UInt8($0) }
        return (at, EventID(at: at, random: random).text)
    }
}

/// A screen's state with a journal's worth of tokens, reached the way the program reaches it.
enum StateMaterial {
    static func state(tokens count: Int, columns: Int = 120, rows: Int = 44) -> ProgramState {
        var profiles = [TokenMaterial.profile]
        for number in 1..<12 {
            profiles.append(
                Profile(
                    id: "id-\(number)", name: "cluster-\(number)", origin: TokenMaterial.profile.origin,
                    generation: .v2, username: "tsadmin", tag: number % 2 == 0 ? "staging" : nil))
        }
        var state = ProgramState(
            profiles: LoadedProfiles(list: profiles), now: TokenMaterial.start,
            size: Size(rows: rows, columns: columns))
        take(TokenMaterial.records(count), into: &state)
        state.receive(session)
        keep(update(&state, .command(.focusTokens)))
        return state
    }

    /// The journal has been read, with these tokens in it; every other one is held.
    static func take(_ records: [TokenRecord], into state: inout ProgramState) {
        let held = Set(records.indices.filter { $0.isMultiple(of: 2) }.map { records[$0].id })
        keep(state.receive(TokenList(records: TokenRows(records), heldIDs: held)))
    }

    /// An action, with all that is computed for it in the background.
    static func perform(_ action: Action, on state: inout ProgramState) {
        for effect in update(&state, action) {
            if let computed = effect.computed { perform(computed, on: &state) }
        }
    }

    private static var session: SessionReport {
        var info = SessionInfo(userName: "tsadmin")
        info.displayName = "Administrator"
        info.currentOrg = OrgReference(id: 0, name: "Primary")
        info.privileges = ["ADMINISTRATION", "DATADOWNLOADING"]
        return SessionReport(
            profile: TokenMaterial.profile, info: info, credential: .password, openedAt: TokenMaterial.start,
            expiry: .estimated(TokenMaterial.start.advanced(seconds: 1_800)), isCookieSession: true,
            checkedAt: TokenMaterial.start, clockSkew: 12, duration: 83)
    }
}

/// An audit log, the same in every run.
enum AuditMaterial {
    /// Megabytes of a busy day: `[{"date":…,"log":"{…}"}, …]`, where each line holds a text that itself is JSON.
    static let log = log(bytes: 2 * 1024 * 1024)

    private static func log(bytes: Int) -> [UInt8] {
        var text = "["
        var number = 0
        while text.utf8.count < bytes {
            if number > 0 { text += "," }
            text += """
                {"date":"2026-11-21T08:52:45.\(100 + number % 900)Z","log":"{\\"version\\":\\"1.1\\",\
                \\"id\\":\\"59481331-ee53-42be-a548-\(100_000_000_000 + number)\\",\\"ts\\":\
                \\"2026-11-21T08:52:45.123Z\\",\\"orgId\\":\(number % 3),\\"userGUID\\":\
                \\"6f5a7c10-3d1e-4c58-9b0a-1d2e3f4a5b6c\\",\\"userName\\":\\"anna\\",\\"cIP\\":\\"10.0.0.7\\",\
                \\"type\\":\\"LOGIN_SUCCESSFUL\\",\\"desc\\":\\"User login successful\\",\\"data\\":{}}"}
                """
            number += 1
        }
        return Array((text + "]").utf8)
    }
}
