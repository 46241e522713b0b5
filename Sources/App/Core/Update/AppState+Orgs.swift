import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// The picker of Orgs, and the session on its way to another one.
extension AppState {
    mutating func openOrgPicker() -> [Effect] {
        guard let profile else { return [] }
        let current = clusters[profile.id]?.session?.info.currentOrg
        return push(.orgPicker(OrgPicker(profile: profile, current: current))) + findOrgs()
    }

    /// Asks for the Orgs, or asks again.
    mutating func findOrgs() -> [Effect] {
        guard case .orgPicker(let picker) = topLayer, inFlight[.orgs(picker.profile.id)] == nil else { return [] }
        let profile = picker.profile
        changePicker(of: profile.id) { $0.content = .loading }
        return [
            begin(
                .findOrgs(profile), id: .orgs(profile.id), profile: profile.id,
                label: "looking for the Orgs of \(profile.name)")
        ]
    }

    mutating func take(_ orgs: [OrgReference], for id: EffectID) -> [Effect] {
        if case .orgs(let profile) = id { changePicker(of: profile) { $0.content = .orgs(orgs) } }
        if let warning = MessageComposer.warning(about: orgs) { say(.warning, warning) }
        return []
    }

    mutating func chooseOrg(_ org: OrgReference) -> [Effect] {
        guard case .orgPicker(let picker) = topLayer, !picker.isCurrent(org) else { return [] }
        layers.removeLast()
        let profile = picker.profile
        if isSessionBusy(profile.id) { return [.bell] }
        return [
            begin(
                .switchOrg(SwitchOrg(profile: profile, org: org)), id: .session(profile.id), profile: profile.id,
                label: "switching \(profile.name) to the Org \(org.wording)", isChange: true)
        ]
    }

    mutating func take(_ report: SwitchReport) -> [Effect] {
        let session = report.session
        let status = ClusterStatus(
            profile: session.profile, state: .loggedIn(session), checkedAt: session.checkedAt,
            clockSkew: session.clockSkew, duration: session.duration)
        clusters[session.profile.id] = ClusterRow(status: status, session: session)
        if screen == .allClusters { refreshAllClusters() }
        say(report.isConfirmed ? .good : .warning, MessageComposer.text(for: report))
        return []
    }

    mutating func changePicker(of profile: Profile.ID, _ change: (inout OrgPicker) -> Void) {
        for index in layers.indices {
            guard case .orgPicker(var picker) = layers[index], picker.profile.id == profile else { continue }
            change(&picker)
            layers[index] = .orgPicker(picker)
        }
    }
}
