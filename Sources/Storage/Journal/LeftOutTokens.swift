import StrictJSON

/// The tokens that a checkpoint left out of a fold: as much of them as has to be known without their rows.
struct LeftOutTokens: Hashable {
    /// What is heard of one of them, at whatever origin, asks for the whole journal.
    var fingerprints = FingerprintSet()

    var isEmpty: Bool { fingerprints.isEmpty }
}

extension JournalFold {
    /// Whether nothing was left out.
    package var isWhole: Bool { leftOut.isEmpty && !needsWholeJournal }

    /// Whether a checkpoint left out the token, at some origin.
    package func hasLeftOut(_ fingerprint: Fingerprint) -> Bool { leftOut.fingerprints.contains(fingerprint) }
}

extension LeftOutTokens {
    var json: JSONObject { ["fingerprints": .string(fingerprints.text)] }

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let fingerprints = json["fingerprints"]?.stringValue.flatMap({ FingerprintSet($0) }) else { return nil }
        self.init(fingerprints: fingerprints)
    }
}
