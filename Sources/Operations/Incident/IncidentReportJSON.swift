import DisplayText
import HTTPExchange
import Moments
import Storage
package import StrictJSON
import ThoughtSpotSessions

// The report of an incident as JSON, the same in the file and on standard output.

extension IncidentReport {
    /// `program`, `clusters`, `user`, `leakedToken`, `reason`, `begunAt`, `complete`, `result`, `sessions`,
    /// `userRevocations`, `deactivations`, `tokens`, `leftOut`, `elsewhere`, `auditLogs`, `notLoggedOut`,
    /// `sameClusters`, `earlier`: from `reason` on, each earlier attempt has the same. `complete` and `result` are about all of them.
    package var json: JSONObject {
        let whole = whole
        let head: JSONObject = [
            "program": .string(Self.program),
            "clusters": .array(
                clusters.map { ["profile": .string($0.name), "url": .string($0.origin.description)] }),
            "user": .outside(user.text), "leakedToken": leaked.map { .string($0.text) } ?? .null,
        ]
        let acts = acts(complete: whole.isComplete, result: whole.verdict.string)
        let before: (String, JSONValue) = (
            "earlier", .array(earlier.map { .object($0.acts(complete: $0.isComplete, result: $0.verdict.string)) })
        )
        return JSONObject((head.members + acts.members).map { ($0.key, $0.value) } + [before])
    }

    private func acts(complete: Bool, result verdict: String) -> JSONObject {
        [
            "reason": .outside(reason), "begunAt": .instant(begunAt),
            "complete": .bool(complete), "result": .string(verdict),
            "sessions": .array(result.sessions.filter { $0.act == .logOut }.map(\.json)),
            "userRevocations": .array(result.sessions.filter { $0.act == .revokeTokens }.map(\.json)),
            "deactivations": .array(result.deactivations.map(\.json)), "tokens": .array(result.tokens.map(\.json)),
            "leftOut": .array(
                unstored.map { record in
                    [
                        "fingerprint": .string(record.fingerprint.text), "profile": .outside(record.profileName),
                        "user": .outside(record.facts.user),
                        "end": .string(unstoredEnd(at: record.origin).rawValue),
                    ]
                }),
            "elsewhere": .array(
                result.elsewhere.flatMap { found in
                    found.events.map { event in
                        [
                            "profile": .string(found.profile.name), "at": .instant(event.at),
                            "address": .outside(event.clientAddress),
                            "end": .string(unstoredEnd(at: found.profile.origin.description).rawValue),
                        ]
                    }
                }),
            "auditLogs": .array(
                result.elsewhere.map { found in
                    ["profile": .string(found.profile.name), "reach": .string(found.reach.text.string)]
                }),
            "notLoggedOut": .array(
                leftOut.filter(\.isOpen).map {
                    ["profile": .string($0.profile.name), "reason": .string($0.reason.string)]
                }),
            "sameClusters": .array(
                leftOut.compactMap { left in
                    guard case .sameCluster(let other) = left.why else { return nil }
                    return ["profile": .string(left.profile.name), "loggedOutBy": .string(other.name)]
                }),
        ]
    }
}
