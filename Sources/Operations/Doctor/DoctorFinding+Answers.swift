import DisplayText
import HTTPExchange
import Storage
import ThoughtSpotSessions

/// What the cluster answers somebody who presents nothing. Facts in, findings out.
extension DoctorFinding {
    /// A clock that is further off hides or shortens lives of tokens (promise P73); milliseconds.
    private static let tolerableSkew: Int64 = 30_000

    /// Whether it answers at all, and what of the state of the whole cluster the answers tell.
    static func http(_ probe: ProbeReport, of profile: Profile) -> DoctorFinding {
        guard let first = probe.observations.first, case .answered(let status, _) = first.outcome else {
            guard let failure = probe.failure else { return .skipped(.http, because: "nothing was asked") }
            return .failed(.http, MessageComposer.message(for: failure, profile: profile.name))
        }
        let time: SafeText = first.serverTime.map { ", server time \(HTTPDate.text($0.milliseconds / 1_000))" } ?? ""
        let seen: SafeText = "it answers, status \(status) in \(elapsed(first.duration))\(time)"
        if let failure = probe.failure {
            return .failed(.http, MessageComposer.message(for: failure, profile: profile.name), seeing: seen)
        }
        if let banner = probe.banner {
            let text = banner.text.map { SafeText(outside: $0, limit: 200) } ?? ""
            let quoted: SafeText = text.isEmpty ? "" : ": \(text)"
            if banner.isUnderMaintenance {
                return .warning(
                    .http, "W_MAINTENANCE", "\(seen); it says that it is under maintenance\(quoted)",
                    hints: ["try again later; your credentials are not the problem"])
            }
            if !text.isEmpty { return .ok(.http, "\(seen); its banner says\(quoted)") }
        }
        return .ok(.http, seen)
    }

    /// The generation the profile pins, against what the answers tell. Advice: nothing overrides the pin.
    static func generation(_ probe: ProbeReport, of profile: Profile) -> DoctorFinding {
        let pinned = profile.generation
        let others = Generation.byPreference.filter { $0 != pinned && probe.finding(for: $0) == .speaks }
        let heard = others.map(\.rawValue).joined(separator: ", ")
        switch probe.finding(for: pinned) {
        case .speaks:
            return .ok(.generation, "\(pinned.rawValue), as pinned\(others.isEmpty ? "" : "; it also speaks \(heard)")")
        case .undecided(.samePath(let other)):
            return .ok(
                .generation,
                """
                \(pinned.rawValue), as pinned: it shares its path with \(other.rawValue), which answers; only a login \
                shows which style is served
                """)
        case .doesNot, .undecided:
            break
        }
        if let proposal = probe.proposal {
            return .failed(
                .generation, SessionError.Code.notOnThisRelease.rawValue,
                "pinned to \(pinned.rawValue), of which nothing was heard; it speaks \(heard)",
                hints: ["`tessera profile edit \(profile.name) --generation \(proposal.rawValue)`"], exitCode: .notFound
            )
        }
        return silent(probe, of: profile)
    }

    /// No generation was heard: the reason of the pinned one speaks for all.
    private static func silent(_ probe: ProbeReport, of profile: Profile) -> DoctorFinding {
        let doubts = Generation.byPreference.compactMap { generation -> ProbeDoubt? in
            if case .undecided(let doubt) = probe.finding(for: generation) { doubt } else { nil }
        }
        if let doubt = doubts.first(where: \.isMaintenance) {
            return .failed(
                .generation, SessionError.Code.maintenance.rawValue, MessageComposer.text(for: doubt),
                hints: ["try again later; your credentials are not the problem"], exitCode: .busy)
        }
        let why: SafeText
        if case .undecided(let doubt) = probe.finding(for: profile.generation) {
            why = MessageComposer.text(for: doubt)
        } else {
            why = doubts.first.map(MessageComposer.text(for:)) ?? "every path of all five is unknown there"
        }
        return .failed(
            .generation, SessionError.Code.notThoughtSpot.rawValue, "no generation was heard: \(why)",
            hints: ["check the URL; a proxy or single sign-on page may stand in between"], exitCode: .unusableAnswer)
    }

    /// The server's clock against ours (<doc:Times>).
    static func clock(_ probe: ProbeReport) -> DoctorFinding {
        guard let skew = probe.clockSkew else {
            let isCached = probe.observations.contains { $0.serverTime != nil }
            return .skipped(
                .clock, because: isCached ? "only a cache answered, with an old date" : "no answer carries a date")
        }
        // The header counts whole seconds: less than one of them means nothing.
        guard abs(skew) >= 1_500 else { return .ok(.clock, "the server's clock and ours agree") }
        let far = abs(skew) < 60_000 ? "\(abs(skew) / 1_000) s" : DurationText.skew(milliseconds: skew)
        let seen: SafeText = "the server's clock is \(far) \(skew > 0 ? "ahead of" : "behind") ours"
        guard abs(skew) > tolerableSkew else { return .ok(.clock, seen) }
        return .warning(
            .clock, "W_CLOCK", seen, hints: ["compare both with `date -u`; ends are judged by the server's clock"])
    }
}
