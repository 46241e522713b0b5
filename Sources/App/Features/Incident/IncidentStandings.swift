import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions

extension ProgramState {
    /// How this run stands to each cluster, as far as is known.
    var incidentStandings: [Profile.ID: IncidentCluster.Standing] {
        Dictionary(
            profiles.list.map { ($0.id, incidentStanding(on: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    private func incidentStanding(on profile: Profile) -> IncidentCluster.Standing {
        guard let row = clusters[profile.id] else { return .loggedOut }
        if let info = row.session?.info {
            return .loggedIn(user: info.userName, id: info.userID, release: info.releaseVersion)
        }
        if row.isLocked(at: now) { return .accountLocked(user: row.lockedAccount?.user) }
        if let status = row.status, case .failed = status.state {
            return .notThere(MessageComposer.text(for: status.state))
        }
        return .loggedOut
    }

    var reasonAgainstIncident: SafeText? {
        if profiles.list.isEmpty { return noProfile }
        return isReadOnly ? "read-only mode" : nil
    }

    /// Offers the user of the token under the cursor.
    mutating func openIncident() -> [Effect] {
        open(IncidentView(paneToken?.facts.user ?? "", on: markedClustersOrAll))
    }

    /// Where clusters are marked, those; the others can be chosen in the plan.
    var markedClustersOrAll: ChosenClusters {
        let marked = markedClusters
        return marked.isEmpty ? ChosenClusters() : only(marked.map(\.id))
    }

    func only(_ clusters: [Profile.ID]) -> ChosenClusters {
        ChosenClusters(leavingAlone: Set(profiles.list.map(\.id)).subtracting(clusters))
    }

    /// The user is named already.
    mutating func openIncident(
        of user: String, reason: String = "", leaked: Fingerprint? = nil,
        on clusters: ChosenClusters = ChosenClusters()
    ) -> [Effect] {
        open(IncidentView(user, reason: reason, leaked: leaked, on: clusters))
            + change(IncidentView.self) { view, program in view.chooseUser(in: &program) }
    }
}

extension Profile {
    /// Whether the one secret of a login to several clusters can be sent there at all: not where it would be in the URL.
    var acceptsSharedSecret: Bool { URLSecretPolicy(self, .password).reason == nil }
}
