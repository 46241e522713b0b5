import Moments
import StrictJSON
import ThoughtSpotSessions

/// Takes the members of a line apart. Whatever is unknown, or of another type than ours, is kept aside as it is.
struct JournalLineReader {
    /// Nothing when the line lacks what every event has: `id`, `at`, `action`.
    private(set) var event: JournalEvent?

    init(_ object: JSONObject) {
        var draft = JournalEvent(
            id: "", operation: "", at: Instant(milliseconds: .min), phase: .note, action: .other(""), profileID: "",
            profileName: "", origin: "")
        var unknown = JSONObject()
        for member in object.members where !Self.take(member, into: &draft, unknown: &unknown) {
            unknown[member.key] = member.value
        }
        guard !draft.id.isEmpty, draft.at.milliseconds != .min, draft.action != .other("") else { return }
        if draft.operation.isEmpty { draft.operation = draft.id }
        if !unknown.isEmpty { draft.unknownMembers = JSONValue.object(unknown).serialized() }
        event = draft
    }

    /// Whether the member is one of ours, and of the right type.
    private static func take(
        _ member: JSONMember, into event: inout JournalEvent, unknown: inout JSONObject
    ) -> Bool {
        let value = member.value
        switch member.key {
        case "v": return value.intValue == 1
        case "id": return set(&event.id, value.stringValue)
        case "op": return set(&event.operation, value.stringValue)
        case "at": return set(&event.at, time(value))
        case "phase": return set(&event.phase, value.stringValue.flatMap(JournalEvent.Phase.init(rawValue:)))
        case "action": return set(&event.action, value.stringValue.map(JournalEvent.Action.init(name:)))
        case "outcome": return set(&event.outcome, value.stringValue.map(JournalEvent.Outcome.init(name:)))
        case "profile_id": return set(&event.profileID, value.stringValue)
        case "profile": return set(&event.profileName, value.stringValue)
        case "origin": return set(&event.origin, value.stringValue)
        case "user": return set(&event.user, value.stringValue)
        case "auth_kind": return set(&event.credential, value.stringValue.flatMap(CredentialKind.init(rawValue:)))
        case "insecure": return set(&event.insecure, value.boolValue)
        case "token":
            guard let object = value.objectValue else { return false }
            var rest = JSONObject()
            event.token = token(object, unknown: &rest)
            if !rest.isEmpty { unknown["token"] = .object(rest) }
            return true
        case "subjects":
            guard let items = value.arrayValue else { return false }
            let texts = items.compactMap(\.stringValue)
            event.subjects = texts
            return texts.count == items.count
        case "code": return set(&event.errorCode, value.stringValue)
        case "prev": return value.stringValue != nil
        default:
            var evidence = event.evidence ?? Evidence(method: "", path: "")
            guard take(member, into: &evidence) else { return false }
            event.evidence = evidence
            return true
        }
    }

    private static func take(_ member: JSONMember, into evidence: inout Evidence) -> Bool {
        let value = member.value
        switch member.key {
        case "request":
            guard let parts = value.stringValue?.split(separator: " ", maxSplits: 1), parts.count == 2 else {
                return false
            }
            evidence.method = String(parts[0])
            evidence.path = String(parts[1])
            return true
        case "http": return set(&evidence.status, value.intValue)
        case "server_code": return set(&evidence.serverCode, value.intValue)
        case "server_incident": return set(&evidence.incident, value.stringValue)
        case "server_at": return set(&evidence.serverTime, time(value))
        case "skew_ms": return set(&evidence.clockSkew, value.intValue.map(Int64.init))
        case "ms": return set(&evidence.duration, value.intValue)
        default: return false
        }
    }

    private static func token(_ object: JSONObject, unknown: inout JSONObject) -> TokenFacts {
        var facts = TokenFacts(fingerprint: nil)
        var org = OrgReference()
        var expires: Instant?
        var kind: String?
        for member in object.members {
            let value = member.value
            let isTaken =
                switch member.key {
                case "fp": set(&facts.fingerprint, value.stringValue.flatMap { Fingerprint($0) })
                case "kind": set(&facts.kind, value.stringValue)
                case "object": set(&facts.objectID, value.stringValue)
                case "user": set(&facts.user, value.stringValue)
                case "user_guid": set(&facts.userID, value.stringValue)
                case "org_id": set(&org.id, value.intValue)
                case "org": set(&org.name, value.stringValue)
                case "generation": set(&facts.generation, value.stringValue.flatMap(Generation.init(rawValue:)))
                case "created": set(&facts.createdAt, time(value))
                case "created_text": set(&facts.createdText, value.stringValue)
                case "expires": set(&expires, time(value))
                case "expiry_kind": set(&kind, value.stringValue)
                case "label": set(&facts.label, value.stringValue)
                case "access": set(&facts.use.accessType, value.stringValue)
                case "token_type": set(&facts.use.tokenType, value.stringValue)
                case "org_scope": set(&facts.use.orgScope, value.stringValue)
                case "orgs": set(&facts.use.orgs, orgs(value))
                case "org_count": set(&facts.use.orgCount, value.intValue)
                default: false
                }
            if !isTaken { unknown[member.key] = value }
        }
        if org.id != nil || org.name != nil { facts.org = org }
        facts.use.orgCount = max(facts.use.orgCount, facts.use.orgs.count)
        facts.expiry =
            switch (kind, expires) {
            case ("until_next_mint", _): .untilNextMint
            case ("at", let expires?): .at(expires)
            // A kind that we do not know is no promise of ours.
            case (_, let expires?): .estimated(expires)
            case (_, nil): .unknown
            }
        return facts
    }

    /// Nil unless every element is one as we write it.
    private static func orgs(_ value: JSONValue) -> [OrgReference]? {
        guard let items = value.arrayValue else { return nil }
        let orgs = items.compactMap { item -> OrgReference? in
            guard item.objectValue != nil else { return nil }
            let org = OrgReference(id: item["id"]?.intValue, name: item["name"]?.stringValue)
            return org == OrgReference() ? nil : org
        }
        return orgs.count == items.count ? orgs : nil
    }

    private static func time(_ value: JSONValue) -> Instant? { value.stringValue.flatMap { Instant(timestamp: $0) } }

    private static func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private static func set<Value>(_ place: inout Value?, _ value: Value?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }
}
