import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// Answers a request below one of the two bases of the betas; `nil` when the cluster speaks none that has the path.
    ///
    /// `beta-tspublic` and `beta-query` share a base: the method of login and gettoken says which is meant
    /// (<doc:Generations>). The other paths of that base are `beta-tspublic`'s, and the neighbours of `beta-query`
    /// (<doc:BetaQuery>).
    func routeBeta(_ request: ExchangeRequest) -> ExchangeResponse? {
        let spoken = configuration.generations
        if spoken.contains(.betaAPI), let path = localPath(of: request, below: "/api/rest/v2") {
            return answerBeta(ReceivedRequest(request: request, generation: .betaAPI, localPath: path))
        }
        guard spoken.contains(.betaTspublic) || spoken.contains(.betaQuery),
            let path = localPath(of: request, below: "/tspublic/rest/v2")
        else { return nil }
        let isQuery =
            BetaQueryOperation(rawValue: path) != nil && spoken.contains(.betaQuery)
            && (request.method == .get || !spoken.contains(.betaTspublic))
        return answerBeta(
            ReceivedRequest(request: request, generation: isQuery ? .betaQuery : .betaTspublic, localPath: path))
    }

    private func answerBeta(_ request: ReceivedRequest) -> ExchangeResponse {
        do throws(Refusal) {
            switch request.generation {
            case .betaAPI: return try executeBetaAPI(request)
            case .betaQuery: return try executeBetaQuery(request)
            default: return try executeBetaTspublic(request)
            }
        } catch {
            return betaError(error, path: request.localPath)
        }
    }
}
