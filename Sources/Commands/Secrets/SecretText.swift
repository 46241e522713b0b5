import DisplayText
import Operations
import ThoughtSpotSessions

/// The rules for a secret that comes in as bytes (fault B3).
enum SecretText {
    /// Bytes; more is no secret.
    static let limit = 64 * 1024

    /// Takes off one final line end and checks what is left.
    ///
    /// - Parameter source: what is said of it in an error: `The password on standard input`.
    static func secret(_ bytes: [UInt8], from source: SafeText) throws(CommandProblem) -> Secret {
        guard bytes.count <= limit else { throw .secretTooLong(source: source) }
        var text = bytes[...]
        if text.last == 0x0A { text.removeLast() }
        if text.last == 0x0D { text.removeLast() }
        guard !text.isEmpty else { throw .secretEmpty(source: source) }
        if let fault = SecretFault(in: text) { throw .secretCharacters(source: source, fault) }
        return Secret(String(decoding: text, as: UTF8.self))
    }
}
