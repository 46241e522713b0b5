package import Storage
package import ThoughtSpotSessions

/// One user of one cluster whose sessions are to end, with what a person must see before agreeing.
package struct ForceLogoutTarget: Hashable, Sendable {
    package var profile: Profile
    package var user: UserIdentifier
    /// The GUID beside a name, where it is known: for people.
    package var userID: String?
    /// The user in whose name the request is sent: our own session ends with the others.
    package var isOurselves: Bool

    package init(profile: Profile, user: UserIdentifier, userID: String? = nil, isOurselves: Bool) {
        self.profile = profile
        self.user = user
        self.userID = userID
        self.isOurselves = isOurselves
    }

    /// Whether the target is the user of this name or GUID.
    package func isUser(named name: String?, id: String?) -> Bool {
        switch user {
        case .name(let own): own.lowercased() == name?.lowercased()
        case .id(let own): own.lowercased() == id?.lowercased()
        }
    }
}

/// Ending all sessions of users: asked for, and not yet agreed to. Never empty, for an empty list would mean everybody
/// (promise P64).
package struct ForceLogoutPlan: Hashable, Sendable {
    /// In the order of the requests: ourselves last, so that the session that asks lives until then (fault D-2-7).
    package let targets: [ForceLogoutTarget]

    /// Throws `E_EMPTY_TARGET` without a target. Whoever is named twice on a cluster counts once.
    package init(_ targets: [ForceLogoutTarget]) throws(OperationError) {
        guard !targets.isEmpty else { throw .refused(.nothingSelected(what: "user")) }
        var seen: Set<[String]> = []
        let once = targets.filter { seen.insert([$0.profile.id, $0.user.text.lowercased()]).inserted }
        self.targets = once.filter { !$0.isOurselves } + once.filter(\.isOurselves)
    }

    /// What must be answered.
    package var consent: Consent {
        let isOurselves = targets.count == 1 && targets.allSatisfy(\.isOurselves)
        return ProtectionPolicy(targets.map(\.profile)).consent(
            toEnding: "Ending all sessions of \(targets.count == 1 ? "a user" : "\(targets.count) users")",
            otherwise: isOurselves ? .key : .count(targets.count))
    }

    /// The one way to a force-logout that can be run.
    package func confirmed(by answer: ConsentAnswer) throws(OperationError) -> ConfirmedForceLogout {
        try consent.judge(answer)
        return ConfirmedForceLogout(targets: targets)
    }

    /// Agreed to as a part of something larger.
    func confirmedAsPart() -> ConfirmedForceLogout { ConfirmedForceLogout(targets: targets) }
}

/// A force-logout that somebody has agreed to. Only a plan makes one. It is good for one run: users may have logged in
/// again since, and that is asked anew (promise P66).
package struct ConfirmedForceLogout: Hashable, Sendable {
    package private(set) var targets: [ForceLogoutTarget]

    fileprivate init(targets: [ForceLogoutTarget]) {
        self.targets = targets
    }

    /// The same users, ourselves last, now that the server has said who we are.
    package func knowingOurselves(_ report: SessionReport) -> ConfirmedForceLogout {
        var copy = self
        for index in targets.indices where targets[index].profile.id == report.profile.id {
            // A GUID of which the server does not say whose it is stays what it was taken for.
            if case .id = targets[index].user, report.info.userID == nil { continue }
            copy.targets[index].isOurselves = targets[index].isUser(
                named: report.info.userName, id: report.info.userID)
        }
        copy.targets = copy.targets.filter { !$0.isOurselves } + copy.targets.filter(\.isOurselves)
        return copy
    }
}
