import HTTPExchange
package import Storage
package import ThoughtSpotSessions

/// What the journal knows of one token, at every address where it knows it.
package struct TokenLookup: Hashable, Sendable {
    package let list: TokenList
    package let fingerprint: Fingerprint
    /// The address that accepted the token first: it is its own. Never empty.
    package let matches: [Match]

    package struct Match: Hashable, Sendable {
        package let record: TokenRecord
        /// Those that have its address now, the one that wrote about it last first; none where all were removed.
        package let profiles: [Profile]
    }
}

/// Looks a token up in the journal. Nothing is sent to a cluster, and nothing is changed.
package struct LookUpToken: Hashable, Sendable {
    /// How the token is named.
    package enum Name: Hashable, Sendable {
        case token(Secret)
        /// 4...12 hexadecimal digits that its fingerprint begins with, any case.
        case fingerprint(String)
    }

    package var name: Name

    package init(_ name: Name) {
        self.name = name
    }

    /// - Throws: `E_TOKEN_UNKNOWN`, `E_TOKEN_AMBIGUOUS`; `E_NOT_A_TOKEN` for an unknown text that is no bearer token.
    package func run(in workspace: Workspace) async throws(OperationError) -> TokenLookup {
        let list = try await ListTokens().run(in: workspace)
        let isNamed = isNamed
        let known = list.records.filter { isNamed($0.fingerprint) }
        guard let first = known.first else { throw .refused(unknown) }
        if case .fingerprint(let typed) = name, known.contains(where: { $0.fingerprint != first.fingerprint }) {
            throw .refused(.ambiguousToken(typed: typed, count: Set(known.map(\.fingerprint)).count))
        }
        let profiles = try await ListProfiles().run(in: workspace).profiles
        // An import says less than an answer that accepted it.
        let ordered = known.filter { $0.acceptedAt != nil } + known.filter { $0.acceptedAt == nil }
        return TokenLookup(
            list: list, fingerprint: first.fingerprint,
            matches: ordered.map { record in
                let there = profiles.filter { $0.origin.description == record.origin }
                let own = there.filter { $0.id == record.profileID }
                return TokenLookup.Match(record: record, profiles: own + there.filter { $0.id != record.profileID })
            })
    }

    /// Whether a fingerprint is meant. The token is hashed once, and not for each row of the journal.
    private var isNamed: (Fingerprint) -> Bool {
        switch name {
        case .token(let token):
            let own = Fingerprint(of: token)
            return { $0 == own }
        case .fingerprint(let typed):
            let prefix = typed.lowercased()
            return { prefix.utf8.count >= 4 && $0.text.hasPrefix(prefix) }
        }
    }

    private var unknown: Refusal {
        switch name {
        case .token(let token):
            BearerForm.fault(of: token).map { .notAToken(why: $0) } ?? .unknownLeak(Fingerprint(of: token))
        case .fingerprint(let typed): .noSuchToken(typed: typed)
        }
    }
}
