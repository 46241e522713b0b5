/// A grid as a standalone SVG picture, the same bytes for the same grid.
package enum GridSVG {
    /// With a font size of 13.3 the usual monospace fonts advance by just this; `textLength` corrects the others.
    private static let cellWidth = 8
    private static let cellHeight = 16
    private static let margin = 12

    /// Draws the picture.
    /// - Parameter title: what the picture shows, for those who cannot see it.
    package static func picture(of grid: CellGrid, title: String) -> String {
        var lines: [String] = []
        for row in 0..<grid.size.rows { lines += self.lines(of: grid, row: row) }
        lines += cursor(of: grid)
        return document(of: grid.size, title: title, lines)
    }

    /// The picture around what is drawn in it.
    static func document(of size: Size, title: String, _ content: [String]) -> String {
        let width = size.columns * cellWidth + 2 * margin
        let height = size.rows * cellHeight + 2 * margin
        let lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
                + "viewBox=\"0 0 \(width) \(height)\" role=\"img\">",
            "<title>\(escaped(title))</title>",
            "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"\(Palette.background)\"/>",
            "<g font-family=\"ui-monospace, 'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace\" "
                + "font-size=\"13.3\" style=\"white-space:pre\" xml:space=\"preserve\">",
        ]
        return (lines + content + ["</g>", "</svg>"]).joined(separator: "\n") + "\n"
    }

    /// A row of cells.
    static func lines(of grid: CellGrid, row: Int) -> [String] {
        let runs = self.runs(of: grid, row: row)
        var lines: [String] = []
        for run in runs { background(of: run, row: row, &lines) }
        for run in runs { text(of: run, row: row, &lines) }
        return lines
    }

    /// The cursor, where the grid shows one.
    static func cursor(of grid: CellGrid) -> [String] {
        guard let cursor = grid.cursor, grid.area.contains(cursor) else { return [] }
        let (x, y) = (margin + cursor.column * cellWidth, margin + cursor.row * cellHeight)
        return [
            "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(cellWidth)\" height=\"\(cellHeight)\" "
                + "fill=\"\(Palette.foreground)\" fill-opacity=\"0.5\"/>"
        ]
    }

    /// Columns of one look, drawn as one piece of text.
    private struct Run {
        let column: Int
        var columns: Int
        let style: Style
        var text: String
    }

    private static func runs(of grid: CellGrid, row: Int) -> [Run] {
        var runs: [Run] = []
        var joins = false
        for column in 0..<grid.size.columns {
            let cell = grid[row, column]
            let text: String
            var isNarrow = true
            switch cell.content {
            case .scalar(let scalar):
                text = String(scalar)
                // Beyond Latin a font may be wider or narrower than our cell; such text stands alone at its place.
                isNarrow = scalar.value < 0x250
            case .cluster(let cluster, let columns):
                text = cluster
                isNarrow = columns == 1
            case .continuation:
                if !runs.isEmpty { runs[runs.count - 1].columns += 1 }
                continue
            }
            let isLine = text.unicodeScalars.allSatisfy { (0x2500...0x259F).contains($0.value) }
            let mayJoin = isNarrow || isLine
            if joins, mayJoin, var last = runs.last, last.style == cell.style {
                last.columns += 1
                last.text += text
                runs[runs.count - 1] = last
            } else {
                runs.append(Run(column: column, columns: 1, style: cell.style, text: text))
            }
            joins = mayJoin
        }
        return runs
    }

    private static func background(of run: Run, row: Int, _ lines: inout [String]) {
        guard let fill = Palette(run.style).background else { return }
        let (x, y) = (margin + run.column * cellWidth, margin + row * cellHeight)
        lines.append(
            "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(run.columns * cellWidth)\" height=\"\(cellHeight)\" fill=\"\(fill)\"/>"
        )
    }

    private static func text(of run: Run, row: Int, _ lines: inout [String]) {
        var text = Substring(run.text)
        var column = run.column
        let isUnderlined = run.style.attributes.contains(.underline)
        if !isUnderlined {
            while text.first == " " { (text, column) = (text.dropFirst(), column + 1) }
            while text.last == " " { text = text.dropLast() }
        }
        guard !text.isEmpty else { return }
        let columns =
            run.text.count == run.columns ? text.count : run.columns
        let (x, y) = (margin + column * cellWidth, margin + row * cellHeight + 12)
        var line =
            "<text x=\"\(x)\" y=\"\(y)\" textLength=\"\(columns * cellWidth)\" lengthAdjust=\"spacingAndGlyphs\" "
        line += "fill=\"\(Palette(run.style).foreground)\""
        if run.style.attributes.contains(.bold) { line += " font-weight=\"bold\"" }
        if run.style.attributes.contains(.dim) { line += " fill-opacity=\"0.6\"" }
        if isUnderlined { line += " text-decoration=\"underline\"" }
        lines.append(line + ">" + escaped(String(text)) + "</text>")
    }

    private static func escaped(_ text: String) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }

    /// The picture's colours.
    private struct Palette {
        static let background = "#16181d"
        static let foreground = "#d8dbe2"

        let foreground: String
        /// Absent where the picture's own shows.
        let background: String?

        init(_ style: Style) {
            let front = style.foreground == .standard ? Self.foreground : Self.value(style.foreground)
            let back = style.background == .standard ? nil : Self.value(style.background)
            if style.attributes.contains(.reverse) {
                (foreground, background) = (back ?? Self.background, front)
            } else {
                (foreground, background) = (front, back)
            }
        }

        private static func value(_ color: Color) -> String {
            switch color {
            case .standard: foreground
            case .black: "#1d1f26"
            case .red: "#e06c75"
            case .green: "#98c379"
            case .yellow: "#d8a657"
            case .blue: "#61afef"
            case .magenta: "#c678dd"
            case .cyan: "#56b6c2"
            case .white: "#c0c5ce"
            case .brightBlack: "#7f8694"
            case .brightRed: "#ff8790"
            case .brightGreen: "#b5e08e"
            case .brightYellow: "#f2c97d"
            case .brightBlue: "#8cc8ff"
            case .brightMagenta: "#dfa0f0"
            case .brightCyan: "#7fdbe6"
            case .brightWhite: "#ffffff"
            }
        }
    }
}
