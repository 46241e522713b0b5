package import DisplayText
package import Storage

/// What a person left alone in an incident, and the words in which it was shown why something cannot be done.
package struct IncidentChoice: Hashable, Sendable {
    package var notChosen: Set<Profile.ID>
    /// Those on which an earlier plan of the same incident was done.
    package var doneBefore: Set<Profile.ID>
    /// Why a cluster cannot be acted on, where more is known than the plan says.
    package var words: [Profile.ID: SafeText]

    package init(
        notChosen: Set<Profile.ID> = [], doneBefore: Set<Profile.ID> = [], words: [Profile.ID: SafeText] = [:]
    ) {
        self.notChosen = notChosen
        self.doneBefore = doneBefore
        self.words = words
    }

    func leavesAlone(_ id: Profile.ID) -> Bool { notChosen.contains(id) || doneBefore.contains(id) }

    /// Why a cluster is left out; nil where it is not.
    ///
    /// - Parameters:
    ///   - isPlanned: whether something is done there.
    ///   - standIn: by which other profile the user is logged out there.
    func why(
        _ cluster: IncidentCluster, isPlanned: Bool, standIn: Profile? = nil
    ) -> IncidentReport.LeftOut.Why? {
        if doneBefore.contains(cluster.id) { return .doneBefore }
        if notChosen.contains(cluster.id) { return .notChosen }
        guard let obstacle = cluster.obstacle else {
            return isPlanned ? standIn.map { .sameCluster(as: $0) } : .notChosen
        }
        return .prevented(words[cluster.id] ?? obstacle.text)
    }
}

extension IncidentReport {
    /// A cluster on which the user was not logged out.
    package struct LeftOut: Hashable, Sendable {
        package enum Why: Hashable, Sendable {
            case prevented(SafeText)
            case notChosen
            case doneBefore
            /// The user is logged out there by another profile of the same account.
            case sameCluster(as: Profile)
        }

        package let profile: Profile
        package let why: Why

        package init(profile: Profile, why: Why) {
            self.profile = profile
            self.why = why
        }

        package init(profile: Profile, reason: SafeText) { self.init(profile: profile, why: .prevented(reason)) }

        /// Whether it was to be done there.
        package var isPrevented: Bool { if case .prevented = why { true } else { false } }

        /// Whether something is left to do there.
        package var isOpen: Bool { if case .sameCluster = why { false } else { true } }

        package var reason: SafeText {
            switch why {
            case .sameCluster(let other): "same cluster as \(other.name)"
            case .prevented(let reason): reason
            case .notChosen: "not chosen"
            case .doneBefore: "done in an earlier plan"
            }
        }
    }
}
