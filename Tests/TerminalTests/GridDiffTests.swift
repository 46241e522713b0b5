import DisplayText
import Terminal
import TestSupport
import Testing

struct GridDiffTests {
    private func grid(_ lines: SafeText..., columns: Int = 8) -> CellGrid {
        var grid = CellGrid(Size(rows: lines.count, columns: columns))
        for (row, line) in lines.enumerated() { grid.write(line, at: Position(row: row, column: 0)) }
        return grid
    }

    @Test func `equal grids need nothing`() {
        #expect(GridDiff(from: grid("a", "b"), to: grid("a", "b")).isEmpty)
        let one = grid("a")
        #expect(GridDiff(from: one, to: one).isEmpty)
    }

    @Test func `only what changed is written`() {
        let diff = GridDiff(from: grid("abcdefgh", "same", "abcdefgh"), to: grid("abXdefYZ", "same", "Zbcdefgh"))
        #expect(
            diff.runs == [
                .init(row: 0, columns: 2..<3), .init(row: 0, columns: 6..<8), .init(row: 2, columns: 0..<1),
            ])
        #expect(diff.runs.reduce(0) { $0 + $1.columns.count } == 4)
    }

    @Test func `wide characters are not cut`() {
        #expect(GridDiff(from: grid("a日b"), to: grid("a本b")).runs == [.init(row: 0, columns: 1..<3)])
        #expect(GridDiff(from: grid("ab日"), to: grid("a日x")).runs == [.init(row: 0, columns: 1..<4)])
    }

    @Test func `another size or nothing before means everything`() {
        #expect(GridDiff(from: nil, to: grid("a", "b")).runs.reduce(0) { $0 + $1.columns.count } == 16)
        #expect(GridDiff(from: grid("a", columns: 7), to: grid("a")).runs.reduce(0) { $0 + $1.columns.count } == 8)
        #expect(GridDiff(from: nil, to: CellGrid(Size(rows: 0, columns: 0))).isEmpty)
    }

    /// As bars and times of a token list stand: green, two blanks, green.
    @Test func `blanks behind a character take its look where nobody sees it`() {
        func looks(_ style: Style, then other: Style? = nil, blanks: Int) -> [Style] {
            var new = CellGrid(Size(rows: 1, columns: 12))
            new.write("a", at: Position(row: 0, column: 0), style: style)
            if let other { new.write("b", at: Position(row: 0, column: 1 + blanks), style: other) }
            let run = GridDiff.Run(row: 0, columns: 0..<(other == nil ? 1 : 2) + blanks)
            #expect(run.cells(of: new).map(\.content) == run.columns.map { new[0, $0].content })
            return run.cells(of: new).map(\.style)
        }
        let (green, dim) = (Style(foreground: .green, attributes: .bold), Style(attributes: .dim))
        #expect(looks(green, then: green, blanks: 8) == Array(repeating: green, count: 10))
        #expect(looks(green, then: dim, blanks: 2) == [green, green, green, dim])
        #expect(looks(dim, blanks: 3) == Array(repeating: dim, count: 4))
        #expect(looks(green, then: green, blanks: 9)[1...9].allSatisfy { $0 == .plain })
        for seen in [Style(background: .blue), Style(attributes: .reverse), Style(attributes: .underline)] {
            #expect(looks(seen, then: seen, blanks: 2)[1...2] == [.plain, .plain])
        }
    }

    /// Writing the runs onto the old grid gives the new one, whatever the two hold.
    @Test func `runs lead from old to new`() {
        var random = SeededGenerator(seed: 1)
        let alphabet: [SafeText] = ["a", "b", " ", "日", "e\u{301}"]
        for _ in 0..<300 {
            var grids = [CellGrid(Size(rows: 3, columns: 9)), CellGrid(Size(rows: 3, columns: 9))]
            for index in grids.indices {
                for _ in 0..<12 {
                    let place = Position(
                        row: .random(in: 0..<3, using: &random), column: .random(in: 0..<9, using: &random))
                    grids[index].write(alphabet.randomElement(using: &random) ?? "a", at: place)
                }
            }
            var rebuilt = grids[0]
            for run in GridDiff(from: grids[0], to: grids[1]).runs {
                for column in run.columns { rebuilt[run.row, column] = grids[1][run.row, column] }
                #expect(rebuilt[run.row, run.columns.lowerBound].content != .continuation)
            }
            #expect(rebuilt == grids[1])
        }
    }
}
