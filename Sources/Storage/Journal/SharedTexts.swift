/// Keeps one copy of each text that stands in many lines of a journal, so that a hundred thousand tokens of one cluster do
/// not hold its address as often.
struct SharedTexts {
    /// Texts at most: names differ without end where tokens have a label each.
    private static let most = 4_096

    private var known: [String: String] = [:]

    /// The event with the texts that others have, too.
    mutating func sharing(_ event: JournalEvent) -> JournalEvent {
        var event = event
        share(&event.profileID)
        share(&event.profileName)
        share(&event.origin)
        share(&event.user)
        if var token = event.token {
            share(&token.user)
            share(&token.userID)
            share(&token.label)
            event.token = token
        }
        return event
    }

    private mutating func share(_ text: inout String?) {
        guard var own = text else { return }
        share(&own)
        text = own
    }

    private mutating func share(_ text: inout String) {
        // Shorter ones need no memory of their own.
        guard text.utf8.count > 15 else { return }
        if let copy = known[text] {
            text = copy
        } else if known.count < Self.most {
            known[text] = text
        }
    }
}
