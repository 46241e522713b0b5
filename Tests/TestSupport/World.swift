package import DemoCluster
import Glibc
package import HTTPExchange
import Moments
package import Operations
package import Storage
import Synchronization
package import ThoughtSpotSessions

/// One simulated cluster, one home directory, one clock, and a workspace between them.
package struct World: Sendable {
    package let home: TemporaryHome
    package let clock: TestClock
    package let cluster: SimulatedCluster
    package let wire: Wire
    package let workspace: Workspace
    package var profile: Profile

    /// What a test counted on and is not there.
    package struct Missing: Error {
        package let what: String
    }

    /// Of the demo world, on every cluster.
    package static let administrator = DemoFleet.administrator
    package static let password = DemoFleet.password
    package let secretKey: String

    /// - Parameters:
    ///   - member: the name of a cluster of the demo fleet, or of the fleet of the generations (`gen-…`).
    ///   - skew: how many seconds the cluster's clock is ahead of ours.
    ///   - retries: whether the retry table stands between the workspace and the wire; waiting takes no time.
    package init(
        _ generation: Generation = .v2, member name: String = "prod-eu", faults: [DemoFaultRule] = [],
        skew: Int64 = 0, isReadOnly: Bool = false, retries: Bool = false
    ) async throws {
        let home = try TemporaryHome()
        let clock = TestClock()
        let fleetClock: @Sendable () -> Int64 = { clock.now.milliseconds + skew * 1_000 }
        let fleet =
            name.hasPrefix("gen-")
            ? DemoFleet.generations(now: fleetClock, seed: 7) : DemoFleet(now: fleetClock, seed: 7)
        guard let member = fleet[name], let cluster = member.cluster else { throw Missing(what: name) }
        await cluster.setFaults(DemoFaultPlan(rules: faults))
        let wire = Wire(fleet.transport(delay: { _ in }), journal: home.journal)
        let still = ExchangeClock(now: { 0 }, wallNow: { clock.milliseconds }, sleep: { _ in })
        let transport: any HTTPTransport =
            retries ? RetryingTransport(wrapping: wire, clock: still, random: { 0.5 }) : wire
        let context = FileContext.live(now: { clock.now }, allowsRoot: true)
        let counter = Mutex<UInt64>(0)
        let workspace = Workspace(
            profiles: ProfileStore(file: home.profiles, context: context),
            journal: Journal(directory: home.journalDirectory, context: context), held: HeldCredentials(),
            transport: transport,
            now: { clock.now },
            randomBytes: { count in
                let number = counter.withLock {
                    $0 += 1
                    return $0
                }
                return (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * min($0, 7))) }
            },
            environmentProxy: { _ in .direct }, files: NamedFiles(userHome: home.path), isReadOnly: isReadOnly)
        let profile = Profile(
            id: "0b5f5f3e-5a4d-4a57-9f0e-1d2c3b4a5968", name: name, origin: member.inProcessOrigin,
            generation: generation, username: World.administrator, acceptsURLSecrets: name == "gen-beta-query")
        self.init(
            home: home, clock: clock, cluster: cluster, wire: wire, workspace: workspace, profile: profile,
            secretKey: member.secretKey)
    }

    /// A world with a cluster that speaks the generation: the usual one, or a beta's own.
    package static func speaking(_ generation: Generation) async throws -> World {
        let isBeta = ![.v1, .v2].contains(generation)
        return try await World(generation, member: isBeta ? "gen-\(generation.rawValue)" : "prod-eu")
    }

    private init(
        home: TemporaryHome, clock: TestClock, cluster: SimulatedCluster, wire: Wire, workspace: Workspace,
        profile: Profile, secretKey: String
    ) {
        self.home = home
        self.clock = clock
        self.cluster = cluster
        self.wire = wire
        self.workspace = workspace
        self.profile = profile
        self.secretKey = secretKey
    }
}

// What tests do with it, in one line each.
extension World {
    package func passwordLogin(
        _ user: String = World.administrator, _ password: String = World.password, org: OrgReference? = nil
    ) -> LogIn {
        LogIn(profile: profile, credential: .password(username: user, password: Secret(password)), org: org)
    }

    package func keyLogin(
        _ user: String = World.administrator, key: String? = nil, org: OrgReference? = nil,
        acceptsSupersession: Bool = true
    ) -> LogIn {
        LogIn(
            profile: profile, credential: .secretKey(username: user, key: Secret(key ?? secretKey)), org: org,
            acceptsSupersession: acceptsSupersession)
    }

    @discardableResult
    package func logIn() async throws -> SessionReport { try await passwordLogin().run(in: workspace) }

    package func issue(
        _ kind: TokenKind = .full, for user: String = World.administrator, lifetime: Int? = nil,
        org: OrgReference? = nil, label: String? = nil, acceptsSupersession: Bool = true
    ) -> IssueToken {
        let request = TokenRequest(
            kind: kind, username: user, credential: .secretKey(Secret(secretKey)), lifetime: lifetime, org: org)
        return IssueToken(
            profile: profile, request: request, label: label, acceptsSupersession: acceptsSupersession)
    }

    @discardableResult
    package func issued(lifetime: Int? = nil) async throws -> TokenReport {
        try await issue(lifetime: lifetime).run(in: workspace)
    }

    package func target(_ report: TokenReport, isInUse: Bool = false) -> RevocationTarget {
        RevocationTarget(
            profile: profile, token: .held(report.record.fingerprint), user: report.record.facts.user, isOwn: true,
            isInUse: isInUse)
    }

    /// Agrees to everything, as somebody does who reads well.
    package func revocation(of targets: [RevocationTarget]) throws -> RevokeTokens {
        let plan = try RevocationPlan(targets)
        let answer: ConsentAnswer =
            plan.consent.expected.map { .typed($0) } ?? .key
        return RevokeTokens(confirmed: try plan.confirmed(by: answer))
    }

    package func revoke(_ reports: TokenReport...) async throws -> [RevocationItem.Verdict] {
        try await revocation(of: reports.map { target($0) }).run(in: workspace).map(\.verdict)
    }

    package func records() async throws -> TokenRows { try await ListTokens().run(in: workspace).records }

    package func record(_ report: TokenReport) async throws -> TokenRecord {
        guard let record = try await records().first(where: { $0.id == report.record.id }) else {
            throw Missing(what: report.record.id.description)
        }
        return record
    }

    /// How a token stands now, as every front end judges it.
    package func standing(_ report: TokenReport) async throws -> TokenStanding {
        let list = try await ListTokens().run(in: workspace)
        return list.standing(of: try await record(report), at: clock.now)
    }

    /// How often the cluster really did this.
    package func executed(_ action: ExecutedChange.Action) async -> Int {
        await cluster.executedChanges.count { $0.action == action }
    }

    package var journalLines: [String] {
        TemporaryHome.text(of: home.journal).split(separator: "\n").map(String.init)
    }

    package var journalEvents: [JournalEvent] { journalLines.compactMap { JournalLine.decode(Array($0.utf8)) } }

    /// `intent issue_token`, `result issue_token ok`: the journal at a glance.
    package var journalGist: [String] {
        journalEvents.map { event in
            ([event.phase.rawValue, event.action.name] + (event.outcome.map { [$0.name] } ?? []))
                .joined(separator: " ")
        }
    }
}

extension DemoFaultRule {
    /// A fault on a path of v2.0, for the nth request to it or for all.
    package static func v2(_ path: String, nth: Int? = nil, _ action: DemoFaultAction) -> DemoFaultRule {
        DemoFaultRule(match: Match(path: "/api/rest/2.0/" + path, nth: nth), action: action)
    }
}

extension DemoFaultAction {
    package static func status(_ status: Int, retryAfter: Int? = nil) -> DemoFaultAction {
        .answer(status: status, headers: retryAfter.map { ["Retry-After": String($0)] } ?? [:], body: [])
    }

    /// As the cluster itself refuses a credential: 401 with its own code.
    package static let refusedCredential = DemoFaultAction.answer(
        status: 401, headers: ["Content-Type": "application/json"],
        body: Array(#"{"error":{"message":{"debug":{"code":10097,"incident_id_guid":"i","debug":"[]"}}}}"#.utf8))

    package static func lie(_ text: String) -> DemoFaultAction { .lie(body: Array(text.utf8)) }
}

// The same cluster, clock and files, with another workspace between them.
extension World {
    /// Over another line.
    package func replacingTransport(_ transport: any HTTPTransport) -> World { rebuilt(transport: transport) }

    /// With other files than those of the machine.
    package func replacingFiles(_ files: NamedFiles) -> World { rebuilt(named: files) }

    private static let passphrase = Secret("correct horse battery")

    /// With a vault, made and open.
    package func withVault() async throws -> World {
        let vault = lockedVault
        try await vault.create(passphrase: Self.passphrase)
        return rebuilt(held: HeldCredentials(vault: vault, now: workspace.now), vault: vault)
    }

    /// Another run of the program on the same files, which has opened the vault.
    package func anotherProcessWithVault() async throws -> World {
        let vault = lockedVault
        let held = HeldCredentials(vault: vault, now: workspace.now)
        await held.adopt(try await vault.unlock(passphrase: Self.passphrase).entries)
        return rebuilt(
            profiles: ProfileStore(file: home.profiles, context: files),
            journal: Journal(directory: home.journalDirectory, context: files), held: held, vault: vault)
    }

    private var lockedVault: VaultStore {
        VaultStore(
            file: home.file("vault.json"), memory: home.file("vault-generation.json"), context: files,
            randomBytes: workspace.randomBytes, availableMemory: { 0 })
    }

    /// With a profile whose secret comes from a command, and children that end as `run` says.
    package func commanded(
        by command: SecretCommand, lendsTerminal: Bool = false, environment: [String: String] = [:],
        run: @escaping @Sendable (ChildCall) async -> ChildEnding
    ) -> World {
        var profile = profile
        profile.secretSource = .command
        profile.secretCommand = command
        let commands = SecretCommands(
            confirmed: ConfirmedCommands(file: home.file("secret-commands.json"), context: files),
            userID: files.userID, environment: { environment }, lendsTerminal: lendsTerminal, run: run)
        return rebuilt(secretCommands: commands, profile: profile)
    }

    /// A run without a place for its journal.
    package func withoutJournal() -> World {
        rebuilt(journal: Journal(directory: nil, context: files), held: HeldCredentials())
    }

    /// Another run of the program on the same files: its own reader of the journal, and nothing in memory yet.
    ///
    /// - Parameter ahead: by how many seconds our clock is ahead there.
    package func anotherProcess(ahead: Int64 = 0) -> World {
        let now: @Sendable () -> Instant = { [clock] in clock.now.advanced(seconds: ahead) }
        let files = FileContext.live(now: now, allowsRoot: true)
        return rebuilt(
            profiles: ProfileStore(file: home.profiles, context: files),
            journal: Journal(directory: home.journalDirectory, context: files), held: HeldCredentials(), now: now)
    }

    private var files: FileContext { .live(now: { [clock] in clock.now }, allowsRoot: true) }

    /// What is not given stays.
    private func rebuilt(
        profiles: ProfileStore? = nil, journal: Journal? = nil, held: HeldCredentials? = nil,
        secretCommands: SecretCommands? = nil, transport: (any HTTPTransport)? = nil, named: NamedFiles? = nil,
        vault: VaultStore? = nil, profile: Profile? = nil, now: (@Sendable () -> Instant)? = nil
    ) -> World {
        World(
            home: home, clock: clock, cluster: cluster, wire: wire,
            workspace: Workspace(
                profiles: profiles ?? workspace.profiles, journal: journal ?? workspace.journal,
                vault: vault ?? workspace.vault, held: held ?? workspace.held,
                secretCommands: secretCommands ?? workspace.secretCommands,
                transport: transport ?? workspace.transport, now: now ?? workspace.now,
                randomBytes: workspace.randomBytes,
                environmentProxy: workspace.environmentProxy, files: named ?? workspace.files,
                isReadOnly: workspace.isReadOnly),
            profile: profile ?? self.profile, secretKey: secretKey)
    }
}
