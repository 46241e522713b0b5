import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import StrictJSON

/// What is wrong with a journal or a copy of it, and what of that somebody has accepted, for people and scripts.
struct JournalFindings {
    let damage: [JournalDamage]
    let accepted: [ReadAcceptedDamage.Acceptance]

    var exitCode: ExitCode { damage.isEmpty ? .done : .localFile }

    /// - Parameter name: of what was read, as a sentence begins with it.
    func lines(of name: SafeText, isUTF8: Bool) -> [SafeText] {
        var lines: [SafeText] = []
        if damage.isEmpty {
            lines.append(accepted.isEmpty ? "\(name) is intact." : "\(name) is intact, but for what was accepted:")
        } else {
            var table = TextTable("FILE", "LINE", "WHAT", "TOKENS")
            for damage in damage {
                let tokens = damage.fingerprints.map(\.text).sorted().joined(separator: " ")
                table.add(
                    SafeText(outside: damage.segment, limit: 40), "\(damage.line)",
                    SafeText(outside: damage.told, limit: 200), SafeText(outside: tokens, limit: 200))
            }
            lines = table.lines(isUTF8: isUTF8)
            if !accepted.isEmpty { lines += ["", "Accepted earlier:"] }
        }
        for acceptance in accepted {
            let places = SafeText(outside: acceptance.places.joined(separator: ", "), limit: 1_000)
            lines.append("  \(places), accepted \(InstantText.utc(acceptance.at.milliseconds))")
        }
        return lines
    }

    /// `damage`: `segment`, `line`, `kind`, `fingerprints`; `accepted`: `at`, `places`.
    func add(to object: inout JSONObject) {
        object["damage"] = .array(damage.map { .object($0.json) })
        object["accepted"] = .array(
            accepted.map { ["at": .instant($0.at), "places": .array($0.places.map(JSONValue.string))] })
    }
}

extension JournalDamage {
    /// `segment`, `line`, `kind` (`unreadable`, `broken-chain` or `lost-lines`), `fingerprints`.
    var json: JSONObject {
        let name =
            switch kind {
            case .unreadable: "unreadable"
            case .brokenChain: "broken-chain"
            case .lostLines: "lost-lines"
            }
        return [
            "segment": .string(segment), "line": .int(line), "kind": .string(name),
            "fingerprints": .array(fingerprints.map(\.text).sorted().map(JSONValue.string)),
        ]
    }
}
