import DisplayText
import Terminal
import Testing

struct CellGridTests {
    @Test func writesText() {
        var grid = CellGrid(Size(rows: 2, columns: 4))
        #expect(grid.write("abcdef", at: Position(row: 0, column: 1)) == 3)
    }
}
