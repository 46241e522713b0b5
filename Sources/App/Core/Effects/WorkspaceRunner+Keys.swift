import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// Trusted-authentication keys.
extension WorkspaceRunner {
    func keys(_ work: Work) async throws(OperationError) -> EffectResult {
        switch work {
        case .readKeys(let profile):
            return .keys(try await ReadTrustedAuthentication(profile: profile).run(in: workspace))
        case .changeKeys(let confirmed):
            return .keyChanged(try await ChangeTrustedAuthentication(confirmed: confirmed).run(in: workspace))
        case .revealKey(let profile, let place, let key):
            let verb = RevealSecretKey(profile: profile, place: place, key: key, way: .screen)
            return .revealedKey(profile.id, place, try await verb.run(in: workspace))
        case .copyKey(let profile, let place, let key):
            let verb = RevealSecretKey(profile: profile, place: place, key: key, way: .clipboard)
            let key = try await verb.run(in: workspace)
            return .copied(
                what: "the secret key of \(SafeText(outside: place.wording, limit: 80))", await copy(key.expose()))
        default: return .cancelled
        }
    }
}
