import ThoughtSpotSessions

/// The strict parser on the largest answers there are: lines of an audit log.
enum JSONParsing: Subject {
    static let name = "json"

    static func measure(with recorder: Recorder) async throws {
        let log = auditLog(bytes: 2 * 1024 * 1024)
        try await recorder.row("json: parse an audit log of 2 MB", bytes: log.count) {
            keep(try JSONValue.parse(log))
        }
        let document = try JSONValue.parse(log)
        await recorder.row("json: write it again", bytes: log.count) {
            keep(document.serialized())
        }
        let deep = Array((String(repeating: "[", count: 100_000)).utf8)
        await recorder.row("json: refuse 100,000 nested arrays", repeats: 1_000) {
            for _ in 0..<1_000 { keep(try? JSONValue.parse(deep)) }
        }
        let text = Array(("\"" + String(repeating: "caf\\u00e9 \u{1F600} ", count: 30_000) + "\"").utf8)
        try await recorder.row("json: one string full of escapes and emoji", bytes: text.count) {
            keep(try JSONValue.parse(text))
        }
    }

    /// `[{"date":…,"log":"{…}"}, …]`: each line holds a text that itself is JSON.
    private static func auditLog(bytes: Int) -> [UInt8] {
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
