import Glibc

/// A directory that comes into being when something is saved in it, and not before.
struct DirectoryPath {
    let path: String

    /// Creates what is missing, each part 0700 whatever the umask.
    ///
    /// - Throws: `E_ROOT_HOME` before anything is created, `E_SAVE` when the system refuses.
    func create(context: FileContext) throws(StorageError) {
        var missing: [String] = []
        var current = path
        var status = stat()
        while stat(current, &status) == -1 {
            guard errno == ENOENT, current != "/", current != "." else {
                throw Self.failure(SystemFailure(number: errno), at: current)
            }
            missing.append(current)
            current = FilePlace.split(current).parent
        }
        try requireOwnHome(status, nearest: current, context: context)
        for directory in missing.reversed() {
            do throws(SystemFailure) {
                try SystemFailure.check { mkdir(directory, 0o700) }
                // The umask may have taken away what we need ourselves.
                try SystemFailure.check { chmod(directory, 0o700) }
                try OpenFile(FilePlace.split(directory).parent, flags: O_RDONLY | O_DIRECTORY).syncDirectory()
            } catch {
                if error.number == EEXIST { continue }
                throw Self.failure(error, at: directory)
            }
        }
    }

    /// Files of root in a user's home would lock the user out of them (fault F16).
    private func requireOwnHome(_ status: stat, nearest: String, context: FileContext) throws(StorageError) {
        guard context.userID == 0, status.st_uid != 0, !context.allowsRoot else { return }
        let owner = FileChecks.userName(status.st_uid)
        throw StorageError(
            .rootHome, file: nearest,
            detail: "it belongs to \(owner), and you are root: files written here would no longer be \(owner)'s",
            advice: "sudo -u \(owner) tessera")
    }

    private static func failure(_ error: SystemFailure, at path: String) -> StorageError {
        StorageError(
            .save, file: path, detail: "the directory cannot be made: \(error.meaning)",
            errno: error.number)
    }
}
