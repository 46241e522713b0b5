import StrictJSON

/// Tokens whose revocation is not proven, and of which a person said, with a reason, that it will not be.
struct DismissedRevocations: Hashable, Sendable {
    private(set) var tokens: Set<JournalFold.Key> = []

    init() {}

    mutating func apply(_ event: JournalEvent) {
        guard let fingerprint = event.token?.fingerprint else { return }
        let key = JournalFold.Key(origin: event.origin, fingerprint: fingerprint)
        if event.dismissesRevocation {
            tokens.insert(key)
        } else if !tokens.isEmpty, event.action == .revokeToken || event.saysThatItIsAccepted {
            // What is done to it anew is a revocation of its own, and that it is accepted is news.
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
    /// Whether a person put away that a revocation is not proven: it names the token, and no change.
    fileprivate var dismissesRevocation: Bool { action == .dismissOutcome && operation == id }

    fileprivate var saysThatItIsAccepted: Bool { action == .validateToken && [.ok, .stillValid].contains(outcome) }
}

extension JournalFold {
    /// The tokens of revocations that were dismissed.
    package var dismissedRevocations: Set<TokenRecord.ID> {
        Set(leftOpen.dismissed.tokens.map { TokenRecord.id($0.fingerprint, at: $0.origin) })
    }
}
