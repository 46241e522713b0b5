import ASCIIText
package import DisplayText

extension SafeText {
    /// A name from outside as one word of a command line: in quotation marks where a shell would take it for something else.
    package init(shellWord word: String) {
        let isPlain =
            !word.isEmpty && !word.hasPrefix("-")
            && word.utf8.allSatisfy { $0.isASCIIAlphanumeric || [0x2D, 0x2E, 0x2F, 0x40, 0x5F].contains($0) }
        self.init(outside: isPlain ? word : "'\(word.replacing("'", with: "'\\''"))'", limit: SafeText.usualLimit)
    }

    package init(shellWords words: [String]) {
        self = words.map { SafeText(shellWord: $0) }.joined(separator: " ")
    }
}
