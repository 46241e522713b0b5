import HTTPExchange
import HTTPTypes
import StrictJSON

extension V2Codec {
    /// `GET auth/session/user` (7.5).
    func sessionInfo(_ authentication: Authentication) throws(Refusal) -> Call<SessionInfo> {
        Call(userRequest(try InputChecks.presented(authentication))) { (answer) throws(SessionError) in
            try Self.user(answer.fields())
        }
    }

    /// The same call, asked for its status only: v2.0 has no cheaper one.
    func isActive(_ authentication: Authentication) throws(Refusal) -> Call<Bool> {
        // Nobody may ask too: a cluster that is there answers "nobody".
        Call(userRequest(authentication)) { (answer) throws(SessionError) in
            _ = try answer.fields()
            return true
        } recover: { error in
            error.answersInactive(asking: authentication) ? false : nil
        }
    }

    private func userRequest(_ authentication: Authentication) -> CallRequest {
        Self.request("auth/session/user", .get, as: authentication, purpose: .session, safety: .read)
    }

    private static func user(_ fields: AnswerFields) throws(SessionError) -> SessionInfo {
        var info = SessionInfo(userName: try fields.string("name"))
        info.userID = try fields.string("id")
        info.displayName = try fields.string("display_name")
        _ = try fields.string("visibility")
        info.email = fields.shown("email")
        if let org = try fields.optionalObject("current_org") {
            info.currentOrg = OrgReference(id: try org.optionalInt("id"), name: try org.optionalString("name"))
        }
        info.orgs = fields.shownObjects("orgs").map {
            OrgReference(id: $0.object["id"]?.intValue, name: $0.shown("name"))
        }
        info.privileges = fields.shownStrings("privileges")
        info.groups = fields.shownObjects("user_groups").compactMap { $0.shown("name") }
        info.accountType = fields.shown("account_type")
        info.accountStatus = fields.shown("account_status")
        info.accountCreatedAt = fields.instant("creation_time_in_millis")
        // The documents' own sample of this field is in seconds.
        info.accountExpiry = fields.expiryOfDoubtfulUnit("expiration_time_in_millis")
        info.isSuperUser = fields.shownFlag("super_user")
        info.isSystemUser = fields.shownFlag("system_user")
        info.canChangePassword = fields.shownFlag("can_change_password")
        info.inheritedGroups = fields.shownObjects("user_inherited_groups").compactMap { $0.shown("name") }
        info.locale = fields.shown("preferred_locale")
        info.variableValues = fields.shownJSON("variable_values")
        info.orgPrivileges = fields.shownJSON("org_privileges")
        info.userParameters = fields.shownJSON("user_parameters")
        info.accessControlProperties = fields.shownJSON("access_control_properties")
        return info
    }
}
