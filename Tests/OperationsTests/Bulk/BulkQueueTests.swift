import Testing

@testable import Operations

/// Which item of bulk work begins when, and what stops the rest (promise P66).
struct BulkQueueTests {
    private func entries(_ clusters: String..., last: Set<Int> = []) -> [BulkQueue.Entry] {
        clusters.enumerated().map { BulkQueue.Entry(cluster: $1, isLast: last.contains($0)) }
    }

    private func begun(_ queue: inout BulkQueue) -> [Int] {
        var places: [Int] = []
        while let place = queue.next() { places.append(place) }
        return places
    }

    @Test func `a few at a time on a cluster, and a busy cluster holds no other one up`() {
        var queue = BulkQueue(
            entries("a", "a", "a", "b", "b"), limits: BulkQueue.Limits(perCluster: 2, total: 3))
        #expect(begun(&queue) == [0, 3])
        queue.ended(0, .done)
        #expect(begun(&queue) == [1, 2])
        queue.ended(3, .done)
        #expect(begun(&queue) == [4])
        for place in [1, 2, 4] { queue.ended(place, .done) }
        #expect(begun(&queue).isEmpty)
        #expect(queue.left.isEmpty)
    }

    @Test func `what carries our own session goes when all else of its cluster has ended`() {
        var queue = BulkQueue(entries("a", "a", "a", "b", last: [0]))
        #expect(begun(&queue) == [1, 3])
        queue.ended(1, .done)
        #expect(begun(&queue) == [2])
        queue.ended(2, .done)
        #expect(begun(&queue) == [0])
    }

    @Test func `a stage begins when the one before has ended on its own cluster, whatever the others do`() {
        let stages = [("a", 2), ("a", 0), ("a", 0), ("b", 1), ("a", 1), ("b", 2)]
        var queue = BulkQueue(stages.map { BulkQueue.Entry(cluster: $0, stage: $1) })
        #expect(begun(&queue) == [1, 3])
        queue.ended(1, .done)
        #expect(begun(&queue) == [2])
        queue.ended(3, .done)
        #expect(begun(&queue) == [5])
        queue.ended(2, .done)
        #expect(begun(&queue) == [4])
        queue.ended(4, .done)
        #expect(begun(&queue) == [0])
    }

    /// The revocation of all tokens of a user ends those whose own revocations failed.
    @Test func `what makes up for failures begins where too much failed, not where nothing can be sent`() {
        func queue() -> BulkQueue {
            BulkQueue(
                (0..<12).map { _ in BulkQueue.Entry(cluster: "a", stage: 0) }
                    + [BulkQueue.Entry(cluster: "a", stage: 1, makesUpForFailures: true)],
                limits: BulkQueue.Limits(perCluster: 2, total: 2))
        }
        var failing = queue()
        #expect(begun(&failing) == [0])
        failing.ended(0, .done)
        #expect(begun(&failing) == [1, 2])
        failing.ended(1, .refused)
        #expect(begun(&failing) == [3])
        for place in 2..<11 {
            failing.ended(place, .refused)
            // Another one runs until the last refusal.
            if place < 10 { #expect(begun(&failing) == [place + 2]) }
        }
        #expect(begun(&failing).isEmpty)
        failing.ended(11, .refused)
        #expect(begun(&failing) == [12])
        failing.ended(12, .done)
        #expect(failing.left.isEmpty)

        var unreachable = queue()
        #expect(begun(&unreachable) == [0])
        unreachable.ended(0, .endsCluster)
        #expect(begun(&unreachable).isEmpty)
    }

    @Test func `a connection that cannot be trusted ends its own cluster only`() {
        var queue = BulkQueue(entries("a", "a", "b", "b"), limits: BulkQueue.Limits(perCluster: 1, total: 8))
        #expect(begun(&queue) == [0, 2])
        queue.ended(0, .endsCluster)
        queue.ended(2, .done)
        #expect(begun(&queue) == [3])
        #expect(queue.left == [1])
    }

    @Test func `a journal that cannot be written ends everything`() {
        var queue = BulkQueue(entries("a", "b", "b"), limits: BulkQueue.Limits(perCluster: 1, total: 1))
        #expect(begun(&queue) == [0])
        queue.ended(0, .endsAll)
        #expect(begun(&queue).isEmpty)
        #expect(queue.left == [1, 2])
    }

    /// 401 from item 41 of 100 on: not all of the rest is sent.
    @Test func `ten refusals in a row leave the rest of a cluster alone`() {
        var queue = BulkQueue(
            [BulkQueue.Entry](repeating: BulkQueue.Entry(cluster: "a", isLast: false), count: 100),
            limits: BulkQueue.Limits(perCluster: 1, total: 1))
        var sent = 0
        while let place = queue.next() {
            sent += 1
            queue.ended(place, place < 40 ? .done : .refused)
        }
        #expect(sent == 50)
        #expect(queue.left.count == 50)
    }

    @Test func `single refusals stop nothing`() {
        var queue = BulkQueue(
            [BulkQueue.Entry](repeating: BulkQueue.Entry(cluster: "a", isLast: false), count: 100),
            limits: BulkQueue.Limits(perCluster: 1, total: 1))
        while let place = queue.next() { queue.ended(place, place % 2 == 0 ? .done : .refused) }
        #expect(queue.left.isEmpty)
    }

    @Test func `more than one failure in five stops a cluster, once there are ten to judge by`() {
        var queue = BulkQueue(
            [BulkQueue.Entry](repeating: BulkQueue.Entry(cluster: "a", isLast: false), count: 40),
            limits: BulkQueue.Limits(perCluster: 1, total: 1))
        var sent = 0
        while let place = queue.next() {
            sent += 1
            queue.ended(place, place % 3 == 0 ? .failed : .done)
        }
        #expect(sent == 10)
    }

    @Test func `the first item goes alone, and a failure makes the next ones go alone again`() {
        var queue = BulkQueue(
            [BulkQueue.Entry](repeating: BulkQueue.Entry(cluster: "a", isLast: false), count: 20))
        #expect(begun(&queue) == [0])
        queue.ended(0, .done)
        #expect(begun(&queue) == [1, 2])
        queue.ended(1, .failed)
        queue.ended(2, .failed)
        #expect(begun(&queue) == [3])
    }

    /// Each is two round trips of 200 ms: 2.4 s.
    @Test func `twenty items take as long as six`() {
        var queue = BulkQueue(
            [BulkQueue.Entry](repeating: BulkQueue.Entry(cluster: "a", isLast: false), count: 20))
        var rounds = 0
        var running = begun(&queue)
        while !running.isEmpty {
            rounds += 1
            for place in running { queue.ended(place, .done) }
            running = begun(&queue)
        }
        #expect(rounds == 6)
    }

    @Test func `verdicts stand in the order of the items, and a cancelled run leaves what has not begun`() async {
        let run = BulkRun(
            items: Array(0..<30),
            entries: [BulkQueue.Entry](repeating: BulkQueue.Entry(cluster: "a", isLast: false), count: 30),
            perform: { Optional($0) }, judge: { _ in .done }, leave: { _ in nil })
        #expect(await run.run { _ in } == Array(0..<30))
        let cancelled = Task { () -> [Int?] in
            withUnsafeCurrentTask { $0?.cancel() }
            return await run.run { _ in }
        }
        #expect(await cancelled.value.allSatisfy { $0 == nil })
    }
}
