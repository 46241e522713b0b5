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

    /// The token itself.
    func token(of profile: Profile, in workspace: Workspace) async throws(OperationError) -> Secret {
        switch self {
        case .given(let token): return token
        case .held(let fingerprint):
            guard let token = await workspace.held.token(fingerprint, of: profile.id) else {
                throw .refused(.tokenNotHeld(fingerprint))
            }
            return token
        }
    }
}
