package import DisplayText
import HTTPExchange
package import Moments
package import Storage
package import StrictJSON
package import ThoughtSpotSessions

/// Everything the journal knows of one token, act by act: what a security officer asks for.
package struct TokenTimeline: Hashable, Sendable {
    package let record: TokenRecord
    /// In the order of the journal.
    package let entries: [Entry]

    package init(record: TokenRecord, entries: [Entry]) {
        self.record = record
        self.entries = entries
    }

    /// One act, check or note.
    package struct Entry: Hashable, Sendable {
        /// By our clock.
        package let at: Instant
        /// By the server's clock, where its answer told it.
        package let serverTime: Instant?
        package let what: What
        /// Who acted, as the journal knows it. Text from outside.
        package let user: String?
        /// The profile it was done through, as it was called then.
        package let profile: String
        /// The stable error code, when it did not succeed.
        package let errorCode: String?
        package let evidence: Evidence?
        /// Why a person dismissed what was unknown.
        package var reason: String?
        /// What was done to the user that ended the token, of what is verified: the revocation after it was not accepted, and
        /// the token had been accepted right before. Where it was several, any of them may have.
        package var endedBy: [What] = []
    }

    /// What an entry tells.
    package enum What: String, Hashable, Sendable, CaseIterable {
        case issued, imported, validated, removed, restored
        case revoked = "revocation accepted"
        case dismissed = "outcome dismissed"
        case issueFailed = "issued, not as requested"
        case refused = "refused"
        case notSettled = "validated, no clear answer"
        case revocationSent = "revocation sent, no result"
        case revocationRefused = "revocation refused"
        case revocationFailed = "revocation failed"
        case revocationUnknown = "revocation, outcome unknown"
        case verified = "revoked (verified)"
        case stillValid = "STILL VALID"
        case userLoggedOut = "user logged out"
        case logOutUnknown = "logout of the user, outcome unknown"
        case userTokensRevoked = "revocation of all tokens of the user accepted"
        case userTokensUnknown = "revocation of all tokens of the user, outcome unknown"
        case deactivated = "account deactivated"
        case deactivationUnknown = "account deactivation, outcome unknown"
        case other = "other"
    }
}

/// Reads the timeline of a token out of the journal. Changes nothing.
package struct ReadTimeline: Hashable, Sendable {
    package var record: TokenRecord

    package init(record: TokenRecord) {
        self.record = record
    }

    package func run(in workspace: Workspace) async throws(OperationError) -> TokenTimeline {
        try await Self.timelines(of: [record], in: workspace)[0]
    }

    /// The timelines of several tokens, in their order, out of one reading of the journal.
    static func timelines(
        of records: [TokenRecord], in workspace: Workspace
    ) async throws(OperationError) -> [TokenTimeline] {
        let readers = records.map { ReadTimeline(record: $0) }
        let acts = [ActsWithResults](repeating: ActsWithResults(), count: records.count)
        // Nothing tells of a token before it is heard of. The day is for a line that was written late.
        let first = records.map(\.recordedAt).min()?.advanced(seconds: -86_400)
        let found = try await workspace.ledger.reduce(since: first, into: acts) { acts, event in
            for index in readers.indices { acts[index].take(event, isWanted: readers[index].concerns(event)) }
        }
        return zip(readers, found).map { $0.timeline(of: $1.events) }
    }

    private func timeline(of events: [JournalEvent]) -> TokenTimeline {
        // What the last revocation came to, where its answer is known.
        var revocation: TokenTimeline.What?
        var ends: [TokenTimeline.What] = []
        let entries = events.compactMap { event in
            TokenTimeline.What(event).map { what in
                if what.isAnswerToRevocation { revocation = what }
                if what.endsUser, !ends.contains(what) { ends.append(what) }
                return TokenTimeline.Entry(
                    at: event.at, serverTime: event.evidence?.serverTime, what: what, user: event.user,
                    profile: event.profileName, errorCode: event.errorCode, evidence: event.evidence,
                    reason: event.action == .dismissOutcome ? event.subjects.first : nil,
                    endedBy: what == .verified && revocation != nil && revocation != .revoked ? ends : [])
            }
        }
        return TokenTimeline(record: record, entries: entries)
    }

    /// Whether a line is about the token, or about all sessions of its user. Lines of older versions that took a token off
    /// the list name no origin.
    private func concerns(_ event: JournalEvent) -> Bool {
        guard event.origin == record.origin || event.origin.isEmpty else { return false }
        if event.token?.fingerprint == record.fingerprint { return true }
        let isOfUser =
            [.forceLogout, .deactivateUser].contains(event.action) || event.action == .revokeToken && event.token == nil
        guard isOfUser, event.phase == .result, event.at >= record.recordedAt else { return false }
        let names = Set([record.facts.user, record.facts.userID].compactMap { $0?.lowercased() })
        return event.subjects.contains { names.contains($0.lowercased()) }
    }
}

extension TokenTimeline.What {
    fileprivate var isAnswerToRevocation: Bool {
        [.revoked, .revocationRefused, .revocationFailed, .revocationUnknown].contains(self)
    }

    /// Whether it may end all tokens of the user.
    fileprivate var endsUser: Bool { Self.endsOfUser[self] != nil }

    fileprivate static let endsOfUser: [Self: (code: String, text: SafeText)] = [
        .userLoggedOut: ("logout", "the logout"),
        .userTokensRevoked: ("tokens-revoked", "the revocation of all tokens"),
    ]

    /// What a line tells; `nil` for a line that tells nothing of a token.
    fileprivate init?(_ event: JournalEvent) {
        switch (event.action, event.outcome) {
        case (.issueToken, .ok), (.logIn, .ok): self = .issued
        case (.issueToken, nil), (.logIn, nil): return nil
        case (.issueToken, _), (.logIn, _): self = .issueFailed
        case (.logOut, _): return nil
        case (.importToken, _): self = .imported
        case (.validateToken, .ok): self = .validated
        case (.validateToken, .refused): self = .refused
        case (.validateToken, _): self = .notSettled
        case (.revokeToken, .ok) where event.token == nil: self = .userTokensRevoked
        case (.revokeToken, .unknown) where event.token == nil: self = .userTokensUnknown
        case (.revokeToken, _) where event.token == nil: return nil
        case (.revokeToken, nil): self = .revocationSent
        case (.revokeToken, .ok): self = .revoked
        case (.revokeToken, .verified): self = .verified
        case (.revokeToken, .stillValid): self = .stillValid
        case (.revokeToken, .refused): self = .revocationRefused
        case (.revokeToken, .unknown): self = .revocationUnknown
        case (.revokeToken, _): self = .revocationFailed
        case (.removeToken, _): self = .removed
        case (.dismissOutcome, _): self = .dismissed
        case (.restoreToken, _): self = .restored
        case (.forceLogout, .ok): self = .userLoggedOut
        case (.forceLogout, .unknown): self = .logOutUnknown
        case (.deactivateUser, .ok): self = .deactivated
        case (.deactivateUser, .unknown): self = .deactivationUnknown
        case (.forceLogout, _), (.deactivateUser, _): return nil
        default: self = .other
        }
    }
}

// The timeline in words and as JSON: the same on the screen, in `token show`, on the clipboard and in a report.

extension TokenTimeline {
    /// `TIME (server) WHAT PROOF`, one entry a line, under a heading. All text from outside is safe in any viewer.
    package var lines: [SafeText] {
        guard !entries.isEmpty else { return ["Timeline: the journal has no line about this token."] }
        return ["Timeline (\(Self.clocks)):"] + entries.map { "  \($0.line)" }
    }

    /// By which clock its times are.
    package static let clocks: SafeText = "server time; ~ marks the local clock where the server reported none"

    /// `[{"at","serverTime","what","user","profile","errorCode","evidence"}]`, with `"endedBy"` where what was done
    /// to the user is what ended it, and not the revocation: `logout`, `tokens-revoked` or both.
    package var json: [JSONValue] { entries.map { .object($0.json) } }
}

extension TokenTimeline.Entry {
    /// `2026-11-26 22:22:23Z  verified  401/10097  POST /api/rest/2.0/auth/token/validate  83 ms  incident ...`.
    package var line: SafeText {
        let time = InstantText.utc((serverTime ?? at).milliseconds)
        var line: SafeText = "\(serverTime == nil ? "~" : " ")\(time)  \(what.rawValue)"
        let ends = endedBy.compactMap { TokenTimeline.What.endsOfUser[$0] }
        if !ends.isEmpty { line = line + ": ended by \(ends.map(\.text).joined(separator: " or "))" }
        if let evidence { line = line + "  \(evidence.text)" }
        if let errorCode { line = line + "  \(SafeText(outside: errorCode, limit: 40))" }
        if let user { line = line + "  by \(SafeText(outside: user, limit: 60))" }
        if let reason { line = line + ": \(SafeText(outside: reason, limit: 200))" }
        return line
    }

    /// As one element of ``TokenTimeline/json``.
    package var json: JSONObject {
        var members: JSONObject = ["at": Self.time(at), "what": .string(what.rawValue), "profile": .string(profile)]
        members["serverTime"] = serverTime.map(Self.time) ?? .null
        members["user"] = user.map(JSONValue.string) ?? .null
        members["errorCode"] = errorCode.map(JSONValue.string) ?? .null
        members["evidence"] = evidence.map { .object($0.json) } ?? .null
        if let reason { members["reason"] = .string(reason) }
        let ends = endedBy.compactMap { TokenTimeline.What.endsOfUser[$0]?.code }
        if !ends.isEmpty { members["endedBy"] = .string(ends.joined(separator: ",")) }
        return members
    }

    private static func time(_ instant: Instant) -> JSONValue { .string(instant.timestamp) }
}

extension Evidence {
    /// `500  POST /api/rest/2.0/auth/token/revoke  answer in 83 ms  incident ID 0a1b`.
    package var text: SafeText {
        var text: SafeText = status.map { "\($0)" } ?? "no answer"
        if let serverCode { text = "\(text)/\(serverCode)" }
        if !path.isEmpty {
            text = "\(text)  \(SafeText(outside: method, limit: 10)) \(SafeText(outside: path, limit: 120))"
        }
        text = "\(text)  \(status == nil ? "after" : "answer in") \(duration) ms"
        // That a credential is refused is no fault of which Support is told: it is what proves a revocation.
        guard let incident, !(status == 401 && [10_097, 10_003].contains(serverCode)) else { return text }
        return "\(text)  incident ID \(SafeText(outside: incident, limit: 80))"
    }

    /// `method`, `path`, `status`, `serverCode`, `incident`, `serverTime`, `clockSkewMs`, `durationMs`.
    package var json: JSONObject {
        var members: JSONObject = [
            "method": .string(method), "path": .string(path), "durationMs": .int(duration),
        ]
        members["status"] = status.map(JSONValue.int) ?? .null
        members["serverCode"] = serverCode.map(JSONValue.int) ?? .null
        members["incident"] = incident.map(JSONValue.string) ?? .null
        members["serverTime"] = serverTime.map { .string($0.timestamp) } ?? .null
        members["clockSkewMs"] = clockSkew.map { .int(Int($0)) } ?? .null
        return members
    }
}
