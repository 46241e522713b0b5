import HTTPExchange
import Storage
import ThoughtSpotSessions

/// The tokens that their origin accepted just before it logged out their user, or revoked all tokens of the user. By origin:
/// several profiles may have one.
actor AcceptedTokens {
    private var accepted: Set<TokenRecord.ID> = []
    private var ended: Set<Origin> = []
    private var silent: Set<Origin> = []
    /// Where something is left to do.
    private var unfinished: Set<Origin>

    init(unfinished: Set<Origin>) { self.unfinished = unfinished }

    /// A failure is no reason to wait with the logout: the rest of the cluster is then not validated.
    func validate(_ target: RevocationTarget, in workspace: Workspace) async {
        guard !silent.contains(target.profile.origin) else { return }
        do throws(OperationError) {
            let token = try await target.token.token(of: target.profile, in: workspace)
            let report = try await ValidateToken.check(token, of: target.profile, in: workspace)
            if report.isAccepted { accepted.insert(target.tokenID) }
        } catch {
            silent.insert(target.profile.origin)
        }
    }

    func noteRest(of profile: Profile) { unfinished.insert(profile.origin) }

    func hasRest(_ profile: Profile) -> Bool { unfinished.contains(profile.origin) }

    func noteEnd(on profile: Profile) { ended.insert(profile.origin) }

    func isBeforeEnd(_ target: RevocationTarget) -> Bool {
        accepted.contains(target.tokenID) && ended.contains(target.profile.origin)
    }
}
