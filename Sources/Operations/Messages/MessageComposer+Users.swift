package import DisplayText
package import Storage
package import ThoughtSpotSessions

extension MessageComposer {
    /// `accepted`: what became of the sessions of one user.
    package static func text(for verdict: ForceLogoutItem.Verdict) -> SafeText {
        switch verdict {
        case .accepted: "accepted"
        case .failed(let error): "failed: \(message(for: error).code)"
        case .unknown: "unknown"
        case .notAttempted: "not attempted"
        }
    }

    /// What a switch of the Org came to.
    package static func text(for report: SwitchReport) -> SafeText {
        let org = SafeText(outside: report.org.wording, limit: 80)
        let name = report.session.profile.name
        return report.isConfirmed
            ? "The session on \(name) is in the Org \(org) now"
            : "\(name) accepted the switch to the Org \(org); it does not tell in which Org a session is"
    }
}

extension MessageComposer {
    /// Names the numbers that a list of Orgs has more than once; nil for a list as it should be.
    package static func warning(about orgs: [OrgReference]) -> SafeText? {
        let parts = orgs.repeatedIDs.map { id -> SafeText in
            let names = orgs.filter { $0.id == id }.map { $0.name ?? "no name" }
            return "\(id) (\(SafeText(outside: names.joined(separator: ", "), limit: 200)))"
        }
        guard let first = parts.first else { return nil }
        let list = parts.dropFirst().reduce(first) { "\($0), \($1)" }
        return "the cluster lists the same number more than once: Org \(list)"
    }

    /// Says that a neighbour generation does it, and which operation that is; nothing where none is needed.
    package static func neighbourNote(_ ability: Ability, on profile: Profile) -> SafeText? {
        profile.generation.capability(ability).neighbour.map { operation in
            "\(profile.name) speaks \(profile.generation.rawValue), which has no words for this: \(operation) does it"
        }
    }
}

extension Capability {
    /// The operation of the neighbour, where one is used.
    package var neighbour: String? {
        if case .neighbour(let operation) = self { operation } else { nil }
    }
}
