package import Storage

/// Finds the token that a person means by the first characters of its fingerprint.
package enum FindToken {
    /// - Parameter typed: 4...12 hexadecimal digits, any case.
    package static func find(typed: String, in records: [TokenRecord]) throws(OperationError) -> TokenRecord {
        let prefix = typed.lowercased()
        let matches = prefix.utf8.count < 4 ? [] : records.filter { $0.fingerprint.text.hasPrefix(prefix) }
        guard let first = matches.first else { throw .refused(.noSuchToken(typed: typed)) }
        if matches.count > 1 { throw .refused(.ambiguousToken(typed: typed, count: matches.count)) }
        return first
    }
}
