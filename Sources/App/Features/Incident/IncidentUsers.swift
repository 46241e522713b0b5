import ASCIIText
import DisplayText
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

extension ProgramState {
    /// The users of whom this program has heard: of the tokens of the journal, and of sessions.
    var knownUsers: [String] {
        let sessions = clusters.values.compactMap { $0.session?.info.userName }
        return Set(tokens.users + sessions + lastUsers.values).sorted()
    }
}

/// A name while it is typed, and one that nothing here knows.
extension IncidentView {
    /// So many are told of those that begin alike.
    private static let mostUsers = 8

    var reasonAgainstCompleting: SafeText? {
        if incident != nil || pasted == nil && !FindLeakedToken.isToken(in: name.text) { return nil }
        return "a token is no name"
    }

    /// As far as all names agree that begin so; where there are several, they are told.
    mutating func completeUser(in program: ProgramState) -> [Effect] {
        let text = name.text.trimmingBlanks()
        let start = text.lowercased()
        let found = program.knownUsers.filter { $0.lowercased().hasPrefix(start) }
        guard let first = found.first else {
            let typed = SafeText(outside: text, limit: 40)
            return refuse(text.isEmpty ? "no user is known here" : "no user who is known here begins with \(typed)")
        }
        let common = found.dropFirst().reduce(first) { $0.sharedPrefix(with: $1) }
        if common.count >= text.count { complete(common) }
        if found.count == 1 {
            tell(nil)
            return []
        }
        let names = found.prefix(Self.mostUsers).map { SafeText(outside: $0, limit: 40) }.joined(separator: ", ")
        tell(found.count > Self.mostUsers ? "\(names) and \(found.count - Self.mostUsers) more" : names)
        return []
    }

    /// That neither a token nor a session tells of the user, and who may be meant; nil where one does, and before the
    /// journal is read. Only the clusters know for certain.
    func wordsOfUnknownUser(in program: ProgramState) -> SafeText? {
        guard let incident, leaked == nil, program.tokens.isLoaded, !isKnown(incident, in: program) else { return nil }
        let user = SafeText(outside: incident.user.text, limit: 40)
        guard case .name(let name) = incident.user,
            let nearest = SimilarText.nearest(to: name, of: program.knownUsers)
        else { return "\(user) is not known here: no token and no session has the name" }
        return "\(user) is not known here; did you mean \(SafeText(outside: nearest, limit: 40))?"
    }

    private func isKnown(_ incident: IncidentPlan, in program: ProgramState) -> Bool {
        let user = incident.user.text.lowercased()
        let isInLog = elsewhere.values.contains {
            if case .read(let found) = $0 { !found.events.isEmpty } else { false }
        }
        let ids = program.clusters.values.compactMap { $0.session?.info.userID }
        return incident.isOfKnownTokens || isInLog || (program.knownUsers + ids).contains { $0.lowercased() == user }
    }
}

extension String {
    /// Letters differ by their case, names do not.
    fileprivate func sharedPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0.lowercased() == $1.lowercased() }.map(\.0))
    }
}
