/// Which item of bulk work may begin next, and when the rest is left alone. A value without a clock: ``BulkRun`` does what
/// it says (promise P66).
struct BulkQueue {
    /// How much is done at a time.
    struct Limits: Hashable, Sendable {
        /// On one cluster. A bastion shares one allowance of 100 requests a second, 10 of them at once, among all
        /// administrators.
        var perCluster = 6
        /// On all clusters: two hundred tokens on twenty of them, each 200 ms away, take under three seconds.
        var total = 48
    }

    /// What an item says of those to come.
    enum Judgement: Hashable, Sendable {
        case done
        /// The cluster did not accept the credential, or does not know what was named.
        case refused
        /// It did not work, or nobody knows whether it did.
        case failed
        /// Every other item of the cluster would meet the same.
        case endsCluster
        /// Every other item would meet the same.
        case endsAll
    }

    /// One item as the queue sees it.
    struct Entry: Hashable, Sendable {
        let cluster: String
        /// Begins when everything of its cluster in a lower stage has ended.
        let stage: Int
        /// Does by itself what others of its cluster may have failed to do: that too many of them failed does not keep it
        /// from beginning.
        let makesUpForFailures: Bool

        init(cluster: String, stage: Int, makesUpForFailures: Bool = false) {
            self.cluster = cluster
            self.stage = stage
            self.makesUpForFailures = makesUpForFailures
        }

        /// - Parameter isLast: begins when everything else of its cluster has ended: it takes the session in use with it.
        init(cluster: String, isLast: Bool) { self.init(cluster: cluster, stage: isLast ? 1 : 0) }
    }

    /// Refusals in a row after which a cluster's rest is left alone.
    static let longestRow = 10
    /// Items that must have ended before the share of failures counts.
    static let smallestSample = 10
    /// One failure in so many is borne.
    static let bearableShare = 5

    private struct Cluster {
        /// How many wait, by stage; a stage in which none waits is not here.
        var waiting: [Int: Int] = [:]
        var running = 0
        /// Of those that run.
        var runningStage = 0
        /// How many may run at a time: one at first, for what stops the rest is to stop it; one more after each success.
        var allowance = 1
        var ended = 0
        var failed = 0
        var refusedInARow = 0
        /// Whether too much failed for the rest to be tried.
        var isFailing = false
        var isClosed = false

        /// The stage that may begin; nil when nothing is left.
        var stage: Int? { running > 0 ? runningStage : waiting.keys.min() }

        mutating func begin(stage: Int) {
            let left = (waiting[stage] ?? 1) - 1
            waiting[stage] = left > 0 ? left : nil
            running += 1
            runningStage = stage
        }
    }

    private let entries: [Entry]
    private let limits: Limits
    private var waiting: [Int]
    private var clusters: [String: Cluster] = [:]
    private var running = 0
    private var isClosed = false

    init(_ entries: [Entry], limits: Limits = Limits()) {
        self.entries = entries
        self.limits = limits
        waiting = Array(entries.indices)
        for entry in entries { clusters[entry.cluster, default: Cluster()].waiting[entry.stage, default: 0] += 1 }
    }

    /// The place of an item that may begin now, which counts as running from here on; nil when none may.
    mutating func next() -> Int? {
        guard !isClosed, running < limits.total else { return nil }
        guard let place = waiting.firstIndex(where: { mayBegin(entries[$0]) }) else { return nil }
        let index = waiting.remove(at: place)
        let entry = entries[index]
        running += 1
        clusters[entry.cluster]?.begin(stage: entry.stage)
        return index
    }

    private func mayBegin(_ entry: Entry) -> Bool {
        guard let cluster = clusters[entry.cluster], !cluster.isClosed else { return false }
        if cluster.isFailing { return entry.makesUpForFailures && cluster.running == 0 }
        return entry.stage == cluster.stage && cluster.running < min(cluster.allowance, limits.perCluster)
    }

    /// An item has come to its end.
    mutating func ended(_ index: Int, _ judgement: Judgement) {
        running -= 1
        var cluster = clusters[entries[index].cluster] ?? Cluster()
        cluster.running -= 1
        cluster.ended += 1
        cluster.refusedInARow = judgement == .refused ? cluster.refusedInARow + 1 : 0
        switch judgement {
        case .done: cluster.allowance = min(cluster.allowance + 1, limits.perCluster)
        case .refused: break
        case .failed:
            cluster.failed += 1
            cluster.allowance = 1
        case .endsCluster: cluster.isClosed = true
        case .endsAll: isClosed = true
        }
        let failsOften = cluster.ended >= Self.smallestSample && cluster.failed * Self.bearableShare > cluster.ended
        if failsOften || cluster.refusedInARow >= Self.longestRow { cluster.isFailing = true }
        clusters[entries[index].cluster] = cluster
    }

    /// Nothing more begins.
    mutating func close() { isClosed = true }

    /// Those that have not begun.
    var left: [Int] { waiting }
}

/// Runs the items of bulk work by a ``BulkQueue``: several at a time, each with a verdict of its own.
struct BulkRun<Item: Sendable, Verdict: Sendable>: Sendable {
    let items: [Item]
    let entries: [BulkQueue.Entry]
    var limits = BulkQueue.Limits()
    /// Does one item. A cancelled task tells what became of it.
    let perform: @Sendable (Item) async -> Verdict
    let judge: @Sendable (Verdict) -> BulkQueue.Judgement
    /// The verdict on an item that was not begun.
    let leave: @Sendable (Item) -> Verdict
    /// Goes on in a cancelled task: it ends what this run brought into being.
    var isCleanup = false

    /// Runs to the end. What has not begun when the task is cancelled, or a ``StopRequest`` is made, is left.
    ///
    /// - Parameter progress: told of each verdict as it falls.
    /// - Returns: the verdicts in the order of the items.
    func run(progress: @Sendable (Verdict) async -> Void) async -> [Verdict] {
        var queue = BulkQueue(entries, limits: limits)
        var verdicts = [Verdict?](repeating: nil, count: items.count)
        await withTaskGroup(of: (Int, Verdict).self) { group in
            func begin() {
                if Task.isCancelled || StopRequest.isMade, !isCleanup { queue.close() }
                while let index = queue.next() {
                    let item = items[index]
                    group.addTask { (index, await perform(item)) }
                }
            }
            begin()
            while let (index, verdict) = await group.next() {
                verdicts[index] = verdict
                queue.ended(index, judge(verdict))
                await progress(verdict)
                begin()
            }
        }
        for index in queue.left {
            let verdict = leave(items[index])
            verdicts[index] = verdict
            await progress(verdict)
        }
        return verdicts.compactMap(\.self)
    }

    /// Nothing is sent: the first item says why, and the others are left.
    func leaveAll(
        _ fail: (inout Verdict) -> Void, progress: @Sendable (Verdict) async -> Void
    ) async -> [Verdict] {
        var verdicts = items.map(leave)
        if !verdicts.isEmpty { fail(&verdicts[0]) }
        for verdict in verdicts { await progress(verdict) }
        return verdicts
    }
}
