import Glibc

/// The way to a directory, walked from the root on open descriptors: each component is opened in the one before, judged
/// there, and never opened by a longer path (promises P11 to P13).
///
/// The owner of a component, and every user who can write to it, decides what everything below it is. So each one belongs
/// to the user or to root, and others can write to none, but for directories like `/tmp`, in which the sticky bit keeps
/// what is ours in its place. A link is followed if its owner is one of the two.
struct DirectoryWalk: ~Copyable {
    /// The last directory of the way that is there, for looking up names only.
    let directory: OpenFile
    /// Of that directory, without a link in it.
    let path: String
    /// What the way names below that directory, and what is not there; empty when all of it is.
    let missing: [String]
    /// Whether what is missing is named by a link.
    let isDangling: Bool
    /// Who owns `/`.
    let rootOwner: UInt32

    /// Links that are followed on one way, as the kernel does.
    static let mostLinks = 40
    /// `O_PATH`, which the Glibc module leaves out: a directory that only its owner may list can still be passed.
    static let forLookups: Int32 = 0o10_000_000

    /// - Parameters:
    ///   - asked: the file that the directory is wanted for, to be named in errors of the system.
    ///   - mayBeShared: whether the last directory may be one like `/tmp`.
    ///   - mayPassShared: whether one above it may be.
    /// - Throws: `E_FILE_UNSAFE` and `E_FILE_OWNER` with the component concerned, `E_ROOT_HOME`, `E_FILE_…`.
    init(
        to wanted: String, asked: String, checks: FileChecks, mayBeShared: Bool = false, mayPassShared: Bool = true
    ) throws(StorageError) {
        do throws(StorageError) {
            self = try DirectoryWalk(walking: wanted, asked, checks, mayBeShared, mayPassShared)
        } catch {
            throw checks.wording(error, onTheWayTo: wanted)
        }
    }

    private init(
        walking wanted: String, _ asked: String, _ checks: FileChecks, _ mayBeShared: Bool, _ mayPassShared: Bool
    ) throws(StorageError) {
        var rest = Array(try Self.components(of: wanted, asked: asked).reversed())
        var here = try Self.root(asked)
        var path = "/"
        var status = try Self.status(of: here, path)
        let root = status.st_uid
        /// How much of `rest` was there before the link that is being followed.
        var beforeLink: Int?
        var links = 0
        var missing: [String] = []
        while let name = rest.popLast() {
            if let known = beforeLink, rest.count < known { beforeLink = nil }
            try checks.requireSafeDirectory(status, path: path, root: root, mayBeShared: mayPassShared)
            do throws(SystemFailure) {
                here = try OpenFile(
                    name, in: here.descriptor, flags: Self.forLookups | O_DIRECTORY | O_NOFOLLOW)
            } catch {
                if error.number == ENOENT {
                    missing = [name] + rest.reversed()
                    break
                }
                guard error.number == ENOTDIR || error.number == ELOOP,
                    let target = try Self.link(name, in: here.descriptor, path, checks, root: root)
                else { throw Self.failure(error, asked) }
                links += 1
                guard links <= Self.mostLinks else { throw Self.failure(SystemFailure(number: ELOOP), asked) }
                beforeLink = beforeLink ?? rest.count
                rest += target.split(separator: "/").reversed().map(String.init).filter { $0 != "." }
                guard target.hasPrefix("/") else { continue }
                here = try Self.root(asked)
                path = "/"
                status = try Self.status(of: here, path)
                continue
            }
            path = name == ".." ? FilePlace.split(path).parent : path == "/" ? "/" + name : path + "/" + name
            status = try Self.status(of: here, path)
        }
        try checks.requireSafeDirectory(
            status, path: path, root: root, mayBeShared: mayBeShared || !missing.isEmpty)
        directory = here
        rootOwner = root
        self.path = path
        self.missing = missing
        isDangling = beforeLink != nil && !missing.isEmpty
    }

    /// Opens the directory itself, for listing and syncing; nil when a part of the way is missing.
    borrowing func opened(_ asked: String) throws(StorageError) -> OpenFile? {
        guard missing.isEmpty else { return nil }
        do throws(SystemFailure) {
            return try OpenFile(".", in: directory.descriptor, flags: O_RDONLY | O_DIRECTORY)
        } catch {
            throw Self.failure(error, asked)
        }
    }

    /// What the link `name` stands for; nil when it is no link.
    ///
    /// In a directory that others cannot write to it stays what it is; in one like `/tmp`, if its owner can be trusted.
    static func link(
        _ name: String, in directory: Int32, _ path: String, _ checks: FileChecks, root: UInt32
    ) throws(StorageError) -> String? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlinkat(directory, name, &target, target.count)
        guard length > 0 else { return nil }
        var status = stat()
        guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        try checks.requireTrusted(status.st_uid, "the link", path == "/" ? "/" + name : path + "/" + name, root: root)
        return String(decoding: target.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func components(of path: String, asked: String) throws(StorageError) -> [String] {
        var whole = path
        if !path.hasPrefix("/") {
            guard let directory = getcwd(nil, 0) else { throw failure(SystemFailure(number: errno), asked) }
            defer { free(directory) }
            whole = String(cString: directory) + "/" + path
        }
        return whole.split(separator: "/").map(String.init).filter { $0 != "." }
    }

    private static func root(_ asked: String) throws(StorageError) -> OpenFile {
        do throws(SystemFailure) { return try OpenFile("/", flags: forLookups | O_DIRECTORY) } catch {
            throw failure(error, asked)
        }
    }

    private static func status(of directory: borrowing OpenFile, _ path: String) throws(StorageError) -> stat {
        do throws(SystemFailure) { return try directory.status() } catch { throw failure(error, path) }
    }

    private static func failure(_ error: SystemFailure, _ file: String) -> StorageError {
        let code: StorageError.Code =
            error.number == ELOOP ? .fileLoop : error.number == ENOTDIR ? .fileType : .fileUnreadable
        return StorageError(code, file: file, detail: error.meaning, errno: error.number)
    }
}

/// A directory that comes into being when something is saved in it, and not before.
struct DirectoryPath {
    let path: String

    /// Creates what is missing, each part 0700 whatever the umask.
    ///
    /// - Throws: `E_ROOT_HOME` and `E_FILE_…` before anything is created, `E_SAVE` when the system refuses.
    func create(context: FileContext) throws(StorageError) {
        let walk: DirectoryWalk
        do throws(StorageError) { walk = try DirectoryWalk(to: path, asked: path, checks: context.checks) } catch {
            guard let number = error.errno else { throw error }
            throw Self.failure(SystemFailure(number: number), at: path)
        }
        if walk.isDangling {
            throw StorageError(
                .fileType, file: path, detail: "it is a link to a directory that does not exist; nothing was saved")
        }
        var current = walk.path
        let missing = walk.missing
        var here = walk.directory
        for name in missing {
            current += current == "/" ? name : "/" + name
            do throws(SystemFailure) {
                // No parent is made on the way to the directory above another one.
                guard name != ".." else { throw SystemFailure(number: ENOENT) }
                try Self.make(name, in: here.descriptor)
                here = try OpenFile(name, in: here.descriptor, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
            } catch {
                throw Self.failure(error, at: current)
            }
        }
    }

    private static func make(_ name: String, in parent: Int32) throws(SystemFailure) {
        do throws(SystemFailure) { try SystemFailure.check { mkdirat(parent, name, 0o700) } } catch {
            // Another run was quicker.
            if error.number == EEXIST { return }
            throw error
        }
        // The umask may have taken away what we need ourselves.
        try SystemFailure.check { fchmodat(parent, name, 0o700, 0) }
        try OpenFile(".", in: parent, flags: O_RDONLY | O_DIRECTORY).syncDirectory()
    }

    private static func failure(_ error: SystemFailure, at path: String) -> StorageError {
        StorageError(
            .save, file: path, detail: "the directory cannot be made: \(error.meaning)",
            errno: error.number)
    }
}
