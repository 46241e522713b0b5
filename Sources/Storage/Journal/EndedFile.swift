import EncryptedVault
import Glibc
import StrictJSON

/// The file `ended.bin` beside the segments of a journal: the rows that its checkpoint leaves out, so that a list of all
/// tokens needs no line that is older than the checkpoint (<doc:JournalFormat>).
///
/// It is derived, as the checkpoint is, which names how much of it counts and what that is: rows that are left out later go
/// behind those that are there. Each block has its length in front, in four bytes, the lowest first.
struct EndedFile {
    /// As much of the file as a checkpoint names.
    struct Part: Hashable {
        /// Bytes.
        private(set) var length = 0
        /// SHA-256 of the sum before the last block, and of this; nothing in front of the first one.
        private(set) var sum = ""

        init() {}

        /// Goes on to a block.
        mutating func add(_ block: [UInt8]) {
            length += EndedFile.headLength + block.count
            sum = SHA256Digest(of: Array(sum.utf8) + block).hexadecimal
        }
    }

    /// Bytes of a file at most.
    private static let limit = 1 << 30
    private static let headLength = 4

    let folder: JournalFolder

    private var context: FileContext { folder.context }
    var path: String { folder.path + "/ended.bin" }

    /// What is to be written for some rows behind a part, and the part that there is then.
    static func bytes(of rows: EndedRows, behind part: Part) -> (bytes: [UInt8], part: Part) {
        var part = part
        var writer = PackedWriter()
        rows.writeBlocks { block in
            writer.write(fixed: UInt32(truncatingIfNeeded: block.count))
            writer.append(block)
            part.add(block)
        }
        return (writer.bytes, part)
    }

    /// Writes the file anew. The caller has the lock of the checkpoint.
    func replace(with bytes: [UInt8]) throws(StorageError) {
        try AtomicFile(path: path, context: context, keepsBackup: false).replace(with: bytes)
    }

    /// Puts bytes behind a part of the file; what an interrupted run has left there is gone. The caller has the lock of the
    /// checkpoint, and nothing that a checkpoint names is behind the part.
    func append(_ bytes: [UInt8], behind part: Part) throws(StorageError) {
        guard let place = try FilePlace.find(path, checks: context.checks),
            let file = try place.openFile(flags: O_WRONLY | O_APPEND, asked: path, checks: context.checks)
        else { throw StorageError(.save, file: path, detail: "it does not exist", errno: ENOENT) }
        do throws(SystemFailure) {
            guard try file.status().st_size >= part.length else { throw SystemFailure(number: EIO) }
            let descriptor = file.descriptor
            try SystemFailure.check { ftruncate(descriptor, off_t(part.length)) }
            try file.write(all: bytes)
            try file.sync()
        } catch {
            throw StorageError(.save, file: path, detail: error.meaning, errno: error.number)
        }
    }

    /// Gives the blocks of a part to `take`, until that refuses one.
    ///
    /// - Returns: whether all of it was there, as it was written.
    func read(_ part: Part, _ take: ([UInt8]) -> Bool) throws(StorageError) -> Bool {
        guard (0...Self.limit).contains(part.length), let place = try FilePlace.find(path, checks: context.checks),
            let file = try place.openFile(flags: O_RDONLY, asked: path, checks: context.checks)
        else { return false }
        do throws(SystemFailure) {
            guard try file.status().st_size >= part.length else { return false }
            var found = Part()
            while found.length < part.length {
                var head = PackedReader(try file.read(from: found.length, limit: Self.headLength))
                let length = Int(head.fixed())
                let start = found.length + Self.headLength
                guard !head.isDamaged, length <= part.length - start else { return false }
                let block = try file.read(from: start, limit: length)
                guard block.count == length, take(block) else { return false }
                found.add(block)
            }
            return found == part
        } catch {
            throw StorageError(.fileUnreadable, file: path, detail: error.meaning, errno: error.number)
        }
    }
}

extension EndedFile.Part {
    var json: JSONValue { ["length": .int(length), "sum": .string(sum)] }

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let length = json["length"]?.intValue, let sum = json["sum"]?.stringValue, length >= 0 else { return nil }
        (self.length, self.sum) = (length, sum)
    }
}
