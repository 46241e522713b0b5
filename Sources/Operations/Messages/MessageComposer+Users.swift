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
