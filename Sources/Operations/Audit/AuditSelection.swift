package import ThoughtSpotSessions

/// Which events of an audit log are wanted; the cluster cannot be asked for less than all of a window.
package struct AuditSelection: Hashable, Sendable {
    /// Parts of type names, one of which must be there, whatever the case: `login`, `ACCOUNT_LOCKED`. All when empty.
    package var types: [String]
    /// A user's name, or GUID, whatever the case. Everybody when absent.
    package var user: String?

    package init(types: [String] = [], user: String? = nil) {
        self.types = types.map { $0.uppercased() }
        self.user = user?.lowercased()
    }

    package var isEverything: Bool { types.isEmpty && user == nil }

    /// Whether an event is wanted. One that cannot be read is wanted only by who wants everything.
    package func wants(_ event: AuditEvent) -> Bool {
        if let user, event.username?.lowercased() != user, event.userID?.lowercased() != user { return false }
        if types.isEmpty { return true }
        guard let type = event.type?.uppercased() else { return false }
        return types.contains { type.contains($0) }
    }
}
