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
    /// Nobody knows whether the last step was executed.
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
