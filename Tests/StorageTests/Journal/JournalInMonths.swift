import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// A journal whose clock stands in the month of the tests, or some months later.
struct JournalInMonths {
    static let now = FileContext.still().now()
    /// Seconds.
    static let month: Int64 = 31 * 86_400

    let home: TemporaryHome

    /// - Parameter months: how many have gone by since the one of the tests.
    func journal(months: Int64 = 0) -> Journal {
        var context = FileContext.still()
        context.now = { Self.now.advanced(seconds: months * Self.month) }
        return Journal(directory: home.journalDirectory, context: context)
    }

    /// The names of the segments, in order.
    var segments: [String] {
        DirectoryListing.names(in: home.journalDirectory).compactMap { SegmentName($0) }.sorted().map(\.text)
    }

    func event(_ number: Int, _ phase: JournalEvent.Phase = .note) throws -> JournalEvent {
        let at = Self.now.advanced(seconds: Int64(number))
        let id = EventID(at: at, random: [UInt8](repeating: 7, count: 10)).text
        let digits = String(number + 1, radix: 16)
        let fingerprint = try #require(Fingerprint(String(repeating: "0", count: 12 - digits.count) + digits))
        return JournalEvent(
            id: id, operation: id, at: at, phase: phase, action: .importToken, outcome: .ok, profileID: "p",
            profileName: "prod", origin: "https://h", token: TokenFacts(fingerprint: fingerprint))
    }

    /// Chained lines, with their line feeds.
    func lines(_ events: [JournalEvent]) -> [String] {
        var mark = JournalChain.start
        return events.map { event in
            let line = JournalLine.encode(event, after: mark)
            mark = JournalChain.mark(of: line.utf8.dropLast())
            return line
        }
    }
}

/// What the journal throws.
func journalFailure(_ work: () async throws(StorageError) -> Void) async -> StorageError? {
    do throws(StorageError) {
        try await work()
        return nil
    } catch {
        return error
    }
}

extension JournalFold {
    /// Intents without a result, newest first.
    var unfinishedOperations: [JournalEvent] { open.values.sorted { $0.order > $1.order }.map(\.event) }
}
