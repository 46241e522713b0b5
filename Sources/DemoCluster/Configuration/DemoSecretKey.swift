/// A secret key of trusted authentication: whoever holds it can mint a token for anybody (<doc:Credentials>).
package struct DemoSecretKey: Hashable, Sendable {
    /// GUID text; compared as it stands.
    package var key: String
    /// The Org the key is for; `nil` for the key of the whole cluster.
    package var orgID: Int?

    package init(key: String, orgID: Int? = nil) {
        self.key = key
        self.orgID = orgID
    }
}

extension DemoSecretKey: CustomStringConvertible, CustomReflectable {
    package var description: String { orgID.map { "secret key of Org \($0)" } ?? "secret key of the cluster" }
    package var customMirror: Mirror { Mirror(self, children: ["key": description]) }
}
