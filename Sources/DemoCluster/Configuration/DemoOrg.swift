/// One Org of a simulated cluster. The Primary Org has the id 0 (<doc:Orgs>).
package struct DemoOrg: Hashable, Sendable {
    package var id: Int
    package var name: String

    package init(id: Int, name: String) {
        self.id = id
        self.name = name
    }
}
