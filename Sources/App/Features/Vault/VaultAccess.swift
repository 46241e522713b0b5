import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// What the program knows of the vault, and when it locks it by itself.
package struct VaultAccess: Hashable, Sendable {
    enum State: Hashable, Sendable {
        /// No profile keeps its secrets there, or it has not been looked at.
        case unknown
        case missing, locked
        case unlocked(since: Instant)
    }

    private(set) var state = State.unknown
    /// The profiles whose password or secret key it keeps.
    private var credentials: Set<Profile.ID> = []
    /// When a key was typed last.
    private var typedAt: Instant
    /// Ctrl-Z waits until the vault is locked.
    var suspendsNext = false
    /// Activation links that are in memory alone until the vault is open.
    var waitingLinks = 0
    /// Whether it was said that the memory of the key is not locked: once is enough.
    fileprivate var saysOfMemory = false
    /// A form is wanted, as soon as it is known whether there is a vault to unlock.
    var wantsForm = false

    /// Seconds without a key after which it is locked (promise P28).
    private(set) var idleLock = Settings().idleLock
    /// Milliseconds after which it is locked in any case.
    package static let longestTime: Int64 = 8 * 3_600 * 1_000

    init(at now: Instant) { typedAt = now }

    var isUnlocked: Bool { if case .unlocked = state { true } else { false } }

    var reasonAgainstLocking: SafeText? {
        if isUnlocked { return nil }
        return state == .locked ? "the vault is locked already" : "no vault is open"
    }

    /// When it is to be locked; nil while it is not open.
    var deadline: Instant? {
        guard case .unlocked(let since) = state else { return nil }
        return Instant(
            milliseconds: min(typedAt.milliseconds + Int64(idleLock) * 1_000, since.milliseconds + Self.longestTime))
    }

    mutating func use(_ settings: Settings) { idleLock = settings.idleLock }

    mutating func noteTyping(at now: Instant) { typedAt = now }

    mutating func clockWasSetBack(by milliseconds: Int64) {
        typedAt = Instant(milliseconds: typedAt.milliseconds &- milliseconds)
        if case .unlocked(let since) = state {
            state = .unlocked(since: Instant(milliseconds: since.milliseconds &- milliseconds))
        }
    }

    /// Whether a login to a profile can go without typing a secret.
    func keepsCredential(of profile: Profile) -> Bool { isUnlocked && credentials.contains(profile.id) }

    /// A login has kept its password or key.
    mutating func noteCredential(of profile: Profile) { credentials.insert(profile.id) }

    mutating func opened(at now: Instant, credentials: Set<Profile.ID> = []) {
        state = .unlocked(since: now)
        wantsForm = false
        self.credentials = credentials
        typedAt = now
    }

    mutating func closed() { state = .locked }

    mutating func refused(_ error: OperationError) {
        guard case .storage(let cause) = error else { return }
        switch cause.code {
        case .vaultMissing: state = .missing
        case .vaultLocked: if !isUnlocked { state = .locked }
        default: if state == .unknown { state = .locked }
        }
    }
}

extension ProgramState {
    /// Whether a profile keeps its secrets in the vault.
    var usesVault: Bool { profiles.list.contains { $0.secretSource == .vault } }

    /// Why nothing of a profile can be kept, or found, in the vault now; nil when it can, and for profiles of another
    /// secret source.
    func reasonOfVault(for profile: Profile) -> SafeText? {
        profile.secretSource == .vault ? reasonAgainstVault : nil
    }

    /// Why nothing can be kept, or found, in the vault now.
    var reasonAgainstVault: SafeText? {
        if vault.isUnlocked { return nil }
        switch vault.state {
        case .missing: return "there is no vault yet; \(key(.unlockVault)) creates it"
        case .unknown: return "the vault is not open; \(key(.unlockVault)) unlocks or creates it"
        case .locked, .unlocked: return vaultIsLocked
        }
    }

    fileprivate var vaultIsLocked: SafeText { "the vault is locked; \(key(.unlockVault)) unlocks it" }

    /// After the first frame: by the key that the kernel keeps, if it keeps one.
    mutating func openVaultAtStart() -> [Effect] { usesVault ? [begin(UnlockVault(passphrase: nil))] : [] }

    /// `V`: unlocks the vault, or locks it.
    mutating func toggleVault() -> [Effect] {
        if vault.isUnlocked { return lockVault(forLaterCommands: true) }
        if vault.state == .unknown {
            vault.wantsForm = true
            return [begin(UnlockVault(passphrase: nil))]
        }
        return openVaultForm()
    }

    /// The one that helps: to make a vault, or to unlock the one there is.
    fileprivate mutating func openVaultForm() -> [Effect] {
        vault.state == .missing ? open(form: CreateVaultForm()) : open(form: UnlockForm(self))
    }

    /// - Parameter forLaterCommands: takes the key from the kernel, too.
    mutating func lockVault(forLaterCommands: Bool) -> [Effect] {
        close(RevealedSecret.self) + [begin(LockVault(forLaterCommands: forLaterCommands))]
    }

    /// Locks it when no key was typed for long, or when it has been open for very long.
    mutating func lockIdleVault() -> [Effect] {
        guard let deadline = vault.deadline, now >= deadline, inFlight[.vault] == nil else { return [] }
        let time = Lifetime.text(seconds: vault.idleLock)
        say(.plain, "the vault was locked after \(time) without \(typingWord); \(key(.unlockVault)) unlocks it")
        return lockVault(forLaterCommands: false)
    }

    /// Sessions and tokens of the vault are at hand: whose the sessions are is asked of their clusters.
    fileprivate mutating func receive(_ report: VaultReport) -> [Effect] {
        vault.opened(at: now, credentials: report.credentials)
        tellsLeftOpen = true
        if let warning = report.warning { say(.warning, MessageComposer.text(for: warning)) }
        if let warning = report.memoryWarning, !vault.saysOfMemory {
            vault.saysOfMemory = true
            say(.warning, warning)
        }
        say(.good, "the vault is unlocked: \(report.wording)")
        noteLinks(waiting: report.waitingLinks)
        return [readJournal()] + checkVaultProfiles()
    }

    /// The vault was opened: activation links that had waited for it are in it, or still are not.
    fileprivate mutating func noteLinks(waiting: Int) {
        let kept = vault.waitingLinks - waiting
        vault.waitingLinks = waiting
        if kept > 0 {
            let what: SafeText = "\(ActivationLinks.counted(kept)) \(kept == 1 ? "is" : "are")"
            change(IncidentResults.self) { results, _ in
                if waiting == 0 { results.noteLinksKept() }
                return []
            }
            say(.good, "\(what) in the vault now; \(key(.exportLink)) writes one into a file")
        }
        if waiting > 0 {
            let what: SafeText = "\(ActivationLinks.counted(waiting)) \(waiting == 1 ? "is" : "are")"
            say(.failure, "\(what) only in memory: the vault was not saved")
        }
    }

    /// Another run has changed the vault. What it keeps while it is locked here is told when it is unlocked.
    mutating func followVault() -> [Effect] { vault.isUnlocked ? [begin(FollowVault())] : [] }

    /// The sessions of these profiles are not at hand any more.
    private mutating func forgetSessions(of forgotten: [Profile]) -> [Effect] {
        var effects: [Effect] = []
        for profile in forgotten {
            effects += dropCheck(of: profile.id)
            guard clusters[profile.id]?.session != nil else { continue }
            clusters[profile.id]?.session = nil
            clusters[profile.id]?.status = ClusterStatus(profile: profile, state: .reachable, checkedAt: now)
        }
        sortAllClusters()
        return effects
    }

    /// Whose the sessions are that another run has kept, and whether there is one at all, the next check tells.
    fileprivate mutating func receive(_ changes: VaultChanges) -> [Effect] {
        if changes.isEmpty || !vault.isUnlocked { return [] }
        if changes.isLocked {
            say(.plain, "the vault was locked by another run of Tessera; \(key(.unlockVault)) unlocks it")
            return lockVault(forLaterCommands: false)
        }
        let concerned = profiles.list.filter { changes.sessions.contains($0.id) }
        return forgetSessions(of: concerned) + [readJournal()] + checkAnew(concerned)
    }

    fileprivate mutating func vaultWasLocked() -> [Effect] {
        vault.closed()
        let effects = forgetSessions(of: profiles.list.filter { $0.secretSource == .vault })
        defer { vault.suspendsNext = false }
        return effects + [readJournal()] + (vault.suspendsNext ? [.suspend] : [])
    }

    fileprivate mutating func checkVaultProfiles() -> [Effect] {
        checkAnew(profiles.list.filter { $0.secretSource == .vault })
    }

    /// Checks clusters of which there may be a session now. Those that were logged out are not said to be until they answer.
    private mutating func checkAnew(_ concerned: [Profile]) -> [Effect] {
        for profile in concerned where !isLoggedIn(profile.id) { clusters[profile.id]?.status = nil }
        return concerned.map { check($0) }
    }
}

extension WorkID {
    static let vault = WorkID("vault")
    static let vaultChanges = WorkID("vault changes")
}

extension UnlockVault: UseCase {
    var id: WorkID { .vault }
    var label: SafeText { "unlocking the vault" }
    // Once the passphrase is right it is open, whether or not anybody still wants it.
    var isChange: Bool { true }

    func receive(_ answer: VaultReport, in program: inout ProgramState) -> [Effect] {
        program.receive(answer) + program.closeSubmission(of: id)
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        if case .storage(let cause) = error, cause.code == .keyring {
            // It is open here all the same; only later commands ask.
            program.say(error)
            program.vault.opened(at: program.now)
            return [program.readJournal()] + program.checkVaultProfiles() + program.closeSubmission(of: id)
        }
        program.vault.refused(error)
        defer { program.tellLeftOpen() }
        guard let passphrase else {
            if program.vault.wantsForm {
                program.vault.wantsForm = false
                return program.openVaultForm()
            }
            if program.vault.state == .missing {
                let key = program.key(.unlockVault)
                program.say(
                    .warning, "profiles use the vault as their secret source, and there is none yet; \(key) creates it")
            } else if program.vault.state == .locked {
                program.say(.plain, program.vaultIsLocked)
            }
            return []
        }
        let message = program.say(error)
        if program.vault.state == .missing {
            return program.closeSubmission(of: id) + program.open(form: CreateVaultForm())
        }
        return program.failSubmission(of: id, error, message, returning: passphrase)
    }

    func stop(in program: inout ProgramState) -> [Effect] {
        program.tellLeftOpen()
        return program.stopSubmission(of: id, returning: passphrase ?? Secret(""))
    }
}

extension FollowVault: UseCase {
    var id: WorkID { .vaultChanges }
    var label: SafeText { "reading the vault" }

    func receive(_ answer: VaultChanges, in program: inout ProgramState) -> [Effect] { program.receive(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        // With another key it is locked here; what was taken from it is not to be used on.
        guard case .storage(let cause) = error, cause.code == .vaultLocked else { return [] }
        return program.lockVault(forLaterCommands: false)
    }
}

extension CreateVault: UseCase {
    var id: WorkID { .vault }
    var label: SafeText { "creating the vault" }
    var isChange: Bool { true }

    func receive(_ answer: VaultStatus, in program: inout ProgramState) -> [Effect] {
        program.vault.opened(at: program.now)
        program.say(.good, "the vault is created and unlocked: \(SafeText(outside: answer.file, limit: 200))")
        program.noteLinks(waiting: 0)
        return program.closeSubmission(of: id)
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        let message = program.say(error)
        return program.failSubmission(of: id, error, message, returning: passphrase)
    }

    func stop(in program: inout ProgramState) -> [Effect] {
        program.stopSubmission(of: id, returning: passphrase)
    }
}

extension LockVault: UseCase {
    var id: WorkID { .vault }
    var label: SafeText { "locking the vault" }
    var isChange: Bool { true }

    func receive(_ answer: Bool, in program: inout ProgramState) -> [Effect] {
        if forLaterCommands || program.vault.suspendsNext { program.say(.good, program.vaultIsLocked) }
        return program.vaultWasLocked()
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        return program.vaultWasLocked()
    }
}
