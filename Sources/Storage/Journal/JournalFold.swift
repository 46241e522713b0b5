import ThoughtSpotSessions

/// Adds the journal's lines up to the token list and to the changes whose end nobody wrote down.
///
/// Pure; each event costs the same, however many came before.
package struct JournalFold: Sendable {
    private struct Key: Hashable {
        let profileID: String
        let fingerprint: Fingerprint
    }

    /// Rows in the order in which the tokens were first heard of; forgotten ones leave a gap.
    private var rows: [TokenRecord?] = []
    private var places: [Key: Int] = [:]
    /// Rows that were taken off the list, with their places, until they are restored or heard of again.
    private var forgotten: [Key: (place: Int, record: TokenRecord)] = [:]
    private var seen = SeenIDs()
    private var open: [String: (event: JournalEvent, order: Int, before: TokenRecord.State?)] = [:]
    private var order = 0
    /// v1 tokens that the next token of their key will end, by profile.
    private var waitingForMint: [String: [Key]] = [:]
    /// Credentials that were refused lately.
    package private(set) var lockouts = LockoutCount()

    package init() {}

    /// The token list: all rows, oldest first.
    package var records: [TokenRecord] { rows.compactMap { $0 } }

    /// Intents without a result, newest first: requests that may have happened.
    package var unfinishedOperations: [JournalEvent] {
        open.values.sorted { $0.order > $1.order }.map(\.event)
    }

    /// The row of one token.
    package func record(_ fingerprint: Fingerprint, of profile: Profile.ID) -> TokenRecord? {
        places[Key(profileID: profile, fingerprint: fingerprint)].flatMap { rows[$0] }
    }

    /// Takes in one event. A second line with the same id changes nothing.
    package mutating func apply(_ event: JournalEvent) {
        guard seen.insert(event.id) else { return }
        order += 1
        lockouts.apply(event)
        var before: TokenRecord.State?
        switch event.phase {
        case .intent:
            if event.action == .revokeToken {
                before = update(event) { $0.state = .revocationUnknown } ?? .active
            }
            open[event.operation] = (event, order, before)
            return
        case .result: before = open.removeValue(forKey: event.operation)?.before
        case .note: break
        }
        switch event.action {
        case .issueToken, .importToken, .logIn: record(event)
        case .validateToken: check(event)
        case .revokeToken: revoke(event, before: before)
        case .forgetToken: forget(event)
        case .restoreToken: restore(event)
        case .logOut, .switchOrg, .forceLogout, .readSecretKeys, .revealSecretKey, .enableTrustedAuthentication,
            .disableTrustedAuthentication, .other:
            break
        }
    }

    /// A token that exists: minted, imported, or minted on the way to something that then failed.
    private mutating func record(_ event: JournalEvent) {
        guard let fingerprint = event.token?.fingerprint else { return }
        endTokensOfV1Key(event)
        update(event) { record in
            record.state = .active
            record.isImported = event.action == .importToken
            record.issuedBy = event.user
        }
        if event.token?.expiry == .untilNextMint {
            waitingForMint[event.profileID, default: []].append(
                Key(profileID: event.profileID, fingerprint: fingerprint))
        }
    }

    /// Minting a v1 token ends the earlier ones of the same key within five minutes (wire contract, section 3.3).
    private mutating func endTokensOfV1Key(_ event: JournalEvent) {
        guard event.action == .issueToken, event.token?.expiry == .untilNextMint else { return }
        for key in waitingForMint.removeValue(forKey: event.profileID) ?? []
        where key.fingerprint != event.token?.fingerprint {
            guard let place = places[key], rows[place]?.facts.expiry == .untilNextMint else { continue }
            rows[place]?.facts.expiry = .estimated(event.at.advanced(seconds: 300))
        }
    }

    private mutating func check(_ event: JournalEvent) {
        switch event.outcome {
        case .ok, .verified, .stillAlive:
            update(event) { record in
                record.lastCheckedAt = event.at
                switch record.state {
                case .active, .dead, .revocationUnknown: record.state = .active
                case .revoked, .revokedVerified, .stillAlive: record.state = .stillAlive
                }
            }
        case .refused:
            update(event) { record in
                switch record.state {
                case .active, .dead: record.state = .dead
                case .revoked, .revokedVerified, .stillAlive, .revocationUnknown: record.state = .revokedVerified
                }
            }
        case .failed, .unknown, .cancelled, .other, nil: break
        }
    }

    private mutating func revoke(_ event: JournalEvent, before: TokenRecord.State?) {
        update(event) { record in
            switch event.outcome {
            case .ok:
                record.state = .revoked
                record.revokedAt = event.at
            case .verified:
                record.state = .revokedVerified
                record.revokedAt = record.revokedAt ?? event.at
            case .stillAlive:
                record.state = .stillAlive
                record.lastCheckedAt = event.at
            case .unknown: record.state = .revocationUnknown
            case .refused, .failed, .cancelled:
                if let before, record.state == .revocationUnknown { record.state = before }
            case .other, nil: break
            }
        }
    }

    private mutating func forget(_ event: JournalEvent) {
        guard let fingerprint = event.token?.fingerprint else { return }
        let key = Key(profileID: event.profileID, fingerprint: fingerprint)
        guard let place = places.removeValue(forKey: key), let record = rows[place] else { return }
        rows[place] = nil
        forgotten[key] = (place, record)
    }

    /// Puts a row that was taken off the list back to where it stood.
    private mutating func restore(_ event: JournalEvent) {
        guard let fingerprint = event.token?.fingerprint else { return }
        let key = Key(profileID: event.profileID, fingerprint: fingerprint)
        guard places[key] == nil, let (place, record) = forgotten.removeValue(forKey: key) else { return }
        rows[place] = record
        places[key] = place
    }

    /// Changes the row of the event's token, which is made when there is none.
    ///
    /// - Returns: the state before; nothing when the event names no token.
    @discardableResult
    private mutating func update(_ event: JournalEvent, _ change: (inout TokenRecord) -> Void) -> TokenRecord.State? {
        guard let facts = event.token, let fingerprint = facts.fingerprint else { return nil }
        let key = Key(profileID: event.profileID, fingerprint: fingerprint)
        if let place = places[key], var record = rows[place] {
            let state = record.state
            record.profileName = event.profileName
            record.facts.learn(facts)
            change(&record)
            rows[place] = record
            return state
        }
        var record = TokenRecord(
            profileID: event.profileID, profileName: event.profileName, fingerprint: fingerprint, facts: facts,
            state: .active, isImported: false, recordedAt: event.at)
        change(&record)
        places[key] = rows.count
        rows.append(record)
        forgotten[key] = nil
        return .active
    }
}

extension TokenFacts {
    /// Takes over what `other` knows; keeps what it does not.
    fileprivate mutating func learn(_ other: TokenFacts) {
        kind = other.kind ?? kind
        objectID = other.objectID ?? objectID
        user = other.user ?? user
        userID = other.userID ?? userID
        generation = other.generation ?? generation
        createdAt = other.createdAt ?? createdAt
        createdText = other.createdText ?? createdText
        label = other.label ?? label
        use.learn(other.use)
        if other.expiry != .unknown { expiry = other.expiry }
        guard let new = other.org else { return }
        // A number alone does not unname the Org it is the number of.
        org = new.name == nil && org?.id == new.id ? org : new
    }
}
