package import DisplayText
package import Terminal

/// A frame with a title on the left of its top line and a word of state on the right: `4 of 11`, an age.
///
/// ```text
/// ┌ Tokens PROD ───────────── 4 of 11 ┐
/// ```
///
/// Panes may share an edge: see `draw(_:on:theme:)`.
package struct Pane: Hashable, Sendable {
    private let title: SafeText
    /// Words beside the title that must be seen, such as the word for production.
    package let badges: [TextRun]
    /// On the right: the first one that there is room for.
    private let infos: [TextRun]
    private let isFocused: Bool

    /// - Parameter shortInfo: where there is no room for `info`.
    package init(
        _ title: SafeText, badges: [TextRun] = [], info: TextRun? = nil, shortInfo: TextRun? = nil,
        isFocused: Bool = false
    ) {
        self.title = title
        self.badges = badges
        infos = [info, shortInfo].compactMap(\.self).filter { !$0.text.isEmpty }
        self.isFocused = isFocused
    }

    /// Draws the frame and says what is left inside.
    @discardableResult
    package func draw(in area: Area, on grid: inout CellGrid, theme: Theme) -> Area {
        drawFrame(in: area, on: &grid, theme: theme)
        drawTopLine(in: area, on: &grid, theme: theme)
        return area.rows >= 2 && area.columns >= 2 ? area.inset(by: 1) : area
    }

    /// Draws panes that share edges: all frames, the focused one over the others, then all titles, so that no frame
    /// covers the title of a neighbour.
    package static func draw(_ panes: [(pane: Pane, area: Area)], on grid: inout CellGrid, theme: Theme) {
        for (pane, area) in panes where !pane.isFocused { pane.drawFrame(in: area, on: &grid, theme: theme) }
        for (pane, area) in panes where pane.isFocused { pane.drawFrame(in: area, on: &grid, theme: theme) }
        for (pane, area) in panes { pane.drawTopLine(in: area, on: &grid, theme: theme) }
    }

    private func drawFrame(in area: Area, on grid: inout CellGrid, theme: Theme) {
        grid.joinedFrame(area, style: theme[isFocused ? .focusedBorder : .border])
    }

    private func drawTopLine(in area: Area, on grid: inout CellGrid, theme: Theme) {
        guard area.rows >= 2, area.columns >= 2 else { return }
        let top = Area(row: area.top, column: area.left + 1, rows: 1, columns: area.columns - 2)
        let used = drawTitle(in: top, on: &grid, theme: theme)
        for info in infos {
            let text: SafeText = " \(grid.shown(info.text)) "
            let column = top.columns - text.columns
            // One cell of line keeps the two apart.
            guard column > used else { continue }
            grid.line(text, row: 0, in: top, indent: column, style: theme[info.role])
            break
        }
    }

    private func drawTitle(in top: Area, on grid: inout CellGrid, theme: Theme) -> Int {
        guard !title.isEmpty, top.columns >= 3 else { return 0 }
        let reserved = badges.reduce(0) { $0 + grid.shown($1.text).columns + 1 }
        // A badge may be the word for production: the title gives way first.
        let room = max(1, top.columns - 2 - reserved)
        var style = theme[isFocused ? .focusedBorder : .heading]
        // Without colour both may be bold, and a list that is empty has no row to tell the focus by.
        if isFocused, !theme.isBehind, style == theme[.heading] { style.attributes.insert(.underline) }
        var column = grid.line(" \(grid.glyphs.cut(title, to: room)) ", row: 0, in: top, style: style)
        for badge in badges where column < top.columns {
            column = grid.line(badge.text, row: 0, in: top, indent: column, style: theme[badge.role])
            column = grid.line(" ", row: 0, in: top, indent: column)
        }
        return column
    }
}

extension Area {
    /// An area of at most `size` in the middle of this one; never larger than this one.
    package func centred(_ size: Size) -> Area {
        let rows = min(size.rows, self.rows)
        let columns = min(size.columns, self.columns)
        return Area(
            row: top + (self.rows - rows) / 2, column: left + (self.columns - columns) / 2, rows: rows,
            columns: columns)
    }

    /// The same for what gets taller and lower again while one looks at it: its first row stays where it is.
    ///
    /// - Parameters:
    ///   - resting: the rows with which it stands in the middle.
    ///   - spare: rows below it that stand in the middle with it, for what is likely to come.
    package func centred(_ size: Size, resting: Int, spare: Int = 0) -> Area {
        let first = max(0, (rows - resting - spare) / 2)
        let columns = min(size.columns, self.columns)
        return Area(
            row: top + first, column: left + (self.columns - columns) / 2, rows: min(size.rows, rows - first),
            columns: columns)
    }
}

/// Which ways the lines of a frame leave one cell.
struct Arms: OptionSet {
    let rawValue: UInt8
    static let up = Arms(rawValue: 1)
    static let down = Arms(rawValue: 2)
    static let left = Arms(rawValue: 4)
    static let right = Arms(rawValue: 8)

    private static let glyphs: [(Arms, GlyphSet.Glyph)] = [
        ([.left, .right], .horizontal), ([.up, .down], .vertical), ([.down, .right], .topLeft),
        ([.down, .left], .topRight), ([.up, .right], .bottomLeft), ([.up, .left], .bottomRight),
        ([.up, .down, .right], .teeLeft), ([.up, .down, .left], .teeRight), ([.left, .right, .down], .teeTop),
        ([.left, .right, .up], .teeBottom), ([.up, .down, .left, .right], .cross),
    ]

    /// The arms of what stands in a cell already; none when it is no line.
    ///
    /// All corners look the same in ASCII, so `+` counts as a crossing there; it stays a `+` whatever joins it.
    init(_ content: Cell.Content, _ set: GlyphSet) {
        guard case .scalar(let scalar) = content, scalar != " " else {
            self = []
            return
        }
        let matches = Self.glyphs.filter { set[$0.1] == scalar }
        self = matches.last?.0 ?? []
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    var glyph: GlyphSet.Glyph { Self.glyphs.first { $0.0 == self }?.1 ?? .cross }
}

extension CellGrid {
    /// Draws a frame along the inner edge of an area. Where it runs over another frame the two are joined, so that
    /// panes may share an edge.
    fileprivate mutating func joinedFrame(_ area: Area, style: Style) {
        guard area.rows >= 2, area.columns >= 2 else { return }
        noteFrame(area)
        let (bottom, right) = (area.bottom - 1, area.right - 1)
        for column in area.left...right {
            var arms: Arms = []
            if column > area.left { arms.insert(.left) }
            if column < right { arms.insert(.right) }
            join(arms.union(edge(column, area.left, right, .down)), row: area.top, column: column, style: style)
            join(arms.union(edge(column, area.left, right, .up)), row: bottom, column: column, style: style)
        }
        for row in area.top + 1..<bottom {
            join([.up, .down], row: row, column: area.left, style: style)
            join([.up, .down], row: row, column: right, style: style)
        }
    }

    private func edge(_ column: Int, _ left: Int, _ right: Int, _ arm: Arms) -> Arms {
        column == left || column == right ? arm : []
    }

    private mutating func join(_ arms: Arms, row: Int, column: Int, style: Style) {
        guard row >= 0, row < size.rows, column >= 0, column < size.columns else { return }
        let all = arms.union(Arms(self[row, column].content, glyphs))
        write(all.glyph, at: Position(row: row, column: column), style: style)
    }
}

/// What stands on a screen that cannot hold the program.
package enum TooSmall {
    /// The smallest screen on which the program draws itself.
    package static let least = Size(rows: 10, columns: 40)

    /// Whether a screen is too small.
    package static func applies(to size: Size) -> Bool { size.rows < least.rows || size.columns < least.columns }

    /// Draws the message. Works down to a single cell.
    package static func draw(on grid: inout CellGrid, theme: Theme) {
        let area = grid.area
        let text: SafeText = """
            Too small: \(grid.size.columns)x\(grid.size.rows). \
            Enlarge the terminal to \(least.columns)x\(least.rows).
            """
        for (row, line) in text.wrapped(to: area.columns).enumerated() {
            grid.line(line, row: row, in: area, style: theme[.warning])
        }
    }
}
