import StrictJSON
import ThoughtSpotSessions

/// The strict parser on the largest answers there are: lines of an audit log.
enum JSONParsing: Subject {
    static let name = "json"

    static func measure(with recorder: Recorder) async throws {
        let log = AuditMaterial.log
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
}
