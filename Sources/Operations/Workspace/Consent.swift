package import Storage

/// How much agreement a dangerous change wants: it grows with what can go wrong.
package enum Consent: Hashable, Sendable {
    /// `y`.
    case key
    /// The number of what is concerned, typed.
    case count(Int)
    /// The profile's name typed.
    case profileName(String)
}

/// What a person, or a script, answered.
package enum ConsentAnswer: Hashable, Sendable {
    case key
    case typed(String)
    /// `--yes`.
    case yesOption
    /// `--yes --confirm NAME`.
    case yesAndConfirm(String)
}

extension Consent {
    /// Takes an answer that is enough, and refuses any other.
    ///
    /// - Parameter what: what wants to be confirmed: `Revoking a token`.
    /// - Throws: `E_CONFIRM_MISMATCH`, `E_CONFIRM_NEEDED` or `E_PROTECTED`.
    package func accept(_ answer: ConsentAnswer, to what: String) throws(OperationError) {
        switch (self, answer) {
        case (.key, .key), (.key, .yesOption), (.key, .yesAndConfirm), (.count, .yesOption), (.count, .yesAndConfirm):
            break
        case (.count(let count), .typed(let text)):
            guard text == String(count) else { throw .refused(.confirmationMismatch(expected: String(count))) }
        case (.profileName(let name), .typed(let text)), (.profileName(let name), .yesAndConfirm(let text)):
            guard text == name else { throw .refused(.confirmationMismatch(expected: name)) }
        case (.profileName(let name), .key), (.profileName(let name), .yesOption):
            throw .refused(.protected(profile: name))
        case (.key, .typed), (.count, .key):
            throw .refused(.confirmationNeeded(what: what))
        }
    }
}

/// Changes that end nothing of other people: an issue, an edit. A login is none: it opens a session of one's own, and every
/// look at a cluster begins with one.
extension Consent {
    /// What such a change on a profile must be answered with: the name of a protected one (promise P65), else nothing.
    package static func toChange(_ profile: Profile) -> Consent? {
        profile.isProtected ? .profileName(profile.name) : nil
    }

    /// Refuses a change that its profile wants agreed to, and that was not.
    ///
    /// - Parameter what: what wants to be confirmed: `Issuing a token`.
    static func require(_ answer: ConsentAnswer?, toChange profile: Profile, _ what: String) throws(OperationError) {
        guard let consent = toChange(profile) else { return }
        guard let answer else { throw .refused(.protected(profile: profile.name)) }
        try consent.accept(answer, to: what)
    }
}
