package import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// Everything the use cases need of the world outside, handed in by whoever builds live objects.
package struct Workspace: Sendable {
    package let profiles: ProfileStore
    package let journal: Journal
    /// The fold over the journal, kept up to date.
    package let ledger: TokenLedger
    /// Sessions and tokens held in memory while the program runs.
    package let held: HeldCredentials
    package let transport: any HTTPTransport
    /// Looks below HTTP; absent where there is nothing to look at, as with clusters in this very process.
    package let inspector: (any ConnectionInspector)?
    package let now: @Sendable () -> Instant
    /// That many random bytes.
    package let randomBytes: @Sendable (Int) -> [UInt8]
    /// The proxy the environment names for an origin. One that cannot be used is an error, and never left out.
    package let environmentProxy:
        @Sendable (Origin) throws(ProxyEnvironment.InvalidVariable) -> ConnectionSettings.Proxy
    /// The user and password that the environment names for a proxy, as `Basic ` has them.
    package let proxyAuthorization: @Sendable (_ host: String, _ port: Int) -> String?
    /// What was presented lately, by whatever use case: hidden in every answer.
    let presented = PresentedSecrets()
    /// `--read-only`: no use case changes anything on a server.
    package let isReadOnly: Bool

    /// - Parameters:
    ///   - uptime: milliseconds of a clock that nobody can set; absent where ours cannot jump.
    ///   - pause: waits for so many milliseconds, or until the task is cancelled.
    package init(
        profiles: ProfileStore, journal: Journal, held: HeldCredentials, transport: any HTTPTransport,
        inspector: (any ConnectionInspector)? = nil, now: @escaping @Sendable () -> Instant,
        randomBytes: @escaping @Sendable (Int) -> [UInt8],
        environmentProxy:
            @escaping @Sendable (Origin) throws(ProxyEnvironment.InvalidVariable) -> ConnectionSettings.Proxy,
        proxyAuthorization: @escaping @Sendable (_ host: String, _ port: Int) -> String? = { _, _ in nil },
        uptime: (@Sendable () -> Int64)? = nil,
        pause: @escaping @Sendable (_ milliseconds: Int) async -> Void = { milliseconds in
            try? await Task.sleep(nanoseconds: UInt64(max(0, milliseconds)) * 1_000_000)
        },
        isReadOnly: Bool
    ) {
        self.profiles = profiles
        self.journal = journal
        ledger = TokenLedger(journal: journal, now: now, uptime: uptime, pause: pause)
        self.held = held
        self.transport = transport
        self.inspector = inspector
        self.now = now
        self.randomBytes = randomBytes
        self.environmentProxy = environmentProxy
        self.proxyAuthorization = proxyAuthorization
        self.isReadOnly = isReadOnly
    }

    /// How far the servers' clocks differ from ours, as far as the journal and this run know.
    package func clocks() async -> ServerClocks { await ledger.clocks() }
}
