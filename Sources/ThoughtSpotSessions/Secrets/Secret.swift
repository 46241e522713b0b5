/// A password, secret key, bearer token or cookie value. It cannot be printed, dumped, logged or encoded by accident.
///
/// The only way to the text is ``expose()``; every call of it is a place to review.
public struct Secret: Sendable {
    private let text: String

    /// Takes a secret in; from here on it comes out through ``expose()`` only.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself, for the one place that puts it on the wire or, on an explicit command, on a screen.
    public func expose() -> String { text }

    /// Whether there is no text at all.
    public var isEmpty: Bool { text.isEmpty }
}

extension Secret: Hashable {
    /// Compares in a time that does not depend on where the texts differ.
    public static func == (left: Secret, right: Secret) -> Bool {
        let a = Array(left.text.utf8)
        let b = Array(right.text.utf8)
        var difference = a.count ^ b.count
        for index in 0..<min(a.count, b.count) { difference |= Int(a[index] ^ b[index]) }
        return difference == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the text.
    public var description: String { "(secret)" }
    /// Never the text.
    public var debugDescription: String { "(secret)" }
    /// Empty, so that `dump` finds nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
