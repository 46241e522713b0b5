import ASCIIText
import HTTPExchange
import HTTPTypes

extension SimulatedCluster {
    /// A token from a secret key; the answer is the bare token as text (<doc:V1>).
    func v1TrustedToken(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let form = try V1Form(body: request)
        let username = try form.requiredString("username")
        let secretKey = try form.requiredString("secret_key")
        let accessLevel = try form.requiredString("access_level")
        guard ["FULL", "REPORT_BOOK_VIEW"].contains(accessLevel) else {
            throw .badParameter("access_level must be FULL or REPORT_BOOK_VIEW.")
        }
        let objectID = form.string("id")
        if accessLevel == "REPORT_BOOK_VIEW" {
            guard let objectID, UUIDText.isWellFormed(objectID) else {
                throw .badParameter("id must be the GUID of an object.")
            }
        }
        let wantedOrg = try form.integer("orgid").map { Int($0) }
        var provisioning: Provisioning?
        // The field came with 8.9.0.cl.
        if release >= DemoRelease(8, 9), try form.boolean("autocreate") ?? false {
            provisioning = Provisioning(
                overwrites: true, displayName: form.string("display_name"), email: form.string("email"),
                groups: try form.strings("groups"))
        }
        let proof = MintProof(username: username, secretKey: secretKey)
        let (account, key) = try accountForMint(proof, provisioning: provisioning, org: wantedOrg)
        let org = try orgForMint(wantedOrg, account: account, key: key)
        let token = mint(.v1(accessLevel: accessLevel), for: account, org: org, lifeSeconds: nil, key: key)
        return .plainText(token.value)
    }

    /// A session from a token: 302 by default, 204 when the redirection is declined (<doc:V1>).
    func v1TokenLogIn(_ request: ReceivedRequest) throws(Refusal) -> ExchangeResponse {
        let form = request.method == .get ? try V1Form(query: request) : try V1Form(body: request)
        let value = try form.requiredString("auth_token")
        let declinesRedirect = try form.boolean("no_url_redirection") ?? false
        guard let token = validToken(value), let account = accounts[token.userGUID],
            form.string("username").map({ $0 == account.user.name }) ?? true
        else {
            audit(.loginFailed, user: nil, name: form.string("username"))
            throw .credentialsRefused("Invalid token.")
        }
        try requireOpen(account)
        let session = openSession(for: account, org: token.orgID, isRemembered: false, fromToken: value)
        if declinesRedirect { return .empty(204).settingCookies(of: session) }
        let target = form.string("redirect_url") ?? "/"
        // A header value holds no line end or other control byte.
        guard !target.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
            throw .badParameter("redirect_url is not a URL.")
        }
        return ExchangeResponse(status: 302, headers: [.location: target]).settingCookies(of: session)
    }
}
