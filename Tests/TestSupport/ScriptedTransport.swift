package import HTTPExchange
package import HTTPTypes
import Synchronization

/// A transport that plays a script, one step for each request, and remembers what it was asked.
package final class ScriptedTransport: HTTPTransport {
    package enum Step: Sendable {
        case answer(ExchangeResponse)
        case failure(TransportError.Code, TransportError.Reach)
        case error(TransportError)
    }

    private let state: Mutex<(steps: [Step], requests: [ExchangeRequest])>

    package init(_ steps: [Step] = []) { state = Mutex((steps, [])) }

    package convenience init(_ answers: [Result<ExchangeResponse, TransportError>]) {
        self.init(
            answers.map { answer -> Step in
                switch answer {
                case .success(let response): .answer(response)
                case .failure(let error): .error(error)
                }
            })
    }

    /// In the order of arrival.
    package var requests: [ExchangeRequest] { state.withLock { $0.requests } }

    package func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        let step = state.withLock { state in
            state.requests.append(request)
            return state.steps.isEmpty ? nil : state.steps.removeFirst()
        }
        switch step {
        case .answer(let response): return response
        case .failure(let code, let reach): throw TransportError(code, reach: reach, peer: request.peer)
        case .error(let error): throw error
        case nil: throw TransportError(.other, reach: .notSent, peer: request.peer, detail: "the script has ended")
        }
    }
}

extension ExchangeResponse {
    /// An answer with a JSON body, written as text.
    package static func json(_ text: String, status: Int = 200, _ headers: HTTPFields = [:]) -> ExchangeResponse {
        with(text, type: "application/json", status: status, headers)
    }

    package static func text(_ text: String, status: Int = 200) -> ExchangeResponse {
        with(text, type: "text/plain;charset=UTF-8", status: status, [:])
    }

    package static func html(_ text: String, status: Int = 200, _ headers: HTTPFields = [:]) -> ExchangeResponse {
        with("<!DOCTYPE html><html><body>\(text)</body></html>", type: "text/html", status: status, headers)
    }

    /// An answer without a body.
    package static func empty(
        _ status: Int = 204, cookies: [String] = [], location: String? = nil
    ) -> ExchangeResponse {
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
