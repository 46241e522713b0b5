import DisplayText
import Moments
import Terminal
import Testing
import ThoughtSpotSessions

@testable import App
@testable import Operations
@testable import Storage

/// The vault as the screen sees it: when it is opened, and when it closes by itself.
struct VaultTests {
    private let alpha: Profile
    private let beta = Profile.test("beta")

    init() {
        var alpha = Profile.test("alpha")
        alpha.secretSource = .vault
        self.alpha = alpha
    }

    private var locked: OperationError { .storage(StorageError(.vaultLocked, file: "vault.json", detail: "")) }

    private func unlocked(sessions: Int = 1) -> Bench {
        var bench = Bench([alpha, beta])
        bench.send(.started)
        bench.answer(.vault, VaultReport(sessions: sessions, tokens: 2))
        return bench
    }

    /// The check says nothing of whether there is something to end.
    @Test func `a kept session can be logged out whatever its last check came to, and not while the vault is locked`() {
        var bench = unlocked()
        bench.answer(
            .check(alpha.id),
            ClusterStatus(profile: alpha, state: .failed(.test(.maintenance, on: alpha)), checkedAt: start))
        #expect(bench.reason(against: .logOut) == "not logged in to alpha")
        var list = TokenList()
        list.keptSessions = [alpha.id: start]
        bench.answer(.journal, list)
        #expect(bench.reason(against: .logOut) == nil)
        bench.press(.logOut)
        #expect(bench.began(LogOut.self)?.profile == alpha)

        var closed = Bench([alpha, beta])
        closed.send(.started)
        closed.answer(.vault, .failed(locked))
        #expect(closed.reason(against: .logOut) == "the vault is locked; V unlocks it")
    }

    @Test func `a login while the vault was locked by another run is told in one message, and by the pane`() {
        var bench = unlocked()
        bench.answer(
            .check(alpha.id), ClusterStatus(profile: alpha, state: .reachable, checkedAt: start))
        bench.press(.logIn)
        bench.fill(.password, "guess")
        bench.press(.submit)
        let count = bench.state.activity.messages.count
        bench.progress(
            .session(alpha.id),
            LogIn.Step.notKept(StorageError(.vaultLocked, file: "vault.json", detail: "")))
        bench.answer(.session(alpha.id), SessionReport.test(alpha))
        #expect(bench.state.activity.messages.count == count + 1)
        #expect(
            bench.said
                == """
                logged in to alpha as tsadmin; the vault is locked: the session is in memory only until V unlocks it
                """)
        let pane = SessionPane().plain(in: bench.state).lines.map(\.string).joined(separator: "\n")
        #expect(pane.contains("session in memory only"))
        #expect(!pane.contains("secrets in the vault"))
    }

    /// Promise P7: said, and then the vault is open all the same.
    @Test func `memory that is not locked is told once`() {
        var bench = Bench([alpha, beta])
        bench.send(.started)
        var report = VaultReport(sessions: 0, tokens: 0)
        report.isKeyInLockedMemory = false
        let isTold = { (bench: Bench) in
            bench.state.activity.messages.count { "\($0)".contains("did not lock the memory of the vault's key") }
        }
        bench.answer(.vault, report)
        #expect(isTold(bench) == 1)
        bench.press(.unlockVault)
        bench.answer(.vault, false)
        bench.press(.unlockVault)
        bench.type("correct horse battery")
        bench.keys("Enter")
        bench.answer(.vault, report)
        #expect(bench.state.vault.isUnlocked)
        #expect(isTold(bench) == 1)
    }

    @Test func `a vault that another run has locked is locked here, too, and said to be`() {
        var bench = unlocked()
        bench.send(.fileChanged(.vault))
        bench.answer(.vaultChanges, VaultChanges(isLocked: true))
        #expect(bench.began(LockVault.self)?.forLaterCommands == false)
        #expect(bench.said == "the vault was locked by another run of Tessera; V unlocks it")
        bench.answer(.vault, false)
        #expect(bench.state.vault.state == .locked)
        bench.send(.fileChanged(.vault))
        #expect(bench.work.isEmpty)
    }

    @Test func `what another run keeps or removes in the vault is followed while it is open`() {
        var bench = unlocked()
        bench.answer(.check(alpha.id), ClusterStatus(profile: alpha, state: .loggedIn(.test(alpha)), checkedAt: start))
        #expect(bench.state.isLoggedIn(alpha.id))
        bench.send(.fileChanged(.vault))
        #expect(bench.began(FollowVault.self) != nil)
        bench.answer(.vaultChanges, VaultChanges())
        #expect(bench.state.isLoggedIn(alpha.id))
        #expect(bench.work.isEmpty)
        bench.send(.fileChanged(.vault))
        bench.answer(.vaultChanges, VaultChanges(hasOtherTokens: true))
        #expect(bench.work == [.listTokens])
        bench.answer(.journal, TokenList())
        bench.send(.fileChanged(.vault))
        bench.answer(.vaultChanges, VaultChanges(sessions: [alpha.id]))
        #expect(!bench.state.isLoggedIn(alpha.id))
        #expect(bench.state.inFlight[.check(alpha.id)] != nil)
        bench.send(.fileChanged(.vault))
        bench.answer(.vaultChanges, .failed(locked))
        #expect(bench.began(LockVault.self)?.forLaterCommands == false)

        var closed = Bench([alpha, beta])
        closed.send(.started)
        closed.answer(.vault, .failed(locked))
        closed.send(.fileChanged(.vault))
        #expect(closed.state.inFlight[.vaultChanges] == nil)
    }

    @Test func `the start asks the kernel for the key where a profile uses the vault, and nowhere else`() {
        var bench = Bench([alpha, beta])
        bench.send(.started)
        #expect(bench.state.inFlight[.vault] != nil)
        bench.answer(.vault, VaultReport(sessions: 1, tokens: 2))
        #expect(bench.said == "the vault is unlocked: 1 session, 2 tokens")
        // Whose the session is, the cluster tells.
        #expect(bench.work == [.listTokens, .checkCluster(alpha)])

        var other = Bench([beta])
        other.send(.started)
        #expect(other.state.inFlight[.vault] == nil)
    }

    @Test func `a locked vault stops a login before the form, and V opens the form for the passphrase`() {
        var bench = Bench([alpha, beta])
        bench.send(.started)
        bench.answer(.vault, .failed(locked))
        #expect(bench.said == "the vault is locked; V unlocks it")
        bench.press(.logIn)
        #expect(bench.state.stack.isEmpty)
        #expect(bench.said == "the vault is locked; V unlocks it")
        bench.press(.focusSession)
        #expect(bench.screen.contains("The vault is locked."))
        bench.press(.unlockVault)
        #expect(bench.screen.contains("Unlock the vault"))
    }

    /// Whether there is a session, the vault alone knows; and once it is open, the cluster.
    @Test func `a cluster whose vault is locked is not called logged out`() {
        var bench = Bench([alpha, beta])
        bench.send(.started)
        bench.answer(.vault, .failed(locked))
        bench.answer(.check(alpha.id), ClusterStatus(profile: alpha, state: .reachable, checkedAt: start))
        bench.answer(.check(beta.id), ClusterStatus(profile: beta, state: .reachable, checkedAt: start))
        func row(_ name: String) -> Substring? {
            bench.screen.split(separator: "\n").first { $0.contains("\(name)  ") }
        }
        #expect(row("alpha")?.contains("V unlocks") == true)
        #expect(row("beta")?.contains("logged out") == true)
        bench.press(.unlockVault)
        bench.type("correct horse battery")
        bench.keys("Enter")
        bench.answer(.vault, VaultReport(sessions: 1, tokens: 0))
        #expect(row("alpha")?.contains("checking") == true)
    }

    @Test func `a wrong passphrase is said at its field, which keeps the focus`() {
        var bench = Bench([alpha])
        bench.send(.started)
        bench.answer(.vault, .failed(locked))
        bench.press(.unlockVault)
        bench.type("wrong")
        bench.keys("Enter")
        bench.answer(.vault, .failed(.storage(StorageError(.passphrase, file: "vault.json", detail: ""))))
        #expect(bench.screen.contains("! Wrong passphrase"))
        #expect(!bench.state.vault.isUnlocked)
        // What was refused is gone: what is typed next stands alone.
        bench.type("right")
        bench.keys("Enter")
        #expect(bench.began(UnlockVault.self)?.passphrase?.expose() == "right")
    }

    @Test func `where there is no vault V makes one, from the same passphrase twice`() {
        var bench = Bench([alpha])
        bench.send(.started)
        bench.answer(.vault, .failed(.storage(StorageError(.vaultMissing, file: "vault.json", detail: ""))))
        bench.press(.unlockVault)
        bench.type("correct horse battery")
        bench.keys("Tab")
        bench.type("correct horse batterz")
        bench.press(.submit)
        #expect(bench.screen.contains("! differs from the passphrase above"))
        #expect(bench.work.isEmpty)
        bench.keys("Backspace")
        bench.type("y")
        bench.press(.submit)
        #expect(bench.state.inFlight[.vault] != nil)
        bench.answer(
            .vault, VaultStatus(file: "vault.json", exists: true, isUnlocked: true, generation: 1, logN: 17))
        #expect(bench.state.stack.isEmpty)
        #expect(bench.state.vault.isUnlocked)
    }

    /// No profile names the vault as its source, so nothing has looked at it: that is done first, and no passphrase is
    /// asked for in vain.
    @Test(arguments: [(StorageError.Code.vaultMissing, "Create the vault"), (.vaultLocked, "Unlock the vault")])
    func `V looks whether there is a vault before it asks for a passphrase`(
        code: StorageError.Code, title: String
    ) {
        var bench = Bench([.test("alpha")])
        bench.send(.started)
        #expect(bench.state.inFlight[.vault] == nil)
        bench.press(.unlockVault)
        #expect(bench.state.stack.isEmpty)
        bench.answer(.vault, .failed(.storage(StorageError(code, file: "vault.json", detail: ""))))
        #expect(bench.screen.contains(title))
        // Asked for once: what comes later opens no form.
        bench.keys("Esc")
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `a vault that the keyring opened for V wants no form later`() {
        var bench = Bench([.test("alpha")])
        bench.send(.started)
        bench.press(.unlockVault)
        bench.answer(.vault, VaultReport(sessions: 0, tokens: 1))
        #expect(bench.state.vault.isUnlocked)
        #expect(!bench.state.vault.wantsForm)
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `P28 fifteen minutes without a key lock it, and a status is no key`() {
        var bench = unlocked()
        bench.state.now = start.advanced(seconds: 14 * 60)
        bench.keys("j")
        bench.state.now = start.advanced(seconds: 28 * 60)
        bench.send(.fileChanged(.journal))
        bench.send(.tick)
        #expect(bench.work.isEmpty)
        #expect(bench.state.vault.isUnlocked)
        bench.state.now = start.advanced(seconds: 29 * 60)
        bench.send(.tick)
        #expect(bench.work == [AnyWork(LockVault(forLaterCommands: false))])
        bench.answer(.vault, false)
        #expect(!bench.state.vault.isUnlocked)
    }

    @Test func `P28 eight hours lock it however much is typed`() {
        var bench = unlocked()
        for minute in stride(from: 10, to: 480, by: 10) {
            bench.state.now = start.advanced(seconds: Int64(minute) * 60)
            bench.keys("j")
            bench.send(.tick)
        }
        #expect(bench.state.vault.isUnlocked)
        bench.state.now = start.advanced(seconds: 480 * 60)
        bench.keys("j")
        bench.send(.tick)
        #expect(bench.work == [AnyWork(LockVault(forLaterCommands: false))])
    }

    @Test func `E12 Ctrl-Z locks it first and suspends then`() {
        var bench = unlocked()
        bench.press(.suspend)
        #expect(bench.work == [AnyWork(LockVault(forLaterCommands: false))])
        #expect(!bench.effects.contains(.suspend))
        bench.answer(.vault, false)
        #expect(bench.effects.contains(.suspend))
    }

    @Test func `locking takes its sessions from the screen, and leaves the others`() {
        var bench = unlocked()
        bench.logIn(on: alpha)
        bench.logIn(on: beta)
        bench.press(.unlockVault)
        #expect(bench.work == [AnyWork(LockVault(forLaterCommands: true))])
        bench.answer(.vault, true)
        #expect(!bench.state.isLoggedIn(alpha.id))
        #expect(bench.state.isLoggedIn(beta.id))
    }

    @Test func `a check that began before the vault was locked does not bring its session back`() {
        var bench = unlocked()
        #expect(bench.state.inFlight[.check(alpha.id)] != nil)
        bench.press(.unlockVault)
        bench.answer(.vault, true)
        #expect(bench.effects.contains(.cancel(.check(alpha.id))))
        #expect(bench.state.inFlight[.check(alpha.id)] == nil)
        #expect(bench.state.inFlight[.check(beta.id)] != nil)
    }

    @Test func `what the vault keeps is no loss at the end, and what it could not keep is one`() {
        var bench = unlocked()
        bench.logIn(on: alpha)
        bench.press(.quit)
        #expect(!bench.state.isQuitting)
        bench.keys("n")
        var list = TokenList()
        list.keptSessions = [alpha.id: start]
        bench.send(.fileChanged(.journal))
        bench.answer(.journal, list)
        bench.press(.quit)
        #expect(bench.state.isQuitting)
    }

    @Test func `Esc while a passphrase is tried is a cancellation that comes to an end`() {
        var bench = Bench([alpha])
        bench.send(.started)
        bench.answer(.vault, .failed(locked))
        bench.press(.unlockVault)
        bench.type("correct horse battery")
        bench.keys("Enter")
        bench.keys("Esc")
        #expect(bench.said == "cancelling: unlocking the vault")
        bench.answer(.vault, .cancelled)
        #expect(bench.form?.isSubmitting == false)
        bench.keys("Esc")
        #expect(bench.state.inFlight[.vault] == nil)
    }

    @Test func `a vault that another run gave a new key is shown as locked`() {
        var bench = unlocked()
        bench.send(.fileChanged(.journal))
        bench.progress(
            .journal, ListTokens.NotKept(reason: StorageError(.vaultLocked, file: "vault.json", detail: "")))
        #expect(!bench.state.vault.isUnlocked)
    }

    @Test func `what could not be kept is told`() {
        var bench = unlocked()
        bench.send(.fileChanged(.journal))
        bench.progress(
            .journal, ListTokens.NotKept(reason: StorageError(.save, file: "vault.json", detail: "the disk is full")))
        #expect(bench.said.hasPrefix("the vault could not be changed: vault.json was not saved"))
    }
}
