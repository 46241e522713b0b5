import Dispatch
import Glibc
import Synchronization

/// Long work that consists of equal pieces, on all processors at once.
package enum ProcessorParts {
    /// Pieces from which on a second processor is worth its while.
    private static let many = 256
    /// More are not worth the memory: each part holds its results until the last one is through.
    private static let most = 4
    /// How many there are; to ask the system takes as long as a part of the work.
    private static let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))

    /// Divides the work into one part for each processor, does all of them, and returns when the last one is done.
    ///
    /// - Parameters:
    ///   - count: of pieces, 0 or more. Few of them, and those of a machine with one processor, are one part, which is done
    ///     on the caller's thread.
    ///   - aside: other work, which is done once and may wait for something: the pieces go on meanwhile, in smaller parts.
    ///   - work: does the pieces of a range.
    /// - Returns: a result for each part, in the order of the pieces; none for no pieces.
    package static func map<Result: Sendable>(
        _ count: Int, beside aside: (@Sendable () -> Void)? = nil, _ work: @Sendable (Range<Int>) -> Result
    ) -> [Result] {
        let parts = count < many || processors < 2 ? 1 : min(most, aside == nil ? processors : 2 * processors)
        guard count > 0, parts > 1 else {
            aside?()
            return count > 0 ? [work(0..<count)] : []
        }
        let done = Mutex<[Int: Result]>([:])
        let others = aside == nil ? 0 : 1
        DispatchQueue.concurrentPerform(iterations: parts + others) { index in
            if let aside, index == 0 { return aside() }
            let part = index - others
            let result = work(count * part / parts..<count * (part + 1) / parts)
            done.withLock { $0[part] = result }
        }
        return done.withLock { done in (0..<parts).compactMap { done[$0] } }
    }
}
