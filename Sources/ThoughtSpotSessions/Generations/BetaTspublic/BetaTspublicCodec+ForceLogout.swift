import HTTPExchange
import HTTPTypes
import StrictJSON

extension BetaTspublicCodec {
    /// `POST admin/forcelogout` (5.3): each user by name or by id, never both, for the id would win. An empty list would
    /// mean everybody.
    func forceLogout(_ users: UserSelection, as authentication: Authentication) throws(Refusal) -> Call<Void> {
        var items: [JSONValue] = []
        for user in users.users {
            let text = JSONValue.string(try InputChecks.user(user))
            switch user {
            case .name: items.append(["name": text])
            case .id: items.append(["id": text])
            }
        }
        let post = paths.request(
            "admin/forcelogout", .post, body: ["user": .array(items)], as: try InputChecks.presented(authentication),
            purpose: .session, safety: .change)
        return Call(post) { (answer) throws(SessionError) in try answer.confirmed() }
    }
}
