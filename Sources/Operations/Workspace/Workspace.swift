package import HTTPExchange
package import Moments
package import Storage
package import ThoughtSpotSessions

/// Everything the use cases need of the world outside, handed in where live objects are built.
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
    ///   - uptime: milliseconds of a clock that cannot be set; absent where ours cannot jump.
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

    /// The session that is open on a profile; refuses where there is none.
    func session(of profile: Profile) async throws(OperationError) -> ActiveSession {
        guard let session = await held.session(of: profile) else {
            throw .refused(.notLoggedIn(profile: profile.name))
        }
        return session
    }
}

/// The sessions and tokens that this run of the program holds, in memory only. One owner for all front ends.
///
/// Each is bound to the origin it came from: a profile whose address was changed finds none of them.
package actor HeldCredentials {
    private struct Place: Hashable {
        let profile: Profile.ID
        let origin: String

        init(_ profile: Profile) {
            self.profile = profile.id
            origin = profile.origin.description
        }
    }

    private var sessions: [Place: ActiveSession] = [:]
    private var tokens: [TokenRecord.ID: Secret] = [:]
    /// Tokens that were taken off the list, so that undoing brings them back whole.
    private var setAside: [TokenRecord.ID: Secret] = [:]

    package init() {}

    /// The session that is open on a profile, at the profile's address.
    package func session(of profile: Profile) -> ActiveSession? { sessions[Place(profile)] }

    /// Keeps the session of a profile, or removes it.
    package func setSession(_ session: ActiveSession?, of profile: Profile) { sessions[Place(profile)] = session }

    /// The token a fingerprint stands for, when this run holds it for the profile's address.
    package func token(_ fingerprint: Fingerprint, of profile: Profile) -> Secret? {
        tokens[TokenRecord.id(fingerprint, at: profile.origin.description)]
    }

    /// The token of a record, when this run holds it.
    package func token(_ id: TokenRecord.ID) -> Secret? { tokens[id] }

    /// Holds a token that was issued or imported.
    package func hold(_ token: Secret, fingerprint: Fingerprint, of profile: Profile) {
        tokens[TokenRecord.id(fingerprint, at: profile.origin.description)] = token
    }

    /// Lets go of a token that is taken off the list; ``takeBack(_:)`` undoes it.
    package func setAside(_ id: TokenRecord.ID) {
        if let token = tokens.removeValue(forKey: id) { setAside[id] = token }
    }

    /// Holds a token again that was set aside.
    package func takeBack(_ id: TokenRecord.ID) {
        if let token = setAside.removeValue(forKey: id) { tokens[id] = token }
    }

    /// Which tokens are held.
    package func heldTokenIDs() -> Set<TokenRecord.ID> { Set(tokens.keys) }

    /// Which tokens carry an open session.
    package func tokenIDsInUse() -> Set<TokenRecord.ID> {
        Set(
            sessions.compactMap { place, session in
                guard case .bearer(let token) = session.authentication else { return nil }
                return TokenRecord.id(Fingerprint(of: token), at: place.origin)
            })
    }

    /// Removes everything: at the end of the program, and when the terminal is gone.
    package func wipe() {
        sessions = [:]
        tokens = [:]
        setAside = [:]
    }
}
