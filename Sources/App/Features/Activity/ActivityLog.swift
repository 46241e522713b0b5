package import DisplayText
package import HTTPExchange
package import Moments
package import Operations
import ThoughtSpotSessions

/// What the program did: requests, and messages that stay. Oldest first.
package struct ActivityLog: Hashable, Sendable {
    /// One line.
    package struct Entry: Hashable, Sendable, Identifiable {
        package enum Content: Hashable, Sendable {
            case request(ExchangeRecord)
            case message(ActivityMessage)
        }

        /// Grows by one with each entry.
        package let id: Int
        package let at: Instant
        package let content: Content
    }

    /// At most this many requests, and as many messages, are kept.
    package static let limit = 500

    package private(set) var entries: [Entry] = []
    /// The newest message, until another one or a key dismisses it from the line.
    package internal(set) var latest: ActivityMessage?
    /// When it was said.
    var latestAt: Instant? { latest == nil ? nil : saidAt }
    /// When the newest message was said, dismissed or not.
    private var saidAt: Instant?
    private var lastID = 0
    private var requestCount = 0

    package init() {}

    /// The messages alone, oldest first.
    var messages: [Entry] { entries.filter { if case .message = $0.content { true } else { false } } }

    /// The requests alone, oldest first.
    package var requests: [Entry] { entries.filter { if case .request = $0.content { true } else { false } } }

    package func index(of id: Int) -> Int? {
        // Ids are ascending, and only old entries are ever dropped.
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].id == id ? low : nil
    }

    package subscript(id id: Int) -> Entry? { index(of: id).map { entries[$0] } }

    package mutating func record(_ request: ExchangeRecord) {
        requestCount += 1
        // By their ends, so that a slow request does not seem to come before what it followed.
        append(.request(request), at: Instant(milliseconds: request.startedAt + Int64(request.duration)))
        if requestCount > Self.limit {
            dropFirst { if case .request = $0.content { true } else { false } }
            requestCount -= 1
        }
    }

    package mutating func say(_ message: ActivityMessage, at instant: Instant) {
        (latest, saidAt) = (message, instant)
        append(.message(message), at: instant)
        if entries.count - requestCount > Self.limit {
            dropFirst { if case .message = $0.content { true } else { false } }
        }
    }

    private mutating func append(_ content: Entry.Content, at instant: Instant) {
        lastID += 1
        entries.append(Entry(id: lastID, at: instant, content: content))
    }

    private mutating func dropFirst(where isOld: (Entry) -> Bool) {
        if let index = entries.firstIndex(where: isOld) { entries.remove(at: index) }
    }
}

/// A message that stays in the activity pane.
package struct ActivityMessage: Hashable, Sendable {
    /// How much it matters; always a word or a sign as well as a colour.
    package enum Weight: Hashable, Sendable {
        case plain, good
        /// Why a key does nothing: neither good nor bad.
        case note
        case warning, failure
    }

    package var weight: Weight
    package var text: SafeText
    /// The whole message behind a failure, for the detail view.
    package var message: Message?

    package init(_ weight: Weight, _ text: SafeText, message: Message? = nil) {
        self.weight = weight
        self.text = text
        self.message = message
    }
}
