package import DisplayText
package import Storage
package import ThoughtSpotSessions

/// What was found out about one cluster: a finding for every step.
package struct Diagnosis: Hashable, Sendable {
    package let profile: Profile
    /// When it began, by our clock.
    package let startedAt: Instant
    /// One for each ``DoctorStep``, in their order, when the diagnosis has come to its end.
    package var findings: [DoctorFinding]
    /// What the cluster seems to speak; absent when it was not asked.
    package var probe: ProbeReport?

    package init(profile: Profile, startedAt: Instant) {
        self.profile = profile
        self.startedAt = startedAt
        findings = []
    }

    /// That of the first step that failed.
    package var exitCode: ExitCode { findings.first { $0.verdict == .failed }?.exitCode ?? .done }

    /// Whether nothing failed, and nothing wants to be looked at.
    package var isClean: Bool { findings.allSatisfy { $0.verdict == .ok || $0.verdict == .skipped } }

    /// `6 ok, 1 warning, 0 failed, 2 skipped`.
    package var summary: SafeText {
        let counts = DoctorFinding.Verdict.allCases.map { verdict -> SafeText in
            let word = verdict == .warning && count(verdict) != 1 ? "warnings" : verdict.rawValue
            return "\(count(verdict)) \(word)"
        }
        return counts.dropFirst().reduce(counts[0]) { "\($0), \($1)" }
    }

    /// How many steps came to this verdict.
    package func count(_ verdict: DoctorFinding.Verdict) -> Int { findings.count { $0.verdict == verdict } }
}
