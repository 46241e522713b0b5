import ASCIIText
import App
import DemoCluster
import DemoServer
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// The demo: simulated clusters on loopback, and a throw-away home that knows them.
///
/// What the first frame shows is made without a file and without a server; the rest follows in ``open(in:serve:group:)``.
struct DemoWorld: Sendable {
    /// Puts clusters on sockets until the task is cancelled.
    typealias Serve =
        @Sendable (
            [LoopbackServer.Listener], @escaping @Sendable ([Origin]) async -> Void
        ) async throws(LoopbackServerError) -> Void

    private let directory: DemoDirectory
    private let fleet: DemoFleet
    private let ports: [ReservedPort]
    private let members: [Profile]

    /// The demo of a request; nil where none was asked for. The throw-away directory is made in `--home`.
    init?(asked request: ScreenRequest, context: CommandContext) throws(ScreenStartError) {
        guard request.isDemo else { return nil }
        let fleet = DemoFleet(now: context.clock.wallNow, limitsRate: true)
        var ports: [ReservedPort] = []
        for _ in fleet.members {
            guard let port = ReservedPort() else { throw .demoPorts }
            ports.append(port)
        }
        self.fleet = fleet
        self.ports = ports
        do throws(CommandProblem) {
            directory = try DemoDirectory(
                environment: context.environment(), parent: request.home, accountHome: context.files.accountHome,
                random: context.randomBytes)
        } catch {
            throw .demoHome(error.message)
        }
        members = zip(fleet.members, ports).map { member, port in
            Self.profile(member, at: Origin(scheme: .http, host: "127.0.0.1", port: port.port), context)
        }
    }

    /// The throw-away home; removed at the end.
    var home: String { directory.path }

    /// The profiles, before they stand in a file.
    var profiles: LoadedProfiles {
        LoadedProfiles(
            list: members, defaultName: members.first?.name,
            // The password first: a narrow pane cuts the end.
            welcome: "the password of all \(members.count) simulated clusters is \(Self.password) (gone at the end)")
    }

    /// No secret: it opens nothing but the simulated clusters.
    private static var password: SafeText { SafeText(outside: DemoFleet.password, limit: 40) }

    private static func profile(_ member: DemoFleetMember, at origin: Origin, _ context: CommandContext) -> Profile {
        Profile(
            id: UUIDText.random(), name: member.name, origin: origin,
            generation: Generation(rawValue: member.generation) ?? .v2, username: member.username, tag: member.tag,
            note: "\(member.note) Password \(member.password), secret key \(member.secretKey)")
    }

    /// Writes the home, issues the tokens that are there from the start, and puts the clusters on their sockets. Returns
    /// when all of them listen.
    @MainActor
    func open(
        in workspace: Workspace, serve: @escaping Serve, group: inout TaskGroup<Void>
    ) async {
        for profile in members { _ = try? await SaveProfile(profile: profile, replacing: nil).run(in: workspace) }
        for token in await fleet.makeShowcaseTokens() { await record(token, in: workspace) }
        let served = zip(fleet.members, ports).compactMap { member, port in
            member.cluster.map { (LoopbackServer.Listener($0, port: port.port), port) }
        }
        let (ready, isReady) = AsyncStream<Void>.makeStream()
        group.addTask {
            // A demo whose server cannot start shows unreachable clusters, which is what they then are.
            try? await serve(served.map(\.0)) { _ in isReady.finish() }
            isReady.finish()
        }
        for await _ in ready {}
        for (_, port) in served { port.release() }
    }

    /// Puts a token into the journal as if it had been issued from here.
    private func record(_ showcase: ShowcaseToken, in workspace: Workspace) async {
        guard let profile = members.first(where: { $0.name == showcase.memberName }) else { return }
        let issued = showcase.token
        let token = Secret(issued.value)
        let fingerprint = Fingerprint(of: token)
        let facts = TokenFacts(
            fingerprint: fingerprint, kind: "full", user: issued.username, userID: issued.userGUID,
            org: OrgReference(id: issued.orgID, name: issued.orgName), generation: profile.generation,
            createdAt: Instant(milliseconds: issued.createdAt),
            expiry: .at(Instant(milliseconds: issued.expiresAt)), label: "demo")
        _ = try? await RecordToken(profile: profile, token: token, facts: facts).run(in: workspace)
    }

    /// Removes the throw-away home, and what stands in it.
    func remove() {
        directory.remove()
    }
}
