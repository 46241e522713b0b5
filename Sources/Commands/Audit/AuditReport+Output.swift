import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension AuditReport {
    /// Members: `profile`, `coverage` (`all-orgs` or `primary-org`: the Orgs asked for), `orgs` (the numbers of those that
    /// the events are of), `windows` (`from`, `to`; newest first), `readAt`, `lagMinutes`, `incompleteFrom`, `via` (the
    /// operation of another generation, or `null`), `isCut`, `told`, `unread`, `wanted`, and `events`, newest first.
    ///
    /// An event: `at`, `date` (as the server wrote it), `type`, `user`, `userId`, `orgId`, `ip`, `id`, `text`, `data`,
    /// `unreadText`, `likelyOurs`.
    func json(limit: Int?) -> JSONObject {
        [
            "profile": .string(profile.name), "coverage": .string(coverage.rawValue),
            "orgs": .array(orgs.sorted().map { .int($0) }),
            "windows": .array(windows.map { ["from": .instant($0.start), "to": .instant($0.end)] }),
            "readAt": .instant(readAt), "lagMinutes": .int64(AuditWindow.lag / 60_000),
            "incompleteFrom": .instant(incompleteFrom), "via": .outside(neighbour), "isCut": .bool(stopped != nil),
            "told": .int(told), "unread": .int(unread), "wanted": .int(entries.count),
            "events": .array(entries.prefix(limit ?? entries.count).map(\.json)),
        ]
    }

    /// A table, and below it what was asked, and what may be missing.
    ///
    /// - Parameter offset: seconds east of UTC at a moment.
    func lines(limit: Int?, isUTF8: Bool, offset: (Instant) -> Int) -> [SafeText] {
        var table = TextTable("TIME", "TYPE", "USER", "ORG", "IP", "TEXT", "")
        let shown = entries.prefix(limit ?? entries.count)
        for entry in shown {
            let event = entry.event
            let time =
                event.at.map { InstantText.local($0.milliseconds, offset: offset($0)) }
                ?? SafeText(outside: event.dateText ?? "-", limit: 40)
            table.add(
                time, SafeText(outside: event.type ?? "(unread)", limit: 40),
                SafeText(outside: event.username ?? event.userID ?? "-", limit: 40),
                "\(event.orgID.map(String.init) ?? "-")",
                SafeText(outside: event.clientAddress ?? "-", limit: 45),
                SafeText(outside: event.words ?? "", limit: 120), entry.isLikelyOurs ? "ours" : "")
        }
        let lag = lagWords.map { ["Clusters write late: \($0)."] as [SafeText] } ?? []
        return table.lines(isUTF8: isUTF8) + [footer(shown: shown.count, offset: offset)] + lag
    }

    private func footer(shown: Int, offset: (Instant) -> Int) -> SafeText {
        func text(_ instant: Instant?) -> SafeText {
            instant.map { InstantText.local($0.milliseconds, offset: offset($0)) } ?? "-"
        }
        let count: SafeText = shown == told ? "\(told) events" : "\(shown) of \(told) events"
        let windows: SafeText = self.windows.count == 1 ? "1 window" : "\(self.windows.count) windows"
        return """
            \(coverageWords): \(count), \(text(self.windows.last?.start)) to \(text(self.windows.first?.end)), in \(windows)
            """
    }
}

extension AuditEntry {
    fileprivate var json: JSONValue {
        [
            "at": .instant(event.at), "date": .outside(event.dateText), "type": .outside(event.type),
            "user": .outside(event.username), "userId": .outside(event.userID),
            "orgId": event.orgID.map(JSONValue.int) ?? .null, "ip": .outside(event.clientAddress),
            "id": .outside(event.id), "text": .outside(event.description),
            "data": event.data.flatMap { JSONValue.parse(text: $0) } ?? .null,
            "unreadText": .outside(event.unreadText), "likelyOurs": .bool(isLikelyOurs),
        ]
    }
}
