import ASCIIText

/// A user, as a person or a server names one.
public enum UserIdentifier: Hashable, Sendable {
    /// The name for logging in.
    case name(String)
    /// The GUID.
    case id(String)

    /// What a person typed: the form of a GUID makes it one, anything else is a name.
    public init(typed text: String) {
        self = UUIDText.isWellFormed(text) ? .id(text) : .name(text)
    }

    /// The name or the GUID. From outside: to be made safe before it is shown.
    public var text: String {
        switch self {
        case .name(let name): name
        case .id(let id): id
        }
    }
}

/// The users whose sessions are to end: one at least, for an empty list would mean everybody on the cluster (<doc:V1>,
/// <doc:BetaTspublic>, <doc:V2>).
public struct UserSelection: Hashable, Sendable {
    /// In the order in which they were named, each once; never empty.
    public let users: [UserIdentifier]

    /// The first user and the others, in their order; whoever is named twice counts once.
    public init(_ first: UserIdentifier, _ others: [UserIdentifier] = []) {
        var seen: Set<UserIdentifier> = []
        users = ([first] + others).filter { seen.insert($0).inserted }
    }

    /// Nothing when the list is empty: there is no selection of nobody.
    public init?(_ users: [UserIdentifier]) {
        guard let first = users.first else { return nil }
        self.init(first, Array(users.dropFirst()))
    }
}
