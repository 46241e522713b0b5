/// Why bytes are not a JSON document that we take, and where. Holds no text of the document: it may be a secret.
package struct JSONSyntaxError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// No byte, or nothing but white space.
        case empty
        /// Not UTF-8; the text names what it seems to be: `UTF-16`, `UTF-32`, `invalid UTF-8`.
        case encoding(String)
        /// Something else stands where this was expected: `a value`, `a comma or }`, `the end of a string`.
        case syntax(expected: String)
        /// A key that the same object already has.
        case duplicateKey
        case tooDeep
        case tooLarge
        /// Text after the end of the document.
        case trailing
        /// Not a number as JSON writes them: `01`, `1.`, `.5`.
        case number
        /// A control character, a bad escape or half of a surrogate pair within a string.
        case string
    }

    package let reason: Reason
    /// Counts from 1; a line ends with a line feed.
    package let line: Int
    /// Counts from 1, in characters as people see them.
    package let column: Int
    /// Bytes from the start.
    package let offset: Int

    package init(reason: Reason, line: Int, column: Int, offset: Int) {
        self.reason = reason
        self.line = line
        self.column = column
        self.offset = offset
    }

    /// Finds line and column of `offset` in `bytes`.
    init(reason: Reason, offset: Int, in bytes: [UInt8]) {
        let before = bytes.prefix(offset)
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? (JSONValue.hasBOM(bytes) ? 3 : 0)
        let line = before.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        let text = lineStart < offset ? String(decoding: bytes[lineStart..<offset], as: UTF8.self) : ""
        self.init(reason: reason, line: line, column: text.count + 1, offset: offset)
    }
}

extension JSONSyntaxError {
    /// What is wrong, as one clause for people, without the place.
    package var clause: String {
        switch reason {
        case .empty: "it is empty"
        case .encoding(let name): "it is \(name)"
        case .syntax(let expected): "expected \(expected)"
        case .duplicateKey: "this member stands twice in the same object"
        case .tooDeep: "it is nested too deeply"
        case .tooLarge: "it is too large"
        case .trailing: "there is text after its end"
        case .number: "this is not a number as JSON writes it"
        case .string: "this string has a control character or a bad escape in it"
        }
    }
}
