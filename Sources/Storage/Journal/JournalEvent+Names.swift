// The words of the journal file. They are never renamed: old lines are read for ever.

extension JournalEvent.Action {
    /// As it stands in a line: `issue_token`.
    package var name: String {
        switch self {
        case .logIn: "log_in"
        case .logOut: "log_out"
        case .issueToken: "issue_token"
        case .importToken: "import_token"
        case .validateToken: "validate_token"
        case .revokeToken: "revoke_token"
        case .forgetToken: "forget_token"
        case .restoreToken: "restore_token"
        case .acceptDamage: "accept_damage"
        case .switchOrg: "switch_org"
        case .forceLogout: "force_logout"
        case .readSecretKeys: "read_secret_keys"
        case .revealSecretKey: "reveal_secret_key"
        case .enableTrustedAuthentication: "enable_trusted_authentication"
        case .disableTrustedAuthentication: "disable_trusted_authentication"
        case .other(let name): name
        }
    }

    /// The action of that name; one that we do not know is kept as ``other(_:)``.
    package init(name: String) {
        let known: [Self] = [
            .logIn, .logOut, .issueToken, .importToken, .validateToken, .revokeToken, .forgetToken, .restoreToken,
            .switchOrg, .forceLogout, .readSecretKeys, .revealSecretKey, .enableTrustedAuthentication,
            .disableTrustedAuthentication, .acceptDamage,
        ]
        self = known.first { $0.name == name } ?? .other(name)
    }
}

extension JournalEvent.Outcome {
    /// As it stands in a line: `still_alive`.
    package var name: String {
        switch self {
        case .ok: "ok"
        case .verified: "verified"
        case .stillValid: "still_alive"
        case .refused: "refused"
        case .failed: "failed"
        case .unknown: "unknown"
        case .cancelled: "cancelled"
        case .other(let name): name
        }
    }

    /// The outcome of that name; one that we do not know is kept as ``other(_:)``.
    package init(name: String) {
        let known: [Self] = [.ok, .verified, .stillValid, .refused, .failed, .unknown, .cancelled]
        self = known.first { $0.name == name } ?? .other(name)
    }
}
