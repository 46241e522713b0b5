import Testing

@testable import Operations

/// Stopping bulk work without cutting off what it has begun (promise P66).
struct StopRequestTests {
    /// Says of each item whether it was done, was cut off, or was left.
    private func run(_ count: Int, atATime: Int, during: @escaping @Sendable (Int) -> Void) -> BulkRun<Int, String> {
        BulkRun(
            items: Array(0..<count),
            entries: (0..<count).map { _ in BulkQueue.Entry(cluster: "a", stage: 0) },
            limits: BulkQueue.Limits(perCluster: atATime, total: atATime),
            perform: { item in
                during(item)
                await Task.yield()
                return Task.isCancelled ? "cut off" : "done"
            },
            judge: { _ in .done }, leave: { _ in "left" })
    }

    @Test func `what has begun comes to its end, and the rest is left`() async {
        let stop = StopRequest()
        let work = run(4, atATime: 1) { if $0 == 1 { stop.make() } }
        let verdicts = await stop.stopping { await work.run { _ in } }
        #expect(verdicts == ["done", "done", "left", "left"])
    }

    @Test func `stopped before it begins, it begins nothing`() async {
        let stop = StopRequest()
        stop.make()
        let work = run(2, atATime: 2) { _ in }
        #expect(await stop.stopping { await work.run { _ in } } == ["left", "left"])
    }

    @Test func `a stop of other work is none of this`() async {
        let other = StopRequest()
        other.make()
        let work = run(2, atATime: 2) { _ in }
        #expect(await StopRequest().stopping { await work.run { _ in } } == ["done", "done"])
        #expect(await work.run { _ in } == ["done", "done"])
    }
}
