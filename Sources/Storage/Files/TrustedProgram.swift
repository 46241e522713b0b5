import Glibc

/// A program of this machine that may be handed a secret, or be asked for one (promise P26): root and the user alone can
/// change it, or any directory or link on the way to it. A directory like `/tmp` is none of that way.
package struct TrustedProgram: Hashable, Sendable {
    /// Where it is, without links.
    package let directory: String
    /// Its file there.
    package let name: String

    package var path: String { directory == "/" ? "/" + name : directory + "/" + name }

    package enum Search: Hashable, Sendable {
        case found(TrustedProgram)
        /// The first that there is; others could change it.
        case unsafe(path: String)
        case missing
    }

    /// Why a file is not run; each with one clause for people.
    package enum Problem: Error, Hashable, Sendable {
        /// Others could change it.
        case unsafe(String)
        /// There is no such program.
        case missing(String)
    }

    /// Looks through the directories of `PATH`, and passes over what others could change.
    package static func search(_ name: String, in path: String, userID: UInt32 = geteuid()) -> Search {
        var unsafe: String?
        for directory in path.split(separator: ":") where directory.hasPrefix("/") {
            let place = "\(directory)/\(name)"
            guard access(place, X_OK) == 0 else { continue }
            if let program = try? TrustedProgram(at: place, userID: userID) { return .found(program) }
            unsafe = unsafe ?? place
        }
        return unsafe.map { .unsafe(path: $0) } ?? .missing
    }

    /// The directories of `PATH` in which others could replace nothing, in their order.
    package static func safeDirectories(of path: String, userID: UInt32 = geteuid()) -> [String] {
        let checks = FileChecks(userID: userID)
        return path.split(separator: ":").map(String.init).filter { directory in
            guard directory.hasPrefix("/"),
                let walk = try? DirectoryWalk(to: directory, asked: directory, checks: checks, mayPassShared: false)
            else { return false }
            return walk.missing.isEmpty
        }
    }

    /// Walks to the file on open descriptors, following links by hand.
    ///
    /// - Throws: ``Problem`` when a step could be changed by others, or when the end is no program.
    package init(at path: String, userID: UInt32 = geteuid()) throws(Problem) {
        try self.init(at: path, userID: userID, mayPassShared: false)
    }

    /// - Parameter mayPassShared: whether the way may lead through a directory like `/tmp`.
    init(at path: String, userID: UInt32, mayPassShared: Bool) throws(Problem) {
        guard path.hasPrefix("/") else { throw .unsafe("it is not a full path, starting with a slash") }
        let checks = FileChecks(userID: userID)
        var current = path
        for _ in 0..<DirectoryWalk.mostLinks {
            let (parent, name) = FilePlace.split(current)
            guard !name.isEmpty, name != ".", name != ".." else { throw .missing("it is a directory, not a program") }
            let walk = try Self.walk(to: parent, asked: path, checks, mayPassShared)
            if let target = try Self.link(name, in: walk, checks) {
                current = target.hasPrefix("/") ? target : parent + "/" + target
                continue
            }
            try Self.requireProgram(name, in: walk, path: current, checks)
            directory = walk.path
            self.name = name
            return
        }
        throw .missing("its links go round in a circle")
    }

    private static let absent = "there is no such file"

    private static func walk(
        to directory: String, asked path: String, _ checks: FileChecks, _ mayPassShared: Bool
    ) throws(Problem) -> DirectoryWalk {
        do throws(StorageError) {
            let walk = try DirectoryWalk(to: directory, asked: path, checks: checks, mayPassShared: mayPassShared)
            guard walk.missing.isEmpty else { throw StorageError(.fileUnreadable, file: path, detail: absent) }
            return walk
        } catch { throw Problem(error) }
    }

    private static func link(
        _ name: String, in walk: borrowing DirectoryWalk, _ checks: FileChecks
    ) throws(Problem) -> String? {
        do throws(StorageError) {
            return try DirectoryWalk.link(
                name, in: walk.directory.descriptor, walk.path, checks, root: walk.rootOwner)
        } catch { throw Problem(error) }
    }

    private static func requireProgram(
        _ name: String, in walk: borrowing DirectoryWalk, path: String, _ checks: FileChecks
    ) throws(Problem) {
        let status: stat
        do throws(SystemFailure) {
            // A program need not be readable to be run.
            status = try OpenFile(name, in: walk.directory.descriptor, flags: DirectoryWalk.forLookups | O_NOFOLLOW)
                .status()
        } catch {
            throw .missing(error.number == ENOENT ? absent : error.meaning)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .missing("it is not a regular file") }
        do throws(StorageError) {
            try checks.requireTrusted(status.st_uid, "the file", path, root: walk.rootOwner)
        } catch { throw Problem(error) }
        guard status.st_mode & 0o022 == 0 else {
            throw .unsafe("\(path): others could change it (mode \(FileChecks.octal(status.st_mode)))")
        }
        guard faccessat(walk.directory.descriptor, name, X_OK, AT_EACCESS) == 0 else {
            throw .missing("it is not executable")
        }
    }
}

extension TrustedProgram.Problem {
    /// What stands on the way.
    fileprivate init(_ error: StorageError) {
        switch error.code {
        case .fileUnsafe, .fileOwner: self = .unsafe("\(error.file): \(error.detail)")
        case .rootHome: self = .unsafe("\(error.file): it belongs to another user")
        default: self = .missing(error.detail)
        }
    }
}
