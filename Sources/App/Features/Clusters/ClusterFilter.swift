import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// What narrows a list of clusters, and what it looks at.
enum ClusterFilter {
    static let names = ["name", "env", "state", "user", "generation", "host"]

    /// The clusters that a filter lets through, in their order.
    static func rows(_ clusters: [Profile.ID], by line: FilterLine, in program: ProgramState) -> [Profile.ID] {
        let filter = Filter(line.text, columns: names)
        if filter.isEmpty { return clusters }
        return clusters.filter { id in
            guard let profile = program.profiles[id] else { return false }
            let words = ClusterWords(profile: profile, program: program)
            return filter.matches(
                FoldedRow([
                    profile.name, "\(profile.tag ?? "") \(profile.environment.text.string)", words.status.text.string,
                    words.row?.session?.info.userName ?? profile.username ?? "", profile.generation.rawValue,
                    profile.origin.description,
                ]))
        }
    }
}

extension ProgramState {
    /// The selection stays on its cluster while that is shown; else it goes to the first one that is.
    mutating func selectShown(_ rows: [Profile.ID]) {
        guard let first = rows.first, selectedProfile.map({ !rows.contains($0) }) ?? true else { return }
        select(first)
    }
}

extension ListState<Profile.ID> {
    /// The list with the cursor on the selected cluster, where that is shown.
    func placed(among ids: [Profile.ID], _ selected: Profile.ID?, height: Int) -> Self {
        var list = self
        if let index = ids.firstIndex(where: { $0 == selected }) {
            list.select(index, count: ids.count, height: height) { ids[$0] }
        }
        return list
    }
}
