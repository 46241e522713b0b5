import HTTPExchange
import NIOCore
import Synchronization

/// Says whose connections stay open for another request.
///
/// A look at hundreds of clusters would otherwise hold a descriptor for each of them until it has been idle long
/// enough. A few dozen origins keep theirs; the connections of others end with their answer.
final class KeptConnections: Sendable {
    /// How long a connection without a request stays open.
    let idleTime: TimeAmount
    private let limit: Int
    private let lastUse = Mutex<[Origin: NIODeadline]>([:])

    /// - Parameters:
    ///   - limit: origins whose connections are kept, at most two each.
    ///   - idleTime: short, because a server that closes an idle connection while a request is written to it leaves a
    ///     change in doubt.
    init(limit: Int = 48, idleTime: TimeAmount = .seconds(4)) {
        self.limit = limit
        self.idleTime = idleTime
    }

    /// Whether the connection of a request to `origin` that begins now may stay open.
    func mayKeep(_ origin: Origin, now: NIODeadline = .now()) -> Bool {
        lastUse.withLock { lastUse in
            if lastUse[origin] == nil, lastUse.count >= limit {
                lastUse = lastUse.filter { now - $0.value < idleTime }
                guard lastUse.count < limit else { return false }
            }
            lastUse[origin] = now
            return true
        }
    }
}
