import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// What is under way.
extension ProgramState {
    /// Begins a piece of work and remembers that it is under way.
    mutating func begin(_ work: some Work) -> Effect {
        lastStamp += 1
        inFlight[work.id] = InFlight(work, stamp: lastStamp, at: now)
        return .perform(AnyWork(work), stamp: lastStamp)
    }

    /// Hands news over, unless they are of work that was replaced or cancelled meanwhile.
    mutating func receive(_ news: any WorkNews) -> [Effect] {
        guard inFlight[news.id]?.stamp == news.stamp else { return [] }
        guard news.isLast else { return news.deliver(to: &self) }
        inFlight[news.id] = nil
        return news.deliver(to: &self) + readStaleFiles()
    }

    /// A reading is dropped at once; a change keeps its place until it has told what became of it. A change of several items
    /// is stopped first, so that what has begun is validated, too, and is cancelled when it is asked for once more.
    mutating func cancel(_ ids: [WorkID]) -> [Effect] {
        var effects: [Effect] = []
        for id in ids {
            guard let entry = inFlight[id], !entry.isCancelling else { continue }
            if entry.canStop {
                inFlight[id]?.isStopping = true
                say(.plain, "stopping: \(entry.label)")
                effects.append(.stop(id))
                continue
            }
            if entry.isChange {
                inFlight[id]?.isCancelling = true
                say(.plain, "cancelling: \(entry.label)")
            } else {
                inFlight[id] = nil
                if entry.profile == nil || profiles[entry.profile ?? ""] != nil {
                    say(.plain, "cancelled: \(entry.label)")
                }
                // Its own news are dropped from here on.
                cancelled.append(entry.work)
            }
            effects.append(.cancel(id))
        }
        return effects
    }

    /// Tells what was cancelled, so that a form that waits for it goes on. Only after the feature that cancelled it has had
    /// its say: it may be the form itself, which is put back as it left its handling.
    mutating func tellCancelled() -> [Effect] {
        var effects: [Effect] = []
        while !cancelled.isEmpty { effects += cancelled.removeFirst().base.stop(in: &self) }
        return effects
    }

    /// What is under way for the thing under the cursor of the panes.
    var workUnderCursor: [WorkID] {
        underWay(panes.focused.work(in: self))
    }

    /// Those of the candidates that are under way. Reading the journal cannot be cancelled.
    func underWay(_ candidates: [WorkID]) -> [WorkID] {
        candidates.filter { inFlight[$0] != nil && $0 != .journal }
    }
}

/// Start, end, and what passes by itself.
extension ProgramState {
    /// After the first frame: the journal, then a look at every cluster, by reading only (promise P68).
    mutating func start() -> [Effect] {
        if let error = profiles.error { say(.failure, error.sentence, message: error) }
        if let reason = profiles.readOnlyReason { say(.warning, reason.sentence, message: reason) }
        if let welcome = profiles.welcome { say(.plain, welcome) }
        for warning in profiles.warnings { say(.warning, warning) }
        tellSettings()
        return [readJournal()] + profiles.list.map { check($0) } + openVaultAtStart()
    }

    mutating func tick() -> [Effect] {
        passTokens()
        return change(RevealedSecret.self) { secret, program in secret.pass(in: &program) } + lockIdleVault()
            + clearCopies() + refreshRegularly() + readPreview()
    }

    /// Other instances may have written while this one was asleep.
    mutating func resume() -> [Effect] { hideSecret() + [.redraw, readJournal(), readProfiles()] }

    /// An open vault is locked first.
    mutating func suspend() -> [Effect] {
        guard !isQuitting else { return [] }
        guard vault.isUnlocked else { return hideSecret() + [.suspend] }
        vault.suspendsNext = true
        return lockVault(forLaterCommands: false)
    }

    mutating func end() -> [Effect] {
        guard !isQuitting else { return [] }
        isQuitting = true
        return closeAll() + [.quit]
    }
}

/// Following the files: what another program, or an editor, wrote into them shows within a second.
extension ProgramState {
    /// A file changed. While it is being read, or a change of ours is on its way into it, it is read afterwards.
    mutating func follow(_ file: StoredFile) -> [Effect] {
        guard !isBusy(file) else {
            staleFiles.insert(file)
            return []
        }
        return read(file)
    }

    /// Reads what changed while it could not be read.
    fileprivate mutating func readStaleFiles() -> [Effect] {
        let due = StoredFile.allCases.filter { staleFiles.contains($0) && !isBusy($0) }
        staleFiles.subtract(due)
        return due.flatMap { read($0) }
    }

    private func isBusy(_ file: StoredFile) -> Bool {
        switch file {
        case .journal: inFlight[.journal] != nil || inFlight[.arrangement] != nil
        case .profiles: inFlight.keys.contains(where: \.isOfProfileFile)
        case .settings: inFlight[.settings] != nil
        case .vault: inFlight[.vault] != nil || inFlight[.vaultChanges] != nil
        }
    }

    private mutating func read(_ file: StoredFile) -> [Effect] {
        switch file {
        case .journal: [readJournal()]
        case .profiles: [readProfiles()]
        case .settings: [readSettings()]
        case .vault: followVault()
        }
    }

    mutating func readJournal() -> Effect {
        staleFiles.remove(.journal)
        return begin(ListTokens(panes.journalReach))
    }

    /// Reads the journal now, or as soon as the reading under way has ended.
    mutating func readJournalAgain() -> [Effect] {
        guard isBusy(.journal) else { return [readJournal()] }
        staleFiles.insert(.journal)
        return []
    }

    mutating func readProfiles() -> Effect {
        staleFiles.remove(.profiles)
        return begin(ListProfiles())
    }
}
