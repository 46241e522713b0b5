import HTTPExchange
package import Moments
package import Storage
import ThoughtSpotSessions

/// The one reader and writer of the journal: keeps the fold over it up to date, by this run's lines and those of others,
/// and writes before a change what the change needs, and after it what became of it.
///
/// Reads the journal once, from a checkpoint where there is one, and afterwards only what was appended. Tokens that ended long
/// ago are read when one is asked for. Adds it up on a thread of its own, which the journal's wait for its file does not hold.
package actor TokenLedger {
    /// Milliseconds between two looks at an attempt of another run that has no result yet.
    private static let lookAgain = 50

    private nonisolated let executor = FileExecutor("ledger")
    private let journal: Journal
    private let now: @Sendable () -> Instant
    private let uptime: (@Sendable () -> Int64)?
    private let pause: @Sendable (_ milliseconds: Int) async -> Void
    private(set) var fold = JournalFold()
    private var isLoaded = false
    private var repairedTornLine = false
    private var unreadableLines = 0
    private var damage: [JournalDamage] = []
    /// Lines about what has happened already and could not be written: tried again with every line that follows.
    private var unwritten: [JournalEvent] = []
    private var lastFailure: StorageError?
    /// Our clock less the uptime: it changes when the clock is set.
    private var clockBase: Int64?
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameters:
    ///   - uptime: milliseconds of a clock that cannot be set; without it a jump of ours is not noticed.
    ///   - pause: waits for so many milliseconds, or until the task is cancelled.
    package init(
        journal: Journal, now: @escaping @Sendable () -> Instant, uptime: (@Sendable () -> Int64)?,
        pause: @escaping @Sendable (_ milliseconds: Int) async -> Void
    ) {
        self.journal = journal
        self.now = now
        self.uptime = uptime
        self.pause = pause
    }

    // MARK: What is known

    /// The token list; with ``JournalReach/current``, tokens that ended long ago may be missing.
    func list(
        _ reach: JournalReach = .everything, held: Set<TokenRecord.ID>
    ) async throws(OperationError) -> TokenList {
        let all = reach == .everyToken ? try await everyRecord() : nil
        if all == nil { try await refresh(reach == .everyToken ? .everything : reach) }
        let fold = all?.fold ?? fold
        var list = TokenList(
            records: all?.records ?? fold.records, unfinished: fold.openChanges, heldIDs: held,
            repairedTornLine: repairedTornLine, unreadableLines: unreadableLines, damage: damage,
            unwritten: unwritten.count, lockouts: fold.lockouts, clocks: fold.clocks,
            isWhole: all != nil || fold.isWhole)
        list.openLogins = fold.openLogins
        list.dismissedRevocations = fold.dismissedRevocations
        list.markDoubtful()
        return list
    }

    /// The fold and every token, by what a checkpoint left out; nil where all lines have to be read, as they are for damage.
    private func everyRecord() async throws(OperationError) -> (fold: JournalFold, records: TokenRows)? {
        try await refresh()
        let fold = fold
        guard !fold.isWhole, damage.isEmpty else { return nil }
        return await journal.records(of: fold).map { (fold, $0) }
    }

    /// Goes through the lines of the journal, and those of this run that could not be written yet; see
    /// ``Journal/reduce(since:into:_:)``. The first reading of all lines adds them up, too.
    func reduce<Value: Sendable>(
        since moment: Instant? = nil, into value: Value, _ update: @Sendable (inout Value, JournalEvent) -> Void
    ) async throws(OperationError) -> Value {
        do throws(StorageError) {
            let isFirst = moment == nil && !isLoaded
            var value =
                isFirst
                ? try await addUp(into: value, update)
                : try await journal.reduce(since: moment, into: value, update)
            for event in unwritten { update(&value, event) }
            return value
        } catch {
            throw .storage(error)
        }
    }

    private func addUp<Value: Sendable>(
        into value: Value, _ update: @Sendable (inout Value, JournalEvent) -> Void
    ) async throws(StorageError) -> Value {
        await enter()
        defer { leave() }
        let read = try await journal.addUp(into: value, update)
        replace(read.summary)
        return read.value
    }

    /// How close a user may be to a locked account, by the lines of every process.
    func lockoutRisk(of user: String?, at origin: String, now: Instant) async throws(OperationError) -> LockoutRisk {
        try await refresh()
        return fold.lockouts.risk(of: user, at: origin, now: now)
    }

    /// How far the clocks differ. A journal that cannot be read leaves what this run knows.
    func clocks() async -> ServerClocks {
        try? await refresh()
        return fold.clocks
    }

    /// Takes a reading of a server's clock that no line tells of yet. Returns whether the journal's is notably another one.
    @discardableResult func observe(_ evidence: Evidence?, of origin: String) async -> Bool {
        guard let evidence, let skew = evidence.clockSkew else { return false }
        if !isLoaded { try? await refresh() }  // Once: five hundred clusters are asked in one go.
        noticeJump()
        defer { fold.observe(skew: skew, roundTrip: evidence.duration, seen: evidence.serverTime, of: origin) }
        return fold.clocks.skew(of: origin, at: now()).map { ServerClocks.isNotable(skew &- $0) } ?? false
    }

    /// Results that could not be written, and why; empty when all is on disk. Tries once more.
    package func unrecorded() async -> (lines: [JournalEvent], cause: StorageError?) {
        await flush()
        return (unwritten, unwritten.isEmpty ? nil : lastFailure)
    }

    // MARK: Writing

    /// Writes a line that has to be there before something is done, or nothing is done.
    ///
    /// - Throws: `E_JOURNAL`, `E_JOURNAL_DAMAGED`, `E_LOCKED`, `E_FILE_…`; nothing must be sent then.
    /// - Parameters:
    ///   - isLook: leaves nothing behind on a cluster; see ``goOn(with:after:)``.
    ///   - isCleanup: ends what this run brought into being. Its line waits like that of a result, and nothing stops it.
    func append(_ event: JournalEvent, isLook: Bool = false, isCleanup: Bool = false) async throws(OperationError) {
        if isCleanup { return await record(event) }
        try await refresh()
        if event.action != .acceptDamage { try requireSound() }
        await flush()
        do throws(StorageError) {
            try await journal.append(event)
            // Known here at once: should the journal not be readable from now on, this run knows what it did.
            fold.applyOwn(event)
        } catch {
            guard isLook else { throw .storage(error) }
            try goOn(with: event, after: error)
        }
    }

    /// Where nothing can be written at all, in a read-only home or without one, a look at a cluster goes on: its lines
    /// count in this run, and are told at its end as not recorded. A disk that is full or fails stops it, as a change.
    private func goOn(with event: JournalEvent, after error: StorageError) throws(OperationError) {
        guard error.isUnwritablePlace else { throw .storage(error) }
        lastFailure = error
        unwritten.append(event)
        fold.apply(event)
    }

    /// Writes the intent of an attempt that presents a credential, unless attempts of whatever process stand against it.
    ///
    /// Counting and writing are one step: the line is written only while nothing has been appended since the count. Where
    /// attempts of others are under way that might all be refused, their end is waited for.
    ///
    /// - Throws: `E_LOCKOUT_GUARD`, `E_CANCELLED`, and what ``append(_:)`` throws.
    func beginAttempt(
        _ intent: JournalEvent, on profile: Profile, isLook: Bool = false
    ) async throws(OperationError) {
        var waited = 0
        while true {
            try await refresh()
            try requireSound()
            await flush()
            let risk = fold.lockouts.risk(of: intent.user, at: intent.origin, now: now())
            let hasWaitedEnough = waited >= Int(LockoutCount.longestAttempt)
            if risk.level == .guarded || risk.mustWait && hasWaitedEnough {
                throw .refused(.lockoutLikely(profile: profile.name, risk))
            }
            if risk.mustWait {
                if Task.isCancelled {
                    throw .session(
                        SessionError(.cancelled, operation: intent.action.name, origin: profile.origin),
                        profile: profile.name)
                }
                await pause(Self.lookAgain)
                waited += Self.lookAgain
                continue
            }
            do throws(StorageError) {
                if try await journal.appendIfUnchanged(intent) {
                    fold.apply(intent)
                    return
                }
            } catch {
                guard isLook else { throw .storage(error) }
                return try goOn(with: intent, after: error)
            }
        }
    }

    /// Writes a note that rests on what every run has written so far, unless that says that there is no need of it.
    ///
    /// One step, as in ``beginAttempt(_:on:isLook:)``. What cannot be written counts in this run.
    ///
    /// - Throws: what reading throws, `E_JOURNAL_DAMAGED`.
    func note(_ line: JournalEvent, unless isNeedless: @Sendable (JournalFold) -> Bool) async throws(OperationError) {
        while true {
            try await refresh()
            try requireSound()
            await flush()
            if isNeedless(fold) { return }
            if (try? await journal.appendIfUnchanged(line)) ?? true { return fold.apply(line) }
        }
    }

    /// Writes what has happened already. A journal that cannot be written now does not undo it: the line counts in this
    /// run, and is tried again with every line that follows. What others have written before it counts before it.
    func record(_ event: JournalEvent) async {
        await flush()
        try? await refresh()
        fold.applyOwn(event)
        guard unwritten.isEmpty else { return unwritten.append(event) }
        do throws(StorageError) { try await journal.append(event) } catch {
            lastFailure = error
            unwritten.append(event)
        }
    }

    /// Writes what could not be written before, oldest first, until one fails again.
    private func flush() async {
        if unwritten.isEmpty { return }
        await enter()
        defer { leave() }
        while let event = unwritten.first {
            do throws(StorageError) { try await journal.append(event) } catch {
                lastFailure = error
                return
            }
            unwritten.removeAll { $0.id == event.id }
        }
    }

    /// One reading, or one writing of what waits, at a time: lines are applied in the order of the file, and written once.
    /// Looks and waits in one step: a continuation's call may go by the actor's queue, and what was seen before be over.
    private func enter() async {
        await withCheckedContinuation { turn in
            if isBusy { return waiting.append(turn) }
            isBusy = true
            turn.resume()
        }
    }

    private func leave() {
        if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
    }

    // MARK: Reading

    /// Reads what is new, and everything when a token is asked for that a checkpoint left out.
    func refresh(for fingerprint: Fingerprint) async throws(OperationError) {
        try await refresh()
        if fold.hasLeftOut(fingerprint) { try await refresh(.everything) }
    }

    func refresh(_ reach: JournalReach = .current) async throws(OperationError) {
        await enter()
        defer { leave() }
        do throws(StorageError) {
            if !isLoaded || reach == .everything && !fold.isWhole { return replace(try await journal.addUp(reach)) }
            let contents = try await journal.readNew()
            if contents.isFromStart { return replace(try await journal.addUp(reach)) }
            noticeJump()
            for event in contents.events { fold.apply(event) }
            learn(contents)
            if fold.needsWholeJournal { replace(try await journal.addUp(.everything)) }
        } catch {
            throw .storage(error)
        }
    }

    /// Starts over with what the journal says, and with what could not be written to it.
    private func replace(_ summary: JournalSummary) {
        fold = summary.fold
        clockBase = nil
        noticeJump()
        for event in unwritten { fold.apply(event) }
        isLoaded = true
        unreadableLines = 0
        learn(summary.contents)
    }

    private func learn(_ contents: JournalContents) {
        repairedTornLine = repairedTornLine || contents.repairedTornLine
        unreadableLines += contents.unreadableLines
        damage = contents.damage
    }

    /// Corrects what is known of the servers' clocks when ours was set while the program ran.
    private func noticeJump() {
        guard let uptime else { return }
        let base = now().milliseconds - uptime()
        if let clockBase, abs(base - clockBase) > 1_000 { fold.ourClockJumped(by: base - clockBase) }
        clockBase = base
    }

    /// A journal that is not what was written is read, and not written to, until a person has looked at it.
    private func requireSound() throws(OperationError) {
        guard let first = damage.first else { return }
        throw .storage(
            StorageError(.journalDamaged, file: journal.path(of: first), detail: first.told, line: first.line))
    }
}
