import EncryptedVault

/// The vault's file: found, judged, read, and replaced as a whole under its lock. Waits where it stands.
struct VaultPlace {
    /// Nil when there is no place for it.
    let file: String?
    let memory: VaultMemory
    let context: FileContext

    /// The path, and the vault in it.
    ///
    /// - Throws: `E_VAULT_MISSING`, and what ``read()`` throws.
    func existing() throws(StorageError) -> (file: String, sealed: VaultFile) {
        let file = try path()
        guard let sealed = try read() else { throw missing ?? Locations.noHome }
        return (file, sealed)
    }

    /// What is said where there is no vault, with the last good copy when one is left.
    var missing: StorageError? {
        guard let file else { return nil }
        let backup = backup(of: file)
        return StorageError(
            .vaultMissing, file: file, detail: "",
            advice: backup.map { FileChecks.restoring(file, from: $0) }, backup: backup)
    }

    /// The path.
    ///
    /// - Throws: `E_NO_HOME`.
    func path() throws(StorageError) -> String {
        guard let file else { throw Locations.noHome }
        return file
    }

    /// Reads the file; nil without one.
    ///
    /// - Throws: `E_FILE_UNSAFE` also where others can read it, `E_VAULT_DAMAGED`, `E_VAULT_HEADER`, `E_VAULT_VERSION`.
    func read() throws(StorageError) -> VaultFile? {
        guard let file else { return nil }
        // What a killed save left may be the vault under an earlier passphrase.
        Leftovers.sweep(beside: file, context: context)
        let contents = try FileContents.read(
            file, limit: VaultFile.limit, checks: context.checks,
            tooLarge: StorageError(.vaultDamaged, file: file, detail: "it is larger than 16 MiB"))
        guard let contents else { return nil }
        if contents.isReadableByOthers {
            throw StorageError(
                .fileUnsafe, file: file, detail: "others could read it", advice: "chmod 600 \(FileChecks.quoted(file))")
        }
        return try wording { () throws(VaultError) in try VaultFile(contents.bytes) }
    }

    /// Replaces the file, and takes note of its generation. The caller has the lock.
    ///
    /// - Parameter old: what is in its place; nil for a new vault. What was saved after it is set aside.
    func save(_ sealed: VaultFile, over old: VaultFile?) throws(StorageError) {
        let file = try path()
        if let old { try laterSaves(file).setAside(after: old, known: memory.generation(of: old.id)) }
        try AtomicFile(path: file, context: context).replace(with: sealed.bytes)
        memory.remember(sealed)
    }

    /// The generation to count on from: that of the file, or of a later save that is known here.
    func lastGeneration(of sealed: VaultFile) -> Int {
        let known = memory.generation(of: sealed.id)
        // What this machine saved last is in its place: the copy is the same, and is not read.
        if known == sealed.generation { return known }
        let later = file.flatMap { laterSaves($0).backup(after: sealed)?.generation } ?? 0
        return max(sealed.generation, known, later)
    }

    /// What to say of a vault that is older than one that was saved on this machine, or that was older when it was saved
    /// again; nil when neither is known.
    func warning(about sealed: VaultFile) -> StorageWarning? {
        guard let file else { return nil }
        let last = lastGeneration(of: sealed)
        if sealed.generation < last {
            let copy = laterSaves(file).backup(after: sealed)
            return StorageWarning(
                .olderVault, file: file,
                detail: "it is older than the one saved last on this machine (save \(sealed.generation) of \(last))",
                advice: copy.map {
                    "save \($0.generation) is put back by: \(FileChecks.restoring(file, from: $0.file))"
                })
        }
        guard let aside = laterSaves(file).aside else { return nil }
        let name = FileChecks.quoted(aside.file)
        return StorageWarning(
            .olderVault, file: file,
            detail:
                "an older copy was put back and then used; what had been saved before (save \(aside.generation)) is kept",
            advice: "put it back: mv \(name) \(FileChecks.quoted(file)); or remove it: rm \(name)")
    }

    /// An error about a vault that is an older copy: that may be why.
    func warned(_ error: StorageError, of sealed: VaultFile, _ why: String) -> StorageError {
        guard let warning = warning(about: sealed), sealed.generation < lastGeneration(of: sealed) else { return error }
        return StorageError(error.code, file: error.file, detail: "\(warning.detail), \(why)", advice: warning.advice)
    }

    private func laterSaves(_ file: String) -> LaterSaves { LaterSaves(file: file, context: context) }

    /// Runs `work` with the lock of the file.
    func locked(_ work: () throws(StorageError) -> Void) throws(StorageError) {
        try FileLock.around(try path(), context: context, work)
    }

    /// Puts what a vault suffers from in the words of a file.
    func wording<Value>(_ work: () throws(VaultError) -> Value) throws(StorageError) -> Value {
        do throws(VaultError) { return try work() } catch { throw failure(error) }
    }

    /// What a vault suffers from, with the last good copy where there is one.
    func failure(_ error: VaultError) -> StorageError {
        StorageError(error, file: file ?? "", backup: file.flatMap(backup))
    }

    /// The last good copy, when it can be read as a vault.
    private func backup(of file: String) -> String? {
        let path = file + ".bak"
        return laterSaves(file).copy(at: path) == nil ? nil : path
    }
}

extension StorageError {
    /// What a vault suffers from, without anything of its content.
    init(_ error: VaultError, file: String, backup: String?) {
        let copy = backup.map { FileChecks.restoring(file, from: $0) }
        switch error {
        case .damaged(let detail):
            self.init(.vaultDamaged, file: file, detail: detail, advice: copy, backup: backup)
        case .wrongKey:
            self.init(
                .vaultDamaged, file: file, detail: "its content cannot be unsealed", advice: copy, backup: backup)
        case .version(let detail): self.init(.vaultVersion, file: file, detail: detail)
        case .header(let detail): self.init(.vaultHeader, file: file, detail: detail, advice: copy, backup: backup)
        case .wrongPassphrase: self.init(.passphrase, file: file, detail: "")
        case .weakPassphrase:
            self.init(.weakPassphrase, file: file, detail: "it has fewer than \(Passphrase.shortest) characters")
        case .memory(let needed):
            self.init(.keyMemory, file: file, detail: "\(needed / 1_048_576) MiB of memory are needed")
        }
    }
}
