import HTTPExchange
import HTTPTypes
import StrictJSON

extension V1Codec {
    /// `POST user/session/invalidate` (3.3): names and GUIDs in fields of their own, each a JSON array in a text. Without
    /// either, the call would end every session on the cluster; a field is there only when somebody is in it.
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        var names: [JSONValue] = []
        var ids: [JSONValue] = []
        for user in users.users {
            let text = JSONValue.string(try InputChecks.user(user))
            switch user {
            case .name: names.append(text)
            case .id: ids.append(text)
            }
        }
        var form: [(name: String, value: String)] = []
        if !names.isEmpty { form.append((name: "username", value: JSONValue.array(names).serialized())) }
        if !ids.isEmpty { form.append((name: "userid", value: JSONValue.array(ids).serialized())) }
        let post = Self.request(
            "user/session/invalidate", .post, form: form, as: try InputChecks.presented(authentication),
            purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.nothing() }
    }
}
