/// Where the environment says that the certificate authorities are, read as OpenSSL reads it.
///
/// `SSL_CERT_FILE` names a file instead of the system's, `SSL_CERT_DIR` directories, separated by colons, instead of the
/// system's. An empty value counts as none.
public struct AuthorityEnvironment: Hashable, Sendable {
    /// Instead of the system's file; nil for that one.
    public let file: String?
    /// Instead of the system's directory; nil for that one.
    public let directories: [String]?

    /// - Parameter variables: the environment of the process, or what a test says it is.
    public init(variables: [String: String] = [:]) {
        file = variables["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        let names = variables["SSL_CERT_DIR"]?.split(separator: ":").map(String.init) ?? []
        directories = names.isEmpty ? nil : names
    }
}

/// Which certificate authorities a connection is judged by.
public struct AuthorityFacts: Hashable, Sendable {
    /// Files and directories that hold some, with the variable that names them: `SSL_CERT_FILE /etc/corp/ca.pem`.
    public let places: [String]
    /// What is named and cannot be used; clauses of ours.
    public let problems: [String]
    /// Whether the environment names any place.
    public let isChosen: Bool

    /// What was found.
    public init(places: [String], problems: [String], isChosen: Bool) {
        self.places = places
        self.problems = problems
        self.isChosen = isChosen
    }

    /// Whether there is no authority at all, so that no certificate can be trusted.
    public var isEmpty: Bool { places.isEmpty }

    /// What explains why a certificate is not trusted; empty where the system's authorities are used as they are.
    public var explanation: String {
        var clauses = problems
        if isEmpty {
            clauses.append("this machine has no CA certificates (package ca-certificates)")
        } else if isChosen {
            clauses.append("trusted CAs come from \(places.joined(separator: ", "))")
        }
        return clauses.joined(separator: "; ")
    }
}
