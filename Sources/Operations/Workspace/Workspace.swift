package import HTTPExchange
package import Moments
package import Storage
import ThoughtSpotSessions

/// Everything the use cases need of the world outside, handed in where live objects are built.
package struct Workspace: Sendable {
    package let profiles: ProfileStore
    package let journal: Journal
    /// The fold over the journal, kept up to date.
    package let ledger: TokenLedger
    /// Sessions and tokens at hand while the program runs.
    package let held: HeldCredentials
    /// Where secrets are kept over the end of the program; nil where there is no place for it.
    package let vault: VaultStore?
    /// What a person has chosen; nil where there is no place for it.
    let settings: SettingsFile?
    /// Lets one run at a time renew the session of a profile, which is named by its id; nil where there is no place for
    /// such a lock.
    let renewal: (@Sendable (Profile.ID) async throws(StorageError) -> RenewalLock)?
    /// Runs the secret commands of profiles; nil where none is run.
    package let secretCommands: SecretCommands?
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
    /// The changes that this run has begun.
    let changes = ChangesUnderWay()
    /// The files that a person names.
    package let files: NamedFiles
    /// `--read-only`: no use case changes anything on a server.
    package let isReadOnly: Bool

    /// - Parameters:
    ///   - uptime: milliseconds of a clock that cannot be set; absent where ours cannot jump.
    ///   - pause: waits for so many milliseconds, or until the task is cancelled.
    package init(
        profiles: ProfileStore, journal: Journal, vault: VaultStore? = nil, settings: SettingsFile? = nil,
        renewal: (@Sendable (Profile.ID) async throws(StorageError) -> RenewalLock)? = nil,
        held: HeldCredentials? = nil, secretCommands: SecretCommands? = nil,
        transport: any HTTPTransport,
        inspector: (any ConnectionInspector)? = nil, now: @escaping @Sendable () -> Instant,
        randomBytes: @escaping @Sendable (Int) -> [UInt8],
        environmentProxy:
            @escaping @Sendable (Origin) throws(ProxyEnvironment.InvalidVariable) -> ConnectionSettings.Proxy,
        proxyAuthorization: @escaping @Sendable (_ host: String, _ port: Int) -> String? = { _, _ in nil },
        uptime: (@Sendable () -> Int64)? = nil,
        pause: @escaping @Sendable (_ milliseconds: Int) async -> Void = { milliseconds in
            try? await Task.sleep(nanoseconds: UInt64(max(0, milliseconds)) * 1_000_000)
        },
        files: NamedFiles = NamedFiles(userHome: nil), isReadOnly: Bool
    ) {
        self.profiles = profiles
        self.journal = journal
        let ledger = TokenLedger(journal: journal, now: now, uptime: uptime, pause: pause)
        self.ledger = ledger
        self.vault = vault
        self.settings = settings
        self.renewal = renewal
        self.held =
            held
            ?? HeldCredentials(vault: vault, now: now) { origin in
                let (clocks, now) = (await ledger.clocks(), now())
                // A reading of an earlier run may be of the time when ours was wrong, and ours may be wrong now.
                return clocks.isAsked(origin.description) ? clocks.known(of: origin.description, at: now) : nil
            }
        self.secretCommands = secretCommands
        self.transport = transport
        self.inspector = inspector
        self.now = now
        self.randomBytes = randomBytes
        self.environmentProxy = environmentProxy
        self.proxyAuthorization = proxyAuthorization
        self.files = files
        self.isReadOnly = isReadOnly
    }

    /// How far the servers' clocks differ from ours, as far as the journal and this run know.
    package func clocks() async -> ServerClocks { await ledger.clocks() }
}

extension Workspace {
    /// The session endpoints of a profile's cluster, in its generation.
    ///
    /// Throws when the profile names a proxy that is none.
    func client(for profile: Profile) throws(OperationError) -> SessionClient {
        SessionClient(
            generation: profile.generation, address: try address(of: profile),
            transport: OriginGuard(wrapping: transport, origin: profile.origin), presented: presented, now: now)
    }

    /// Where a profile's cluster is, and how it is reached.
    ///
    /// Throws when the profile names a proxy that is none.
    func address(of profile: Profile) throws(OperationError) -> ClusterAddress {
        let connection = ConnectionSettings(
            deadlines: profile.deadlines, trust: profile.trust, proxy: try proxy(for: profile))
        return ClusterAddress(origin: profile.origin, connection: connection)
    }

    /// A proxy that cannot be used is refused: connecting without it would send credentials on a way that was not chosen.
    private func proxy(for profile: Profile) throws(OperationError) -> ConnectionSettings.Proxy {
        switch profile.proxy {
        case nil:
            do throws(ProxyEnvironment.InvalidVariable) { return try environmentProxy(profile.origin) } catch {
                throw .refused(.unusableProxy(of: .variable(error.variable), why: error.reason.rawValue))
            }
        case "direct": return .direct
        case .some(let text):
            do throws(ProxyAddress.Problem) {
                let address = try ProxyAddress(text)
                let authorization =
                    address.basicAuthorization ?? proxyAuthorization(address.host, address.port)
                return .http(host: address.host, port: address.port, basicAuthorization: authorization)
            } catch {
                throw .refused(.unusableProxy(of: .profile(profile.name), why: error.rawValue))
            }
        }
    }

    /// Lets go of a session that its cluster refused, here and in the vault, and writes down that it has ended. A 401 without ThoughtSpot's code may come from
    /// a gateway and proves nothing: the session stays.
    ///
    /// - Returns: what ``HeldCredentials/drop(_:of:)`` returns.
    @discardableResult
    func drop(
        _ session: ActiveSession, of profile: Profile, after error: SessionError
    ) async -> ActiveSession? {
        guard error.isRefusedCredential else { return nil }
        let isHeld = await held.session(of: profile)?.authentication == session.authentication
        let newer = await held.drop(session, of: profile)
        // A session that is a token stands in the list of tokens, with what is known of it.
        if isHeld, case .cookies = session.authentication {
            var line = event(
                .note, .logOut, on: profile, user: session.username, credential: session.credential,
                subjects: [session.openedAt.timestamp])
            (line.outcome, line.evidence) = (.refused, error.evidence)
            await record(line)
        }
        return newer
    }

    @discardableResult
    func drop(
        _ session: ActiveSession, of profile: Profile, after error: OperationError
    ) async -> ActiveSession? {
        guard case .session(let cause, _) = error else { return nil }
        return await drop(session, of: profile, after: cause)
    }

    /// Why what belongs to a profile is not at hand though it may be kept: its vault is locked, as it may have been while
    /// several things were done. No login and no import helps then.
    func reasonOfClosedVault(for profile: Profile) async -> OperationError? {
        guard profile.secretSource == .vault, let vault, await !vault.isUnlocked,
            let reason = try? await vault.reasonOfClosed(), reason.code == .vaultLocked
        else { return nil }
        return .storage(reason)
    }

    /// The session that is open on a profile; refuses where there is none, or none is at hand.
    func session(of profile: Profile) async throws(OperationError) -> ActiveSession {
        if let session = await held.session(of: profile) { return session }
        throw await reasonOfClosedVault(for: profile) ?? .refused(.notLoggedIn(profile: profile.name))
    }
}

extension OperationError {
    /// Whether the cluster itself refused the session that was presented.
    package var endsSession: Bool {
        if case .session(let error, _) = self { error.isRefusedCredential } else { false }
    }
}
