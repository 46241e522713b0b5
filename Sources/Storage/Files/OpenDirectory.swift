import Glibc

/// A directory that has been opened, for all that is done in it next: every component of the way to it has been checked
/// (``DirectoryWalk``).
struct OpenDirectory: ~Copyable {
    let file: OpenFile
    /// As it was asked for.
    private let path: String
    /// Without a link in it.
    private let realPath: String
    /// Who owns `/`.
    private let rootOwner: UInt32
    private let checks: FileChecks

    /// Goes to `path`.
    ///
    /// - Parameter asked: what the directory is wanted for, to be named in errors of the system.
    /// - Returns: nil when it, or a part of the way to it, is missing.
    /// - Throws: `E_FILE_…`, `E_ROOT_HOME`.
    static func find(_ path: String, asked: String, checks: FileChecks) throws(StorageError) -> OpenDirectory? {
        let walk = try DirectoryWalk(to: path, asked: asked, checks: checks)
        guard let file = try walk.opened(asked) else { return nil }
        return OpenDirectory(
            file: file, path: path, realPath: walk.path, rootOwner: walk.rootOwner, checks: checks)
    }

    /// Opens a file in it and checks that: no link, ours, and others cannot write to it.
    ///
    /// - Returns: nil when it is not there.
    func openFile(_ name: String, flags: Int32) throws(StorageError) -> OpenFile? {
        let whole = path + "/" + name
        if let target = try target(ofLink: name) { throw Self.refusal(ofLink: whole, to: target) }
        return try file.ownFile(name, flags: flags, asked: whole, checks: checks)
    }

    /// What the link `name` stands for, as a path from where the directory was asked for; nil when it is no link.
    func target(ofLink name: String) throws(StorageError) -> String? {
        let target = try DirectoryWalk.link(name, in: file.descriptor, realPath, checks, root: rootOwner)
        return target.map { $0.hasPrefix("/") ? $0 : path + "/" + $0 }
    }

    static func refusal(ofLink path: String, to target: String) -> StorageError {
        StorageError(
            .fileUnsafe, file: path,
            detail: "it is a symbolic link, and only profiles.json and settings.json may be one",
            advice: "mv \(FileChecks.quoted(target)) \(FileChecks.quoted(path))")
    }
}
