import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// The live objects behind the commands, built in this one place.
struct LiveWorkspace: Sendable {
    let workspace: Workspace
    let locations: Locations
    private let network: CommandContext.OpenTransport

    /// - Parameters:
    ///   - home: `--home`.
    ///   - record: told of every exchange, for `-v`.
    init(
        context: CommandContext, home: String?, isReadOnly: Bool,
        record: @escaping @Sendable (ExchangeRecord) -> Void
    ) {
        let environment = context.environment()
        let now: @Sendable () -> Instant = { context.now }
        let proxies = ProxyEnvironment(variables: environment)
        locations = Locations(environment: environment, home: home)
        network = context.makeTransport()
        let transport = RetryingTransport(
            wrapping: RecordingTransport(wrapping: network.transport, clock: context.clock, record: record),
            clock: context.clock, isRefusal: \.isNestedRefusal)
        workspace = Workspace(
            profiles: ProfileStore(file: locations.profiles, context: context.files),
            journal: Journal(file: locations.journal, context: context.files), held: HeldCredentials(),
            transport: transport, inspector: network.inspector, now: now, randomBytes: context.randomBytes,
            environmentProxy: { origin in (try? proxies.proxy(for: origin)) ?? .direct },
            uptime: context.uptime, pause: { milliseconds in try? await context.clock.sleep(milliseconds) },
            isReadOnly: isReadOnly)
    }

    /// The variable of the environment that names an unusable proxy, without its value.
    static func proxyProblem(in environment: [String: String]) -> ProxyEnvironment.InvalidVariable? {
        let proxies = ProxyEnvironment(variables: environment)
        for scheme in [Origin.Scheme.https, .http] {
            do throws(ProxyEnvironment.InvalidVariable) {
                _ = try proxies.proxy(for: Origin(scheme: scheme, host: "proxy-check.invalid"))
            } catch {
                return error
            }
        }
        return nil
    }

    /// Forgets every secret and ends the connections.
    func close() async {
        await workspace.held.wipe()
        await network.shutdown()
    }
}
