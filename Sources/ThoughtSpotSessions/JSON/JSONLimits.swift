/// How large a document may be before it is refused (promise P33).
package struct JSONLimits: Hashable, Sendable {
    /// Arrays and objects within one another.
    package var depth: Int
    /// Bytes of the whole document.
    package var bytes: Int
    /// Bytes of one string, as written in the document.
    package var stringBytes: Int
    /// Values of any kind.
    package var items: Int

    package init(
        depth: Int = 64, bytes: Int = 8 * 1024 * 1024, stringBytes: Int = 1024 * 1024, items: Int = 200_000
    ) {
        self.depth = depth
        self.bytes = bytes
        self.stringBytes = stringBytes
        self.items = items
    }

    /// A log: 64 MiB, and 200,000 entries of an object and two texts.
    package static let log = JSONLimits(bytes: 64 * 1024 * 1024, items: 3 * 200_000 + 1)
}
