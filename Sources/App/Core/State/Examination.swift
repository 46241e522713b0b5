package import DisplayText
package import Operations
package import Storage

/// The look at one cluster step by step, under way or over.
package struct Examination: Hashable, Sendable {
    package let profile: Profile
    /// In the order of the steps; fewer than there are steps until it is over.
    package private(set) var findings: [DoctorFinding] = []
    package private(set) var isRunning = true
    /// The first line shown.
    package var top = 0

    package init(of profile: Profile) {
        self.profile = profile
    }

    /// The step that is being looked at; absent when it is over, or was stopped.
    package var current: DoctorStep? {
        isRunning ? DoctorStep.allCases.dropFirst(findings.count).first : nil
    }

    /// Whether it was stopped before its end.
    package var isStopped: Bool { !isRunning && findings.count < DoctorStep.allCases.count }

    package mutating func take(_ finding: DoctorFinding) {
        if isRunning { findings.append(finding) }
    }

    package mutating func end(with diagnosis: Diagnosis) {
        findings = diagnosis.findings
        isRunning = false
    }

    package mutating func stop() { isRunning = false }

    /// As it goes to the clipboard, a line for each step and hint.
    package var lines: [SafeText] {
        [profile.headline] + findings.flatMap(\.lines)
    }
}
