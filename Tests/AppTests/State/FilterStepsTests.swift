import Testing
import Toolkit

@testable import App

@Suite struct FilterStepsTests {
    private static let columns = ["name", "user"]
    private static let users = ["anna", "bot-reports", "sso-sara", "nan"]

    private let texts: FoldedRows = {
        var rows = FoldedRows()
        for index in 0..<40 { rows.append(FoldedRow(["token-\(index)", users[index % users.count]])) }
        return rows
    }()
    /// Not in the order of the texts, and not all of them.
    private let list = Array((3..<37).reversed())

    private func filter(_ text: String) -> Filter { Filter(text, columns: Self.columns) }

    @Test(arguments: [0, 40, 10_000])
    func `typed and taken back in any order, it leaves what the filter alone would`(limit: Int) {
        var steps = FilterSteps(limit: limit)
        let typed = [
            "a", "an", "ann", "anna", "ann", "an", "an ", "an !", "an !b", "an !bo", "an !b", "an", "a", "", "u",
            "user:",
            "user:n", "user:na", "user:n", "name:1 user:n", "user:n", "user:nan", "t", "to", "anna", "ann",
        ]
        for text in typed {
            let left = steps.rows(filter(text), of: list, in: texts)
            #expect(left == filter(text).indices(list, in: texts), "\(text)")
        }
    }

    @Test func `a letter that is taken back finds its rows without looking at any text`() {
        var steps = FilterSteps()
        let left = ["a", "an", "ann"].map { steps.rows(filter($0), of: list, in: texts) }
        for (text, rows) in zip(["an", "a"], left.dropLast().reversed()) {
            #expect(steps.rows(filter(text), of: list, in: FoldedRows()) == rows)
        }
    }
}
