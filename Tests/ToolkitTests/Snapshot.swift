import DisplayText
import Terminal
import Testing
import Toolkit

/// Draws on a blank grid and compares the picture with the one written in the test. A failure prints both, framed, so
/// that the right one can be pasted.
func expectPicture(
    _ rows: Int, _ columns: Int, glyphs: GlyphSet = .ascii, is expected: String,
    sourceLocation: SourceLocation = #_sourceLocation, _ draw: (inout CellGrid) -> Void
) {
    var grid = CellGrid(Size(rows: rows, columns: columns), glyphs: glyphs)
    draw(&grid)
    let actual = trimmed(GridText(grid).text)
    let wanted = trimmed(expected)
    #expect(
        actual == wanted, "\n--- expected\n\(wanted)\n--- actual\n\(actual)\n---", sourceLocation: sourceLocation)
}

/// Blanks at the ends of lines and blank lines at the end say nothing in a picture.
private func trimmed(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        var line = line
        while line.last == " " { line = line.dropLast() }
        return String(line)
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
}

extension CellGrid {
    /// The style of the cell at which a text begins; nil when the text is not on the screen.
    func style(of text: String) -> Style? {
        let wanted = Array(text.unicodeScalars)
        for row in 0..<size.rows where size.columns >= wanted.count {
            for column in 0...(size.columns - wanted.count) {
                let isHere = wanted.indices.allSatisfy { self[row, column + $0].content == .scalar(wanted[$0]) }
                if isHere { return self[row, column].style }
            }
        }
        return nil
    }
}

/// Types a text, one key a character.
func keys(_ text: String) -> [Key] { text.map { Key.character($0) } }
