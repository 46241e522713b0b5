import Glibc

/// Keeps what is secret out of the swap space of the machine (promise P7).
package enum LockedMemory {
    /// Locks the pages that hold the bytes. They stay locked, for other secrets may share them.
    ///
    /// - Returns: whether the system did it: it refuses beyond the limit that `ulimit -l` shows.
    @discardableResult
    package static func lock(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.isEmpty || mlock(bytes.baseAddress, bytes.count) == 0
    }
}
