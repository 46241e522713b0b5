public import HTTPExchange
import StrictJSON

extension ExchangeResponse {
    /// Whether this is a clear no behind a status that reads like a failure: the gateway of the betas says 500 to
    /// everything and has the real status inside (<doc:ErrorAnswers>).
    ///
    /// Made for `RetryingTransport(isRefusal:)`: to ask again would present a refused credential again. A status
    /// inside that is about the moment (408, 425, 429) is no refusal.
    public var isNestedRefusal: Bool {
        guard status == 500, let document = try? JSONValue.parse(body) else { return false }
        let inside = ServerFault(searching: document).judgedStatus(behind: status)
        return (400...499).contains(inside) && ![408, 425, 429].contains(inside)
    }
}
