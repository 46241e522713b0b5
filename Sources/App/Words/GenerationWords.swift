import DisplayText
import ThoughtSpotSessions
import Toolkit

/// The column of a table that names a generation: in full where there is room, else by a short name.
struct GenerationWords {
    /// Whether the short names have to do.
    let isShort: Bool

    /// Columns of its longest name.
    var columns: Int { isShort ? 5 : 13 }

    func column(priority: Int) -> TableColumn { TableColumn("Gen", .fixed(columns), priority: priority) }

    func text(_ generation: Generation) -> TextRun {
        guard isShort else { return TextRun("\(generation.rawValue)", .dim) }
        let name: SafeText =
            switch generation {
            case .betaAPI: "b-api"
            case .betaTspublic: "b-tsp"
            case .betaQuery: "b-qry"
            case .v1, .v2: "\(generation.rawValue)"
            }
        return TextRun(name, .dim)
    }
}
