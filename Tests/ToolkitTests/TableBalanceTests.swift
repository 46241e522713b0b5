import DisplayText
import Terminal
import Testing

@testable import Toolkit

/// Where a cell is cut while another column stands empty, the empty part is given to it.
struct TableBalanceTests {
    private static func need(_ cell: Int, title: Int = 4, grows: Bool = true) -> TableLayout.Need {
        TableLayout.Need(cell: cell, title: title, grows: grows)
    }

    @Test(arguments: [
        // Nothing is cut: nothing moves.
        ([12, 8, 18], [12, 8, 10], [12, 8, 18]),
        // The cut one gets what it lacks, from behind.
        ([12, 8, 18], [12, 11, 14], [12, 11, 15]),
        // As much as there is.
        ([12, 8, 18], [12, 20, 14], [12, 12, 14]),
        // Those before it give last.
        ([12, 8, 6], [9, 12, 6], [9, 11, 6]),
        // No title is cut for it.
        ([12, 8, 18], [12, 40, 0], [12, 22, 4]),
        // Two that are cut: the first one first.
        ([8, 8, 12], [12, 12, 6], [12, 10, 6]),
    ])
    func `width goes where a cell is cut`(_ widths: [Int], _ cells: [Int], _ balanced: [Int]) {
        #expect(TableLayout.balanced(widths.map { $0 }, for: cells.map { Self.need($0) }) == balanced.map { $0 })
        #expect(balanced.reduce(0, +) == widths.reduce(0, +))
    }

    @Test func `a column that is left out neither gives nor takes`() {
        let needs = [Self.need(20), Self.need(0), Self.need(6)]
        #expect(TableLayout.balanced([8, nil, 10], for: needs) == [12, nil, 6])
    }

    @Test func `a column of a fixed width does not grow`() {
        let needs = [Self.need(20, grows: false), Self.need(6)]
        #expect(TableLayout.balanced([8, 10], for: needs) == [8, 10])
    }

    @Test func `on a wide screen no column is wider than it is on a screen of middling width`() {
        let columns = [TableColumn("name", .flexible(minimum: 8)), TableColumn("state", .fixed(10))]
        let widths = TableLayout.widths(columns, available: 195, spread: TableLayout.widestSpread)
        #expect(widths == TableLayout.widths(columns, available: TableLayout.widestSpread))
        #expect(widths == [96, 10])
    }

    @Test func `what is blank at the right goes where a cell is cut`() {
        let needs = [
            TableLayout.Need(cell: 120, title: 4, grows: true, widens: true), Self.need(10),
            TableLayout.Need(cell: 14, title: 4, grows: false, widens: true),
        ]
        #expect(TableLayout.balanced([96, 10, 10], for: needs, available: 195) == [120, 10, 14])
        #expect(TableLayout.balanced([96, 10, 10], for: needs, available: 130) == [106, 10, 10])
        #expect(TableLayout.balanced([96, 10, 10], for: needs, available: 120) == [96, 10, 10])
    }

    @Test func `a name is whole where the column behind it has room`() {
        let columns = [
            TableColumn("token", .fixed(8)), TableColumn("user", .flexible(minimum: 8)),
            TableColumn("left", .fixed(18), isWhole: true),
        ]
        let rows = TableRows(count: 2, id: { $0 }) { index in
            [TextRun("af5cfd2d"), TextRun(index == 0 ? "bot-reports" : "anna"), TextRun("expired 1m ago")]
        }
        expectPicture(
            3, 42,
            is: """
                  token     user         left
                  af5cfd2d  bot-reports  expired 1m ago
                  af5cfd2d  anna         expired 1m ago
                """
        ) { grid in
            Table(columns).draw(rows, state: ListState<Int>(), in: grid.area, on: &grid, theme: .mono)
        }
    }
}
