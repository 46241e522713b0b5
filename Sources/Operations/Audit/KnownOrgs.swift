import HTTPExchange
package import Storage
package import ThoughtSpotSessions

extension TokenList {
    /// The Orgs of a cluster whose names are known, each once: by the profiles that have its address, and by its tokens. An
    /// audit log, and many answers, tell numbers only.
    package func orgs(at origin: String, profiles: [Profile]) -> [OrgReference] {
        var seen: Set<OrgReference> = []
        let tokens = records.lazy.filter { $0.origin == origin }.flatMap {
            [$0.facts.org].compactMap(\.self) + $0.facts.use.orgs
        }
        return (profiles.filter { $0.origin.description == origin }.compactMap(\.org) + tokens)
            .filter { $0.name != nil && $0.id != nil && seen.insert($0).inserted }
    }
}

extension JournalEvent {
    /// ``subjects``, an Org that was named by its number with its name.
    ///
    /// - Parameter orgs: those of a cluster whose names are known.
    package func subjects(namingOrgsBy orgs: (_ origin: String) -> [OrgReference]) -> [String] {
        switch action {
        case .switchOrg, .readSecretKeys, .revealSecretKey, .enableTrustedAuthentication, .disableTrustedAuthentication:
            subjects.map { subject in
                guard subject.hasPrefix("Org "), let id = Int(subject.dropFirst(4)),
                    subject == OrgReference(id: id).wording
                else { return subject }
                let org = OrgReference.numbered(id, namedBy: orgs(origin))
                return org.name == nil ? subject : "Org \(org.wording)"
            }
        default: subjects
        }
    }
}
