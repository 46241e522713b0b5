import HTTPExchange
import HTTPTypes

/// One call of the probe: always a GET, always without a credential (<doc:FindingTheGeneration>).
///
/// The cases stand in the order in which they are asked.
public enum ProbeQuestion: Hashable, Sendable, CaseIterable {
    /// `GET /api/rest/2.0/system/banner`, there since 9.10.
    case v2Banner
    /// `GET /callosum/v1/tspublic/v1/admin/banner`.
    case v1Banner
    /// `GET /api/rest/2.0/auth/session/user`.
    case v2User
    /// `GET /tspublic/rest/v2/session`; beta-query lives below the same path.
    case betaTspublicSession
    /// `GET /api/rest/v2/session`.
    case betaAPISession
    /// `GET /callosum/v1/tspublic/v1/session/info`.
    case v1SessionInfo

    /// Which generation the answer tells about.
    public var generation: Generation {
        switch self {
        case .v2Banner, .v2User: .v2
        case .v1Banner, .v1SessionInfo: .v1
        case .betaTspublicSession: .betaTspublic
        case .betaAPISession: .betaAPI
        }
    }

    /// Whether it asks for the banner: an answer proves the generation, no answer proves nothing.
    public var isBanner: Bool { self == .v2Banner || self == .v1Banner }

    /// The operation as its documents name it: `auth/session/user`, `v1 session/info`.
    public var operation: String { request.operation }

    /// The request, in the words of the generation that owns it.
    package var request: CallRequest {
        switch self {
        case .v2Banner: V2Codec.request("system/banner", .get, purpose: .open, safety: .read)
        case .v1Banner: V1Codec.request("admin/banner", .get, purpose: .open, safety: .read)
        case .v2User: V2Codec.request("auth/session/user", .get, purpose: .open, safety: .read)
        case .betaTspublicSession: BetaPaths.tspublic.request("session", .get, purpose: .open, safety: .read)
        case .betaAPISession: BetaPaths.api.request("session", .get, purpose: .open, safety: .read)
        case .v1SessionInfo: V1Codec.request("session/info", .get, purpose: .open, safety: .read)
        }
    }
}
