import HTTPExchange
package import Storage
import ThoughtSpotSessions

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

    /// The session that is open on a profile; refuses where nobody is logged in.
    func session(of profile: Profile) async throws(OperationError) -> ActiveSession {
        guard let session = await held.session(of: profile) else {
            throw .refused(.notLoggedIn(profile: profile.name))
        }
        return session
    }

    /// Refuses what changes a server while the program or the profile is read-only.
    package func requireWritable(_ profile: Profile) throws(OperationError) {
        if isReadOnly { throw .refused(.readOnly(profile: nil)) }
        if profile.isReadOnly { throw .refused(.readOnly(profile: profile.name)) }
    }

    /// Refuses to let a trusted-authentication key travel unencrypted or to somebody unverified (promise P35).
    func requireSafeForSecretKey(_ profile: Profile) throws(OperationError) {
        if profile.isUnsafeForSecrets { throw .refused(.insecureForSecretKey(profile: profile.name)) }
    }

    /// Refuses to put a credential into a URL, as beta-query does, unless the profile accepts it and somebody vouches
    /// for the connection (faults D-q-1 and D-q-4). A bearer goes in a header.
    func requireSafeForURLSecrets(_ profile: Profile, _ credential: CredentialKind) throws(OperationError) {
        guard profile.generation == .betaQuery, credential != .bearer else { return }
        guard profile.acceptsURLSecrets else { throw .refused(.urlSecrets(profile: profile.name)) }
        if profile.isUnsafeForSecrets { throw .refused(.insecureForURLSecrets(profile: profile.name)) }
    }

    /// Refuses what the generation cannot do, before anything is sent.
    func require(
        _ ability: Ability, of client: SessionClient, profile: Profile, alternatives: [String] = []
    ) throws(OperationError) {
        if case .absent(let reason) = client.capability(ability) {
            throw .refused(
                .notInGeneration(
                    profile: profile.name, generation: profile.generation, reason: reason, alternatives: alternatives))
        }
    }
}

extension Profile {
    /// Whether a key that can speak for anyone must not travel to this cluster: plain http is for this very machine only,
    /// and a profile that is marked insecure is insecure wherever its cluster stands (faults C16).
    package var isUnsafeForSecrets: Bool {
        trust == .insecure || (origin.scheme == .http && !origin.isLoopback)
    }
}
