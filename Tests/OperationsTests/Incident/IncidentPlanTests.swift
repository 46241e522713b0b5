import DisplayText
import HTTPExchange
import Moments
import Storage
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Operations

/// One plan over all clusters: what can be ended there, and why the rest cannot.
struct IncidentPlanTests {
    private func profiles(_ world: World) throws -> [Profile] {
        [("plain", nil, false), ("production", "production", false), ("frozen", nil, true)].map { id, tag, isReadOnly in
            Profile(
                id: id, name: id, origin: world.profile.origin, generation: .v2, username: World.administrator,
                tag: tag,
                isReadOnly: isReadOnly)
        }
    }

    private func plan(
        _ world: World, _ standings: [Profile.ID: IncidentCluster.Standing], isReadOnlyMode: Bool = false
    ) throws -> IncidentPlan {
        IncidentPlan(
            .name("anna"), on: try profiles(world), standings: standings, list: TokenList(),
            isReadOnlyMode: isReadOnlyMode, at: world.clock.now)
    }

    @Test func `a cluster without a session says why, and what takes it away`() async throws {
        let world = try await World()
        let plan = try plan(
            world, ["plain": .accountLocked(user: "tsadmin"), "frozen": .loggedIn(user: "tsadmin", id: nil)])
        #expect(plan.clusters.map(\.canAct) == [false, false, false])
        #expect(
            plan.clusters.compactMap { $0.obstacle?.text.string } == [
                "account of tsadmin locked", "no administrator session", "profile is read-only",
            ])
        #expect(plan.clusters.compactMap { $0.obstacle?.isRemovedByLogin } == [true, true, false])
        #expect(plan.possible.isEmpty)
        #expect(throws: OperationError.self) { try plan.plan(on: ["plain"]) }
    }

    @Test func `the user's name is typed for production and for several things, a key is enough for one`() async throws
    {
        let world = try await World()
        let plan = try plan(
            world,
            ["plain": .loggedIn(user: "tsadmin", id: nil), "production": .loggedIn(user: "tsadmin", id: nil)])
        #expect(plan.possible == ["plain", "production"])
        #expect(try plan.plan(on: ["production"]).consent.kind == .userName("anna"))
        #expect(try plan.plan(on: ["plain", "production"]).consent.kind == .userName("anna"))
        #expect(try plan.plan(on: ["plain"]).consent.expected == "1")
        // What cannot be done is not agreed to, whatever was chosen.
        #expect(try plan.plan(on: ["plain", "frozen"]).parts.count == 1)
    }

    /// So that what was planned by one of both is settled by the other.
    @Test func `an incident writes name and GUID of its user where the tokens of the cluster tell both`() async throws {
        let world = try await World()
        let guid = "0b5f5f3e-5a4d-4a57-9f0e-1d2c3b4a5968"
        func subjects(_ user: UserIdentifier, _ ids: [String?]) throws -> [String]? {
            let records = ids.enumerated().map { index, id in
                let fingerprint = Fingerprint(of: Secret("token-\(index)"))
                return TokenRecord(
                    origin: world.profile.origin.description, profileID: "plain", profileName: "plain",
                    fingerprint: fingerprint, facts: TokenFacts(fingerprint: fingerprint, user: "anna", userID: id),
                    state: .active, isImported: false, recordedAt: world.clock.now)
            }
            return IncidentPlan(
                user, on: try profiles(world), standings: ["plain": .loggedIn(user: "tsadmin", id: nil)],
                list: TokenList(records: TokenRows(records)), isReadOnlyMode: false, at: world.clock.now
            )["plain"]?.part.target.subjects
        }
        #expect(try subjects(.name("anna"), [nil, guid]) == ["anna", guid])
        #expect(try subjects(.id(guid), [nil, guid]) == [guid, "anna"])
        #expect(try subjects(.name("anna"), [nil]) == ["anna"])
        #expect(try subjects(.id(guid), [nil]) == [guid])
        // An account of that name was deleted, and made anew.
        #expect(try subjects(.name("anna"), [guid, "1c6a6a4f-6b5e-4b68-8a1f-2e3d4c5b6a79"]) == ["anna"])
    }

    /// Two profiles of one cluster: the token of the user stands in both parts of the incident, and is revoked once, where
    /// the user is logged out.
    @Test func `a token that two profiles know is revoked once`() async throws {
        let world = try await World()
        _ = try await world.issue(for: "anna").run(in: world.workspace)
        let list = try await ListTokens().run(in: world.workspace)
        func parts(_ standings: [Profile.ID: IncidentCluster.Standing]) throws -> [EndUserPlan.Part] {
            let plan = IncidentPlan(
                .name("anna"), on: try profiles(world), standings: standings, list: list, isReadOnlyMode: false,
                at: world.clock.now)
            #expect(plan.possible == ["plain", "production"])
            let confirmed = try plan.plan(on: plan.possible)
            #expect(confirmed.tokens.count == 1)
            return confirmed.parts
        }
        #expect(try parts([:]).map(\.tokens.count) == [1, 0])
        // A profile that cannot revoke it takes it from none that can.
        let old = Profile(
            id: "old", name: "old", origin: world.profile.origin, generation: .v1, username: World.administrator)
        let new = try #require(try profiles(world).first)
        let plan = IncidentPlan(
            .name("anna"), on: [old, new], standings: ["old": .loggedIn(user: "tsadmin", id: nil)], list: list,
            isReadOnlyMode: false, at: world.clock.now
        )
        let both = try plan.plan(on: plan.possible).parts
        #expect(both.map(\.target.profile.id) == ["old", "plain"])
        #expect(both.map(\.tokens.count) == [0, 1] && both.allSatisfy(\.leftOut.isEmpty))
        #expect(try parts(["production": .loggedIn(user: "tsadmin", id: nil)]).map(\.tokens.count) == [0, 1])
    }

    /// Two profiles of one account on one cluster: what concerns the user as a whole is done by one of them. Of another user,
    /// or in another Org, the other has rights of its own.
    @Test func `several profiles of one account log the user out once`() async throws {
        let world = try await World()
        func clusters(
            _ user: String, _ org: Int?, _ generation: Generation = .v2
        ) throws -> (IncidentPlan, EndUserPlan) {
            let profiles = [(Generation.v1, "old"), (.v2, "first"), (generation, "second")].map { generation, id in
                Profile(
                    id: id, name: id, origin: world.profile.origin, generation: generation, username: "tsadmin",
                    org: id == "second" ? org.map { OrgReference(id: $0) } : nil)
            }
            let standings = Dictionary(
                profiles.map { profile in
                    let name = profile.id == "second" ? user : "tsadmin"
                    return (profile.id, IncidentCluster.Standing.loggedIn(user: name, id: nil))
                }, uniquingKeysWith: { first, _ in first })
            let plan = IncidentPlan(
                .name("anna"), on: profiles, standings: standings, list: TokenList(), isReadOnlyMode: false,
                at: world.clock.now)
            return (plan, try plan.plan(on: plan.possible))
        }
        let (plan, once) = try clusters("TSADMIN", nil)
        // The one that can do more does all of it.
        #expect(once.parts.map(\.acts) == [[], [.logOut, .revokeTokens], []])
        #expect(once.logOuts == 1 && once.consent.kind == .userName("anna"))
        #expect(
            ["old", "first", "second"].map { plan.standIn(for: $0, on: plan.possible)?.id } == ["first", nil, "first"])
        #expect(plan.standIn(for: "second", on: ["old", "second"]) == nil)
        // Where the one failed, the other goes before it.
        let later = IncidentPlan(
            .name("anna"), on: plan.clusters.map(\.profile),
            standings: ["first": .loggedIn(user: "tsadmin", id: nil), "second": .loggedIn(user: "tsadmin", id: nil)],
            list: TokenList(), isReadOnlyMode: false, after: ["first"], at: world.clock.now)
        #expect(later.standIn(for: "first", on: later.possible)?.id == "second")
        #expect(later.standIn(for: "second", on: later.possible) == nil)
        #expect(plan.accounts(on: plan.possible).map(\.profile.id) == ["first"])
        #expect(plan.accounts(on: ["old", "second"]).map(\.profile.id) == ["second"])
        #expect(try plan.plan(on: plan.possible, withStandIns: true).logOuts == 3)
        let report = IncidentReport(of: plan, once.parts, reason: nil, begunAt: world.clock.now)
        #expect(report.leftOut.map(\.reason.string) == ["same cluster as first", "same cluster as first"])
        #expect(report.leftOut.allSatisfy { !$0.isOpen } && report.notDone.isEmpty && report.notChosen.isEmpty)
        #expect(
            report.json["sameClusters"]?.arrayValue?.map { $0["loggedOutBy"]?.stringValue } == ["first", "first"])
        #expect(report.json["notLoggedOut"]?.arrayValue?.isEmpty == true)
        #expect(try clusters("ben", nil).1.logOuts == 2)
        #expect(try clusters("tsadmin", 2).1.logOuts == 2)
    }

    /// v2.0 has an operation for the tokens that are not known here. A logout of ourselves leaves no session to ask: that is
    /// told of, and can be tried again after another login.
    @Test func `all tokens of the user are revoked where the generation can`() async throws {
        let world = try await World()
        let acts = try plan(world, ["plain": .loggedIn(user: "tsadmin", id: nil)])["plain"]?.part.acts
        #expect(acts == [.logOut, .revokeTokens])
        let ourselves = try plan(world, ["plain": .loggedIn(user: "anna", id: nil)])["plain"]
        #expect(ourselves?.part.acts == [.logOut, .revokeTokens])
        let old = Profile(
            id: "old", name: "old", origin: world.profile.origin, generation: .v1, username: World.administrator)
        let plan = IncidentPlan(
            .name("anna"), on: [old],
            standings: ["old": .loggedIn(user: "tsadmin", id: nil)], list: TokenList(), isReadOnlyMode: false,
            at: world.clock.now)
        #expect(plan["old"]?.part.acts == [.logOut])
    }
}
