/// Grids that follow one another, as one animated SVG picture that begins again after the last of them. Viewers that do not
/// animate show the last one.
package struct GridFilm: Sendable {
    private struct Frame: Sendable {
        let grid: CellGrid
        let milliseconds: Int
    }

    private var frames: [Frame] = []

    package init() {}

    /// Adds a grid, which is shown for so many milliseconds. All of a film have the size of the first.
    package mutating func append(_ grid: CellGrid, milliseconds: Int) {
        precondition(frames.first.map { $0.grid.size == grid.size } ?? true, "a film has one size")
        frames.append(Frame(grid: grid, milliseconds: milliseconds))
    }

    /// Draws the film. A row that stays as it is from one grid to the next is drawn once.
    ///
    /// - Parameter title: what the film shows, for those who cannot see it.
    package func picture(title: String) -> String {
        guard let size = frames.first?.grid.size else { return "" }
        var lines: [String] = []
        for row in 0..<size.rows { lines += scenes { GridSVG.lines(of: $0, row: row) } }
        return GridSVG.document(of: size, title: title, lines + scenes(GridSVG.cursor))
    }

    /// What `draw` makes of each grid, for as long as it stays the same.
    private func scenes(_ draw: (CellGrid) -> [String]) -> [String] {
        let drawn = frames.map { draw($0.grid) }
        var lines: [String] = []
        var start = 0
        while start < drawn.count {
            let end = drawn[start...].firstIndex { $0 != drawn[start] } ?? drawn.count
            if !drawn[start].isEmpty { lines += scene(drawn[start], start..<end) }
            start = end
        }
        return lines
    }

    private func scene(_ content: [String], _ shown: Range<Int>) -> [String] {
        if shown.count == frames.count { return content }
        let all = frames.reduce(0) { $0 + $1.milliseconds }
        let isLast = shown.upperBound == frames.count
        var values = ["visible"]
        var times = [share(of: shown.lowerBound, all)]
        if shown.lowerBound > 0 {
            values.insert("hidden", at: 0)
            times.insert("0", at: 0)
        }
        if !isLast {
            values.append("hidden")
            times.append(share(of: shown.upperBound, all))
        }
        return [
            "<g visibility=\"\(isLast ? "visible" : "hidden")\">",
            "<animate attributeName=\"visibility\" values=\"\(values.joined(separator: ";"))\" "
                + "keyTimes=\"\(times.joined(separator: ";"))\" calcMode=\"discrete\" dur=\"\(all)ms\" "
                + "repeatCount=\"indefinite\"/>",
        ] + content + ["</g>"]
    }

    /// When a frame begins, as a share of the whole: `0.125`.
    private func share(of frame: Int, _ all: Int) -> String {
        if frame == 0 { return "0" }
        let thousandths = frames[..<frame].reduce(0) { $0 + $1.milliseconds } * 1_000 / max(1, all)
        let digits = String(thousandths)
        return "0." + String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }
}
