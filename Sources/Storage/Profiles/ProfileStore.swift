import StrictJSON
import ThoughtSpotSessions

/// The profile file: read as a whole, changed one profile at a time, on a thread of its own.
///
/// Reading creates nothing and waits for no lock. A change takes the lock, reads the file again, changes only what it is
/// about and replaces the file as a whole; what this version does not know of the file stays (promises P11 to P20).
package actor ProfileStore {
    private let file: ProfileFile
    private nonisolated let executor = FileExecutor("profiles")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter file: ``Locations/profiles``.
    package init(file: String?, context: FileContext) {
        self.file = ProfileFile(file: file, context: context)
    }

    /// The profiles. A missing file is an empty list; an empty or damaged file is an error and stays as it is.
    package func load() throws(StorageError) -> ProfileList { try file.load() }

    /// Saves `profile`: as a new one, or in the place of the one that was edited. The first profile of the file becomes
    /// its default by the same save.
    ///
    /// - Parameter replacing: the profile as it was when the edit began.
    /// - Returns: what the file holds now.
    /// - Throws: `E_SAVE_CONFLICT` when the file by now says something else of it, `E_NAME_TAKEN`, `E_LOCKED`, at once
    ///   when the task is cancelled, and what reading and saving throw. The file is then as it was.
    @discardableResult
    package func save(
        _ profile: Profile, replacing: Profile?, at position: Int? = nil
    ) throws(StorageError) -> ProfileList {
        try file.save(profile, replacing: replacing, at: position)
    }

    /// Saves several profiles by one replacement of the file: all of them, or none.
    ///
    /// - Returns: what the file holds now.
    /// - Throws: As ``save(_:replacing:at:)`` of any of them.
    package func save(_ changes: [ProfileChange]) throws(StorageError) -> ProfileList { try file.save(changes) }

    /// Takes a profile out of the file.
    ///
    /// - Parameter expected: the profile as it was when the choice was made.
    package func remove(id: Profile.ID, expected: Profile) throws(StorageError) {
        try file.remove(id: id, expected: expected)
    }

    /// Removes several profiles by one replacement of the file: all of them, or none.
    ///
    /// - Parameter expected: the profiles as they were when the choice was made.
    package func remove(_ expected: [Profile]) throws(StorageError) { try file.remove(expected) }

    /// Makes a profile the one that commands mean when they name none; `nil` takes that back.
    package func setDefault(_ name: String?) throws(StorageError) { try file.setDefault(name) }
}

/// A profile that is saved together with others.
package struct ProfileChange: Hashable, Sendable {
    package let profile: Profile
    /// The profile as it was when the choice was made; nil for a new one.
    package let replacing: Profile?

    package init(_ profile: Profile, replacing: Profile?) {
        self.profile = profile
        self.replacing = replacing
    }
}

/// The work of ``ProfileStore`` with the file. Waits where it stands.
struct ProfileFile {
    /// Nothing when there is no place for it.
    let file: String?
    let context: FileContext

    func load() throws(StorageError) -> ProfileList {
        guard let file else { return ProfileList(readOnlyReason: Locations.noHome) }
        Leftovers.sweep(beside: file, context: context, mayBeLink: true)
        return try read(file).list
    }

    @discardableResult
    func save(_ profile: Profile, replacing: Profile?, at position: Int? = nil) throws(StorageError) -> ProfileList {
        try change { document, file throws(StorageError) in
            try put(ProfileChange(profile, replacing: replacing), at: position, into: &document, file)
        }
    }

    func save(_ changes: [ProfileChange]) throws(StorageError) -> ProfileList {
        try change { document, file throws(StorageError) in
            for change in changes { try put(change, at: nil, into: &document, file) }
        }
    }

    private func put(
        _ change: ProfileChange, at position: Int?, into document: inout ProfileDocument, _ file: String
    ) throws(StorageError) {
        let profile = change.profile
        let others = document.list.profiles.filter { $0.id != profile.id }
        if others.contains(where: { $0.name.lowercased() == profile.name.lowercased() }) {
            throw StorageError(.nameTaken, file: file, detail: "\(profile.name) is taken; nothing was saved")
        }
        guard let replacing = change.replacing else {
            guard others.count == document.list.profiles.count else {
                throw conflict(file, "another run of Tessera has saved it already")
            }
            let isFirst = document.list.profiles.isEmpty && document.list.defaultName == nil
            document.insert(profile, at: position)
            if isFirst { document.setDefault(profile.name) }
            return
        }
        document.replace(at: try index(of: replacing, in: document, file: file), with: profile)
    }

    func remove(id: Profile.ID, expected: Profile) throws(StorageError) {
        try change { document, file throws(StorageError) in
            guard id == expected.id else { throw conflict(file, "it is another profile") }
            document.remove(at: try index(of: expected, in: document, file: file))
        }
    }

    func remove(_ expected: [Profile]) throws(StorageError) {
        try change { document, file throws(StorageError) in
            for profile in expected { document.remove(at: try index(of: profile, in: document, file: file)) }
        }
    }

    func setDefault(_ name: String?) throws(StorageError) {
        try change { document, file throws(StorageError) in
            guard name == nil || document.list.profiles.contains(where: { $0.name == name }) else {
                throw StorageError(.noSuchProfile, file: file, detail: "there is no profile named \(name ?? "")")
            }
            document.setDefault(name)
        }
    }

    @discardableResult
    private func change(
        _ edit: (inout ProfileDocument, String) throws(StorageError) -> Void
    ) throws(StorageError) -> ProfileList {
        guard let file else { throw Locations.noHome }
        return try FileLock.around(file, context: context) { () throws(StorageError) in
            var document = try read(file)
            if let reason = document.list.readOnlyReason { throw reason }
            try edit(&document, file)
            try AtomicFile(path: file, context: context, mayBeLink: true).replace(with: document.bytes)
            return document.list
        }
    }

    private func read(_ file: String) throws(StorageError) -> ProfileDocument {
        let contents = try FileContents.read(
            file, limit: ProfileDocument.limits.bytes, checks: context.checks, mayBeLink: true,
            tooLarge: StorageError(.profilesTooLarge, file: file, detail: "it is larger than 8 MiB"))
        guard let contents else { return ProfileDocument(path: file) }
        var document: ProfileDocument
        do throws(StorageError) { document = try ProfileDocument(contents.bytes, path: file) } catch {
            throw withBackup(error, file: file)
        }
        if contents.isReadableByOthers {
            let advice = "chmod 600 \(FileChecks.quoted(file))"
            // A secret that others could read is no longer one; until that is mended nothing goes on as if it were.
            if let secret = document.list.warnings.first(where: { $0.kind == .secretMember }) {
                throw StorageError(
                    .fileUnsafe, file: file, detail: "others could read it, and \(secret.detail)", advice: advice)
            }
            document.warn(
                StorageWarning(
                    .readableByOthers, file: file,
                    detail: "others on this machine can read it; it holds no secret", advice: advice))
        }
        return document
    }

    private func index(
        of expected: Profile, in document: ProfileDocument, file: String
    ) throws(StorageError) -> Int {
        guard let index = document.list.profiles.firstIndex(where: { $0.id == expected.id }) else {
            throw conflict(file, "\(expected.name) was removed meanwhile")
        }
        guard document.list.profiles[index] == expected else {
            throw conflict(file, "\(expected.name) was changed meanwhile")
        }
        return index
    }

    private func conflict(_ file: String, _ what: String) -> StorageError {
        StorageError(.saveConflict, file: file, detail: "\(what); look at it again and repeat the change")
    }

    /// Offers the last good copy, when it is one.
    private func withBackup(_ error: StorageError, file: String) -> StorageError {
        // Of a link it lies beside what the link stands for.
        var backup = file + ".bak"
        if let place = try? FilePlace.find(file, checks: context.checks, mayBeLink: true) {
            backup = place.path + ".bak"
        }
        let contents = try? FileContents.read(
            backup, limit: ProfileDocument.limits.bytes, checks: context.checks, tooLarge: error)
        guard let bytes = contents?.bytes, (try? ProfileDocument(bytes, path: backup)) != nil else { return error }
        var error = error
        error.backup = backup
        error.advice = FileChecks.restoring(file, from: backup)
        return error
    }
}

extension ProfileDocument {
    fileprivate mutating func warn(_ warning: StorageWarning) { list.warnings.append(warning) }
}
