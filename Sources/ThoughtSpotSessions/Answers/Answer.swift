package import HTTPExchange
package import HTTPTypes
package import Moments

/// What came back for a ``CallRequest``, before it is believed (promise P39).
package struct Answer: Sendable {
    package let request: CallRequest
    package let origin: Origin
    package let status: Int
    package let headers: HTTPFields
    package let body: [UInt8]
    /// When it was complete.
    package let receivedAt: Instant

    package init(request: CallRequest, origin: Origin, response: ExchangeResponse, receivedAt: Instant) {
        self.request = request
        self.origin = origin
        status = response.status
        headers = response.headers
        body = response.body
        self.receivedAt = receivedAt
    }

    package var isSuccess: Bool { (200...299).contains(status) }

    /// Masks what we sent in texts that come back.
    var mask: SecretMask { SecretMask(hiding: request) }

    /// The cookies this answer sets, added to those that were presented.
    func cookies() -> CookieJar {
        var jar =
            switch request.authentication {
            case .cookies(let held): held
            case .none, .bearer: CookieJar(origin: origin)
            }
        jar.take(headers, at: receivedAt)
        return jar
    }

    /// An error of an answer that says yes in a form that cannot be used. A change has then happened (promise P62).
    ///
    /// - Parameters:
    ///   - detail: a phrase of ours that names the place, never the value.
    ///   - offered: what came instead, where that may be told; cut to 200 characters.
    func unusable(
        _ code: SessionError.Code, _ detail: String, offered: [String] = [], minted: IssuedToken? = nil
    ) -> SessionError {
        SessionError(
            code, execution: request.safety == .change ? .accepted : .notExecuted, operation: request.operation,
            origin: origin, status: status, detail: detail, offered: offered.compactMap { mask.masked($0, limit: 200) },
            mintedToken: minted)
    }
}
