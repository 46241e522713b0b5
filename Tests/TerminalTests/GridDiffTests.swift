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
        #expect(diff.cellCount == 4)
    }

    @Test func `wide characters are not cut`() {
        #expect(GridDiff(from: grid("a日b"), to: grid("a本b")).runs == [.init(row: 0, columns: 1..<3)])
        #expect(GridDiff(from: grid("ab日"), to: grid("a日x")).runs == [.init(row: 0, columns: 1..<4)])
    }

    @Test func `another size or nothing before means everything`() {
        #expect(GridDiff(from: nil, to: grid("a", "b")).cellCount == 16)
        #expect(GridDiff(from: grid("a", columns: 7), to: grid("a")).cellCount == 8)
        #expect(GridDiff(from: nil, to: CellGrid(Size(rows: 0, columns: 0))).isEmpty)
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
