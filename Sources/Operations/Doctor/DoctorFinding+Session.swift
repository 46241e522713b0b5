import DisplayText
import HTTPExchange
import Storage
import ThoughtSpotSessions

/// What only a session tells. Facts in, findings out.
extension DoctorFinding {
    static func session(_ report: SessionReport, at now: Instant) -> DoctorFinding {
        let user = SafeText(outside: report.info.userName, limit: 80)
        let status = report.info.accountStatus.map { $0.uppercased() == "ACTIVE" ? "" : $0 } ?? ""
        let account: SafeText = status.isEmpty ? "" : ", account \(SafeText(outside: status, limit: 40))"
        return .ok(
            .session,
            """
            \(user), by \(MessageComposer.text(for: report.credential)), \
            \(report.isCookieSession ? "cookies" : "bearer"), end \
            \(MessageComposer.text(for: report.expiry, at: now))\(account)
            """)
    }

    static func noSession(_ step: DoctorStep, of profile: Profile) -> DoctorFinding {
        let hints: [SafeText] =
            step == .session ? ["log in, or `tessera doctor \(profile.name) --password-stdin`, to see more"] : []
        return .skipped(step, because: "nobody is logged in", hints: hints)
    }

    /// The release, which no call without a session tells (<doc:FindingTheGeneration>).
    static func release(_ report: SessionReport) -> DoctorFinding {
        guard let release = report.info.releaseVersion, !release.isEmpty else {
            return .skipped(
                .release,
                because: report.profile.generation == .v2
                    ? "v2.0 tells it only to ADMINISTRATION or SYSTEM_INFO_ADMINISTRATION"
                    : "the session does not tell it")
        }
        let shown = SafeText(outside: release, limit: 60)
        guard let known = Release(release) else {
            return .ok(.release, "\(shown): no release that can be read, so nothing is refused for it")
        }
        let lacking = ReleaseGate.all.filter {
            $0.isUsed(by: report.profile.generation) && $0.isPresent(on: known) == false
        }
        guard !lacking.isEmpty else { return .ok(.release, shown) }
        return .ok(.release, "\(shown), without \(lacking.map(\.feature).joined(separator: ", "))")
    }

    /// The Org that was asked for, against the one the session is in (<doc:Orgs>).
    static func org(_ report: SessionReport, asked: OrgReference?) -> DoctorFinding {
        guard let current = report.info.currentOrg else {
            return .skipped(.org, because: "the session does not tell in which Org it is")
        }
        let shown = SafeText(outside: current.wording, limit: 80)
        guard let asked else { return .ok(.org, "\(shown), the server's choice") }
        if asked.agrees(with: current) { return .ok(.org, "\(shown), as asked") }
        if asked.id == nil, current.name == nil {
            return .skipped(.org, because: "the session tells its number only (\(shown)), and a name was asked for")
        }
        return .failed(
            .org, SessionError.Code.orgMismatch.rawValue,
            "in \(shown), and \(SafeText(outside: asked.wording, limit: 80)) was asked for",
            hints: ["log in again with that Org, or edit the profile's"], exitCode: .unusableAnswer)
    }
}

extension ReleaseGate {
    /// Whether a profile of this generation ever calls the operation: its own, or that of its neighbour.
    fileprivate func isUsed(by generation: Generation) -> Bool {
        switch generation {
        case .v1: operation.hasPrefix("v1 ")
        case .v2: !operation.hasPrefix("v1 ")
        case .betaAPI, .betaTspublic, .betaQuery:
            Ability.allCases.contains { generation.capability($0) == .neighbour(operation: operation) }
        }
    }
}
