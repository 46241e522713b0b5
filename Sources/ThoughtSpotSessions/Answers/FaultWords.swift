/// The words by which servers tell apart what they report with one and the same code (<doc:ErrorAnswers>).
struct FaultWords {
    private let text: String
    /// Whole words only: `blocked` is not `locked`, and a GUID may hold `2fa`.
    private let words: Set<Substring>

    init(_ text: String?) {
        let lowered = text?.prefix(4_096).lowercased() ?? ""
        self.text = lowered
        words = Set(lowered.split { !$0.isLetter && !$0.isNumber })
    }

    var isEmpty: Bool { text.isEmpty }

    var namesSecondFactor: Bool {
        hasWord("mfa", "2fa", "multifactor", "otp") || has("multi-factor", "multi factor", "two-factor", "two factor")
    }

    var namesAccountState: Bool {
        hasWord("locked", "inactive", "suspended", "deactivated")
            || hasWord("account", "user") && hasWord("disabled", "pending")
            || has("account expired", "account has expired")
            || has("account is expired", "not active")
    }

    var namesTrustedAuthentication: Bool {
        has("trusted auth", "trusted_auth", "trusted-auth", "secret key", "secret_key") || hasWord("trustedauth")
    }

    var namesOrg: Bool { hasWord("org", "orgs", "orgid", "organization", "organisation") }

    var namesPassword: Bool { has("password") }

    var namesCredentials: Bool {
        has("credential", "password", "unauthorized", "unauthenticated", "authenticat", "login fail", "invalid user")
    }

    /// Embedding and other paid parts: the words are ours to guess, no source quotes one (<doc:Generations>).
    var namesLicence: Bool {
        hasWord("license", "licence", "licensed", "licenced", "licensing", "unlicensed", "entitlement", "entitled")
    }

    /// A gateway that knows the path and not the method.
    var namesMethod: Bool {
        has("method not allowed", "method not supported", "unsupported method")
            || has("request method") && has("not supported")
    }

    var namesRequestedBy: Bool { has("x-requested-by", "csrf") }

    private func has(_ phrases: String...) -> Bool { phrases.contains { text.contains($0) } }

    private func hasWord(_ candidates: Substring...) -> Bool { candidates.contains { words.contains($0) } }
}
