import ASCIIText
import Dispatch
import EncryptedVault
package import HTTPExchange
package import Moments
package import ThoughtSpotSessions

/// The sealed vault: the only place on a disk where Tessera keeps secrets. All work with its file is done on a thread of
/// its own; a change takes the lock, reads the file again and replaces it as a whole (promises P22 to P25).
package actor VaultStore {
    /// An unlocked vault, as this run knows it.
    private struct Unlocked {
        let id: String
        let key: VaultKey
        /// The sealed key of the file at that time; nil when the key came from the kernel.
        let seal: [UInt8]?
        /// See ``VaultMemory/locks``, when it was opened.
        let locks: Int
    }

    private let place: VaultPlace
    private let context: FileContext
    private let keyring: DataKeyring
    private let randomBytes: @Sendable (Int) -> [UInt8]
    private let availableMemory: @Sendable () -> Int
    private nonisolated let executor = FileExecutor("vault")
    private var unlocked: Unlocked?
    private var wrongInARow = 0

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Wrong passphrases in a row after which the next one has to wait.
    package static let patience = 5
    /// Milliseconds of that wait.
    package static let pause = 5_000
    /// Seconds that the keyring keeps a key at most: 7 days.
    package static let longestUnlock = 7 * 24 * 3_600
    /// Characters of a new passphrase at least.
    package static let shortestPassphrase = Passphrase.shortest
    /// Seconds that a token is kept after its end.
    private static let afterEnd: Int64 = 24 * 3_600

    /// - Parameters:
    ///   - file: ``Locations/vault``.
    ///   - memory: ``Locations/vaultMemory``.
    ///   - availableMemory: bytes that deriving a key may take.
    package init(
        file: String?, memory: String?, context: FileContext, keyring: DataKeyring = .absent,
        randomBytes: @escaping @Sendable (Int) -> [UInt8], availableMemory: @escaping @Sendable () -> Int
    ) {
        place = VaultPlace(file: file, memory: VaultMemory(file: memory, context: context), context: context)
        self.context = context
        self.keyring = keyring
        self.randomBytes = randomBytes
        self.availableMemory = availableMemory
    }

    // MARK: Open and closed

    /// Tells about the vault; a missing file is no error.
    package func status() throws(StorageError) -> VaultStatus {
        let file = try place.path()
        guard let sealed = try place.read() else {
            return VaultStatus(file: file, exists: false, isUnlocked: false, generation: 0, logN: 0)
        }
        return VaultStatus(
            file: file, exists: true, isUnlocked: unlocked?.id == sealed.id,
            isUnlockedUntil: keyring.opening(sealed)?.until,
            generation: sealed.generation, logN: sealed.cost.logN, warning: place.warning(about: sealed))
    }

    /// The same of a vault that is there.
    ///
    /// - Throws: `E_VAULT_MISSING`, with the last good copy where one is left.
    package func statusOfExisting() throws(StorageError) -> VaultStatus {
        let status = try status()
        guard status.exists else { throw place.missing ?? Locations.noHome }
        return status
    }

    /// Makes the vault, empty, and leaves it open here.
    ///
    /// - Throws: `E_VAULT_EXISTS`, `E_WEAK_PASSPHRASE`, `E_KDF_MEMORY`, and what saving throws.
    package func create(passphrase: Secret) throws(StorageError) {
        try place.locked { () throws(StorageError) in
            guard try place.read() == nil else {
                throw StorageError(.vaultExists, file: try place.path(), detail: "it was left unchanged")
            }
            // A new vault would take the place of the last good copy of the old one.
            if let missing = place.missing, missing.backup != nil { throw missing }
            let made = try place.wording { () throws(VaultError) in
                try VaultFile.create(
                    passphrase: passphrase.expose(), payload: VaultDocument().bytes,
                    id: UUIDText.random(randomBytes(16)),
                    cost: cost, randomBytes: randomBytes)
            }
            try place.save(made.file, over: nil)
            unlocked = Unlocked(
                id: made.file.id, key: made.key, seal: made.file.keySeal, locks: place.memory.locks)
        }
    }

    /// Opens the vault here.
    ///
    /// - Throws: `E_PASSPHRASE`, `E_VAULT_MISSING`, `E_VAULT_DAMAGED`, `E_VAULT_HEADER`, `E_VAULT_VERSION`, `E_KDF_MEMORY`.
    @discardableResult
    package func unlock(passphrase: Secret) throws(StorageError) -> VaultContents {
        let (_, sealed) = try place.existing()
        if wrongInARow >= Self.patience { _ = context.wait(DispatchSemaphore(value: 0), Self.pause) }
        let key: VaultKey
        do throws(VaultError) { key = try sealed.key(passphrase: passphrase.expose()) } catch {
            guard error == .wrongPassphrase else { throw place.failure(error) }
            wrongInARow += 1
            throw place.warned(place.failure(error), of: sealed, "and may have an earlier passphrase")
        }
        wrongInARow = 0
        return try open(sealed, key, seal: sealed.keySeal, until: keyring.kept(of: sealed)?.until)
    }

    /// Opens the vault by the key that the kernel keeps. Returns nil when the kernel has none, or one that does not open
    /// this vault.
    @discardableResult
    package func unlockFromKeyring() throws(StorageError) -> VaultContents? {
        guard let sealed = try place.read(), let kept = try keyring.read(sealed.id).flatMap(KeptKey.init),
            let key = VaultKey(kept.key)
        else { return nil }
        return try? open(sealed, key, seal: nil, until: kept.until)
    }

    /// What does not open by its own key is damage, told now, and leaves the vault locked.
    private func open(
        _ sealed: VaultFile, _ key: VaultKey, seal: [UInt8]?, until: Instant?
    ) throws(StorageError) -> VaultContents {
        unlocked = Unlocked(id: sealed.id, key: key, seal: seal, locks: place.memory.locks)
        do throws(StorageError) {
            return VaultContents(
                entries: try document(of: sealed).entries,
                warning: place.warning(about: sealed),
                isUnlockedUntil: until, isKeyInLockedMemory: key.isInLockedMemory)
        } catch {
            unlocked = nil
            throw error
        }
    }

    /// Gives the key to the kernel, for so many seconds, so that later commands need no passphrase.
    ///
    /// - Returns: until when.
    /// - Throws: `E_KEYRING` where the kernel refuses, `E_VAULT_LOCKED`.
    package func keepUnlocked(seconds: Int) throws(StorageError) -> Instant {
        let unlocked = try requireUnlocked()
        let until = context.now().advanced(seconds: Int64(seconds))
        try keyring.keep(KeptKey(key: unlocked.key.withBytes { Array($0) }, until: until).bytes, unlocked.id, seconds)
        return until
    }

    /// Why the vault is not open: it is locked, or there is none.
    package func reasonOfClosed() throws(StorageError) -> StorageError {
        let (file, sealed) = try place.existing()
        let error = StorageError(.vaultLocked, file: file, detail: "", isForOneRun: keyring.isRefused())
        return keyring.kept(of: sealed) == nil ? error : place.warned(error, of: sealed, "and may have an earlier key")
    }

    /// Closes the vault here: the key is wiped.
    package func lock() { unlocked = nil }

    /// Whether another run has locked the vault for every run since it was opened here.
    package var isLockedElsewhere: Bool { unlocked.map { $0.locks != place.memory.locks } ?? false }

    /// Locks the vault for every run: those that have it open lock it as soon as they hear of it, and the kernel gives its
    /// key to none.
    ///
    /// - Returns: whether the kernel had the key.
    package func lockEverywhere() throws(StorageError) -> Bool {
        lock()
        // What cannot be told to them stops nothing: the kernel's key goes in every case.
        if place.memory.id != nil || (try? place.read()) != nil {
            try? place.locked { () throws(StorageError) in place.memory.noteLock() }
        }
        return try forgetKept()
    }

    /// Takes the key from the kernel, so that later commands ask again. That of the vault which was saved last, too: its
    /// file may be gone or damaged, and would open without a passphrase when it is put back.
    ///
    /// - Returns: whether there was one.
    private func forgetKept() throws(StorageError) -> Bool {
        let noted = place.memory.id
        var here: VaultFile?
        do throws(StorageError) { here = try place.read() } catch {
            // Without an id of either there is nothing to find the key by.
            if noted == nil { throw error }
        }
        var was = false
        for id in Set([here?.id, noted].compactMap(\.self)) {
            if try keyring.remove(id) { was = true }
        }
        return was
    }

    /// Whether this run has the key.
    package var isUnlocked: Bool { unlocked != nil }

    // MARK: Entries

    /// All entries.
    ///
    /// - Throws: `E_VAULT_LOCKED`, and what reading throws.
    package func entries() throws(StorageError) -> [VaultEntry] {
        try document(of: try place.existing().sealed).entries
    }

    /// Keeps entries, each in the place of an earlier one.
    ///
    /// - Parameter times: what the clocks of servers show now, by origin: what ended there more than a day ago is dropped.
    ///   Our own clock may be years off and ends nothing (promise P73): tokens alone have an end by the clock of a server.
    package func put(_ entries: [VaultEntry], at times: [Origin: Instant] = [:]) throws(StorageError) {
        try change { document in
            _ = document.remove { entry in
                guard entry.place.kind == .token, let now = times[entry.origin], let end = entry.expires else {
                    return false
                }
                return end.advanced(seconds: Self.afterEnd) < now
            }
            for entry in entries { document.put(entry) }
        }
    }

    /// Puts an entry in the place of an earlier one, where that is there and `isOld` says so of it.
    package func replace(_ entry: VaultEntry, where isOld: @Sendable (VaultEntry) -> Bool) throws(StorageError) {
        try change { document in
            guard document.entries.contains(where: { $0.place == entry.place && isOld($0) }) else { return }
            document.put(entry)
        }
    }

    /// Removes the entries that `isWanted` chooses.
    ///
    /// - Returns: how many there were.
    @discardableResult
    package func remove(where isWanted: @Sendable (VaultEntry) -> Bool) throws(StorageError) -> Int {
        var count = 0
        try change { document in count = document.remove(where: isWanted) }
        return count
    }

    /// Seals the vault under another passphrase. The key of its content stays, and with it what the kernel keeps.
    package func changePassphrase(from old: Secret, to new: Secret) throws(StorageError) {
        try resealed(by: old, under: new) { $0 }
    }

    /// Seals everything under a new key: what was copied with the old one opens nothing that is saved from now on.
    package func rekey(passphrase: Secret) throws(StorageError) {
        let fresh = VaultKey(randomBytes(VaultKey.size))
        try resealed(by: passphrase, under: passphrase) { old in fresh ?? old }
        _ = try? forgetKept()
    }

    private func resealed(
        by current: Secret, under new: Secret, _ choose: (VaultKey) -> VaultKey
    ) throws(StorageError) {
        try place.locked { () throws(StorageError) in
            let (_, old) = try place.existing()
            let changed = try place.wording { () throws(VaultError) in
                let key = try old.key(passphrase: current.expose())
                let payload = try old.payload(with: key)
                let chosen = choose(key)
                var sealed = old
                sealed.continueAfter(place.lastGeneration(of: old))
                try sealed.wrap(chosen, passphrase: new.expose(), cost: cost, randomBytes: randomBytes)
                sealed.seal(payload, with: chosen, randomBytes: randomBytes)
                return (sealed, chosen)
            }
            try place.save(changed.0, over: old)
            if let open = unlocked {
                unlocked = Unlocked(
                    id: changed.0.id, key: changed.1, seal: changed.0.keySeal, locks: open.locks)
            }
        }
    }

    private func change(_ edit: (inout VaultDocument) -> Void) throws(StorageError) {
        _ = try requireUnlocked()
        try place.locked { () throws(StorageError) in
            let (_, old) = try place.existing()
            let before = try document(of: old)
            var after = before
            edit(&after)
            guard after.bytes != before.bytes else { return }
            var sealed = old
            sealed.continueAfter(place.lastGeneration(of: old))
            sealed.seal(after.bytes, with: try requireUnlocked().key, randomBytes: randomBytes)
            try place.save(sealed, over: old)
        }
    }

    private var cost: VaultFile.Cost { .fitting(availableMemory()) }

    private func requireUnlocked() throws(StorageError) -> Unlocked {
        guard let unlocked else { throw StorageError(.vaultLocked, file: place.file ?? "", detail: "") }
        return unlocked
    }

    private func document(of sealed: VaultFile) throws(StorageError) -> VaultDocument {
        let unlocked = try requireUnlocked()
        let payload: [UInt8]
        do throws(VaultError) { payload = try sealed.payload(with: unlocked.key) } catch {
            // Another run has given the vault another key; or it is another vault.
            guard unlocked.seal == sealed.keySeal else {
                throw StorageError(.vaultLocked, file: place.file ?? "", detail: "its key was changed")
            }
            throw place.failure(error)
        }
        guard let document = VaultDocument(payload) else {
            throw StorageError(
                .vaultDamaged, file: place.file ?? "", detail: "its content is not a list of secrets")
        }
        return document
    }
}
