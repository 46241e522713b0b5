package import DisplayText
import Storage
package import ThoughtSpotSessions

// The timeline in words and as JSON: the same on the screen, in `token show`, on the clipboard and in a report.

extension TokenTimeline {
    /// `TIME (server) WHAT PROOF`, one entry a line, under a heading. All text from outside is safe in any viewer.
    package var lines: [SafeText] {
        guard !entries.isEmpty else { return ["Timeline: the journal has no line about this token."] }
        return ["Timeline (times by the server's clock where it told them, else by ours, marked ~):"]
            + entries.map { "  \($0.line)" }
    }

    /// `[{"at","serverTime","what","user","profile","errorCode","evidence"}]`.
    package var json: [JSONValue] { entries.map { .object($0.json) } }
}

extension TokenTimeline.Entry {
    /// `2026-11-26 22:22:23Z  verified  401/10097  POST /api/rest/2.0/auth/token/validate  83 ms  incident ...`.
    package var line: SafeText {
        let time = InstantText.utc((serverTime ?? at).milliseconds)
        var line: SafeText = "\(serverTime == nil ? "~" : " ")\(time)  \(what.rawValue)"
        if let evidence { line = line + "  \(evidence.text)" }
        if let errorCode { line = line + "  \(SafeText(outside: errorCode, limit: 40))" }
        if let user { line = line + "  by \(SafeText(outside: user, limit: 60))" }
        return line
    }

    var json: JSONObject {
        var members: JSONObject = ["at": Self.time(at), "what": .string(what.rawValue), "profile": .string(profile)]
        members["serverTime"] = serverTime.map(Self.time) ?? .null
        members["user"] = user.map(JSONValue.string) ?? .null
        members["errorCode"] = errorCode.map(JSONValue.string) ?? .null
        members["evidence"] = evidence.map { .object($0.json) } ?? .null
        return members
    }

    private static func time(_ instant: Instant) -> JSONValue { .string(Timestamp(instant).text) }
}

extension Evidence {
    /// `401/10097  POST /api/rest/2.0/auth/token/validate  83 ms  incident 0a1b`.
    package var text: SafeText {
        var text: SafeText = status.map { "\($0)" } ?? "no answer"
        if let serverCode { text = "\(text)/\(serverCode)" }
        if !path.isEmpty {
            text = "\(text)  \(SafeText(outside: method, limit: 10)) \(SafeText(outside: path, limit: 120))"
        }
        text = "\(text)  \(duration) ms"
        return incident.map { "\(text)  incident \(SafeText(outside: $0, limit: 80))" } ?? text
    }

    /// `method`, `path`, `status`, `serverCode`, `incident`, `serverTime`, `clockSkewMs`, `durationMs`.
    package var json: JSONObject {
        var members: JSONObject = [
            "method": .string(method), "path": .string(path), "durationMs": .int(duration),
        ]
        members["status"] = status.map(JSONValue.int) ?? .null
        members["serverCode"] = serverCode.map(JSONValue.int) ?? .null
        members["incident"] = incident.map(JSONValue.string) ?? .null
        members["serverTime"] = serverTime.map { .string(Timestamp($0).text) } ?? .null
        members["clockSkewMs"] = clockSkew.map { .int(Int($0)) } ?? .null
        return members
    }
}
