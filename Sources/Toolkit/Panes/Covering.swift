package import Terminal

extension CellGrid {
    /// Makes room for a box over what is there, and leaves no half of a word or a number in sight.
    ///
    /// Beside the box everything goes as far as the next frame: what is left of a row says little, and may say something
    /// else. A text that the box touches goes as a whole.
    package mutating func clear(_ box: Area, on screen: Area) {
        for text in takeTexts(under: box) { fill(text) }
        fill(box)
        for row in box.top..<box.bottom {
            let edges = edges(in: row)
            let left = edges.last { $0 < box.left && $0 >= screen.left }
            let right = edges.first { $0 >= box.right && $0 < screen.right }
            clear(row, from: left.map { $0 + 1 } ?? screen.left, to: box.left, edge: left, .right)
            clear(row, from: box.right, to: right ?? screen.right, edge: right, .left)
        }
    }

    /// The columns in which frames cross a row, in order; without those that something lies over.
    private func edges(in row: Int) -> [Int] {
        frames.filter { $0.top <= row && row < $0.bottom }.flatMap { [$0.left, $0.right - 1] }
            .filter { column in
                column >= 0 && column < size.columns && row >= 0 && row < size.rows
                    && !Arms(self[row, column].content, glyphs).isDisjoint(with: [.up, .down])
            }.sorted()
    }

    /// A frame's own line goes on without the title that is cut.
    ///
    /// - Parameter arm: towards the box.
    private mutating func clear(_ row: Int, from left: Int, to right: Int, edge: Int?, _ arm: Arms) {
        let rest = Area(row: row, column: left, rows: 1, columns: right - left)
        guard let edge, Arms(self[row, edge].content, glyphs).contains(arm) else { return fill(rest) }
        fill(rest, with: .horizontal, style: self[row, edge].style)
    }
}
