import StrictJSON

/// Tokens whose revocation was accepted, and of which a person said, with a reason, that they will not be validated.
struct DismissedRevocations: Hashable, Sendable {
    private(set) var tokens: Set<JournalFold.Key> = []

    init() {}

    mutating func apply(_ event: JournalEvent) {
        guard let fingerprint = event.token?.fingerprint else { return }
        let key = JournalFold.Key(origin: event.origin, fingerprint: fingerprint)
        if event.dismissesRevocation {
            tokens.insert(key)
        } else if event.action == .revokeToken, !tokens.isEmpty {
            // What is done to it anew is a revocation of its own.
            tokens.remove(key)
        }
    }

    mutating func leaveOut(_ others: Set<JournalFold.Key>) { tokens.subtract(others) }

    /// As a checkpoint keeps it.
    var json: JSONValue {
        let pairs = tokens.map { [$0.origin, $0.fingerprint.text] }.sorted { $0.lexicographicallyPrecedes($1) }
        return .array(pairs.map { .array($0.map(JSONValue.string)) })
    }

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue?) {
        guard let pairs = json?.arrayValue else { return nil }
        for pair in pairs.map(\.arrayValue) {
            guard let pair, pair.count == 2, let origin = pair[0].stringValue,
                let fingerprint = pair[1].stringValue.flatMap({ Fingerprint($0) })
            else { return nil }
            tokens.insert(JournalFold.Key(origin: origin, fingerprint: fingerprint))
        }
    }
}

extension JournalEvent {
    /// Whether a person put away that an accepted revocation is not validated: it names the token, and no change.
    fileprivate var dismissesRevocation: Bool { action == .dismissOutcome && operation == id }
}

extension JournalFold {
    /// The tokens of accepted revocations that were dismissed.
    package var dismissedRevocations: Set<TokenRecord.ID> {
        Set(leftOpen.dismissed.tokens.map { TokenRecord.id($0.fingerprint, at: $0.origin) })
    }
}
