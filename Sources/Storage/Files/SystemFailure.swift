import Glibc

/// A system call that failed.
struct SystemFailure: Error {
    let number: Int32

    /// Runs a call that gives -1 on failure, again when a signal cut it short.
    @discardableResult
    static func check<Value: SignedInteger>(_ call: () -> Value) throws(SystemFailure) -> Value {
        // A storm of signals ends some day; a hundred thousand of them is a fault of its own.
        for _ in 0..<100_000 {
            let value = call()
            if value != -1 { return value }
            if errno != EINTR { break }
        }
        throw SystemFailure(number: errno)
    }

    /// The meaning for people, one clause.
    var meaning: String {
        switch number {
        case ENOSPC: "the disk is full"
        case EDQUOT: "the disk quota is used up"
        case EROFS: "the file system is read-only"
        case EACCES, EPERM: "permission denied"
        case EIO: "the disk reports an input/output error"
        case ENOENT: "it does not exist"
        case ENOTDIR: "a part of its path is not a directory"
        case EISDIR: "it is a directory"
        case ELOOP: "its links go round in a circle"
        case EMFILE, ENFILE: "too many files are open"
        case ENAMETOOLONG: "its path is too long"
        case EFBIG: "the file would become too large"
        case EINTR: "signals kept interrupting the call"
        case ENOLCK: "the system has no locks left"
        default: "system error \(number)"
        }
    }
}
