/// Writes a manual page in the macros of mdoc. What is text stays text, whatever it begins with.
struct Roff {
    private(set) var text: String

    /// - Parameters:
    ///   - title: the name of the page.
    ///   - about: one sentence.
    init(title: String, about: String) {
        text =
            ".Dd $Mdocdate$\n.Dt \(title.uppercased()) 1\n.Os\n.Sh NAME\n.Nm \(title)\n.Nd \(Self.word(about, false))\n"
    }

    mutating func section(_ title: String) { text += ".Sh \(Self.word(title, false))\n" }

    /// A macro, and words behind it.
    mutating func line(_ macro: String, _ words: String = "") {
        text += words.isEmpty ? ".\(macro)\n" : ".\(macro) \(Self.word(words, false))\n"
    }

    /// Text with empty lines between its paragraphs. A paragraph macro behind a heading would be one too many.
    mutating func paragraphs(_ words: String) {
        for paragraph in words.split(separator: "\n") {
            if !isBehindHeading { text += ".Pp\n" }
            sentences(String(paragraph))
        }
    }

    private var isBehindHeading: Bool { text.split(separator: "\n").last?.hasPrefix(".Sh ") ?? true }

    /// Each on a line of its own, as the macros want it.
    private mutating func sentences(_ words: String) {
        for line in words.replacing(#/([.?!]) /#, with: { "\($0.1)\n" }).split(separator: "\n") {
            text += Self.word(String(line), true) + "\n"
        }
    }

    /// Terms, each a macro, with their meaning.
    mutating func list(_ items: [(term: String, meaning: String)]) {
        if items.isEmpty { return }
        text += ".Bl -tag -width Ds\n"
        for (term, meaning) in items {
            text += ".It \(term)\n"
            sentences(meaning)
        }
        text += ".El\n"
    }

    /// Lines as they are.
    mutating func literal(_ lines: [String]) {
        text += ".Bd -literal -offset indent\n" + lines.map { Self.word($0, true) + "\n" }.joined() + ".Ed\n"
    }

    /// - Parameter beginsLine: a full stop or an apostrophe there would be a macro.
    private static func word(_ words: String, _ beginsLine: Bool) -> String {
        let escaped = words.replacing("\\", with: "\\e")
        let isMacro = beginsLine && (escaped.hasPrefix(".") || escaped.hasPrefix("'"))
        return (isMacro ? "\\&" : "") + escaped
    }
}
