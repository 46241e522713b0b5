import SecretMemory
import Synchronization
package import Terminal

/// A secret being typed. It stands in one place in locked memory, whatever is copied around it: ``take()`` empties the place,
/// ``wipe()`` overwrites it. So no copy of the state contains what was typed so far.
///
/// It cannot be printed: description, debug description and mirror are redacted, and the screen shows the same mask
/// whatever is in it. There is no cursor to move, because nothing shows where it would be: keys append, Backspace removes
/// the last character, Ctrl-U and Ctrl-W remove all.
package final class SecretBuffer: Sendable {
    private let bytes: Mutex<[UInt8]>
    /// Bytes of UTF-8 at most.
    package let limit: Int

    /// Columns of the mask, the same for any content.
    package static let maskLength = 8

    package init(limit: Int = 65_536) {
        self.limit = limit
        bytes = Mutex([])
    }

    deinit { wipe() }

    package var isEmpty: Bool { bytes.withLock(\.isEmpty) }

    /// Returns the secret and empties the buffer. The only way to get it; keep it no longer than needed.
    package func take() -> String {
        bytes.withLock { bytes in
            defer { Self.wipe(&bytes) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Puts a secret back, as when the request that carried it did not arrive.
    package func putBack(_ secret: String) {
        bytes.withLock { bytes in
            Self.wipe(&bytes)
            Self.append(secret.utf8, to: &bytes)
        }
    }

    /// Returns what `read` finds in the bytes, such as whether they can be sent at all. It must not keep them.
    package func look<Answer>(_ read: (borrowing [UInt8]) -> Answer) -> Answer { bytes.withLock { read($0) } }

    /// Overwrites and empties.
    package func wipe() { bytes.withLock { Self.wipe(&$0) } }

    /// Memory that has become too small is overwritten, not left behind.
    private static func append(_ more: String.UTF8View, to bytes: inout [UInt8]) {
        if bytes.count + more.count > bytes.capacity {
            var larger: [UInt8] = []
            larger.reserveCapacity(max(1_024, 2 * (bytes.count + more.count)))
            larger += bytes
            wipe(&bytes)
            bytes = larger
            bytes += more
            bytes.withUnsafeBytes { _ = LockedMemory.lock($0) }
        } else {
            bytes += more
        }
    }

    private static func wipe(_ bytes: inout [UInt8]) {
        for index in bytes.indices { bytes[index] = 0 }
        bytes.removeAll(keepingCapacity: true)
    }

    /// Handles a key. A control character is never added.
    package func handle(_ key: Key) -> TextInput.Outcome {
        switch (key.code, key.control, key.alternate) {
        case (.backspace, false, false), (.character("h"), true, false):
            return bytes.withLock { bytes in
                guard !bytes.isEmpty else { return .moved }
                // A character is one lead byte and the continuation bytes after it.
                while let last = bytes.last {
                    bytes[bytes.count - 1] = 0
                    bytes.removeLast()
                    if last & 0xC0 != 0x80 { break }
                }
                return .edited
            }
        case (.character("u"), true, false), (.character("w"), true, false), (.backspace, false, true):
            if isEmpty { return .moved }
            wipe()
            return .edited
        case (.character(let character), false, false):
            guard TypedText.accepts(character) else { return .moved }
            return bytes.withLock { bytes in
                guard bytes.count + character.utf8.count <= limit else { return .moved }
                Self.append(String(character).utf8, to: &bytes)
                return .edited
            }
        default:
            return .ignored
        }
    }

    /// Adds pasted text at the end.
    package func paste(_ text: String, truncated: Bool = false) -> TypedText.Verdict {
        bytes.withLock { bytes in
            let (clean, verdict) = TypedText.clean(text, room: limit - bytes.count, limit: limit, truncated: truncated)
            if let clean { Self.append(clean.utf8, to: &bytes) }
            return verdict
        }
    }
}

/// Two buffers are the same when they are one.
extension SecretBuffer: Hashable {
    package static func == (left: SecretBuffer, right: SecretBuffer) -> Bool { left === right }

    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension SecretBuffer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
