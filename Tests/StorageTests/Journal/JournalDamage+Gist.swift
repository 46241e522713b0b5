@testable import Storage

extension JournalDamage {
    /// `lostLines 2026-11.jsonl 5`: without the mark of the line, which no test types.
    var gist: String { "\(kind) \(segment) \(line)" }
}
