import HTTPTypes
public import Moments

/// What one exchange proves, for a journal or a report: what was asked, what came back, and when by the server's clock.
///
/// Holds no secret: no header, no body and no query of a URL.
public struct Evidence: Hashable, Sendable {
    /// `POST`.
    public var method: String
    /// Absolute, without a query: `/api/rest/2.0/auth/token/validate`.
    public var path: String
    /// The HTTP status on the wire; `nil` when no answer came.
    public var status: Int?
    /// ThoughtSpot's own code (<doc:ErrorAnswers>), when the answer was an error.
    public var serverCode: Int?
    /// `incident_id_guid`: safe, and what Support asks for. Text from outside.
    public var incident: String?
    /// The `Date` of the answer, in whole seconds; `nil` without one that can be read, and when a cache kept the answer.
    public var serverTime: Instant?
    /// The server's clock less ours, in milliseconds, at the middle of the exchange; `nil` when ``serverTime`` is.
    public var clockSkew: Int64?
    /// Milliseconds from the first byte sent to the whole answer, 0 or more.
    public var duration: Int

    /// Evidence as the engine makes it; public for those who write another ``SessionService``.
    public init(
        method: String, path: String, status: Int? = nil, serverCode: Int? = nil, incident: String? = nil,
        serverTime: Instant? = nil, clockSkew: Int64? = nil, duration: Int = 0
    ) {
        self.method = method
        self.path = path
        self.status = status
        self.serverCode = serverCode
        self.incident = incident
        self.serverTime = serverTime
        self.clockSkew = clockSkew
        self.duration = duration
    }
}

extension Evidence {
    /// Evidence of an exchange that brought no answer.
    init(unanswered request: CallRequest, duration: Int64) {
        self.init(method: request.method.rawValue, path: request.path, duration: Int(max(0, duration)))
    }

    /// Evidence of an answer.
    init(of answer: Answer, sentAt start: Instant) {
        self.init(
            method: answer.request.method.rawValue, path: answer.request.path, status: answer.status,
            serverTime: answer.serverTime, clockSkew: answer.clockSkew(sentAt: start),
            duration: Int(max(0, answer.receivedAt.milliseconds(since: start))))
    }

    /// The same evidence, with what the server's error says.
    func naming(_ error: SessionError) -> Evidence {
        var copy = self
        copy.serverCode = error.serverCode
        copy.incident = error.incident
        // Without ThoughtSpot's own error the answer may be a gateway's, and so is its clock.
        if error.serverCode == nil { copy.clockSkew = nil }
        return copy
    }
}
