import ASCIIText
import FoundationEssentials
import StrictJSON

/// Hides our own secrets, by value, in texts that a server sends back (fault D26).
struct SecretMask {
    static let replacement = "(secret)"
    /// Bytes of a secret that can be replaced within a text without showing what it is.
    static let shortest = 4

    /// Every form in which a secret may come back, the longest first, so that no rest of one is left over.
    private let forms: [[UInt8]]
    /// The secrets as they are.
    private let plain: [[UInt8]]
    /// For each byte, whether a form begins with it.
    private let starts: [Bool]

    init(hiding secrets: [Secret]) {
        var forms: Set<String> = []
        for secret in secrets where !secret.isEmpty {
            let text = secret.expose()
            let base64 = Data(text.utf8).base64EncodedString()
            forms.formUnion([
                text, PercentEncoding.encode(text), PercentEncoding.encode(text).lowercasingEscapes(),
                PercentEncoding.encode(text).replacing("%20", with: "+"), base64, PercentEncoding.encode(base64),
                base64.replacing("+", with: "-").replacing("/", with: "_"),
                JSONValue.string(text).serialized().dropQuotes(),
            ])
        }
        plain = secrets.filter { !$0.isEmpty }.map { Array($0.expose().utf8) }
        self.forms = forms.map { Array($0.utf8) }.sorted { $0.count > $1.count }
        var starts = [Bool](repeating: false, count: 256)
        for first in self.forms.compactMap(\.first) { starts[Int(first)] = true }
        self.starts = starts
    }

    init(hiding request: CallRequest) {
        var secrets = request.secrets
        switch request.authentication {
        case .none: break
        case .bearer(let token): secrets.append(token)
        case .cookies(let jar): secrets += jar.cookies.map(\.value)
        }
        self.init(hiding: secrets)
    }

    /// - Returns: at most `limit` characters, of eight scalars each on average; nil when a secret is too short to be replaced without showing, by the
    ///   pattern of the gaps, what it is, or comes back in a form that cannot be replaced.
    func masked(_ text: String, limit: Int = 500) -> String? {
        // Only a beginning is shown; the window leaves room for a secret that crosses the limit.
        let window = 64 * 1024
        let isCut = text.utf8.count > window
        var bytes = Array(text.utf8.prefix(window))
        for form in forms {
            let places = Self.places(of: form, in: bytes)
            if places.isEmpty { continue }
            if form.count < Self.shortest { return nil }
            for place in places.reversed() {
                bytes.replaceSubrange(place..<place + form.count, with: Array(Self.replacement.utf8))
            }
        }
        if isCut {
            // The cut may have left the beginning of a secret.
            bytes.removeLast(min(forms.first?.count ?? 0, bytes.count))
        }
        // There are more ways to percent-encode than can be listed: what still holds a secret is not shown at all.
        let decoded = PercentEncoding.decode(bytes)
        if decoded != bytes, plain.contains(where: { !Self.places(of: $0, in: decoded).isEmpty }) { return nil }
        return Self.cut(String(decoding: bytes, as: UTF8.self), to: limit)
    }

    /// The whole text, with every form of a secret replaced: for values of a successful answer.
    func hidden(in text: String) -> String {
        if isFree(text) { return text }
        var bytes = Array(text.utf8)
        let whole = bytes
        for form in forms {
            if form.count < Self.shortest {
                if whole == form { return Self.replacement }
                continue
            }
            for place in Self.places(of: form, in: bytes).reversed() {
                bytes.replaceSubrange(place..<place + form.count, with: Array(Self.replacement.utf8))
            }
        }
        let decoded = PercentEncoding.decode(bytes)
        let long = plain.filter { $0.count >= Self.shortest }
        if decoded != bytes, long.contains(where: { !Self.places(of: $0, in: decoded).isEmpty }) {
            return Self.replacement
        }
        return bytes == whole ? text : String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a text certainly holds no form of a secret: nearly always, and then told in one pass.
    private func isFree(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            for index in bytes.indices {
                let byte = bytes[index]
                if byte == UInt8(ascii: "%") { return false }
                guard starts[Int(byte)] else { continue }
                let rest = bytes[index...]
                if forms.contains(where: { rest.starts(with: $0) }) { return false }
            }
            return true
        }
    }

    /// A character may be made of any number of marks: what is to be short must be short in scalars too.
    private static func cut(_ text: String, to limit: Int) -> String {
        let result = String(text.unicodeScalars.prefix(limit * 8))
        return result.count > limit ? String(result.prefix(limit - 1)) + "…" : result
    }

    /// Bytes are compared, not characters: an accent after a secret must not hide it.
    private static func places(of form: [UInt8], in bytes: [UInt8]) -> [Int] {
        guard let first = form.first, form.count <= bytes.count else { return [] }
        return bytes.withUnsafeBufferPointer { bytes in
            var places: [Int] = []
            var index = 0
            while index + form.count <= bytes.count {
                if bytes[index] == first, bytes[index..<index + form.count].elementsEqual(form) {
                    places.append(index)
                    index += form.count
                } else {
                    index += 1
                }
            }
            return places
        }
    }
}

extension String {
    /// `%2F` as `%2f`: the other way servers write it.
    fileprivate func lowercasingEscapes() -> String {
        var result = ""
        var escape = 0
        for character in self {
            result += escape > 0 ? character.lowercased() : String(character)
            escape = character == "%" ? 2 : max(0, escape - 1)
        }
        return result
    }

    fileprivate func dropQuotes() -> String { String(dropFirst().dropLast()) }
}
