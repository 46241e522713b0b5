import DemoCluster
import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// A token belongs to the origin that issued it, and is shown to no other (<doc:Verdicts>).
struct TokenOriginTests {
    /// Another cluster of the same fleet.
    private func elsewhere(_ world: World, id: String = "11111111-5a4d-4a57-9f0e-1d2c3b4a5968") -> Profile {
        Profile(
            id: id, name: "staging", origin: Origin(scheme: .https, host: "staging.demo.example"), generation: .v2,
            username: World.administrator)
    }

    /// Whether anything of the token reached any cluster but its own.
    private func isShownElsewhere(_ token: Secret, _ world: World) -> Bool {
        world.wire.passages.contains { $0.origin != world.profile.origin && $0.text.contains(token.expose()) }
    }

    private func verbs(_ token: Secret, on profile: Profile, in workspace: Workspace) async -> [OperationError?] {
        let target = RevocationTarget(
            profile: profile, token: .given(token), user: nil, isOwn: true, isInUse: false)
        let revoked = try? RevocationPlan([target]).confirmed(by: .key)
        var errors = [
            await failure { () throws(OperationError) in
                try await ValidateToken(profile: profile, token: .given(token)).run(in: workspace)
            },
            await failure { () throws(OperationError) in
                try await ImportToken(profile: profile, token: token, user: nil, label: nil, isChecked: true)
                    .run(in: workspace)
            },
            await failure { () throws(OperationError) in
                try await LogIn(profile: profile, credential: .bearer(token: token), org: nil).run(in: workspace)
            },
        ]
        if let revoked, let item = await RevokeTokens(confirmed: revoked).run(in: workspace).first,
            case .failed(let error) = item.verdict
        {
            errors.append(error)
        }
        return errors
    }

    @Test func `no verb shows a token to another origin`() async throws {
        let world = try await World()
        let token = try await world.issued().token
        let sent = world.wire.passages.count
        let errors = await verbs(token, on: elsewhere(world), in: world.workspace)
        #expect(errors.count == 4)
        for error in errors {
            guard case .originBound(let fingerprint, let origin, let owner, let asked, let profile)? = error?.refusal
            else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(fingerprint == Fingerprint(of: token))
            #expect(origin == world.profile.origin.description)
            #expect(owner == "prod-eu" && profile == "staging")
            #expect(asked == "https://staging.demo.example")
            #expect(error.map { MessageComposer.message(for: $0).exitCode } == .refused)
            #expect(error.map { MessageComposer.message(for: $0).code } == "E_ORIGIN_BOUND")
        }
        #expect(world.wire.passages.count == sent)
        #expect(!isShownElsewhere(token, world))
        #expect(await world.cluster.isValid(token: token.expose()))
    }

    /// The address of the profile was edited, or the profile was renamed and a new one took its name.
    @Test func `a profile that moved is another origin`() async throws {
        let world = try await World()
        let token = try await world.issued().token
        var moved = elsewhere(world, id: world.profile.id)
        moved.name = world.profile.name
        #expect(await verbs(token, on: moved, in: world.workspace).allSatisfy { $0?.refusal?.code == "E_ORIGIN_BOUND" })
        #expect(!isShownElsewhere(token, world))
        // Nothing that was held for the old address is found at the new one.
        #expect(await world.workspace.held.token(Fingerprint(of: token), of: moved) == nil)
        var renamed = world.profile
        renamed.name = "prod-europe"
        let target = RevocationTarget(
            profile: renamed, token: .given(token), user: nil, isOwn: true, isInUse: false)
        let items = await (try world.revocation(of: [target])).run(in: world.workspace)
        #expect(items.map(\.verdict) == [.revokedVerified])
    }

    /// Taken off the list, a token belongs where it belonged.
    @Test func `a removed token keeps its origin`() async throws {
        let world = try await World()
        let report = try await world.issued()
        _ = try await RemoveTokens(records: [report.record]).run(in: world.workspace)
        let errors = await verbs(report.token, on: elsewhere(world), in: world.anotherProcess().workspace)
        #expect(errors.allSatisfy { $0?.refusal?.code == "E_ORIGIN_BOUND" })
    }

    /// A wrong guess does not keep a token from its own cluster.
    @Test func `a refusal binds nothing`() async throws {
        let world = try await World()
        let token = try #require(await world.cluster.preset(.fresh, for: "anna"))
        let secret = Secret(token.value)
        let guess = try await ValidateToken(profile: elsewhere(world), token: .given(secret)).run(in: world.workspace)
        #expect(guess.verdict == .notRecognized)
        let target = RevocationTarget(
            profile: world.profile, token: .given(secret), user: "anna", isOwn: true, isInUse: false)
        let items = await (try world.revocation(of: [target])).run(in: world.workspace)
        #expect(items.map(\.verdict) == [.revokedVerified])
        // From now on it belongs to the cluster that accepted it.
        let error = await failure { () throws(OperationError) in
            try await ValidateToken(profile: elsewhere(world), token: .given(secret)).run(in: world.workspace)
        }
        #expect(error?.refusal?.code == "E_ORIGIN_BOUND")
    }

    /// Renamed, removed and added again: the same token, once, in one standing.
    @Test func `profiles refer to origins`() async throws {
        let world = try await World()
        let report = try await world.issued()
        #expect(try await world.revoke(report) == [.revokedVerified])
        var again = world.profile
        again = Profile(
            id: "22222222-5a4d-4a57-9f0e-1d2c3b4a5968", name: "P2", origin: world.profile.origin, generation: .v2)
        let line = again
        _ = try await ValidateToken(profile: line, token: .given(report.token)).run(in: world.workspace)
        var list = try await ListTokens().run(in: world.workspace)
        list.useNames(of: [again])
        #expect(list.records.map(\.profileName) == ["P2"])
        #expect(list.records(of: again).map(\.state) == [.revokedVerified])
        #expect(list.records(of: elsewhere(world)).isEmpty)
    }

    /// A profile of another address that has a token's last name is not the token's.
    @Test func `a name that another address has taken is not the tokens`() async throws {
        let world = try await World()
        _ = try await world.issued()
        var list = try await ListTokens().run(in: world.workspace)
        list.useNames(of: [])
        #expect(list.records.map(\.profileName) == [world.profile.name])
        var taken = elsewhere(world)
        taken.name = world.profile.name
        list.useNames(of: [taken])
        #expect(list.records.map(\.profileName) == [world.profile.origin.description])
    }

    @Test(arguments: [
        ("hello", "5 characters are too few"), ("a b", "contains a space at position 2"),
        ("abc!defghijklmnopqrstuvw", "contains '!' at position 4"),
        ("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.e30", "a JWT has three parts, this has 2: may be truncated"),
        (
            "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2ln",
            "the signature of the JWT has the wrong length: may be truncated"
        ),
        ("YW5uYTpzZWNyZXQtdG9rZW4tMTIz=", "its base64 is incomplete: may be truncated"),
        ("YW5uYTpzZWNyZXQtdG9rZ", "its base64 is incomplete: may be truncated"),
    ])
    func `text that is no token is not sent`(_ text: String, _ why: String) async throws {
        let world = try await World()
        for error in await verbs(Secret(text), on: world.profile, in: world.workspace) {
            #expect(error?.refusal == .notAToken(why: why))
            #expect(error.map { MessageComposer.message(for: $0).exitCode } == .usage)
        }
        #expect(world.wire.passages.isEmpty)
        #expect(world.journalLines.isEmpty)
    }

    /// A token cut off anywhere is refused before sending, or not recognized; it is never called revoked.
    @Test func `a cut token is never revoked`() async throws {
        let world = try await World()
        let token = try await world.issued().token.expose()
        for length in stride(from: 1, to: token.count, by: 37) {
            let cut = Secret(String(token.prefix(length)))
            let target = RevocationTarget(
                profile: world.profile, token: .given(cut), user: nil, isOwn: true, isInUse: false)
            let item = try #require(await (try world.revocation(of: [target])).run(in: world.workspace).first)
            switch item.verdict {
            case .notRecognized, .failed(.refused(.notAToken)): break
            default: Issue.record("\(length) characters: \(item.verdict)")
            }
        }
        #expect(await world.cluster.isValid(token: token))
        #expect(await world.executed(.revokedToken) == 0)
    }
}
