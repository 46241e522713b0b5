import Moments
import ThoughtSpotSessions

/// One way from an answer to a value: a verb of one generation, with the request it belongs to.
struct Decoder: Sendable {
    let generation: Generation
    /// As the folders of the corpus name it: `issue-token-by-password`.
    let verb: String
    let request: CallRequest
    /// The canaries on the wire.
    let sent: [Secret]
    let read: @Sendable (Answer) throws(SessionError) -> Reading

    init(
        _ generation: Generation, _ verb: String, _ request: CallRequest,
        read: @escaping @Sendable (Answer) throws(SessionError) -> Reading
    ) {
        self.generation = generation
        self.verb = verb
        self.request = request
        self.read = read
        sent = request.canaries
    }

    var name: String { "\(generation.rawValue)/\(verb)" }
}

/// What of a decoded value the oracle looks at.
struct Reading: Sendable {
    /// Tokens that would be kept and presented.
    var tokens: [Secret] = []
    /// Moments that would be shown.
    var instants: [Instant] = []
    /// Texts that have been masked before they are shown.
    var maskedTexts: [String] = []
}

extension Reading {
    init(_ token: IssuedToken) {
        tokens = [token.token]
        instants = [token.createdAt, token.expiry.instant].compactMap(\.self)
    }

    init(_ session: ActiveSession) {
        if case .bearer(let token) = session.authentication { tokens = [token] }
        instants = [session.expiry.instant].compactMap(\.self)
    }

    init(_ validation: TokenValidation) {
        instants = [validation.createdAt, validation.expiry.instant].compactMap(\.self)
        if case .invalid(let text?) = validation.verdict { maskedTexts = [text] }
    }

    init(_ info: SessionInfo) {
        instants = [info.accountCreatedAt, info.accountExpiry.instant, info.sessionExpiry.instant].compactMap(\.self)
    }

    init(_ events: [AuditEvent]) {
        instants = events.compactMap(\.at)
    }
}
