import DisplayText
import Terminal
import Testing

struct PictureTests {
    private var grid: CellGrid {
        var grid = CellGrid(Size(rows: 3, columns: 12))
        grid.box(grid.area, title: "A & B")
        grid.write(
            "<日>", at: Position(row: 1, column: 2), style: Style(foreground: .red, attributes: [.bold, .reverse]))
        grid.cursor = Position(row: 1, column: 9)
        return grid
    }

    @Test func `text has no trailing blanks`() {
        #expect(GridText(grid).text == "┌─ A & B ──┐\n│ <日>     │\n└──────────┘\n")
        #expect(GridText(grid).styles == "\n..aaaa\n\na = bold reverse red\n")
        #expect(GridText(CellGrid(Size(rows: 1, columns: 3))).snapshot == "\n")
    }

    @Test func `picture is whole and stable`() {
        let picture = GridSVG.picture(of: grid, title: "a <frame>")
        #expect(picture == GridSVG.picture(of: grid, title: "a <frame>"))
        #expect(picture.hasPrefix("<svg xmlns="))
        #expect(picture.hasSuffix("</svg>\n"))
        #expect(picture.contains("<title>a &lt;frame&gt;</title>"))
        #expect(picture.contains("A &amp; B"))
        #expect(picture.contains("font-weight=\"bold\">&lt;</text>"))
        // The wide character stands alone at its place, two cells wide: 12 + 3 * 8.
        #expect(picture.contains("<text x=\"36\" y=\"40\" textLength=\"16\""))
    }

    @Test func `A film shows each grid in its turn, and rests on the last`() {
        var film = GridFilm()
        film.append(grid, milliseconds: 300)
        var second = grid
        second.write("ok", at: Position(row: 1, column: 2))
        film.append(second, milliseconds: 100)
        film.append(second, milliseconds: 600)
        let picture = film.picture(title: "a film")
        let changes = picture.split(separator: "\n").filter { $0.hasPrefix("<animate ") }
        // One row has changed; the two around it stand still.
        #expect(
            changes == [
                "<animate attributeName=\"visibility\" values=\"visible;hidden\" keyTimes=\"0;0.300\" "
                    + "calcMode=\"discrete\" dur=\"1000ms\" repeatCount=\"indefinite\"/>",
                "<animate attributeName=\"visibility\" values=\"hidden;visible\" keyTimes=\"0;0.300\" "
                    + "calcMode=\"discrete\" dur=\"1000ms\" repeatCount=\"indefinite\"/>",
            ])
        #expect(picture.ranges(of: "A &amp; B").count == 1)
        #expect(picture.ranges(of: "<g visibility=\"hidden\">").count == 1)
        #expect(picture.ranges(of: "<g visibility=\"visible\">").count == 1)
        #expect(picture.hasSuffix("</svg>\n"))
    }
}
