import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// Answers a request below `/callosum/v1` (<doc:V1>).
    func respondV1(_ request: ReceivedRequest) -> ExchangeResponse {
        do throws(Refusal) {
            return try executeV1(request)
        } catch {
            return v1Error(error)
        }
    }

    private func executeV1(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        guard let operation = V1Operation(path: request.localPath), operation.exists(in: release) else {
            throw .notFound
        }
        guard operation.methods.contains(request.method) else { throw .methodNotAllowed(operation.methods[0]) }
        guard request.request.headers[.userAgent] != nil else { throw .badParameter("User-Agent is required.") }
        // The documented samples of the banner carry nothing but Accept (<doc:FindingTheGeneration>).
        if case .banner = operation { return banner() }
        try requireRequestedBy(request)
        switch operation {
        case .login: return try v1LogIn(request)
        case .logout: return try v1LogOut(request)
        case .info: return v1Info(try caller(of: request))
        case .isActive: return try v1IsActive(request)
        case .trustedToken: return try v1TrustedToken(request)
        case .tokenLogin: return try v1TokenLogIn(request)
        case .orgs: return try v1Orgs(request)
        case .orgsOfUser(let identifier): return try v1OrgsOfUser(identifier, request)
        case .invalidate: return try v1Invalidate(request)
        case .securityLog: return try v1SecurityLog(request)
        case .configuration: return try v1Configuration(request)
        case .banner: return banner()
        }
    }

    /// v1's whole measure against forged requests; its presence matters, not its value (<doc:Headers>).
    private func requireRequestedBy(_ request: ReceivedRequest) throws(Refusal) {
        guard let name = HTTPField.Name("X-Requested-By"), let value = request.request.headers[name], !value.isEmpty
        else { throw .forbidden("X-Requested-By is required.") }
    }

    /// Whether the path is one of the private twins, which answer 200 with a body (<doc:V1>).
    func isPrivateTwin(_ request: ReceivedRequest) -> Bool { !request.localPath.hasPrefix("/tspublic/v1/") }
}
