import DisplayText
import Terminal
import Testing

struct CellGridTests {
    private func text(_ grid: CellGrid) -> [String] {
        GridText(grid).text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    @Test func `text is clipped at the right`() {
        var grid = CellGrid(Size(rows: 1, columns: 4))
        #expect(grid.write("abcdef", at: Position(row: 0, column: 1)) == 3)
        #expect(text(grid) == [" abc"])
    }

    @Test func `text is clipped at the left and outside`() {
        var grid = CellGrid(Size(rows: 2, columns: 6))
        grid.write("abcdef", at: Position(row: 0, column: -2))
        grid.write("lost", at: Position(row: -1, column: 0))
        grid.write("lost", at: Position(row: 2, column: 0))
        grid.write("lost", at: Position(row: 0, column: 6))
        #expect(text(grid) == ["cdef", ""])
    }

    @Test func `text stays in its area`() {
        var grid = CellGrid(Size(rows: 3, columns: 8))
        let area = Area(row: 1, column: 2, rows: 1, columns: 3)
        grid.write("abcdef", at: Position(row: 1, column: 1), in: area)
        grid.write("abcdef", at: Position(row: 2, column: 2), in: area)
        #expect(text(grid) == ["", "  bcd", ""])
    }

    @Test func `wide characters take two cells`() {
        var grid = CellGrid(Size(rows: 1, columns: 5))
        #expect(grid.write("日本", at: Position(row: 0, column: 0)) == 4)
        #expect(grid[0, 0].content == .cluster("日", columns: 2))
        #expect(grid[0, 1].content == .continuation)
    }

    @Test func `half a wide character is a blank`() {
        var grid = CellGrid(Size(rows: 1, columns: 4))
        grid.write("a日本", at: Position(row: 0, column: 0))
        #expect(text(grid) == ["a日"])
        grid.write("x", at: Position(row: 0, column: 2))
        #expect(text(grid) == ["a x"])
        grid.write("日", at: Position(row: 0, column: 0))
        grid.write("y", at: Position(row: 0, column: 0))
        #expect(text(grid) == ["y x"])
        grid.write("日z", at: Position(row: 0, column: -1))
        #expect(text(grid) == [" zx"])
    }

    @Test func `combining marks share the cell`() {
        var grid = CellGrid(Size(rows: 1, columns: 3))
        grid.write(SafeText(outside: "e\u{301}x"), at: Position(row: 0, column: 0))
        #expect(grid[0, 0].content == .cluster("e\u{301}", columns: 1))
        #expect(grid[0, 1].content == .scalar("x"))
    }

    @Test func `ascii grids escape`() {
        var grid = CellGrid(Size(rows: 3, columns: 12), glyphs: .ascii)
        grid.box(grid.area, title: "A…")
        grid.write(SafeText(outside: "é→"), at: Position(row: 1, column: 1))
        #expect(text(grid) == ["+- A~ -----+", "|<U+00E9>> |", "+----------+"])
    }

    @Test func `frames and lines`() {
        var grid = CellGrid(Size(rows: 4, columns: 10))
        grid.box(grid.area, title: "日本語の名")
        grid.horizontalLine(at: Position(row: 2, column: 1), columns: 40, in: grid.area.inset(by: 1))
        #expect(text(grid) == ["┌─ 日… ──┐", "│        │", "│────────│", "└────────┘"])
        grid.box(Area(row: 0, column: 0, rows: 1, columns: 9))
    }

    @Test func `grids are drawn into grids`() {
        var small = CellGrid(Size(rows: 1, columns: 4))
        small.write("日本", at: Position(row: 0, column: 0))
        var grid = CellGrid(Size(rows: 1, columns: 5))
        grid.write("xxxxx", at: Position(row: 0, column: 0))
        grid.draw(small, at: Position(row: 0, column: 2))
        #expect(text(grid) == ["xx日"])
        grid.draw(small, at: Position(row: 0, column: -1))
        #expect(text(grid) == [" 本"])
    }
}
