import DisplayText
import Operations
import Storage
import Toolkit

/// Which clusters of an incident are left alone: all others on which something can be done are chosen.
struct ChosenClusters: Hashable, Sendable {
    private var leftAlone: Set<Profile.ID>
    /// Those on which an earlier plan of this incident was done: they are left alone at first.
    private let doneBefore: Set<Profile.ID>

    /// Those on which an earlier plan failed: where another profile has the same account, that one does it.
    let failedBefore: Set<Profile.ID>

    init(
        leavingAlone others: Set<Profile.ID> = [], doneBefore done: Set<Profile.ID> = [],
        failedBefore failed: Set<Profile.ID> = []
    ) {
        leftAlone = others.union(done)
        doneBefore = done
        failedBefore = failed
    }

    func contains(_ id: Profile.ID) -> Bool { !leftAlone.contains(id) }

    func possible(in plan: IncidentPlan?) -> Set<Profile.ID> { (plan?.possible ?? []).subtracting(leftAlone) }

    mutating func toggle(_ id: Profile.ID) {
        if leftAlone.remove(id) == nil { leftAlone.insert(id) }
    }

    /// All of these, or none where all are. What was done before is chosen again one by one only.
    mutating func toggleAll(of all: Set<Profile.ID>) {
        let undone = all.subtracting(doneBefore)
        let ids = undone.isEmpty ? all : undone
        if leftAlone.isDisjoint(with: ids) { leftAlone.formUnion(all) } else { leftAlone.subtract(ids) }
    }

    /// How it is reported.
    ///
    /// - Parameter words: why a cluster cannot be acted on, where more is known than the plan says.
    func choice(of clusters: [IncidentCluster], words: [Profile.ID: SafeText]) -> IncidentChoice {
        let alone = Set(clusters.filter { !contains($0.id) }.map(\.id))
        return IncidentChoice(
            notChosen: alone.subtracting(doneBefore), doneBefore: doneBefore.intersection(leftAlone), words: words)
    }
}

/// What is chosen in the plan.
extension IncidentView {
    var chosen: Set<Profile.ID> { clusters.possible(in: incident) }

    /// `3 of 11 clusters planned`: on how many something is done; nil where that is all.
    var countChosen: SafeText? {
        let count = incident?.clusters.count ?? 0
        return chosen.count == count ? nil : "\(chosen.count) of \(count) clusters planned"
    }

    /// Nil where nothing can be done.
    var chosenPlan: EndUserPlan? { try? incident?.plan(on: chosen) }

    /// What is agreed to, without what is only known of it.
    var toBeDone: [EndUserPlan.Part]? {
        chosenPlan?.parts.map { EndUserPlan.Part($0.target, tokens: $0.tokens, acts: $0.acts) }
    }

    /// What is left alone, and why the rest of what was chosen cannot be done, as it is shown.
    func choice(in program: ProgramState) -> IncidentChoice {
        let all = incident?.clusters ?? []
        let words = all.compactMap { cluster in causeOfFailure(on: cluster, program).map { (cluster.id, $0) } }
        return clusters.choice(of: all, words: Dictionary(words, uniquingKeysWith: { first, _ in first }))
    }
}
