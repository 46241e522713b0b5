import App
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions

/// A screen's state with a journal's worth of tokens, reached the way the program reaches it.
enum StateMaterial {
    static func state(tokens count: Int, columns: Int = 120, rows: Int = 44) -> ProgramState {
        var profiles = [TokenMaterial.profile]
        for number in 1..<12 {
            profiles.append(
                Profile(
                    id: "id-\(number)", name: "cluster-\(number)", origin: TokenMaterial.profile.origin,
                    generation: .v2, username: "tsadmin", tag: number % 2 == 0 ? "staging" : nil))
        }
        var state = ProgramState(
            profiles: LoadedProfiles(list: profiles), now: TokenMaterial.start,
            size: Size(rows: rows, columns: columns))
        take(TokenMaterial.records(count), into: &state)
        state.receive(session)
        keep(update(&state, .command(.focusTokens)))
        return state
    }

    /// The journal has been read, with these tokens in it; every other one is held.
    static func take(_ records: [TokenRecord], into state: inout ProgramState) {
        let held = Set(records.indices.filter { $0.isMultiple(of: 2) }.map { records[$0].id })
        keep(state.receive(TokenList(records: records, heldIDs: held)))
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
