/// What a person logs in with. One of them, never two: the generations contradict each other about which would win
/// (<doc:Credentials>).
public enum Credential: Hashable, Sendable {
    /// A user's own.
    case password(username: String, password: Secret)
    /// Trusted authentication: the key can speak for any user.
    case secretKey(username: String, key: Secret)
    /// A token obtained elsewhere.
    case bearer(token: Secret)

    /// The kind, without the secret.
    public var kind: CredentialKind {
        switch self {
        case .password: .password
        case .secretKey: .secretKey
        case .bearer: .bearer
        }
    }
}

/// The kinds of credential, for lists and records.
public enum CredentialKind: String, Hashable, Sendable, CaseIterable, Codable {
    /// A user name and a password.
    case password
    /// A user name and the key of trusted authentication.
    case secretKey = "secret-key"
    /// A token.
    case bearer
}

/// An Org, by number, by name, or both, as the server told or a person said. The Primary Org is 0.
public struct OrgReference: Hashable, Sendable {
    /// The number; 0 is the Primary Org.
    public var id: Int?
    /// The name, which only some calls take.
    public var name: String?

    /// An Org by what is known of it.
    public init(id: Int? = nil, name: String? = nil) {
        self.id = id
        self.name = name
    }

    /// What a person typed: digits are an id, anything else is a name.
    public init(typed text: String) {
        if let id = Int(text) { self.init(id: id) } else { self.init(name: text) }
    }

    /// Whether this may be the same Org as `other`: some part is known of both, and no part differs.
    public func agrees(with other: OrgReference) -> Bool {
        if let id, let otherID = other.id { return id == otherID }
        if let name, let otherName = other.name { return name.lowercased() == otherName.lowercased() }
        return false
    }
}
