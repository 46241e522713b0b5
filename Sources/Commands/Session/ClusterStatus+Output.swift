import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

extension ClusterStatus {
    /// `logged-in`, `reachable`, `session-ended`, `failed`.
    var name: String {
        switch state {
        case .loggedIn: "logged-in"
        case .reachable: "reachable"
        case .sessionEnded: "session-ended"
        case .failed: "failed"
        }
    }

    /// What went wrong, where it did.
    var problem: Message? {
        if case .failed(let error) = state { MessageComposer.message(for: error) } else { nil }
    }

    /// Members: `profile`, `url`, `generation`, `tag`, `trust`, `state`, `text`, `checkedAt`, `clockSkewMs`,
    /// `durationMs`, `error` (as in an error answer, or `null`).
    var json: JSONValue {
        [
            "profile": .string(profile.name), "url": .string(profile.origin.description),
            "generation": .string(profile.generation.rawValue), "tag": .outside(profile.tag),
            "trust": .string(profile.trust.name), "state": .string(name),
            "text": .string(MessageComposer.text(for: state).string), "checkedAt": .instant(checkedAt),
            "clockSkewMs": .whole(clockSkew), "durationMs": duration.map { .int($0) } ?? .null,
            "error": problem.map { .object($0.json) } ?? .null,
        ]
    }

    /// One field a line.
    var lines: [SafeText] {
        var fields = FieldList()
        fields.add("Profile", "\(profile.name) (\(profile.origin.description))")
        fields.add("Generation", "\(profile.generation.rawValue)")
        fields.add("State", name == "reachable" ? "it answers, and wants a login" : MessageComposer.text(for: state))
        fields.add("Answered in", duration.map { DurationText.elapsed(milliseconds: Int64($0)) })
        if let skew = clockSkew, abs(skew) > 30_000 {
            fields.add("Clock", "\(DurationText.skew(milliseconds: skew)) \(skew > 0 ? "ahead" : "behind")")
        }
        return fields.lines
    }
}
