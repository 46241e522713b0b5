import DisplayText
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// Where: the clusters that are chosen, and what can be done there.
extension IncidentView {
    var chosen: Set<Profile.ID> { (incident?.possible ?? []).subtracting(leftAlone) }

    func isChosen(_ cluster: IncidentCluster) -> Bool { !leftAlone.contains(cluster.id) }

    /// What is left alone, and why the rest of what was chosen cannot be done, as it is shown.
    func choice(in program: ProgramState) -> IncidentChoice {
        let clusters = incident?.clusters ?? []
        let alone = Set(clusters.filter { $0.canBeChosen && !isChosen($0) }.map(\.id))
        let words = clusters.compactMap { cluster in causeOfFailure(on: cluster, program).map { (cluster.id, $0) } }
        return IncidentChoice(
            notChosen: alone.subtracting(doneBefore), doneBefore: doneBefore.intersection(leftAlone),
            words: Dictionary(words, uniquingKeysWith: { first, _ in first }))
    }

    mutating func replan(in program: inout ProgramState) -> [Effect] {
        guard let user = incident?.user else { return [] }
        standings = program.incidentStandings
        let incident = IncidentPlan(
            user, on: program.profiles.list, standings: standings, list: program.tokens.list ?? TokenList(),
            isReadOnlyMode: program.isReadOnly, at: program.now)
        let agreed = toBeDone
        self.incident = incident
        if toBeDone != agreed { dropConfirmation() }
        let ids = incident.clusters.map(\.id)
        list.refresh(count: ids.count, height: max(1, program.stage.rows / 2)) { ids[$0] }
        return incident.clusters.filter { !$0.part.acts.isEmpty && elsewhere[$0.id] == nil }.map { cluster in
            elsewhere[cluster.id] = .underWay
            return program.begin(FindIssuedElsewhere(profile: cluster.profile, user: user))
        }
    }

    /// What is agreed to, without what is only known of it.
    private var toBeDone: [EndUserPlan.Part]? {
        (try? incident?.plan(on: chosen))?.parts.map { part in
            EndUserPlan.Part(part.target, tokens: part.tokens, acts: part.acts)
        }
    }

    /// What was typed agreed to another plan: it is said where it is typed again.
    mutating func dropConfirmation() {
        if focus == .confirmation || !confirmation.isEmpty { hasPlanChanged = true }
        confirmation.replace(with: "")
    }

    /// What stands against going on, or that it has to be agreed to anew.
    var notice: SafeText? {
        if problem != nil || !hasPlanChanged || focus != .confirmation { return problem }
        guard let plan = try? incident?.plan(on: chosen) else { return "the plan has changed; read it again" }
        let word = SafeText(outside: plan.consent.expected ?? "y", limit: 40)
        return "the plan has changed; read it again, then type \(word)"
    }

    mutating func note(_ reading: Reading?, of profile: Profile.ID) { elsewhere[profile] = reading }

    mutating func toggle() -> [Effect] {
        guard let id = list.selected, let cluster = incident?[id] else { return [] }
        if !cluster.canBeChosen {
            return refuse(
                "nothing can be done on \(cluster.profile.name): \(cluster.obstacle?.text ?? "no token is stored")")
        }
        if leftAlone.remove(id) == nil { leftAlone.insert(id) }
        dropConfirmation()
        problem = nil
        return []
    }

    /// All that can be chosen, or none where all are.
    mutating func toggleAll() -> [Effect] {
        let ids = Set((incident?.clusters ?? []).filter(\.canBeChosen).map(\.id))
        if ids.isEmpty { return refuse("nothing can be done on any cluster") }
        if leftAlone.isDisjoint(with: ids) { leftAlone.formUnion(ids) } else { leftAlone.subtract(ids) }
        dropConfirmation()
        problem = nil
        return []
    }

    /// `3 of 11 clusters chosen`; nil where none is left alone.
    var countChosen: SafeText? {
        let clusters = incident?.clusters ?? []
        let count = clusters.count { $0.canBeChosen && isChosen($0) }
        guard clusters.contains(where: { $0.canBeChosen && !isChosen($0) }) else { return nil }
        return "\(count) of \(clusters.count) clusters chosen"
    }
}
