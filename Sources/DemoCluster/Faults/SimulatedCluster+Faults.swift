package import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// Answers `request` as `respond(to:)` does, on the way the rate limit, the latency and the fault plan prescribe.
    /// - Parameter client: the address it comes from, without a port.
    package func answer(to request: ExchangeRequest, from client: String = "127.0.0.1") -> DemoAnswer {
        if isOverLimit(client) { return DemoAnswer(response: dated(.empty(429))) }
        var delay = configuration.latencyMilliseconds
        var fault: DemoFaultAction?
        for action in matchingFaults(of: request) {
            if case .delay(let milliseconds) = action {
                delay += milliseconds
            } else if fault == nil {
                fault = action
            }
        }
        var answer = answer(to: request, fault: fault)
        answer.delayMilliseconds = delay
        return answer
    }

    /// Counts one request of `client`. What is refused is not executed; no `Retry-After` is documented, nor a body
    /// (contract section 9.4).
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
        case nil, .delay:
            return DemoAnswer(response: respond(to: request))
        case .answer(let status, let headers, let body):
            var response = ExchangeResponse(status: status, body: body)
            for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
                guard let fieldName = HTTPField.Name(name) else { continue }
                response.headers.append(HTTPField(name: fieldName, value: value))
            }
            if !headers.keys.contains(where: { $0.lowercased() == "content-type" }), !body.isEmpty {
                response.headers[.contentType] = "application/json"
            }
            return DemoAnswer(response: dated(response))
        case .lie(let body):
            var response = respond(to: request)
            response.body = body
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
