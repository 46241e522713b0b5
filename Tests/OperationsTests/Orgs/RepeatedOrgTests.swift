import DisplayText
import Operations
import Testing
import ThoughtSpotSessions

/// A list of Orgs that names one number twice: said, by number and names.
struct RepeatedOrgTests {
    @Test func `a list as it should be is not warned about`() {
        #expect(MessageComposer.warning(about: []) == nil)
        #expect(MessageComposer.warning(about: [OrgReference(id: 0, name: "P"), OrgReference(name: "Q")]) == nil)
    }

    @Test func `each number that stands twice is named`() {
        let orgs = [
            OrgReference(id: 3, name: "Sales"), OrgReference(id: 1, name: "Ops"),
            OrgReference(id: 3, name: "Se\u{1B}ales"),
            OrgReference(id: 1), OrgReference(id: 2, name: "Once"),
        ]
        #expect(orgs.repeatedIDs == [1, 3])
        #expect(
            MessageComposer.warning(about: orgs)?.string
                == "the cluster lists the same number more than once: Org 1 (Ops, no name), 3 (Sales, Se<U+001B>ales)")
    }
}
