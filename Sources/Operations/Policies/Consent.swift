import ASCIIText
package import DisplayText
package import Storage

/// What a dangerous change must be answered with, and the one judge of the answer: the screen and the commands show it,
/// let a person edit the answer, and hand it in.
package struct Consent: Hashable, Sendable {
    /// How much agreement a change takes: it grows with what can go wrong.
    package enum Kind: Hashable, Sendable {
        /// `y`.
        case key
        /// The number of what is concerned, typed.
        case count(Int)
        /// The profile's name, typed.
        case profileName(String)
        /// The user's name, typed: the change concerns several clusters.
        case userName(String)
        /// The number of what is concerned and a word, typed: several clusters each want their name, and one name would
        /// not cover the others.
        case several(Int, word: String)
    }

    package let kind: Kind
    /// What is agreed to, as the beginning of a sentence: `Revoking 2 tokens`.
    package let act: String
    /// The profiles concerned, by name.
    private let profiles: Set<String>
    /// The user concerned, whose name `--confirm` may repeat instead of the profile's.
    private let user: String?
    /// Whether a name is wanted on any profile, because all who log in there are concerned.
    private let concernsAllUsers: Bool

    package init(
        _ kind: Kind, to act: String, on profiles: [Profile], user: String? = nil, concernsAllUsers: Bool = false
    ) {
        self.kind = kind
        self.act = act
        self.profiles = Set(profiles.map(\.name))
        self.user = user
        self.concernsAllUsers = concernsAllUsers
    }

    /// The text that has to be typed; `nil` where a key is enough.
    package var expected: String? {
        switch kind {
        case .key: nil
        case .count(let count): String(count)
        case .profileName(let name), .userName(let name): name
        case .several(let count, let word): "\(count)-\(word)"
        }
    }

    /// Whether a key, or `--yes` alone, is never enough.
    private var wantsWord: Bool {
        switch kind {
        case .key, .count: false
        case .profileName, .userName, .several: true
        }
    }

    /// What a question that is answered by typing says above its field, and why it is no name where it is none; `nil` where
    /// a key is enough.
    package var prompt: SafeText? {
        guard let expected else { return nil }
        let word = SafeText(outside: expected, limit: 80)
        guard case .several(_, let kind) = self.kind else { return "Type \(word) to confirm:" }
        let why: SafeText =
            kind == "production" ? "Production among several clusters" : "Several \(SafeText(outside: kind)) clusters"
        return "\(why): type \(word) to confirm:"
    }
}

/// What a person, or a script, answered.
package enum ConsentAnswer: Hashable, Sendable {
    case key
    /// Blanks around the text do not count.
    case typed(String)
    /// `--yes`.
    case yesOption
    /// `--yes --confirm NAME`.
    case yesAndConfirm(String)
    /// No option agrees, and there is no terminal to ask on.
    case unanswered
}

extension Consent {
    /// Accepts an answer that is enough, and refuses any other.
    ///
    /// - Throws: `E_CONFIRM_MISMATCH`, `E_CONFIRM_NEEDED` or `E_PROTECTED`.
    package func judge(_ answer: ConsentAnswer) throws(OperationError) {
        switch (answer, kind) {
        case (.key, .key), (.yesOption, .key), (.yesOption, .count): return
        case (.key, .count), (.typed, .key): throw .refused(.confirmationNeeded(what: act))
        case (.key, .profileName(let name)), (.yesOption, .profileName(let name)):
            throw .refused(
                concernsAllUsers ? .nameNeeded(what: act, profile: name) : .protected(profile: name))
        case (.key, .userName), (.yesOption, .userName), (.key, .several), (.yesOption, .several):
            throw .refused(.confirmationNeeded(what: act, name: expected))
        case (.typed(let text), .count), (.typed(let text), .profileName), (.typed(let text), .userName),
            (.typed(let text), .several):
            let expected = expected ?? ""
            if text.trimmingBlanks() != expected { throw .refused(.confirmationMismatch(expected: expected)) }
        case (.yesAndConfirm(let name), _):
            guard name == user || profiles == [name] || wantsWord && name == expected else {
                let expected = wantsWord ? expected : nil
                throw .refused(
                    .confirmationMismatch(expected: user ?? expected ?? profiles.sorted().joined(separator: ", ")))
            }
        case (.unanswered, .profileName(let name)) where concernsAllUsers:
            throw .refused(.nameNeeded(what: act, profile: name))
        case (.unanswered, .profileName), (.unanswered, .userName), (.unanswered, .several):
            throw .refused(.confirmationNeeded(what: act, name: expected))
        case (.unanswered, .key), (.unanswered, .count): throw .refused(.confirmationNeeded(what: act))
        }
    }

    /// Why an answer is not enough, in the words that a question shows; `nil` when it is enough.
    package func refusal(of answer: ConsentAnswer) -> Message? {
        do throws(OperationError) {
            try judge(answer)
            return nil
        } catch {
            return MessageComposer.message(for: error)
        }
    }
}

/// How much agreement a change takes by the profile that it is made on (promise P65).
package struct ProtectionPolicy: Hashable, Sendable {
    package let profiles: [Profile]

    package init(_ profiles: Profile...) { self.profiles = profiles }

    package init(_ profiles: [Profile]) { self.profiles = profiles }

    /// The first profile whose name is wanted before something is ended there: a protected or a production one.
    private var guarded: Profile? { allGuarded.first }

    private var allGuarded: [Profile] { profiles.filter { $0.isProtected || $0.isProduction } }

    /// What is typed where several profiles want their name: it covers all of them.
    private func several(_ kind: Consent.Kind) -> Consent.Kind? {
        guard case .count(let count) = kind, Set(allGuarded.map(\.id)).count > 1 else { return nil }
        return .several(count, word: allGuarded.contains(where: \.isProduction) ? "production" : "protected")
    }

    /// Whether one of them is protected or in production.
    package var isGuarded: Bool { guarded != nil }

    /// Ending sessions, tokens, keys or a profile.
    ///
    /// - Parameter kind: what is enough where no profile is protected or in production.
    package func consent(
        toEnding act: String, otherwise kind: Consent.Kind, user: String? = nil, concernsAllUsers: Bool = false
    ) -> Consent {
        Consent(
            several(kind) ?? guarded.map { .profileName($0.name) } ?? kind, to: act, on: profiles, user: user,
            concernsAllUsers: concernsAllUsers)
    }

    /// Changes that end nothing of other people: an issue, an edit. `nil` where no agreement is needed: a login, for
    /// one, opens a session of one's own.
    package func consent(toChanging act: String) -> Consent? {
        profiles.first(where: \.isProtected).map { Consent(.profileName($0.name), to: act, on: profiles) }
    }

    /// A logout, which can be undone by a login: a key, where the profile is protected or in production.
    package var consentToLoggingOut: Consent? {
        guarded.map { Consent(.key, to: "Logging out of \($0.name)", on: profiles) }
    }

    /// Refuses a change that wants agreement and has got none, or not enough.
    func require(_ answer: ConsentAnswer?, toChanging act: String) throws(OperationError) {
        guard let consent = consent(toChanging: act) else { return }
        try consent.judge(answer ?? .yesOption)
    }
}
