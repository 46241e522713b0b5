package import DisplayText
import HTTPExchange
package import Moments
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
        DoctorFinding.Verdict.allCases.map { verdict -> SafeText in
            let word = verdict == .warning && count(verdict) != 1 ? "warnings" : verdict.rawValue
            return "\(count(verdict)) \(word)"
        }
        .joined(separator: ", ")
    }

    /// How many steps came to this verdict.
    package func count(_ verdict: DoctorFinding.Verdict) -> Int { findings.count { $0.verdict == verdict } }
}

/// One step of a diagnosis, in the order in which they are told.
package enum DoctorStep: String, Hashable, Sendable, CaseIterable {
    case secrets
    case name = "dns"
    case tcp, tls, http, generation, release, clock, session, org

    /// What the step is called: `DNS`, `clock`.
    package var title: SafeText {
        switch self {
        case .secrets: "secrets"
        case .name: "DNS"
        case .tcp: "TCP"
        case .tls: "TLS"
        case .http: "HTTP"
        case .generation: "generation"
        case .release: "release"
        case .clock: "clock"
        case .session: "session"
        case .org: "Org"
        }
    }
}

/// What one step of a diagnosis found, and how to fix a problem.
package struct DoctorFinding: Hashable, Sendable {
    package enum Verdict: String, Hashable, Sendable, CaseIterable {
        case ok
        /// It works, and should be looked at.
        case warning
        case failed
        /// Not looked at; what was seen says why.
        case skipped
    }

    package let step: DoctorStep
    package let verdict: Verdict
    /// One line: what was seen, or `because ...` where nothing was looked at.
    package let seen: SafeText
    /// What to do next; for an answer that is fine, empty.
    package let hints: [SafeText]
    /// Stable, of a warning or a failure: `E_TLS_EXPIRED`, `W_CLOCK`.
    package let code: String?
    /// What a process ends with because of this step; `.done` unless it failed.
    package let exitCode: ExitCode

    private init(
        _ step: DoctorStep, _ verdict: Verdict, _ seen: SafeText, hints: [SafeText] = [], code: String? = nil,
        exitCode: ExitCode = .done
    ) {
        self.step = step
        self.verdict = verdict
        self.seen = seen
        self.hints = hints
        self.code = code
        self.exitCode = exitCode
    }

    /// `  ok       TCP         ...`, and a line for each hint.
    package var lines: [SafeText] {
        let mark = SafeText(outside: verdict.rawValue).padded(to: 7)
        return ["  \(mark)  \(step.title.padded(to: 10))  \(seen)"]
            + hints.map { "                       next: \($0)" }
    }

    static func ok(_ step: DoctorStep, _ seen: SafeText) -> DoctorFinding { DoctorFinding(step, .ok, seen) }

    /// - Parameter reason: a clause that goes on after `because`.
    static func skipped(_ step: DoctorStep, because reason: SafeText, hints: [SafeText] = []) -> DoctorFinding {
        DoctorFinding(step, .skipped, "because \(reason)", hints: hints)
    }

    static func warning(_ step: DoctorStep, _ code: String, _ seen: SafeText, hints: [SafeText]) -> DoctorFinding {
        DoctorFinding(step, .warning, seen, hints: hints, code: code)
    }

    static func failed(
        _ step: DoctorStep, _ code: String, _ seen: SafeText, hints: [SafeText], exitCode: ExitCode
    ) -> DoctorFinding {
        DoctorFinding(step, .failed, seen, hints: hints, code: code, exitCode: exitCode)
    }

    /// - Parameter what: said first, where it says more than the message does.
    static func failed(_ step: DoctorStep, _ message: Message, seeing what: SafeText? = nil) -> DoctorFinding {
        var seen = message.sentence
        if let what { seen = "\(seen); \(what)" }
        if let quoted = message.quoted { seen = "\(seen) (the server said: \(quoted))" }
        return .failed(step, message.code, seen, hints: message.hints, exitCode: message.exitCode)
    }
}

extension Profile {
    /// What stands above the findings about it: `prod-eu  https://prod-eu.example  v2.0`.
    package var headline: SafeText { "\(name)  \(origin.description)  \(generation.rawValue)" }
}
