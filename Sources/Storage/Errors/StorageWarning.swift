/// Something about a file that is worth a word once, and stops nothing.
package struct StorageWarning: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// Others may read the file. It holds no secret (fault A15).
        case readableByOthers
        /// A byte order mark stands in front; it is gone after the next save (fault A7).
        case byteOrderMark
        /// A member of the profile file has the name of a secret (promise P20).
        case secretMember
    }

    package var kind: Kind
    package var file: String
    /// One clause for people.
    package var detail: String
    /// A shell command that helps.
    package var advice: String?

    package init(_ kind: Kind, file: String, detail: String, advice: String? = nil) {
        self.kind = kind
        self.file = file
        self.detail = detail
        self.advice = advice
    }
}
