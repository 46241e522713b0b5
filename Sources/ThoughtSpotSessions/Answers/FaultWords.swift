/// The words by which servers tell apart what they report with one and the same code (wire contract, section 9.3).
struct FaultWords {
    private let text: String

    init(_ text: String?) {
        self.text = text?.lowercased() ?? ""
    }

    var isEmpty: Bool { text.isEmpty }
    var namesSecondFactor: Bool { has("mfa", "multi-factor", "multifactor", "multi factor", "two-factor", "2fa") }
    var namesAccountState: Bool {
        has("locked", "inactive", "suspended", "deactivated", "account expired", "account is expired", "disabled user")
            || has("account") && has("disabled", "not active", "pending")
    }
    var namesTrustedAuthentication: Bool {
        has("trusted auth", "trusted_auth", "trustedauth", "secret key", "secret_key")
    }
    var namesOrg: Bool { has("org ", "org_", "orgid", "org:", "organization", "organisation") || text.hasSuffix("org") }
    var namesCredentials: Bool {
        has("credential", "password", "unauthorized", "unauthenticated", "authenticat", "login fail", "invalid user")
    }
    var namesRequestedBy: Bool { has("x-requested-by", "csrf") }

    private func has(_ words: String...) -> Bool { words.contains { text.contains($0) } }
}
