import Glibc

/// An open descriptor with one owner. It is closed when the owner lets go.
struct OpenFile: ~Copyable {
    let descriptor: Int32

    /// Opens `name` in `directory`, or at the path itself without one. The descriptor does not survive `exec`.
    init(
        _ name: String, in directory: Int32 = AT_FDCWD, flags: Int32, mode: mode_t = 0
    ) throws(SystemFailure) {
        descriptor = try SystemFailure.check { openat(directory, name, flags | O_CLOEXEC, mode) }
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Closes and tells whether that went well: some file systems report a failed write only here.
    consuming func close() throws(SystemFailure) {
        let descriptor = descriptor
        discard self
        // After EINTR the descriptor is gone on Linux: closing again could hit somebody else's.
        if Glibc.close(descriptor) == -1, errno != EINTR { throw SystemFailure(number: errno) }
    }

    borrowing func status() throws(SystemFailure) -> stat {
        var status = stat()
        try SystemFailure.check { fstat(descriptor, &status) }
        return status
    }

    borrowing func setMode(_ mode: mode_t) throws(SystemFailure) {
        try SystemFailure.check { fchmod(descriptor, mode) }
    }

    borrowing func sync() throws(SystemFailure) {
        try SystemFailure.check { fsync(descriptor) }
    }

    /// Makes the names in this directory durable. A file system that has no such call is left alone.
    borrowing func syncDirectory() throws(SystemFailure) {
        do throws(SystemFailure) { try sync() } catch {
            if error.number != EINVAL, error.number != ENOTSUP { throw error }
        }
    }

    /// Writes all of `bytes`, however many calls that takes.
    borrowing func write(all bytes: [UInt8]) throws(SystemFailure) {
        var written = 0
        while written < bytes.count {
            let count = try write(bytes[written...])
            if count == 0 { throw SystemFailure(number: EIO) }
            written += count
        }
    }

    /// Writes by one call, and tells how many bytes went.
    borrowing func write(_ bytes: ArraySlice<UInt8>) throws(SystemFailure) -> Int {
        let descriptor = descriptor
        return try bytes.withUnsafeBufferPointer { buffer throws(SystemFailure) in
            try SystemFailure.check { Glibc.write(descriptor, buffer.baseAddress, buffer.count) }
        }
    }

    /// Reads from `offset` until `limit` bytes are there or the file ends.
    borrowing func read(from offset: Int = 0, limit: Int) throws(SystemFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        let descriptor = descriptor
        while bytes.count < limit {
            let have = bytes.count
            let size = min(limit - have, 1 << 20)
            var failure: SystemFailure?
            bytes.reserveCapacity(have + size)
            let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                do throws(SystemFailure) {
                    count = try SystemFailure.check {
                        pread(descriptor, buffer.baseAddress, size, off_t(offset + have))
                    }
                } catch {
                    count = 0
                    failure = error
                }
            }
            if let failure { throw failure }
            if chunk.isEmpty { break }
            bytes += chunk
        }
        return bytes
    }
}
