import DisplayText
import Toolkit

/// How many rows a list has, for its frame.
struct CountWords {
    private let one: SafeText
    private let many: SafeText

    static let clusters = CountWords(one: "cluster", many: "clusters")
    static let tokens = CountWords(one: "token", many: "tokens")
    static let requests = CountWords(one: "request", many: "requests")
    static let events = CountWords(one: "event", many: "events")

    /// `11 clusters`, `2 of 11 clusters`.
    func text(_ shown: Int, of total: Int) -> SafeText {
        let noun = total == 1 ? one : many
        return shown == total ? "\(total) \(noun)" : "\(shown) of \(total) \(noun)"
    }
}

extension ListState {
    /// `2 marked`, `3 marked (1 hidden)` where a filter hides one of them; empty where nothing is marked.
    ///
    /// - Parameter shown: the rows that are shown, or the marked ones of them; looked at where something is marked.
    func marked<Rows: Sequence<RowID>>(among shown: @autoclosure () -> Rows) -> SafeText {
        if marks.isEmpty { return "" }
        let hidden = marks.subtracting(shown()).count
        if hidden == 0 { return "\(marks.count) marked" }
        return hidden == marks.count ? "\(marks.count) marked (hidden)" : "\(marks.count) marked (\(hidden) hidden)"
    }
}

extension Pane {
    /// A list: how many rows it has, and how many of them are marked; without room for both, the marks.
    init(
        _ title: SafeText, badges: [TextRun] = [], count: SafeText, marked: SafeText, isFocused: Bool
    ) {
        let whole = [count, marked].filter { !$0.isEmpty }.joined(separator: ", ")
        self.init(
            title, badges: badges, info: TextRun(whole, .dim), shortInfo: TextRun(marked, .dim), isFocused: isFocused)
    }
}
