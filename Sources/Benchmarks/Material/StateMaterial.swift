import App
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// A screen's state with a journal's worth of tokens, reached the way the program reaches it.
enum StateMaterial {
    static func state(tokens count: Int, columns: Int = 120, rows: Int = 44) -> AppState {
        var profiles = [TokenMaterial.profile]
        for number in 1..<12 {
            profiles.append(
                Profile(
                    id: "id-\(number)", name: "cluster-\(number)", origin: TokenMaterial.profile.origin,
                    generation: .v2, username: "tsadmin", tag: number % 2 == 0 ? "staging" : nil))
        }
        var state = AppState.initial(
            profiles: ProfileShelf(list: profiles), now: TokenMaterial.start,
            size: ScreenSize(columns: columns, rows: rows))
        take(TokenMaterial.records(count), into: &state)
        state.clusters[TokenMaterial.profile.id] = ClusterRow(session: session)
        keep(update(&state, .command(.focusTokens)))
        keep(update(&state, .laidOut(.tokens, rows: rows - 12)))
        return state
    }

    /// The journal has been read, with these tokens in it; every other one is held.
    static func take(_ records: [TokenRecord], into state: inout AppState) {
        keep(update(&state, .fileChanged(.journal)))
        guard let stamp = state.inFlight[.journal]?.stamp else {
            preconditionFailure("a changed journal is read")
        }
        let held = Set(records.indices.filter { $0.isMultiple(of: 2) }.map { records[$0].id })
        keep(
            update(
                &state,
                .finished(.journal, stamp: stamp, .tokens(TokenList(records: records, heldIDs: held), inUse: []))))
    }

    private static var session: SessionReport {
        var info = SessionInfo(userName: "tsadmin")
        info.displayName = "Administrator"
        info.currentOrg = OrgReference(id: 0, name: "Primary")
        info.privileges = ["ADMINISTRATION", "DATADOWNLOADING"]
        return SessionReport(
            profile: TokenMaterial.profile, info: info, credential: .password, openedAt: TokenMaterial.start,
            expiry: .estimated(TokenMaterial.start.advanced(seconds: 1_800)), isCookieSession: true,
            checkedAt: TokenMaterial.start, clockSkew: 12, duration: 83)
    }
}
