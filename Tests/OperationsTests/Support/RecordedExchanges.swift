import HTTPExchange
import Synchronization

/// A request log in memory.
final class RecordedExchanges: Sendable {
    private let records = Mutex<[ExchangeRecord]>([])

    var all: [ExchangeRecord] { records.withLock { $0 } }

    func add(_ record: ExchangeRecord) { records.withLock { $0.append(record) } }
}
