import HTTPExchange
import Storage
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
}
