import Moments
import ThoughtSpotSessions

/// A value in a line, in whatever way the line is read.
protocol LineValue {
    mutating func string() -> String?
    mutating func number() -> Int?
    mutating func bool() -> Bool?
    /// The text, or an equal one that is there already.
    func shared(_ text: String) -> String
}

extension LineValue {
    func shared(_ text: String) -> String { text }

    fileprivate mutating func time() -> Instant? { string().flatMap { Instant(timestamp: $0) } }
}

/// The members of a line that have one value; a list or an object is taken apart by those who read the line.
extension JournalEvent {
    /// - Returns: whether the member is one of ours, and of the right type.
    mutating func take(_ name: String, _ value: inout some LineValue) -> Bool {
        switch name {
        case "id": return value.string().put(into: &id)
        case "op": return value.string().put(into: &operation)
        case "at": return value.time().put(into: &at)
        case "phase": return value.string().flatMap(Phase.init(rawValue:)).put(into: &phase)
        case "action": return value.string().map(Action.init(name:)).put(into: &action)
        case "outcome": return value.string().map(Outcome.init(name:)).put(into: &outcome)
        case "profile_id": return value.string().put(into: &profileID)
        case "profile": return value.string().put(into: &profileName)
        case "origin": return value.string().put(into: &origin)
        case "user": return value.string().put(into: &user)
        case "auth_kind": return value.string().flatMap(CredentialKind.init(rawValue:)).put(into: &credential)
        case "insecure": return value.bool().put(into: &insecure)
        case "reason": return value.string().put(into: &reason)
        case "code": return value.string().put(into: &errorCode)
        default:
            var evidence = evidence ?? Evidence(method: "", path: "")
            guard evidence.take(name, &value) else { return false }
            self.evidence = evidence
            return true
        }
    }
}

extension Evidence {
    fileprivate mutating func take(_ name: String, _ value: inout some LineValue) -> Bool {
        switch name {
        case "request":
            guard let parts = value.string()?.split(separator: " ", maxSplits: 1), parts.count == 2 else {
                return false
            }
            method = String(parts[0])
            path = value.shared(String(parts[1]))
            return true
        case "http": return value.number().put(into: &status)
        case "server_code": return value.number().put(into: &serverCode)
        case "server_incident": return value.string().put(into: &incident)
        case "server_at": return value.time().put(into: &serverTime)
        case "skew_ms": return value.number().map(Int64.init).put(into: &clockSkew)
        case "ms": return value.number().put(into: &duration)
        default: return false
        }
    }
}

/// What the member `token` tells, while it is read: Org and end are told by two members each.
struct TokenFactsDraft {
    private var read = TokenFacts(fingerprint: nil)
    private var org = OrgReference()
    private var expires: Instant?
    private var kind: String?

    /// - Returns: whether the member is one of ours, and of the right type.
    mutating func take(_ name: String, _ value: inout some LineValue) -> Bool {
        switch name {
        case "fp": value.string().flatMap { Fingerprint($0) }.put(into: &read.fingerprint)
        case "kind": value.string().put(into: &read.kind)
        case "object": value.string().put(into: &read.objectID)
        case "user": value.string().put(into: &read.user)
        case "user_guid": value.string().put(into: &read.userID)
        case "org_id": value.number().put(into: &org.id)
        case "org": value.string().put(into: &org.name)
        case "generation": value.string().flatMap(Generation.init(rawValue:)).put(into: &read.generation)
        case "created": value.time().put(into: &read.createdAt)
        case "created_text": value.string().put(into: &read.createdText)
        case "expires": value.time().put(into: &expires)
        case "expiry_kind": value.string().put(into: &kind)
        case "label": value.string().put(into: &read.label)
        case "access": value.string().put(into: &read.use.accessType)
        case "token_type": value.string().put(into: &read.use.tokenType)
        case "org_scope": value.string().put(into: &read.use.orgScope)
        case "org_count": value.number().put(into: &read.use.orgCount)
        default: false
        }
    }

    /// The member `orgs`.
    mutating func take(orgs: [OrgReference]?) -> Bool { orgs.put(into: &read.use.orgs) }

    var facts: TokenFacts {
        var facts = read
        if org != OrgReference() { facts.org = org }
        facts.use.orgCount = max(facts.use.orgCount, facts.use.orgs.count)
        facts.expiry =
            switch (kind, expires) {
            case ("until_next_mint", _): .untilNextIssue
            case ("at", let expires?): .at(expires)
            // A kind that we do not know is no promise of ours.
            case (_, let expires?): .estimated(expires)
            case (_, nil): .unknown
            }
        return facts
    }
}

extension Optional {
    /// Puts the value, where there is one, into its place; tells whether there is.
    fileprivate func put(into place: inout Wrapped) -> Bool {
        guard let self else { return false }
        place = self
        return true
    }

    fileprivate func put(into place: inout Wrapped?) -> Bool {
        guard let self else { return false }
        place = self
        return true
    }
}
