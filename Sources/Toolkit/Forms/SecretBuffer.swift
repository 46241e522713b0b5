package import Terminal

/// A secret being typed. It cannot be printed: description, debug description and mirror are redacted, and the screen
/// shows the same mask whatever is in it.
///
/// There is no cursor to move, because nothing shows where it would be: keys go to the end, Backspace takes the last
/// character, Ctrl-U and Ctrl-W take all.
package struct SecretBuffer: Hashable, Sendable {
    private var bytes: [UInt8] = []
    /// Bytes of UTF-8 at most.
    package let limit: Int

    /// What the screen shows for any content but none.
    package static let maskLength = 8

    package init(limit: Int = 65_536) { self.limit = limit }

    package var isEmpty: Bool { bytes.isEmpty }

    /// Hands the secret over. The one way out; the caller keeps it no longer than needed.
    package func expose() -> String { String(decoding: bytes, as: UTF8.self) }

    /// Overwrites and forgets.
    package mutating func wipe() {
        for index in bytes.indices { bytes[index] = 0 }
        bytes.removeAll(keepingCapacity: true)
    }

    /// Takes a key; never refuses silently what belongs to a secret, and never takes a control character.
    package mutating func handle(_ key: Key) -> TextInput.Outcome {
        switch (key.code, key.control, key.alternate) {
        case (.backspace, false, false), (.character("h"), true, false):
            guard !bytes.isEmpty else { return .moved }
            // A character is one lead byte and the continuation bytes after it.
            while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
            return .edited
        case (.character("u"), true, false), (.character("w"), true, false), (.backspace, false, true):
            guard !bytes.isEmpty else { return .moved }
            wipe()
            return .edited
        case (.character(let character), false, false):
            guard TypedText.accepts(character), bytes.count + character.utf8.count <= limit else { return .moved }
            // Growing copies the secret to new memory and leaves the old behind; start with room for most.
            if bytes.capacity < 1024 { bytes.reserveCapacity(1024) }
            bytes.append(contentsOf: character.utf8)
            return .edited
        default:
            return .ignored
        }
    }

    /// Adds pasted text at the end.
    package mutating func paste(_ text: String, truncated: Bool = false) -> TypedText.Verdict {
        let (clean, verdict) = TypedText.clean(text, room: limit - bytes.count, limit: limit, truncated: truncated)
        if let clean { bytes.append(contentsOf: clean.utf8) }
        return verdict
    }
}

extension SecretBuffer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
