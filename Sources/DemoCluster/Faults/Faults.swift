package import HTTPExchange
import HTTPTypes

/// An answer, and how it travels: what a transport or a server does with it.
package struct DemoAnswer: Sendable {
    /// What the other end gets to see.
    package enum Delivery: Hashable, Sendable {
        /// All of the answer.
        case whole
        /// The connection closes before the first byte.
        case close
        /// The connection closes after so many bytes of the body, which was announced in full.
        case cut(after: Int)
        /// The head, then a body that never ends.
        case endless
        /// These bytes in place of any HTTP, then the connection closes.
        case raw([UInt8])
    }

    package var response: ExchangeResponse
    package var delivery: Delivery
    /// How long to wait before the first byte, in ms.
    package var delayMilliseconds: Int

    package init(response: ExchangeResponse, delivery: Delivery = .whole, delayMilliseconds: Int = 0) {
        self.response = response
        self.delivery = delivery
        self.delayMilliseconds = delayMilliseconds
    }
}

extension SimulatedCluster {
    /// Answers `request` as `respond(to:)` does, on the way the rate limit, the latency and the fault plan prescribe.
    /// - Parameter client: the address it comes from, without a port.
    package func answer(to request: ExchangeRequest, from client: String = "127.0.0.1") -> DemoAnswer {
        changedToken = nil
        let known = executedChanges.count
        if isOverLimit(client) {
            enter(request, status: 429, since: known)
            return DemoAnswer(response: dated(.empty(429)))
        }
        var delay = configuration.latencyMilliseconds
        var fault: DemoFaultAction?
        for action in matchingFaults(of: request) {
            switch action {
            case .delay(let milliseconds): delay += milliseconds
            case .clock(let seconds): clockOffset += Int64(seconds) * 1_000
            default: fault = fault ?? action
            }
        }
        if let secret = Self.secret(in: request) { lastSecret = secret }
        var answer = answer(to: request, fault: fault)
        answer.delayMilliseconds = delay
        enter(request, status: answer.response.status, since: known)
        return answer
    }

    /// Counts one request of `client`. What is refused is not executed; no `Retry-After` is documented, nor a body
    /// (<doc:ErrorAnswers>).
    private func isOverLimit(_ client: String) -> Bool {
        guard let limit = configuration.rateLimit, release >= DemoRelease(26, 2) else { return false }
        return !allowances[client, default: RequestAllowance(limit, at: now())].take(limit, at: now())
    }

    /// Replaces the fault plan; counting of nth requests starts again.
    package func setFaults(_ plan: DemoFaultPlan) {
        configuration.faults = plan
        faultMatches = [:]
    }

    private func answer(to request: ExchangeRequest, fault: DemoFaultAction?) -> DemoAnswer {
        switch fault {
        case nil, .delay, .clock:
            return DemoAnswer(response: respond(to: request))
        case .answer(let status, let headers, let body):
            var response = ExchangeResponse(status: status, body: body)
            response.headers.append(contentsOf: Self.fields(headers))
            if !headers.keys.contains(where: { $0.lowercased() == "content-type" }), !body.isEmpty {
                response.headers[.contentType] = "application/json"
            }
            return DemoAnswer(response: response.headers[.date] == nil ? dated(response) : response)
        case .lie(let body):
            var response = respond(to: request)
            response.body = body
            return DemoAnswer(response: response)
        case .alter(let status, let headers, let body):
            var response = respond(to: request)
            let added = Self.fields(headers)
            if body?.isEmpty == true { response.headers[.contentType] = nil }
            // A further cookie stands beside the others; of everything else there is one.
            for field in added where field.name != .setCookie { response.headers[field.name] = nil }
            response.headers.append(contentsOf: added)
            response.status = status ?? response.status
            response.body = [204, 304].contains(response.status) ? [] : body ?? response.body
            if !response.body.isEmpty, response.headers[.contentType] == nil {
                response.headers[.contentType] = "application/json"
            }
            return DemoAnswer(response: response)
        case .echo(let member):
            var response = respond(to: request)
            if let lastSecret, let document = JSONValue.parse(response.body) {
                response.body = document.setting(member.split(separator: "."), to: .string(lastSecret)).bytes
            }
            return DemoAnswer(response: response)
        case .cookieDomain(let domain):
            var response = respond(to: request)
            let cookies = response.headers[values: .setCookie]
            response.headers[values: .setCookie] = cookies.map { "\($0); Domain=\(domain)" }
            return DemoAnswer(response: response)
        case .dropBeforeRequest:
            return DemoAnswer(response: ExchangeResponse(status: 200), delivery: .close)
        case .closeWithoutAnswer:
            return DemoAnswer(response: respond(to: request), delivery: .close)
        case .cutBody(let count):
            return DemoAnswer(response: respond(to: request), delivery: .cut(after: count))
        case .endlessBody:
            let response = ExchangeResponse(status: 200, headers: [.contentType: "application/json"])
            return DemoAnswer(response: dated(response), delivery: .endless)
        case .maintenance(let clusterState):
            var response = ExchangeResponse.html(
                200, title: "Under maintenance",
                text: "ThoughtSpot is undergoing maintenance. Please try again later.")
            if let clusterState, let name = HTTPField.Name("Cluster-State") { response.headers[name] = clusterState }
            return DemoAnswer(response: dated(response))
        case .raw(let bytes):
            return DemoAnswer(response: ExchangeResponse(status: 200), delivery: .raw(bytes))
        case .redirect(let location):
            return DemoAnswer(response: dated(ExchangeResponse(status: 302, headers: [.location: location])))
        }
    }

    private static func fields(_ headers: [String: String]) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
            guard let fieldName = HTTPField.Name(name) else { continue }
            fields.append(HTTPField(name: fieldName, value: value))
        }
        return fields
    }

    /// The password, key or token of a request, by the names of all generations.
    private static func secret(in request: ExchangeRequest) -> String? {
        field(of: request, named: ["password", "secret_key", "secretKey", "auth_token", "token"]) ?? bearer(of: request)
    }

    /// The token that a request is about, else the one that it presents.
    static func token(in request: ExchangeRequest) -> String? {
        field(of: request, named: ["auth_token", "token"]) ?? bearer(of: request)
    }

    private static func bearer(of request: ExchangeRequest) -> String? {
        ReceivedRequest(request: request, generation: .v2, localPath: "").bearer
    }

    /// The first of these that the body or the query has.
    private static func field(of request: ExchangeRequest, named names: [String]) -> String? {
        if let document = JSONValue.parse(request.body) {
            for name in names { if case .string(let text) = document[name], !text.isEmpty { return text } }
        }
        for form in [FormFields(bytes: request.body), FormFields(request.query ?? "")] {
            for name in names { if let text = form?[name] { return text } }
        }
        return nil
    }

    private func matchingFaults(of request: ExchangeRequest) -> [DemoFaultAction] {
        var actions: [DemoFaultAction] = []
        for (index, rule) in configuration.faults.rules.enumerated() {
            if let method = rule.match.method, method != request.method.rawValue { continue }
            if let path = rule.match.path, !request.path.hasPrefix(path) { continue }
            let count = faultMatches[index, default: 0] + 1
            faultMatches[index] = count
            if let nth = rule.match.nth, nth != count { continue }
            actions.append(rule.action)
        }
        return actions
    }
}
