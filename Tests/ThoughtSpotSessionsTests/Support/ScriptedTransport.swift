import HTTPExchange
import HTTPTypes
import Synchronization

/// A transport that plays a script and remembers what it was asked.
final class ScriptedTransport: HTTPTransport {
    enum Step: Sendable {
        case answer(ExchangeResponse)
        case failure(TransportError.Code, TransportError.Reach)
    }

    private let state: Mutex<(steps: [Step], requests: [ExchangeRequest])>

    init(_ steps: [Step]) {
        state = Mutex((steps, []))
    }

    /// In the order of arrival.
    var requests: [ExchangeRequest] { state.withLock { $0.requests } }

    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        let step = state.withLock { state in
            state.requests.append(request)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step {
        case .answer(let response): return response
        case .failure(let code, let reach): throw TransportError(code, reach: reach, peer: "ts.example.com:443")
        case nil: throw TransportError(.other, reach: .notSent, peer: "script", detail: "the script has ended")
        }
    }
}

extension ExchangeResponse {
    /// An answer with a JSON body, written as text.
    static func json(_ text: String, status: Int = 200, _ headers: HTTPFields = [:]) -> ExchangeResponse {
        with(text, type: "application/json", status: status, headers)
    }

    static func text(_ text: String, status: Int = 200) -> ExchangeResponse {
        with(text, type: "text/plain;charset=UTF-8", status: status, [:])
    }

    static func html(_ text: String, status: Int = 200, _ headers: HTTPFields = [:]) -> ExchangeResponse {
        with("<!DOCTYPE html><html><body>\(text)</body></html>", type: "text/html", status: status, headers)
    }

    /// An answer without a body.
    static func empty(_ status: Int = 204, cookies: [String] = [], location: String? = nil) -> ExchangeResponse {
        var headers = HTTPFields()
        headers[values: .setCookie] = cookies
        headers[.location] = location
        return ExchangeResponse(status: status, headers: headers)
    }

    private static func with(
        _ text: String, type: String, status: Int, _ headers: HTTPFields
    ) -> ExchangeResponse {
        var headers = headers
        headers[.contentType] = type
        return ExchangeResponse(status: status, headers: headers, body: Array(text.utf8))
    }
}
