package import DisplayText
package import ThoughtSpotSessions

extension MessageComposer {
    /// Why an answer tells nothing about a generation: one clause.
    package static func text(for doubt: ProbeDoubt) -> SafeText {
        switch doubt {
        case .economyMode(let state): "the cluster is in economy mode\(state.map { ": \($0)" } ?? "")"
        case .maintenance: "a maintenance page came"
        case .signIn: "somebody before it wants a sign-in (single sign-on, or a gateway)"
        case .proxy: "a page of a proxy or gateway came"
        case .webPage: "a web page came, and none of ThoughtSpot's errors"
        case .redirect(let target):
            target.map { "it sends us elsewhere, to \(SafeText(outside: $0, limit: 120))" } ?? "it sends us elsewhere"
        case .busy: "it has too many requests"
        case .serverFailure(let status), .otherStatus(let status): "it answered with status \(status)"
        case .unreadable: "it answered with success, and something else than was asked for"
        case .failed(let code): "no answer came (\(code.rawValue))"
        case .notAsked: "it was not asked"
        case .samePath(let other):
            "it shares its path with \(other.rawValue), and only a login tells the two apart"
        }
    }

    /// `speaks`, `does not`, or why it is not known.
    package static func text(for finding: ProbeFinding) -> SafeText {
        switch finding {
        case .speaks: "speaks it"
        case .doesNot: "does not speak it"
        case .undecided(let doubt): "not known: \(text(for: doubt))"
        }
    }

    /// What was found by asking, for somebody who has not chosen: `v2.0, found by asking; it also speaks v1`.
    package static func text(for proposal: Generation, in report: ProbeReport) -> SafeText {
        let others = Generation.byPreference.filter { $0 != proposal && report.finding(for: $0) == .speaks }
        let also: SafeText =
            others.isEmpty ? "" : "; it also speaks \(others.map(\.rawValue).joined(separator: ", "))"
        let query: SafeText =
            proposal == .betaTspublic ? "; beta-query lives on the same path, and cannot be told apart" : ""
        return "\(proposal.rawValue), found by asking\(also)\(query)"
    }
}
