import HTTPExchange
import HTTPTypes
import StrictJSON

extension V1Codec {
    /// `GET session/info` (3.4). Its `authToken` is a secret nobody asked for, and is left where it is.
    func sessionInfo(_ authentication: Authentication) throws(Refusal) -> Call<SessionInfo> {
        Call(try infoRequest(authentication)) { (answer) throws(SessionError) in
            try Self.info(answer.fields())
        }
    }

    /// `GET session/isactive` (3.3), outside of the public paths; any 2xx means alive.
    func isActive(_ authentication: Authentication) throws(Refusal) -> Call<Bool> {
        // Nobody may ask too: a cluster that is there answers "nobody".
        Call(activeRequest(authentication)) { (answer) throws(SessionError) in
            try answer.nothing()
            return true
        } recover: { error in
            error.answersInactive(asking: authentication) ? false : nil
        }
    }

    func activeRequest(_ authentication: Authentication) -> CallRequest {
        CallRequest(
            "v1 session/isactive", .get, "/callosum/v1/session/isactive",
            authentication: authentication, purpose: .session, safety: .read)
    }

    private func infoRequest(_ authentication: Authentication) throws(Refusal) -> CallRequest {
        let presented = try InputChecks.presented(authentication)
        return Self.request("session/info", .get, as: presented, purpose: .session, safety: .read)
    }

    private static func info(_ fields: AnswerFields) throws(SessionError) -> SessionInfo {
        var info = SessionInfo(userName: try fields.string("userName"))
        info.userID = try fields.string("userGUID")
        info.displayName = fields.shown("userDisplayName")
        info.email = fields.shown("userEmail")
        info.currentOrg = try fields.optionalInt("currentOrgId").map { OrgReference(id: $0) }
        info.privileges = fields.shownStrings("privileges")
        info.accountCreatedAt = fields.instant("userCreatedTime")
        info.accountExpiry = fields.expiry("userExpirationTime")
        info.sessionExpiry = fields.expiryOfDoubtfulUnit("expirationTime")
        info.releaseVersion = fields.shown("releaseVersion")
        let configuration = fields.object["configInfo"]
        info.clusterID = configuration?["selfClusterId"]?.stringValue
        info.clusterName = configuration?["selfClusterName"]?.stringValue
        info.locale = fields.shown("locale")
        info.timeZone = fields.shown("timezone")
        info.isSystemUser = fields.shownFlag("isSystemUser")
        info.canChangePassword = fields.shownFlag("canChangePassword")
        info.banner = fields.shown("notificationBanner") ?? fields.object["notificationBanner"]?["text"]?.stringValue
        return info
    }

    /// What `session/info` says about the cluster: v1 has no call of its own for that.
    func systemInformation(_ authentication: Authentication) throws(Refusal) -> Call<SystemInformation> {
        Call(try infoRequest(authentication)) { (answer) throws(SessionError) in
            let fields = try answer.fields()
            let configuration = fields.object["configInfo"]
            var information = SystemInformation()
            information.id = configuration?["selfClusterId"]?.stringValue
            information.name = configuration?["selfClusterName"]?.stringValue
            information.releaseVersion = fields.shown("releaseVersion")
            information.type = configuration?["isSaas"]?.boolValue.map { $0 ? "SAAS" : "SW" }
            information.apiVersion = fields.shown("apiVersion")
            information.timeZone = fields.shown("timezone")
            return information
        }
    }

    /// `GET admin/banner` (<doc:FindingTheGeneration>), without a credential.
    func banner() throws(Refusal) -> Call<MaintenanceBanner> {
        Call(Self.request("admin/banner", .get, purpose: .open, safety: .read)) { (answer) throws(SessionError) in
            try answer.banner()
        }
    }
}
