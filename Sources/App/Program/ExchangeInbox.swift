package import HTTPExchange
import Synchronization

/// Where records of exchanges arrive from whatever thread sent them, until the runtime takes them.
///
/// The runtime empties it before it handles anything else, so that the requests of an effect stand in the log before its
/// result does.
package final class ExchangeInbox: Sendable {
    private let records = Mutex<[ExchangeRecord]>([])
    private let bell: AsyncStream<Void>.Continuation
    /// Rings when records wait.
    let rings: AsyncStream<Void>

    package init() {
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes a record; quick, from any thread.
    package func record(_ record: ExchangeRecord) {
        records.withLock { $0.append(record) }
        bell.yield()
    }

    func drain() -> [ExchangeRecord] {
        records.withLock { records in
            defer { records.removeAll(keepingCapacity: true) }
            return records
        }
    }
}
