import HTTPExchange
import Moments
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
        locations = Locations(environment: environment, home: home, accountHome: context.files.accountHome)
        network = context.makeTransport()
        let transport = RetryingTransport(
            wrapping: RecordingTransport(wrapping: network.transport, clock: context.clock, record: record),
            clock: context.clock, isRefusal: \.isNestedRefusal)
        workspace = Workspace(
            profiles: ProfileStore(file: locations.profiles, context: context.files),
            journal: Journal(file: locations.journal, context: context.files), held: HeldCredentials(),
            transport: transport, inspector: network.inspector, now: now, randomBytes: context.randomBytes,
            environmentProxy: { origin throws(ProxyEnvironment.InvalidVariable) in try proxies.proxy(for: origin) },
            proxyAuthorization: proxies.basicAuthorization(forProxy:port:), uptime: context.uptime,
            pause: { milliseconds in try? await context.clock.sleep(milliseconds) }, isReadOnly: isReadOnly)
    }

    /// Removes every secret and ends the connections.
    func close() async {
        await workspace.held.wipe()
        await network.shutdown()
    }
}
