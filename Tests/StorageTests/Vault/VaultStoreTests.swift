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
        #expect(try await second.unlock(passphrase: passphrase).warning?.kind == .olderVault)
        try await second.put([entry("c", secret: "x")])
        #expect(try await second.status().generation == 4)
        #expect(try await store().unlock(passphrase: passphrase).warning == nil)
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
        #expect(try await second.forgetKept())
        #expect(try await store().unlockFromKeyring() == nil)
        kept.isRefusing.withLock { $0 = true }
        #expect(await code { () throws(StorageError) in try await second.keepUnlocked(seconds: 1) } == .keyring)
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
