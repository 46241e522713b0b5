package import Storage
package import ThoughtSpotSessions

/// Which token is meant: one that this run holds, by its fingerprint, or the token itself.
package enum TokenSelector: Hashable, Sendable {
    case held(Fingerprint)
    case given(Secret)

    /// The fingerprint of the token.
    package var fingerprint: Fingerprint {
        switch self {
        case .held(let fingerprint): fingerprint
        case .given(let token): Fingerprint(of: token)
        }
    }

    /// The token itself, of the right form, and only for the origin that is its own.
    ///
    /// - Throws: `E_TOKEN_NOT_HELD`, `E_NOT_A_TOKEN`, `E_ORIGIN_BOUND`.
    func token(of profile: Profile, in workspace: Workspace) async throws(OperationError) -> Secret {
        let token: Secret
        switch self {
        case .given(let given): token = given
        case .held(let fingerprint):
            guard let held = await workspace.held.token(fingerprint, of: profile) else {
                throw .refused(.tokenNotHeld(fingerprint))
            }
            token = held
        }
        try await workspace.requirePresentable(token, on: profile)
        return token
    }
}

/// Hands out tokens of the list themselves: to be copied, or to be shown.
package struct RevealTokens: Hashable, Sendable {
    package var records: [TokenRecord]

    package init(records: [TokenRecord]) {
        self.records = records
    }

    /// Returns the tokens, in the order of the records.
    ///
    /// - Throws: `E_TOKEN_NOT_HELD` for the first that this run does not hold.
    package func run(in workspace: Workspace) async throws(OperationError) -> [Secret] {
        var tokens: [Secret] = []
        for record in records {
            guard let token = await workspace.held.token(record.id) else {
                throw .refused(.tokenNotHeld(record.fingerprint))
            }
            tokens.append(token)
        }
        return tokens
    }
}
