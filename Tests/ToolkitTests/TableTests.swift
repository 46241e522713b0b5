import DisplayText
import Terminal
import Testing
import Toolkit

struct TableTests {
    static let columns = [
        TableColumn("id", .fixed(8)), TableColumn("kind", .fixed(6), priority: 2),
        TableColumn("user", .flexible(minimum: 6)), TableColumn("org", .flexible(minimum: 7), priority: 3),
        TableColumn("left", .fixed(9), alignment: .trailing),
    ]
    static let tokens: [[SafeText]] = [
        ["ab12cd34", "full", "anna", "Primary", "12m 04s"],
        ["9f00e1aa", "object", "anna.with.a.long.name", "Sales", "expired"],
        ["77aa0b1c", "full", "bot", "Primary", "revoked"],
    ]
    static var rows: TableRows<Int> {
        TableRows(count: 3, id: { $0 }) { index in
            tokens[index].map { TextRun($0, $0 == "expired" ? .warning : .text) }
        }
    }

    static func state(selected: Int, marked: Bool = false) -> ListState<Int> {
        var state = ListState<Int>()
        state.select(selected, count: 3, height: 10) { $0 }
        if marked { state.toggleMark() }
        return state
    }

    @Test(
        arguments: [
            ("/api/rest/2.0/auth/session/login", "~/session/login"), ("/short", "/short"),
            ("/a/path-of-one-long-part-alone", "~long-part-alone"), ("no path, but a long text", "~but a long text"),
        ])
    func `a path that is cut begins at one of its parts`(_ path: SafeText, _ shown: SafeText) {
        #expect(GlyphSet.ascii.cutBeginning(path, to: 16) == shown)
    }

    @Test func wide() {
        expectPicture(
            5, 70,
            is: """
                   id        kind    user                   org                left ^
                >* ab12cd34  full    anna                   Primary           12m 04s
                   9f00e1aa  object  anna.with.a.long.name  Sales             expired
                   77aa0b1c  full    bot                    Primary           revoked
                """
        ) { grid in
            Table(Self.columns, sort: SortOrder(column: 4), hasMarks: true)
                .draw(Self.rows, state: Self.state(selected: 0, marked: true), in: grid.area, on: &grid, theme: .mono)
        }
    }

    @Test func columnsOfLeastWeightGoFirstOnNarrowScreens() {
        expectPicture(
            4, 38,
            is: """
                  id        kind    user v       left
                  ab12cd34  full    anna      12m 04s
                > 9f00e1aa  object  anna.wi~  expired
                  77aa0b1c  full    bot       revoked
                """
        ) { grid in
            Table(Self.columns, sort: SortOrder(column: 2, descending: true))
                .draw(Self.rows, state: Self.state(selected: 1), in: grid.area, on: &grid, theme: .mono)
        }
        expectPicture(
            4, 30,
            is: """
                  id        user         left
                  ab12cd34  anna      12m 04s
                > 9f00e1aa  anna.wi~  expired
                  77aa0b1c  bot       revoked
                """
        ) { grid in
            Table(Self.columns)
                .draw(Self.rows, state: Self.state(selected: 1), in: grid.area, on: &grid, theme: .mono)
        }
    }

    @Test func `a sentence goes on over the empty cells behind it`() {
        let rows = TableRows(count: 2, id: { $0 }) {
            $0 == 0 ? [TextRun("not logged in"), TextRun(""), TextRun("5s")] : [TextRun("accepted"), TextRun("204")]
        }
        expectPicture(
            3, 26,
            is: """
                  what      proof    time
                > not logged in      5s
                  accepted  204
                """
        ) { grid in
            Table([TableColumn("what", .fixed(8)), TableColumn("proof", .fixed(7)), TableColumn("time", .fixed(4))])
                .draw(rows, state: Self.state(selected: 0), in: grid.area, on: &grid, theme: .mono)
        }
    }

    @Test func `what must be whole takes its room from the cells before it`() {
        let verdicts: [SafeText] = ["revoked (not verified)", "active"]
        let rows = TableRows(count: 2, id: { $0 }) {
            [TextRun("e661a48f"), TextRun("anna-maria"), TextRun(verdicts[$0])]
        }
        expectPicture(
            3, 43,
            is: """
                  token     user        left
                > e661a48f  anna-~  revoked (not verified)
                  e661a48f  anna-maria  active
                """
        ) { grid in
            Table([
                TableColumn("token", .fixed(8)), TableColumn("user", .fixed(10)),
                TableColumn("left", .fixed(17), isWhole: true),
            ]).draw(rows, state: Self.state(selected: 0), in: grid.area, on: &grid, theme: .mono)
        }
    }

    /// Filled and empty would change places, and a cursor key would write it again.
    @Test func `a picture looks the same in the selected row`() {
        let rows = TableRows(count: 2, id: { $0 }) { _ in [TextRun("[##..]", .success, isPicture: true), TextRun("9m")]
        }
        var grid = CellGrid(Size(rows: 3, columns: 20))
        Table([TableColumn("left", .fixed(6)), TableColumn("time", .fixed(4))])
            .draw(rows, state: Self.state(selected: 1), in: grid.area, on: &grid, theme: .standard)
        for column in 2..<8 { #expect(grid[2, column] == grid[1, column]) }
        #expect(grid[1, 2].style == Theme.standard[.success])
        for column in [0, 1, 8, 10, 19] { #expect(grid[2, column].style == Theme.standard[.selection]) }
    }

    @Test func unicodeAndWideTextKeepTheColumnsInLine() {
        let names: [SafeText] = ["日本語の名前です", SafeText(outside: "\u{202E}gpj.exe"), "Jörg"]
        let rows = TableRows(count: 3, id: { $0 }) { [TextRun(names[$0]), TextRun("end")] }
        let table = Table([TableColumn("name", .fixed(9)), TableColumn("next", .fixed(5))])
        expectPicture(
            4, 24, glyphs: .unicode,
            is: """
                  name       next
                > 日本語の…  end
                  <U+202E>…  end
                  Jörg       end
                """
        ) { grid in
            table.draw(rows, state: Self.state(selected: 0), in: grid.area, on: &grid, theme: .mono)
        }
        expectPicture(
            4, 24,
            is: """
                  name       next
                > <U+65E5>~  end
                  <U+202E>~  end
                  J<U+00F6~  end
                """
        ) { grid in
            table.draw(rows, state: Self.state(selected: 0), in: grid.area, on: &grid, theme: .mono)
        }
    }

    @Test func emptyLoadingAndFailed() {
        let none = TableRows<Int>(count: 0, id: { $0 }) { _ in [] }
        expectPicture(
            5, 40,
            is: """
                  id        kind    user           left
                 No tokens yet.
                 n issues one, i imports one.
                """
        ) { grid in
            Table(Self.columns).draw(
                none, state: ListState(), notice: .empty("No tokens yet.", next: "n issues one, i imports one."),
                in: grid.area, on: &grid, theme: .mono)
        }
        expectPicture(
            6, 40,
            is: """
                  id        kind    user           left
                > ab12cd34  full    anna        12m 04s
                  9f00e1aa  object  anna.with~  expired
                  77aa0b1c  full    bot         revoked
                 The cluster does not answer.
                 Enter tries again.
                """
        ) { grid in
            Table(Self.columns).draw(
                Self.rows, state: Self.state(selected: 0),
                notice: .failed("The cluster does not answer.", next: "Enter tries again."), in: grid.area,
                on: &grid, theme: .mono)
        }
    }

    @Test func onlyRowsInSightAreAskedFor() {
        var state = ListState<Int>()
        state.select(70_000, count: 100_000, height: 10) { $0 }
        final class Count { var asked: [Int] = [] }
        let count = Count()
        let rows = TableRows(count: 100_000, id: { $0 }) { index in
            count.asked.append(index)
            return [TextRun("\(index)")]
        }
        expectPicture(
            4, 16, glyphs: .unicode,
            is: """
                    number
                     69998     ↑
                     69999
                >    70000     ↓
                """
        ) { grid in
            Table([TableColumn("number", .fixed(8), alignment: .trailing)])
                .draw(rows, state: state, in: grid.area, on: &grid, theme: .mono)
        }
        #expect(count.asked.count == 3)
    }

    @Test func aCursorMoveChangesTheLookOfTwoRowsOnly() {
        func picture(_ selected: Int) -> CellGrid {
            var grid = CellGrid(Size(rows: 5, columns: 60))
            Table(Self.columns).draw(
                Self.rows, state: Self.state(selected: selected), in: grid.area, on: &grid, theme: .standard)
            return grid
        }
        let (before, after) = (picture(0), picture(1))
        let changed = (0..<5).filter { row in (0..<60).contains { before[row, $0] != after[row, $0] } }
        #expect(changed == [1, 2])
        #expect(before[1, 59].style == Theme.standard[.selection])
        #expect(after.style(of: "9f00e1aa") == Theme.standard[.selection])
        #expect(before.style(of: "expired") == Theme.standard[.warning])
    }

    @Test func withoutTheFocusTheBarIsGoneAndTheSignStays() {
        var grid = CellGrid(Size(rows: 4, columns: 60))
        Table(Self.columns, isFocused: false)
            .draw(Self.rows, state: Self.state(selected: 0), in: grid.area, on: &grid, theme: .mono)
        #expect(grid.style(of: "ab12cd34") == Theme.mono[.restingSelection])
        #expect(grid.style(of: ">") != nil)
        #expect(grid[1, 59].style == .plain)
    }

    @Test(arguments: 0...20)
    func everySizeDraws(size: Int) {
        for rows in 0...4 {
            var grid = CellGrid(Size(rows: rows, columns: size))
            Table(Self.columns, hasMarks: true).draw(
                Self.rows, state: Self.state(selected: 2), notice: .loading("Wait."), in: grid.area, on: &grid,
                theme: .standard)
            #expect(grid.cells.count == rows * size)
        }
    }
}

struct SortOrderTests {
    static let ages = [30, 10, 20, 10, 30]

    @Test func equalRowsStayInPlaceInBothDirections() {
        let up = SortOrder(column: 0)
        #expect(up.indices(of: 5) { Self.ages[$0] < Self.ages[$1] } == [1, 3, 2, 0, 4])
        #expect(up.reversed.indices(of: 5) { Self.ages[$0] < Self.ages[$1] } == [0, 4, 2, 1, 3])
    }

    @Test func nextColumnGoesRoundAndStartsAscending() {
        let order = SortOrder(column: 1, descending: true)
        #expect(order.next(of: 3) == SortOrder(column: 2))
        #expect(order.next(of: 3).next(of: 3) == SortOrder(column: 0))
        #expect(order.next(of: 0) == SortOrder(column: 0))
    }
}
