import Glibc
import HTTPExchange
import Moments
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// The vault on a disk: made, opened, changed, closed, damaged.
struct VaultStoreTests {
    private let home: TemporaryHome
    private let passphrase = Secret("correct horse battery")
    private let kept = KeptBytes()
    private let now = Instant(milliseconds: 1_795_251_165_123)

    init() throws { home = try TemporaryHome() }

    /// A kernel's keyring.
    private final class KeptBytes: Sendable {
        let bytes = Mutex<[String: [UInt8]]>([:])
        let isRefusing = Mutex(false)

        var keyring: DataKeyring {
            DataKeyring(
                read: { name throws(StorageError) in self.bytes.withLock { $0[name] } },
                keep: { bytes, name, _ throws(StorageError) in
                    if self.isRefusing.withLock({ $0 }) { throw DataKeyring.refusal("operation not permitted") }
                    self.bytes.withLock { $0[name] = bytes }
                },
                remove: { name throws(StorageError) in self.bytes.withLock { $0.removeValue(forKey: name) != nil } })
        }
    }

    private func store(_ slept: Slept? = nil) -> VaultStore {
        let random = Mutex(SeededGenerator(seed: UInt64(home.names().count) + 9))
        return VaultStore(
            file: home.file("vault.json"), memory: home.file("vault-generation.json"), context: .still(slept: slept),
            keyring: kept.keyring,
            randomBytes: { count in
                random.withLock { random in (0..<count).map { _ in .random(in: 0...255, using: &random) } }
            },
            // The lowest cost: a key is derived often here.
            availableMemory: { 0 })
    }

    private let origin = Origin(scheme: .https, host: "eu.example.com")

    private func entry(
        _ name: String, kind: VaultEntry.Kind = .token, secret: String, expires: Instant? = nil
    ) -> VaultEntry {
        VaultEntry(
            place: VaultEntry.Place(profile: "p-1", kind: kind, name: name), origin: origin, secret: Secret(secret),
            created: now, expires: expires)
    }

    private func code<Value>(_ body: () async throws(StorageError) -> Value) async -> StorageError.Code? {
        do throws(StorageError) {
            _ = try await body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `what one run keeps is there for the next one, and no file shows it`() async throws {
        let first = store()
        try await first.create(passphrase: passphrase)
        try await first.put([entry("a", secret: "canary-one"), entry("b", secret: "canary-two")])
        try await first.put([entry("a", secret: "canary-three")])

        let second = store()
        #expect(await code { () throws(StorageError) in try await second.entries() } == .vaultLocked)
        #expect(try await second.unlock(passphrase: passphrase).warning == nil)
        #expect(try await second.entries().map { $0.secret.expose() } == ["canary-three", "canary-two"])
        #expect(try await second.remove { $0.place.name == "a" } == 1)
        #expect(try await second.entries().map(\.place.name) == ["b"])
        for file in home.names() { #expect(!(try home.text(of: file)).contains("canary")) }
        #expect(home.permissions(of: "vault.json") == 0o600)
        #expect(home.permissions(of: "vault.json.bak") == 0o600)
    }

    @Test func `there is one vault, and making it twice changes nothing`() async throws {
        let store = store()
        #expect(
            await code { () throws(StorageError) in try await store.unlock(passphrase: passphrase) } == .vaultMissing)
        #expect(try await store.status().exists == false)
        try await store.create(passphrase: passphrase)
        let bytes = try home.bytes(of: "vault.json")
        #expect(
            await code { () throws(StorageError) in try await store.create(passphrase: passphrase) } == .vaultExists)
        #expect(try home.bytes(of: "vault.json") == bytes)
        let weak = Secret("elevenchars")
        #expect(
            await code { () throws(StorageError) in try await self.store().create(passphrase: weak) } == .vaultExists)
    }

    @Test func `B5 a wrong passphrase is told, and after five of them the next one waits`() async throws {
        try await store().create(passphrase: passphrase)
        let bytes = try home.bytes(of: "vault.json")
        let slept = Slept()
        let asked = store(slept)
        for _ in 0..<5 {
            #expect(
                await code { () throws(StorageError) in try await asked.unlock(passphrase: Secret("wrong")) }
                    == .passphrase)
        }
        #expect(slept.milliseconds == 0)
        try await asked.unlock(passphrase: passphrase)
        #expect(slept.milliseconds == VaultStore.pause)
        #expect(try home.bytes(of: "vault.json") == bytes)
    }

    @Test func `B6 damage is told from a wrong passphrase and offers the last good copy`() async throws {
        let first = store()
        try await first.create(passphrase: passphrase)
        var text = try home.text(of: "vault.json")
        let place = try #require(text.firstRange(of: "\"salt\": \""))
        let letter = text[place.upperBound]
        text.replaceSubrange(place.upperBound...place.upperBound, with: letter == "A" ? "B" : "A")
        try home.write(text, to: "vault.json")
        do throws(StorageError) {
            try await store().unlock(passphrase: passphrase)
            Issue.record("a damaged vault was opened")
        } catch {
            #expect(error.code == .vaultDamaged)
            #expect(error.backup == home.file("vault.json.bak"))
        }
    }

    @Test func `B11 a vault that others can read is not used`() async throws {
        try await store().create(passphrase: passphrase)
        try home.write(try home.bytes(of: "vault.json"), to: "vault.json", mode: 0o640)
        #expect(
            await code { () throws(StorageError) in try await store().unlock(passphrase: passphrase) } == .fileUnsafe)
    }

    @Test func `P25 a vault that was put back is told, and the next save counts on`() async throws {
        let first = store()
        try await first.create(passphrase: passphrase)
        let old = try home.bytes(of: "vault.json")
        try await first.put([entry("a", secret: "x")])
        try await first.put([entry("b", secret: "x")])
        try home.write(old, to: "vault.json")
        let second = store()
        let warning = try #require(try await second.unlock(passphrase: passphrase).warning)
        #expect(warning.kind == .olderVault)
        #expect(warning.detail.hasSuffix("(save 1 of 3)"))
        let (file, copy) = (home.file("vault.json"), home.file("vault.json.bak"))
        #expect(warning.advice == "save 3 is put back by: cp -p \(copy) \(file)")
        #expect(try await second.status().warning == warning)
        try await second.put([entry("c", secret: "x")])
        #expect(try await second.status().generation == 4)
    }

    @Test func `P25 what was saved after an older copy is kept and told until somebody decides`() async throws {
        let first = store()
        try await first.create(passphrase: passphrase)
        let old = try home.bytes(of: "vault.json")
        try await first.put([entry("a", secret: "x")])
        try await first.put([entry("b", secret: "x")])
        let last = try home.bytes(of: "vault.json")
        try home.write(old, to: "vault.json")
        // What is remembered is of no use where another machine saved it: the copy alone tells.
        #expect(unlink(home.file("vault-generation.json")) == 0)
        let second = store()
        try await second.unlock(passphrase: passphrase)
        try await second.put([entry("c", secret: "x")])
        try await second.put([entry("d", secret: "x")])
        #expect(try home.bytes(of: "vault.json.save-3") == last)
        #expect(try await second.status().generation == 5)
        let warning = try #require(try await store().unlock(passphrase: passphrase).warning)
        #expect(warning.detail.contains("(save 3)"))

        // The other of the two ways is kept as well, when the first is taken again.
        let other = try home.bytes(of: "vault.json")
        #expect(rename(home.file("vault.json.save-3"), home.file("vault.json")) == 0)
        let third = store()
        #expect(try await third.unlock(passphrase: passphrase).entries.map(\.place.name) == ["a", "b"])
        try await third.remove { $0.place.name == "a" }
        #expect(try home.bytes(of: "vault.json.save-5") == other)
        #expect(unlink(home.file("vault.json.save-5")) == 0)
        #expect(try await third.status().warning == nil)
    }

    @Test func `P25 a last good copy that cannot be read is kept, too, where it should have been newer`() async throws {
        let first = store()
        try await first.create(passphrase: passphrase)
        let old = try home.bytes(of: "vault.json")
        try await first.put([entry("a", secret: "x")])
        try home.write(old, to: "vault.json")
        let damaged = Array(try home.bytes(of: "vault.json.bak").dropLast(40))
        try home.write(damaged, to: "vault.json.bak")
        let second = store()
        try await second.unlock(passphrase: passphrase)
        try await second.put([entry("b", secret: "x")])
        #expect(try home.bytes(of: "vault.json.damaged-2") == damaged)
    }

    @Test func `P25 a wrong passphrase for an older copy says that it may have an earlier one`() async throws {
        let first = store()
        try await first.create(passphrase: passphrase)
        let old = try home.bytes(of: "vault.json")
        let new = Secret("another correct horse")
        try await first.changePassphrase(from: passphrase, to: new)
        try home.write(old, to: "vault.json")
        do throws(StorageError) {
            try await store().unlock(passphrase: new)
            Issue.record("opened by a passphrase that it does not have")
        } catch {
            #expect(error.code == .passphrase)
            #expect(error.detail.hasSuffix("and may have an earlier passphrase"))
            #expect(error.advice?.contains("vault.json.bak") == true)
        }
    }

    @Test func `P25 a key of the kernel that does not open an older copy unlocks nothing`() async throws {
        let first = store()
        try await first.create(passphrase: passphrase)
        let old = try home.bytes(of: "vault.json")
        try await first.rekey(passphrase: passphrase)
        let second = store()
        try await second.unlock(passphrase: passphrase)
        _ = try await second.keepUnlocked(seconds: 60)
        #expect(try await store().status().isUnlockedUntil != nil)
        try home.write(old, to: "vault.json")
        #expect(try await store().status().isUnlockedUntil == nil)
        #expect(try await store().reasonOfClosed().detail.hasSuffix("and may have an earlier key"))
    }

    @Test func `P25 nothing is saved over an older copy when what came after it cannot be kept`() async throws {
        let first = store()
        try await first.create(passphrase: passphrase)
        let old = try home.bytes(of: "vault.json")
        try await first.put([entry("a", secret: "x")])
        try home.write(old, to: "vault.json")
        // A directory in the place of the name: the copy cannot have it.
        #expect(mkdir(home.file("vault.json.save-2"), 0o700) == 0)
        let second = store()
        try await second.unlock(passphrase: passphrase)
        #expect(
            await code { () throws(StorageError) in try await second.put([entry("c", secret: "x")]) } == .save)
        #expect(try home.bytes(of: "vault.json") == old)
        #expect(home.names().contains("vault.json.bak"))
    }

    @Test func `the kernel keeps the key for other runs until it is taken back`() async throws {
        let first = store()
        try await first.create(passphrase: passphrase)
        try await first.put([entry("a", secret: "x")])
        let until = try await first.keepUnlocked(seconds: 3_600)
        #expect(until == Instant(milliseconds: 1_795_251_165_123 + 3_600_000))

        let second = store()
        #expect(try await second.status().isUnlockedUntil == until)
        #expect(try await second.unlockFromKeyring() != nil)
        #expect(try await second.entries().count == 1)
        #expect(try await second.lockEverywhere())
        #expect(try await store().unlockFromKeyring() == nil)
        try await second.unlock(passphrase: passphrase)
        kept.isRefusing.withLock { $0 = true }
        #expect(await code { () throws(StorageError) in try await second.keepUnlocked(seconds: 1) } == .keyring)
    }

    /// A screen that is open has a key of its own (promise P28).
    @Test func `a lock for every run is heard by each that had opened the vault, and by no other`() async throws {
        let (first, second) = (store(), store())
        try await first.create(passphrase: passphrase)
        try await second.unlock(passphrase: passphrase)
        #expect(await !first.isLockedElsewhere)
        #expect(try await !second.lockEverywhere())
        #expect(await !second.isUnlocked)
        #expect(await first.isLockedElsewhere)
        // A save in between does not take the note away.
        try await second.unlock(passphrase: passphrase)
        try await second.put([entry("a", secret: "x")])
        #expect(await first.isLockedElsewhere)
        #expect(await !second.isLockedElsewhere)
        await first.lock()
        #expect(await !first.isLockedElsewhere)
        try await first.unlock(passphrase: passphrase)
        #expect(await !first.isLockedElsewhere)
    }

    @Test func `locking where there is no vault leaves nothing behind`() async throws {
        #expect(try await !store().lockEverywhere())
        #expect(home.names().isEmpty)
    }

    /// Put back, the file would open without a passphrase (promise P28).
    @Test func `the kernel's key is taken back although the file is gone`() async throws {
        let first = store()
        try await first.create(passphrase: passphrase)
        _ = try await first.keepUnlocked(seconds: 3_600)
        #expect(rename(home.file("vault.json"), home.file("moved.json")) == 0)
        #expect(try await store().lockEverywhere())
        #expect(rename(home.file("moved.json"), home.file("vault.json")) == 0)
        #expect(try await store().unlockFromKeyring() == nil)
        #expect(try await !store().lockEverywhere())
    }

    /// A second name of the vault under its earlier passphrase is gone at the next start, not with the next save
    /// (promise P14).
    @Test func `what a killed save left goes when the vault is looked at`() async throws {
        try await store().create(passphrase: passphrase)
        for name in [".vault.json.77.old.tmp", ".vault.json.77.bak.tmp"] { try home.write("x", to: name) }
        _ = try await store().status()
        #expect(home.names().allSatisfy { !$0.hasSuffix(".tmp") })
    }

    /// Our own clock may be years off (promise P73): what ended is dropped by the clock of its server alone.
    @Test func `what ended is dropped by the clock of its server`() async throws {
        let vault = store()
        try await vault.create(passphrase: passphrase)
        let ended = now.advanced(seconds: -25 * 3_600)
        try await vault.put([
            entry("a", secret: "x", expires: ended), entry("", kind: .session, secret: "x", expires: ended),
        ])
        try await vault.put([entry("b", secret: "x")])
        #expect(try await vault.entries().map(\.place.name) == ["a", "", "b"])
        let other = Origin(scheme: .https, host: "us.example.com")
        try await vault.put([entry("c", secret: "x")], at: [other: now, origin: now.advanced(seconds: -7_200)])
        #expect(try await vault.entries().map(\.place.name) == ["a", "", "b", "c"])
        try await vault.put([entry("d", secret: "x")], at: [origin: now])
        #expect(try await vault.entries().map(\.place.name) == ["", "b", "c", "d"])
    }

    /// Numbers that no vault has come to are no reason to end (promise P23).
    @Test(arguments: ["9223372036854775807", "-9223372036854775808", "9007199254740992"])
    func `a damaged note of the last save stops nothing`(_ number: String) async throws {
        let vault = store()
        try await vault.create(passphrase: passphrase)
        let note = home.file("vault-generation.json")
        let text = TemporaryHome.text(of: note).replacing("\"generation\": 1", with: "\"generation\": \(number)")
        #expect(text.contains(number))
        try home.write(text, to: "vault-generation.json")
        try await vault.put([entry("a", secret: "x")])
        try await vault.put([entry("b", secret: "x")])
        #expect(try await vault.entries().count == 2)
    }

    @Test func `another passphrase leaves the key, and a new key closes every other run`() async throws {
        let first = store()
        try await first.create(passphrase: passphrase)
        try await first.put([entry("a", secret: "x")])
        _ = try await first.keepUnlocked(seconds: 60)
        let second = store()
        #expect(try await second.unlockFromKeyring() != nil)

        let fresh = Secret("five other words here")
        let wrong = Secret("not the one")
        #expect(
            await code { () throws(StorageError) in try await first.changePassphrase(from: wrong, to: fresh) }
                == .passphrase)
        try await first.changePassphrase(from: passphrase, to: fresh)
        #expect(try await second.entries().count == 1)
        #expect(
            await code { () throws(StorageError) in try await store().unlock(passphrase: passphrase) } == .passphrase)

        try await first.rekey(passphrase: fresh)
        #expect(try await first.entries().count == 1)
        #expect(await code { () throws(StorageError) in try await second.entries() } == .vaultLocked)
        #expect(try await store().unlockFromKeyring() == nil)
        try await second.unlock(passphrase: fresh)
        #expect(try await second.entries().count == 1)
    }

    @Test func `runs at once lose no entry`() async throws {
        try await store().create(passphrase: passphrase)
        let first = store()
        try await first.unlock(passphrase: passphrase)
        _ = try await first.keepUnlocked(seconds: 60)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for run in 0..<4 {
                let store = store()
                group.addTask {
                    #expect(try await store.unlockFromKeyring() != nil)
                    for index in 0..<10 { try await store.put([entry("\(run)-\(index)", secret: "x")]) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await first.entries().count == 40)
    }

    @Test func `what a later version keeps stays`() throws {
        let later =
            #"{"entries":[{"kind":"passkey","profile":"p","later":1},{"profile":"p-1","origin":"https://eu.example.com","kind":"token","name":"a","secret":"x","created":"2026-11-21T08:52:45.123Z"}],"later":true}"#
        var document = try #require(VaultDocument(Array(later.utf8)))
        document.put(entry("a", secret: "y"))
        let text = String(decoding: document.bytes, as: UTF8.self)
        #expect(text.contains(#""kind":"passkey""#))
        #expect(text.contains(#""later":true"#))
        #expect(document.entries.map { $0.secret.expose() } == ["y"])
    }
}
