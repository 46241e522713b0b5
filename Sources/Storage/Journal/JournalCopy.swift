import Glibc
package import Moments

/// What a copy of a journal, as it is exported, shows by itself: nothing of this machine is asked.
///
/// A last line that was changed, and lines that are missing after it, leave no trace: compare ``mark`` with the original's.
package struct JournalCopy: Hashable, Sendable {
    /// Lines that are events.
    package private(set) var lineCount = 0
    /// Of the first and the last of them, by the clock of the machine that wrote them.
    package private(set) var first: Instant?
    package private(set) var last: Instant?
    /// The first 16 digits of the SHA-256 of its last line, which stands for all lines before it.
    package private(set) var mark = JournalChain.start
    /// Where it is not what was written; what somebody accepted in the original is here all the same.
    package private(set) var damage: [JournalDamage] = []
    /// The lines that accept damage of the original, in their order.
    package private(set) var acceptances: [JournalEvent] = []

    /// Reads a copy, whoever may write to it. Waits where it stands.
    ///
    /// - Throws: `E_FILE_UNREADABLE`, `E_FILE_TYPE`.
    init(at path: String) throws(StorageError) {
        let file = try Self.open(path)
        var position = JournalPosition()
        position.check = JournalChainCheck(ofCopy: FilePlace.split(path).name)
        var contents = JournalContents()
        var copy = self
        _ = try SegmentLines(path: path, isComplete: true).read(file, from: &position, into: &contents) { event in
            copy.lineCount += 1
            copy.first = copy.first ?? event.at
            copy.last = event.at
            if event.action == .acceptDamage { copy.acceptances.append(event) }
        }
        position.check.endCopy()
        copy.damage = position.check.damage
        copy.mark = position.check.mark
        self = copy
    }

    private static func open(_ path: String) throws(StorageError) -> OpenFile {
        do throws(SystemFailure) {
            let file = try OpenFile(path, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY)
            guard try file.status().st_mode & S_IFMT == S_IFREG else { throw SystemFailure(number: EINVAL) }
            return file
        } catch {
            throw StorageError(
                error.number == EINVAL ? .fileType : .fileUnreadable, file: path,
                detail: error.number == EINVAL ? "" : error.meaning,
                advice: error.number == EINVAL ? "tessera audit own verify FILE" : nil, errno: error.number)
        }
    }
}
