import HTTPExchange

extension SimulatedCluster {
    /// gettoken. A password beats a secret key when both are there (<doc:Credentials>); no header is looked at.
    func betaGetToken(_ wanted: BetaTokenRequest) throws(Refusal) -> ExchangeResponse {
        let proof = MintProof(
            username: wanted.username, password: wanted.password,
            secretKey: wanted.password == nil ? wanted.secretKey : nil)
        let (account, key) = try accountForMint(proof, provisioning: nil, org: wanted.org)
        let org = try orgForMint(wanted.org, account: account, key: key)
        let token = mint(
            wanted.kind, for: account, org: org, lifeSeconds: wanted.lifeSeconds, key: key,
            value: identifiers.betaToken())
        return betaLoginResponse(
            account, token: token.value, type: "Bearer", createdAt: token.createdAt, lifeSeconds: wanted.lifeSeconds)
    }
}
