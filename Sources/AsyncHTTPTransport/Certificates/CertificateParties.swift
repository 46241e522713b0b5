/// Who a certificate is for, and who signed it: the two names of X.509 that the TLS library keeps to itself.
///
/// Reads just as much of DER (ITU-T X.690) as stands before them in a certificate (RFC 5280, 4.1), and believes no
/// length that does not fit.
struct CertificateParties: Hashable, Sendable {
    let subject: String?
    let issuer: String?

    /// - Parameter certificate: in DER. Nil when it is no certificate.
    init?(certificate: [UInt8]) {
        var file = DERReader(certificate[...])
        guard var outer = file.enter(.sequence), var body = outer.enter(.sequence) else { return nil }
        // Version (where it is told), serial number, algorithm.
        if body.peek == .version { body.skip() }
        body.skip()
        body.skip()
        guard let issuer = body.enter(.sequence) else { return nil }
        // Validity.
        body.skip()
        guard let subject = body.enter(.sequence) else { return nil }
        self.issuer = Self.text(of: issuer)
        self.subject = Self.text(of: subject)
    }

    /// `Common Name (Organisation)`, or whichever of the two there is.
    private static func text(of name: DERReader) -> String? {
        var name = name
        var commonName: String?
        var organisation: String?
        while var set = name.enter(.set) {
            while var attribute = set.enter(.sequence), let type = attribute.value(.objectIdentifier) {
                guard let value = attribute.text() else { continue }
                if type.elementsEqual([0x55, 0x04, 0x03]) { commonName = value }
                if type.elementsEqual([0x55, 0x04, 0x0A]) { organisation = value }
            }
        }
        guard let commonName else { return organisation }
        return organisation.map { "\(commonName) (\($0))" } ?? commonName
    }
}

/// Walks over values of DER that stand one behind the other.
struct DERReader {
    /// The tags that are met on the way to the names.
    enum Tag: UInt8 {
        case utf8 = 0x0C
        case printable = 0x13
        case teletex = 0x14
        case ia5 = 0x16
        case twoByte = 0x1E
        case sequence = 0x30
        case set = 0x31
        case objectIdentifier = 0x06
        case version = 0xA0
    }

    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The tag of the next value, when it is one of those.
    var peek: Tag? { rest.first.flatMap(Tag.init(rawValue:)) }

    /// The content of the next value, as values of its own; nil, and no step, when it is something else.
    mutating func enter(_ tag: Tag) -> DERReader? { value(tag).map(DERReader.init) }

    /// The content of the next value; nil, and no step, when it is something else.
    mutating func value(_ tag: Tag) -> ArraySlice<UInt8>? {
        guard peek == tag else { return nil }
        return next()
    }

    mutating func skip() { _ = next() }

    /// The next value, when it is a text.
    mutating func text() -> String? {
        guard let tag = peek, let content = next() else { return nil }
        switch tag {
        case .utf8, .printable, .ia5, .teletex:
            return String(decoding: content, as: UTF8.self)
        case .twoByte:
            let bytes = Array(content)
            let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return String(decoding: units, as: UTF16.self)
        case .sequence, .set, .objectIdentifier, .version:
            return nil
        }
    }

    /// A length that goes beyond the end leaves nothing to read.
    private mutating func next() -> ArraySlice<UInt8>? {
        var walk = rest.dropFirst()
        guard let first = walk.popFirst() else {
            rest = []
            return nil
        }
        var length = Int(first)
        if first >= 0x80 {
            let count = Int(first & 0x7F)
            guard (1...4).contains(count), walk.count >= count else {
                rest = []
                return nil
            }
            length = walk.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            walk = walk.dropFirst(count)
        }
        guard length <= walk.count else {
            rest = []
            return nil
        }
        rest = walk.dropFirst(length)
        return walk.prefix(length)
    }
}
