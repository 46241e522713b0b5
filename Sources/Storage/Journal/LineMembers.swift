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

/// The members of a line behind `v`, in the order in which they are written.
enum LineMember: String, CaseIterable {
    case id
    case operation = "op"
    case at, phase, action, outcome
    case profileID = "profile_id"
    case profile, origin, user
    case credential = "auth_kind"
    case insecure, token, subjects, reason, code, request, http
    case serverCode = "server_code"
    case incident = "server_incident"
    case serverTime = "server_at"
    case skew = "skew_ms"
    case duration = "ms"
    case previous = "prev"
}

/// The members of a line that have one value; a list or an object is taken apart by those who read the line.
extension JournalEvent {
    /// - Returns: whether the member has one value, and it is of the right type.
    mutating func take(_ member: LineMember, _ value: inout some LineValue) -> Bool {
        switch member {
        case .id: value.string().put(into: &id)
        case .operation: value.string().put(into: &operation)
        case .at: value.time().put(into: &at)
        case .phase: value.string().flatMap(Phase.init(rawValue:)).put(into: &phase)
        case .action: value.string().map(Action.init(name:)).put(into: &action)
        case .outcome: value.string().map(Outcome.init(name:)).put(into: &outcome)
        case .profileID: value.string().put(into: &profileID)
        case .profile: value.string().put(into: &profileName)
        case .origin: value.string().put(into: &origin)
        case .user: value.string().put(into: &user)
        case .credential: value.string().flatMap(CredentialKind.init(rawValue:)).put(into: &credential)
        case .insecure: value.bool().put(into: &insecure)
        case .reason: value.string().put(into: &reason)
        case .code: value.string().put(into: &errorCode)
        case .request, .http, .serverCode, .incident, .serverTime, .skew, .duration:
            takeEvidence(member, &value)
        case .token, .subjects, .previous: false
        }
    }

    private mutating func takeEvidence(_ member: LineMember, _ value: inout some LineValue) -> Bool {
        if evidence != nil { return evidence?.take(member, &value) ?? false }
        var first = Evidence(method: "", path: "")
        guard first.take(member, &value) else { return false }
        evidence = first
        return true
    }
}

extension Evidence {
    fileprivate mutating func take(_ member: LineMember, _ value: inout some LineValue) -> Bool {
        switch member {
        case .request:
            guard let parts = value.string()?.split(separator: " ", maxSplits: 1), parts.count == 2 else {
                return false
            }
            method = String(parts[0])
            path = value.shared(String(parts[1]))
            return true
        case .http: return value.number().put(into: &status)
        case .serverCode: return value.number().put(into: &serverCode)
        case .incident: return value.string().put(into: &incident)
        case .serverTime: return value.time().put(into: &serverTime)
        case .skew: return value.number().map(Int64.init).put(into: &clockSkew)
        case .duration: return value.number().put(into: &duration)
        default: return false
        }
    }
}

/// The members of `token`, in the order in which they are written.
enum TokenMember: String, CaseIterable {
    case fingerprint = "fp"
    case kind, object, user
    case userID = "user_guid"
    case orgID = "org_id"
    case org, generation, created
    case createdText = "created_text"
    case expires
    case expiryKind = "expiry_kind"
    case label, access
    case tokenType = "token_type"
    case orgScope = "org_scope"
    case orgs
    case orgCount = "org_count"
}

/// What the member `token` tells, while it is read: Org and end are told by two members each.
struct TokenFactsDraft {
    private var read = TokenFacts(fingerprint: nil)
    private var org = OrgReference()
    private var expires: Instant?
    private var kind: String?

    /// - Returns: whether the member has one value, and it is of the right type.
    mutating func take(_ member: TokenMember, _ value: inout some LineValue) -> Bool {
        switch member {
        case .fingerprint: value.string().flatMap { Fingerprint($0) }.put(into: &read.fingerprint)
        case .kind: value.string().put(into: &read.kind)
        case .object: value.string().put(into: &read.objectID)
        case .user: value.string().put(into: &read.user)
        case .userID: value.string().put(into: &read.userID)
        case .orgID: value.number().put(into: &org.id)
        case .org: value.string().put(into: &org.name)
        case .generation: value.string().flatMap(Generation.init(rawValue:)).put(into: &read.generation)
        case .created: value.time().put(into: &read.createdAt)
        case .createdText: value.string().put(into: &read.createdText)
        case .expires: value.time().put(into: &expires)
        case .expiryKind: value.string().put(into: &kind)
        case .label: value.string().put(into: &read.label)
        case .access: value.string().put(into: &read.use.accessType)
        case .tokenType: value.string().put(into: &read.use.tokenType)
        case .orgScope: value.string().put(into: &read.use.orgScope)
        case .orgCount: value.number().put(into: &read.use.orgCount)
        case .orgs: false
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
