import Dispatch
import Glibc
import Synchronization

/// Long work that consists of equal pieces, on all processors at once.
package enum ProcessorParts {
    /// Pieces from which on a second processor is worth its while.
    private static let many = 256
    /// More are not worth the memory: each part holds its results until the last one is through.
    private static let most = 4

    /// Divides the work into one part for each processor, does all of them, and returns when the last one is done.
    ///
    /// - Parameters:
    ///   - count: of pieces, 0 or more. Few of them, and those of a machine with one processor, are one part, which is done
    ///     on the caller's thread.
    ///   - work: does the pieces of a range.
    /// - Returns: a result for each part, in the order of the pieces; none for no pieces.
    package static func map<Result: Sendable>(
        _ count: Int, _ work: @escaping @Sendable (Range<Int>) -> Result
    ) -> [Result] { begin(count, work).results() }

    /// The same for work whose results are not needed yet: it is begun on other threads, beside what the caller does next.
    package static func begin<Result: Sendable>(
        _ count: Int, _ work: @escaping @Sendable (Range<Int>) -> Result
    ) -> BegunParts<Result> {
        guard count > 0 else { return BegunParts([]) }
        let parts = count < many ? 1 : max(1, min(most, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        guard parts > 1 else { return BegunParts([work(0..<count)]) }
        return BegunParts(parts) { part in work(count * part / parts..<count * (part + 1) / parts) }
    }
}

/// Parts of a work that was begun. Who began it asks for the results, once.
package struct BegunParts<Result: Sendable>: ~Copyable {
    private final class Done: Sendable {
        let results = Mutex<[Int: Result]>([:])
    }

    private let done = Done()
    private let count: Int
    private let group = DispatchGroup()

    fileprivate init(_ results: [Result]) {
        count = results.count
        for (part, result) in results.enumerated() { done.results.withLock { $0[part] = result } }
    }

    fileprivate init(_ parts: Int, _ work: @escaping @Sendable (Int) -> Result) {
        count = parts
        for part in 0..<parts {
            DispatchQueue.global().async(group: group) { [done] in
                let result = work(part)
                done.results.withLock { $0[part] = result }
            }
        }
    }

    /// Waits for the last part.
    ///
    /// - Returns: a result for each part, in order.
    package consuming func results() -> [Result] {
        group.wait()
        let (done, count) = (done, count)
        return done.results.withLock { results in (0..<count).compactMap { results.removeValue(forKey: $0) } }
    }
}
