package import ThoughtSpotSessions

extension OrgReference {
    /// `Sales (1)`, `Sales`, or `Org 1`; the name is text from outside.
    package var wording: String {
        switch (name, id) {
        case (let name?, let id?): "\(name) (\(id))"
        case (let name?, nil): name
        // Everywhere the same, and told by number only in many answers (<doc:Orgs>).
        case (nil, 0?): "Primary (0)"
        case (nil, let id?): "Org \(id)"
        case (nil, nil): "an unnamed Org"
        }
    }
}
