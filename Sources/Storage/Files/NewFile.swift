import Glibc

/// A file that is made for one secret or one report: new, 0600 whatever the umask, and never in the place of another file
/// or through a link.
package struct NewFile: Sendable {
    /// As it was asked for.
    package let path: String
    private let userID: UInt32

    package init(path: String, userID: UInt32 = geteuid()) {
        self.path = path
        self.userID = userID
    }

    /// Makes the file with its content, synced to the disk.
    ///
    /// - Throws: `E_SAVE` when there is a file of that name already, or the system refuses; `E_FILE_…` when others could
    ///   change the directory. No file is left then.
    package func create(with bytes: [UInt8]) throws(StorageError) {
        let (parent, name) = FilePlace.split(path)
        guard !name.isEmpty, name != ".", name != ".." else {
            throw StorageError(.fileType, file: path, detail: "it is a directory, not a file")
        }
        let directory: OpenFile
        do throws(SystemFailure) { directory = try OpenFile(parent, flags: O_RDONLY | O_DIRECTORY) } catch {
            throw failure(error)
        }
        let status: stat
        do throws(SystemFailure) { status = try directory.status() } catch { throw failure(error) }
        // A directory like /tmp is safe for a new name: with the sticky bit nobody else can remove or rename it.
        if status.st_mode & S_ISVTX == 0 {
            try FileChecks(userID: userID).requireSafeDirectory(status, path: parent)
        }
        do throws(SystemFailure) {
            let file = try OpenFile(
                name, in: directory.descriptor, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
            do throws(SystemFailure) {
                try file.setMode(0o600)
                try file.write(all: bytes)
                try file.sync()
                try file.close()
                try directory.syncDirectory()
            } catch {
                unlinkat(directory.descriptor, name, 0)
                throw error
            }
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: SystemFailure) -> StorageError {
        let detail = error.number == EEXIST ? "there is a file of that name already" : error.meaning
        return StorageError(.save, file: path, detail: "\(detail); nothing was written", errno: error.number)
    }
}
