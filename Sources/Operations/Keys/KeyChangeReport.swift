package import DisplayText
package import Storage
package import ThoughtSpotSessions

/// What became of a change of trusted authentication.
package struct KeyChangeReport: Hashable, Sendable {
    /// The wording of <doc:Screen>.
    package enum Outcome: Hashable, Sendable {
        /// Read afterwards: it is so.
        case verified
        /// The server said yes; it could not be read afterwards, for this reason.
        case accepted(OperationError)
        /// Read afterwards: it is not so, whatever the server said.
        case contradicted
        /// A rotation ended the old key and made no new one: every login by key fails now. The error is why, where
        /// there was one.
        case leftOff(OperationError?)
        /// It is not known whether it was executed.
        case unknown(OperationError)
    }

    package let profile: Profile
    package let place: TrustedAuthenticationPlace
    package let action: KeyAction
    package let outcome: Outcome
    /// How the place stood afterwards, where it could be read.
    package let seen: TrustedAuthenticationState.Setting?

    package init(
        profile: Profile, place: TrustedAuthenticationPlace, action: KeyAction, outcome: Outcome,
        seen: TrustedAuthenticationState.Setting?
    ) {
        self.profile = profile
        self.place = place
        self.action = action
        self.outcome = outcome
        self.seen = seen
    }
}

/// How far a change came, before it is looked at.
enum KeyChangeProgress: Hashable, Sendable {
    /// Every step was accepted.
    case accepted
    /// The old key is gone, and making a new one was refused or never arrived.
    case stoppedHalfway(OperationError)
    /// The outcome of the last step is unknown.
    case unknown(OperationError)
}

extension KeyChangeReport.Outcome {
    /// Judges by what was read afterwards, and only without that by what the server said.
    ///
    /// - Parameters:
    ///   - before: the keys before a rotation; a key that is among them is not new.
    ///   - looked: the place as it was read afterwards, or why it could not be.
    init(
        _ action: KeyAction, _ progress: KeyChangeProgress, before: [Secret],
        looked: Result<TrustedAuthenticationState.Setting, OperationError>
    ) {
        switch looked {
        case .success(let seen):
            let isAsWanted =
                switch action {
                case .enable: seen.isOn
                case .disable: seen.isOff
                case .rotate: seen.isOn && Set(before).isDisjoint(with: seen.keys)
                }
            if isAsWanted {
                self = .verified
            } else if action == .rotate, seen.isOff {
                self = .leftOff(progress.error)
            } else {
                self = .contradicted
            }
        case .failure(let reason):
            switch progress {
            case .accepted: self = .accepted(reason)
            case .stoppedHalfway(let error): self = .leftOff(error)
            case .unknown(let error): self = .unknown(error)
            }
        }
    }
}

extension KeyChangeProgress {
    /// What went wrong, where something did.
    fileprivate var error: OperationError? {
        switch self {
        case .accepted: nil
        case .stoppedHalfway(let error), .unknown(let error): error
        }
    }
}

/// Trusted-authentication keys in words.
extension MessageComposer {
    /// `on`, `off`, `unknown`: one word for a row.
    package static func text(for setting: TrustedAuthenticationState.Setting) -> SafeText {
        switch setting.isEnabled {
        case true?: "on"
        case false?: "off"
        case nil: "unknown"
        }
    }

    /// What a change does to whom: shown before it is agreed to (<doc:V1>, <doc:V2>, <doc:Credentials>).
    package static func consequences(of plan: KeyChangePlan) -> [SafeText] {
        var lines: [SafeText] = []
        switch plan.action {
        case .enable:
            lines = [
                "Creates a key unless there is one already.",
                "Anyone with the key can log in as any user, administrators included.",
            ]
        case .disable:
            lines = endOfKey + ["The key is permanently revoked; enabling creates another one."]
        case .rotate:
            lines =
                endOfKey + [
                    "Then a new key is created; every program that logs in by key needs it.",
                    "If the second step fails, trusted authentication stays OFF.",
                ]
        }
        if plan.isOwnSessionByKey, plan.action != .enable {
            lines.append(
                "Your own session was opened by a secret key, and may end with it; a password login is safer here.")
        }
        return lines
    }

    /// What the documents say, and where they say nothing.
    private static let endOfKey: [SafeText] = [
        "Every login and token request with the current key fails from now on.",
        "v1 tokens issued with it become invalid, at the latest when a new key issues its first token.",
        "v2.0 tokens issued with it may stay valid until they expire (not documented). Revoke them.",
    ]

    /// What became of a change, in one sentence.
    package static func text(for report: KeyChangeReport) -> SafeText {
        let name: SafeText = "\(report.profile.name)"
        let place = SafeText(outside: report.place.wording, limit: 80)
        let proof: SafeText =
            switch report.outcome {
            case .verified: "verified"
            default: "not verified"
            }
        switch (report.outcome, report.action) {
        case (.verified, .enable), (.accepted, .enable):
            return "Trusted authentication of \(place) on \(name) is on (\(proof))"
        case (.verified, .disable), (.accepted, .disable):
            return "Trusted authentication of \(place) on \(name) is off and its key is revoked (\(proof))"
        case (.verified, .rotate), (.accepted, .rotate):
            return "\(place.capitalized) has a new key on \(name); the old one is revoked (\(proof))"
        case (.contradicted, .enable):
            return "Trusted authentication of \(place) on \(name) is still not on"
        case (.contradicted, .disable):
            return "Trusted authentication of \(place) on \(name) is still on: the key is still valid"
        case (.contradicted, .rotate):
            return "\(place.capitalized) has no new key on \(name): the old one is still valid"
        case (.leftOff, _):
            return
                "Trusted authentication of \(place) on \(name) is now OFF: the old key is revoked, no new one was created"
        case (.unknown, .rotate):
            return "\(name): outcome unknown; trusted authentication of \(place) may be OFF"
        case (.unknown, _):
            return "\(name): outcome unknown; trusted authentication of \(place) may have changed"
        }
    }

    /// The message for a change that did not come to its end; nothing when it did.
    package static func message(for report: KeyChangeReport) -> Message? {
        let what = text(for: report)
        let cause = report.outcome.cause.map(message(for:))
        let org =
            switch report.place {
            case .cluster: SafeText("")
            case .org(let org): org.id.map { SafeText(" --org \($0)") } ?? " --org \(org.name ?? "NAME")"
            }
        let place: SafeText = "\(report.profile.name)\(org)"
        let look: SafeText = "check it with `tessera key list \(report.profile.name)`"
        let hints: [SafeText]
        switch report.outcome {
        case .verified, .accepted: return nil
        case .contradicted: hints = [look, "it may have been changed elsewhere at the same moment"]
        case .leftOff:
            hints = [
                "logins by key fail until it is on again: `tessera key enable \(place)`",
                "log in by password if the session has ended with the key",
            ]
        case .unknown:
            hints = [look, "if it is off, switch it on: `tessera key enable \(place)`"]
        }
        return Message(
            code: report.outcome.code, what: what, why: cause?.sentence, hints: hints, quoted: cause?.quoted,
            incident: cause?.incident, exitCode: report.exitCode)
    }
}

extension KeyChangeReport {
    /// Unknown outweighs failed; an accepted change that could not be read is done.
    package var exitCode: ExitCode {
        switch outcome {
        case .verified, .accepted: .done
        case .contradicted, .leftOff: .someFailed
        case .unknown: .outcomeUnknown
        }
    }
}

extension KeyChangeReport.Outcome {
    /// Why it is not known, or not done.
    package var cause: OperationError? {
        switch self {
        case .verified, .contradicted: nil
        case .accepted(let error), .unknown(let error): error
        case .leftOff(let error): error
        }
    }

    /// The stable code that scripts see.
    fileprivate var code: String {
        switch self {
        case .verified, .accepted: "OK"
        case .contradicted: "E_NOT_CHANGED"
        case .leftOff: "E_KEY_LEFT_OFF"
        case .unknown: "E_OUTCOME_UNKNOWN"
        }
    }
}

extension SafeText {
    /// With its first letter in upper case: at the beginning of a sentence.
    fileprivate var capitalized: SafeText {
        SafeText(outside: string.prefix(1).uppercased() + string.dropFirst())
    }
}
