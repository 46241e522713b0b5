import Synchronization

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

/// The secrets that a program has presented lately. A cluster that sends one of them back, in whatever answer, does not
/// get it shown (fault D26): the answer to a login is empty, and the password may come with the next one.
///
/// In memory only. One of them serves all clients of a program; a client without one hides what its own requests
/// hold.
public final class PresentedSecrets: Sendable {
    private struct State {
        /// Passwords, keys and tokens that were said in a body or a query.
        var credentials: [Secret] = []
        /// Bearers and cookies, which are many where many tokens are checked: they push out no password.
        var carriers: [Secret] = []
        /// In lower case.
        var names: [String] = []
    }

    /// The most that are remembered, of each kind: the latest count.
    public static let limit = 8

    private let state = Mutex(State())

    /// Remembers nothing yet.
    public init() {}

    /// Takes note of what a request presents, and of the user name that it says openly.
    func note(_ request: CallRequest) {
        let all = EchoMask.secrets(of: request).filter { $0.expose().utf8.count >= SecretMask.shortest }
        state.withLock { state in
            for secret in all {
                if request.secrets.contains(secret) {
                    Self.add(secret, to: &state.credentials)
                } else {
                    Self.add(secret, to: &state.carriers)
                }
            }
            if let name = request.openName { Self.add(name, to: &state.names) }
        }
    }

    /// The request with all that must not come back in a text, whichever request presented it.
    func hiding(_ request: CallRequest) -> CallRequest {
        var request = request
        let (secrets, names) = state.withLock { ($0.credentials + $0.carriers, $0.names) }
        request.secrets += secrets
        request.openNames += names
        return request
    }

    private static func add<Item: Equatable>(_ item: Item, to list: inout [Item]) {
        list.removeAll { $0 == item }
        list.append(item)
        if list.count > limit { list.removeFirst() }
    }
}
