extension Array where Element: Sendable {
    /// Does something with each, so many at a time; also when the task is cancelled.
    ///
    /// - Returns: what came of each, in their order.
    package func severalAtOnce<Outcome: Sendable>(
        _ width: Int, _ act: @escaping @Sendable (Element) async -> Outcome
    ) async -> [Outcome] {
        await withTaskGroup(of: (Int, Outcome).self) { group in
            var waiting = enumerated().makeIterator()
            func start() {
                guard let (index, element) = waiting.next() else { return }
                group.addTask { (index, await act(element)) }
            }
            for _ in 0..<width { start() }
            var found: [Int: Outcome] = [:]
            while let (index, outcome) = await group.next() {
                found[index] = outcome
                start()
            }
            return indices.compactMap { found[$0] }
        }
    }
}
