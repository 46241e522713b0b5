import ASCIIText
import HTTPTypes

/// What a header value may hold when it carries text that came from outside.
public enum HeaderValue {
    /// Whether `text` can be put into a header as it is: visible ASCII, inner spaces and tabs, nothing else.
    ///
    /// `HTTPField` silently turns line ends into spaces, which would send a token other than the one that was meant:
    /// ask here before a value is put into a field.
    public static func isSafe(_ text: String) -> Bool {
        let bytes = text.utf8
        let edges = [bytes.first, bytes.last]
        return bytes.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 } && !edges.contains(0x20)
            && !edges.contains(0x09)
    }
}

extension ExchangeRequest {
    /// `host:port`, as errors name the other end.
    public var peer: String { "\(origin.host.contains(":") ? "[\(origin.host)]" : origin.host):\(origin.port)" }

    /// Refuses a request that would not arrive as it was meant: control characters, or an address that a URL parser
    /// could read in another way.
    ///
    /// - Throws: `TransportError` with the code `.other` and the reach `.notSent`; the detail names the place, never
    ///   the value.
    public func check() throws(TransportError) {
        if let field = headers.first(where: { !HeaderValue.isSafe($0.value) }) {
            throw refusal("the value of the header field \(field.name.rawName) holds characters that cannot be sent")
        }
        if headers.contains(where: { $0.name.canonicalName == "host" }) {
            throw refusal("the header field Host is made from the address and cannot be set")
        }
        guard path.hasPrefix("/"), !path.hasPrefix("//"), path.utf8.allSatisfy({ Self.isAddressByte($0) && $0 != 0x3F })
        else {
            throw refusal("the path holds characters that cannot be sent")
        }
        guard query?.utf8.allSatisfy(Self.isAddressByte) ?? true else {
            throw refusal("the query holds characters that cannot be sent")
        }
        guard !origin.host.isEmpty, origin.host.utf8.allSatisfy(Self.isHostByte) else {
            throw refusal("the host name holds characters that cannot be sent")
        }
        guard (1...65_535).contains(origin.port) else {
            throw refusal("the port is not between 1 and 65535")
        }
    }

    private func refusal(_ detail: String) -> TransportError {
        TransportError(.other, reach: .notSent, peer: peer, detail: detail)
    }

    /// Visible ASCII except the number sign and what URL parsers disagree about.
    private static func isAddressByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !disputedBytes.contains(byte)
    }

    private static let disputedBytes = Set("#\"<>\\^`{|}".utf8)

    /// Letters, digits, and what names and addresses need: `.`, `-`, `_`, `:`.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        byte.isLowercaseASCIILetter || byte.isASCIIDigit || "-.:_".utf8.contains(byte)
    }
}
