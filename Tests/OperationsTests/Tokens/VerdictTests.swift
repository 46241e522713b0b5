import DemoCluster
import DisplayText
import Moments
import Operations
import Storage
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

/// Every answer to a revocation beside every answer to the check: whatever they are, nothing is called revoked (verified)
/// that the cluster still accepts, and nothing invalid or expired either.
struct VerdictTests {
    /// What a server, or somebody before it, may answer.
    private static let answers: [(name: String, action: DemoFaultAction?)] = [
        ("as it is", nil),
        ("204", .answer(status: 204, headers: [:], body: [])),
        ("401 empty", .answer(status: 401, headers: [:], body: [])),
        ("400 empty", .answer(status: 400, headers: [:], body: [])),
        ("401 {}", .answer(status: 401, headers: ["Content-Type": "application/json"], body: Array("{}".utf8))),
        ("400 {}", .answer(status: 400, headers: ["Content-Type": "application/json"], body: Array("{}".utf8))),
        (
            "401 html",
            .answer(
                status: 401, headers: ["Content-Type": "text/html"], body: Array("<html>Sign in</html>".utf8))
        ),
        ("502", .answer(status: 502, headers: [:], body: Array("Bad gateway".utf8))),
        (
            "400 other parameter",
            .answer(
                status: 400, headers: ["Content-Type": "application/json"],
                body: Array(#"{"error":{"message":{"debug":{"code":10002,"debug":"[\"token is required\"]"}}}}"#.utf8))
        ),
        (
            "401 gateway json",
            .answer(
                status: 401, headers: ["Content-Type": "application/json"],
                body: Array(#"{"message":"Unauthorized","code":401}"#.utf8))
        ),
    ]

    @Test(arguments: answers.indices, answers.indices)
    func `nothing is called revoked that works`(_ revoke: Int, _ check: Int) async throws {
        let world = try await World()
        let report = try await world.issued()
        var rules: [DemoFaultRule] = []
        if let action = Self.answers[revoke].action { rules.append(.v2("auth/token/revoke", action)) }
        if let action = Self.answers[check].action { rules.append(.v2("auth/token/validate", action)) }
        await world.cluster.setFaults(DemoFaultPlan(rules: rules))
        let verdict = try #require(try await world.revoke(report).first)
        let works = await world.cluster.isValid(token: report.token.expose())
        let note: Comment = "revoke: \(Self.answers[revoke].name), validate: \(Self.answers[check].name), \(verdict)"
        let record = try await world.record(report)
        let standing = try await world.standing(report)
        if works {
            #expect(verdict != .revokedVerified && verdict != .alreadyInvalid && verdict != .notRecognized, note)
            #expect(standing.mayBeValid, note)
        } else {
            #expect(verdict == .revokedVerified || verdict == .accepted || verdict == .alreadyInvalid, note)
        }
        if verdict == .revokedVerified { #expect(record.state == .revokedVerified, note) }
        // What the journal says, read by another run, is the same.
        let other = try await ListTokens().run(in: world.anotherProcess().workspace)
        #expect(other.records == [record], note)
    }

    /// Refused after its own end, a token has proven nothing about its revocation.
    @Test func `an end of its own is no revocation`() async throws {
        let world = try await World(faults: [.v2("auth/token/validate", .closeWithoutAnswer)])
        let report = try await world.issued(lifetime: 60)
        #expect(try await world.revoke(report) == [.accepted])
        await world.cluster.setFaults(DemoFaultPlan())
        world.clock.advance(seconds: 61)
        _ = try await ValidateToken(profile: world.profile, token: .given(report.token)).run(in: world.workspace)
        #expect(try await world.record(report).state == .revoked)
        #expect(try await world.validated(report) == .revoked)
    }

    /// List and validation say the same of a token that was revoked: refused, accepted, and refused after that.
    @Test func `a validation tells what the list tells`() async throws {
        let lost = DemoFaultPlan(rules: [.v2("auth/token/revoke", .answer(status: 204, headers: [:], body: []))])
        let world = try await World()
        let report = try await world.issued()
        await world.cluster.setFaults(lost)
        #expect(try await world.revoke(report) == [.stillValid])
        #expect(try await world.validated(report) == .stillValid)
        await world.cluster.setFaults(DemoFaultPlan())
        #expect(try await world.revoke(report) == [.revokedVerified])
        #expect(try await world.validated(report) == .revokedVerified)
        #expect(try await world.standing(report) == .revokedVerified)
    }

    /// The evidence of a verdict stands in the journal.
    @Test func `every line has its evidence`() async throws {
        let world = try await World(skew: 120)
        let report = try await world.issued()
        #expect(try await world.revoke(report) == [.revokedVerified])
        let timeline = try await ReadTimeline(record: report.record).run(in: world.workspace)
        #expect(timeline.entries.map(\.what) == [.issued, .revoked, .verified])
        let serverTime = world.clock.now.advanced(seconds: 120)
        #expect(timeline.entries.allSatisfy { $0.serverTime == serverTime })
        let proof = try #require(timeline.entries.last?.evidence)
        #expect(proof.status == 401 && proof.serverCode == 10_097)
        #expect(proof.incident?.isEmpty == false)
        let lines = timeline.lines.map(\.string)
        // The refusal is what was wanted: its incident ID is kept, and not told.
        #expect(lines.contains { $0.contains("verified") && $0.contains("401/10097") && !$0.contains("incident") })
        #expect(lines.allSatisfy { !$0.contains(report.token.expose()) })
    }

    /// Logged out, and not validated since: the tokens of the user say so.
    @Test func `a force logout marks the tokens of its user`() async throws {
        let world = try await World()
        try await world.logIn()
        let anna = try await world.issue(for: "anna").run(in: world.workspace)
        let own = try await world.issued()
        let target = ForceLogoutTarget(profile: world.profile, user: .name("anna"), isOurselves: false)
        let confirmed = try ForceLogoutPlan([target]).confirmed(by: .typed("1"))
        _ = await ForceLogout(confirmed: confirmed).run(in: world.workspace)
        let logOut = try await world.record(anna).userLogOut
        #expect(logOut?.at == world.clock.now && logOut?.isCertain == true)
        #expect(try await world.record(own).userLogOut == nil)
        _ = try await ValidateToken(profile: world.profile, token: .given(anna.token)).run(in: world.workspace)
        #expect(try await world.record(anna).userLogOut == nil)
    }

    /// The answer was lost: nothing says that the user was logged out.
    @Test func `a logout of unknown outcome is told as such`() async throws {
        let world = try await World(faults: [.v2("users/force-logout", .closeWithoutAnswer)])
        try await world.logIn()
        let anna = try await world.issue(for: "anna").run(in: world.workspace)
        _ = await (try world.forceLogout([world.endTarget("anna")])).run(in: world.workspace)
        let record = try await world.record(anna)
        #expect(record.userLogOut?.at == world.clock.now && record.userLogOut?.isCertain == false)
        let token = ListedToken(record, in: TokenList(records: [record]), at: world.workspace.now())
        #expect(token.status == .text("logout unknown", .warning))
        #expect(token.state.string.hasSuffix(", outcome unknown, not validated"))
        #expect(token.json["userLoggedOutAt"] == .null && token.json["userLogOutUnknownAt"] != .null)
        #expect(token.json["userChange"]?["act"] == "logout" && token.json["userChange"]?["outcome"] == "unknown")
        let timeline = try await ReadTimeline(record: record).run(in: world.workspace)
        #expect(timeline.entries.map(\.what) == [.issued, .logOutUnknown])
    }
}

extension World {
    /// What a validation says of a token right now.
    fileprivate func validated(_ report: TokenReport) async throws -> ValidationReport.Verdict {
        try await ValidateToken(profile: profile, token: .given(report.token)).run(in: workspace).verdict
    }
}
