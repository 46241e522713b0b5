package import DisplayText
package import Storage

/// A question that has answers of its own. Esc and Enter give the safe one, which changes nothing.
package enum Question: Hashable, Sendable {
    /// "Remove these tokens from the list?", because one of them may be valid or is not in sight.
    case removal(RemovalQuestion)
    /// "Log out of prod-eu?", where that is production or protected.
    case logOut(Profile)
    /// "Quit Tessera?", with what would be lost, or left open.
    case quit(QuitQuestion)
    /// "Save the new address?", over the profile form.
    case address(AddressQuestion)
    /// "The file says something else by now", over a form about a profile.
    case conflict(ProfileConflict)
}

extension Question {
    /// The commands that answer it, beside the safe ones.
    package var answers: [AppCommand] {
        switch self {
        case .removal, .logOut: [.yes]
        case .quit(let question): question.answers
        case .address(let question): question.canLogOut ? [.logOut, .yes] : [.yes]
        case .conflict(let conflict): conflict.answers
        }
    }
}

/// Asked before tokens leave the list. Removing revokes nothing.
package struct RemovalQuestion: Hashable, Sendable {
    package let tokens: [TokenRecord]
    /// Those of them that may be valid.
    package let valid: Set<TokenRecord.ID>

    package init(tokens: [TokenRecord], valid: Set<TokenRecord.ID>) {
        self.tokens = tokens
        self.valid = valid
    }
}

/// Asked before the program ends; follows what becomes of its sessions and tokens while it stands.
package struct QuitQuestion: Hashable, Sendable {
    /// Forms with text, and changes under way.
    package var reasons: [SafeText] = []
    /// The profiles on which a session is open.
    package var sessions: [Profile] = []
    /// Those of them that can be logged out of now.
    package var closable: Set<Profile.ID> = []
    /// Tokens that may be valid and exist only in the memory of this run.
    package var tokens: [TokenRecord] = []
    /// Those of them that can be revoked now.
    package var revocable: Set<TokenRecord.ID> = []
    /// The last failure since a way out was chosen.
    package var failure: SafeText?
    /// Log-out or revocation was chosen: when nothing is left, the program ends.
    package var isClosing = false

    package init() {}

    /// Whether nothing would be lost or left open.
    package var isEmpty: Bool { reasons.isEmpty && sessions.isEmpty && tokens.isEmpty }

    var answers: [AppCommand] {
        (closable.isEmpty ? [] : [.logOut]) + (revocable.isEmpty ? [] : [.revoke])
            + (tokens.isEmpty ? [] : [.copy]) + [.quit]
    }
}

/// Asked before a profile gets another address while a session is open at the old one, or a token of it may be valid.
package struct AddressQuestion: Hashable, Sendable {
    package let profile: Profile
    /// The new address, as it was typed.
    package let address: SafeText
    /// Who is logged in at the old address.
    package let user: String?
    /// How many tokens of the old address may be valid, in memory or not.
    package let tokens: Int
    package let canLogOut: Bool

    package init(profile: Profile, address: SafeText, user: String?, tokens: Int, canLogOut: Bool) {
        self.profile = profile
        self.address = address
        self.user = user
        self.tokens = tokens
        self.canLogOut = canLogOut
    }
}

/// What was removed in this run and can be brought back.
package enum Removal: Hashable, Sendable {
    case profile(Profile)
    case tokens([TokenRecord])
}
