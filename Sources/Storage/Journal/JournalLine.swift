import Moments
import StrictJSON
import ThoughtSpotSessions

/// One line of the journal file: a compact JSON object (<doc:JournalFormat>).
///
/// Members: `v`, `id`, `op`, `at`, `phase`, `action`, `outcome`, `profile_id`, `profile`, `origin`, `user`, `auth_kind`,
/// `insecure`, `token`, `subjects`, `reason`, `request`, `http`, `code`, `server_code`, `server_incident`, `server_at`, `skew_ms`,
/// `ms`, `prev`. None of them can hold a secret.
///
/// `prev` chains the lines: it is the ``JournalChain/mark(of:)`` of the line before, so that a line that was changed or
/// removed is noticed. Lines of versions that wrote none stand as they are.
package enum JournalLine {
    /// Bytes of a line with its line feed: what one `write` puts down as a whole.
    package static let limit = 4_096

    /// The line for an event, with its line feed. Texts from outside are shortened when the line would be too long.
    ///
    /// - Parameter previous: the mark of the line before, for the chain; `nil` leaves the chain out.
    package static func encode(_ event: JournalEvent, after previous: String? = nil) -> String {
        var line = ""
        for textLimit in [Int.max, 256, 64, 16] {
            line = text(event, textLimit, previous)
            if line.utf8.count <= limit { return line }
        }
        // Members of an unknown version are all that can be left; they are in the line they came from.
        var event = event
        event.unknownMembers = nil
        return text(event, 16, previous)
    }

    private static func text(_ event: JournalEvent, _ textLimit: Int, _ previous: String?) -> String {
        var object = JournalLineWriter(textLimit: textLimit).object(event)
        object["prev"] = previous.map(JSONValue.string)
        return JSONValue.object(object).serialized() + "\n"
    }

    /// The event of a line without its line feed; nothing for a line that is none.
    package static func decode(_ line: [UInt8]) -> JournalEvent? { read(line)?.event }

    /// The event of a line, and the mark of the line before that it was written with.
    ///
    /// - Parameter texts: of lines that were read before.
    static func read(
        _ line: ArraySlice<UInt8>, sharing texts: LineTexts
    ) -> (event: JournalEvent, previous: String?)? {
        let quick = line.withUnsafeBufferPointer { bytes in
            var scanner = LineScanner(bytes, texts)
            return scanner.line()
        }
        return quick ?? read(Array(line))
    }

    /// The same by the general reader of JSON, for lines of other versions and other hands.
    static func read(_ line: [UInt8]) -> (event: JournalEvent, previous: String?)? {
        let limits = JSONLimits(depth: 16, bytes: 1024 * 1024, items: 10_000)
        guard let object = (try? JSONValue.parse(line, limits: limits))?.objectValue,
            let event = JournalLineReader(object).event
        else { return nil }
        return (event, object["prev"]?.stringValue)
    }
}

/// Puts the members of a line in order.
struct JournalLineWriter {
    /// The most characters of a text that came from outside.
    let textLimit: Int

    func object(_ event: JournalEvent) -> JSONObject {
        var object: JSONObject = [
            "v": 1, "id": .string(event.id), "op": .string(event.operation), "at": time(event.at),
            "phase": .string(event.phase.rawValue), "action": text(event.action.name),
        ]
        object["outcome"] = event.outcome.map { text($0.name) }
        object["profile_id"] = .string(event.profileID)
        object["profile"] = .string(event.profileName)
        object["origin"] = .string(event.origin)
        object["user"] = event.user.map(text)
        object["auth_kind"] = event.credential.map { .string($0.rawValue) }
        if event.insecure { object["insecure"] = true }
        object["token"] = event.token.map { .object(token($0)) }
        if !event.subjects.isEmpty { object["subjects"] = .array(event.subjects.map(text)) }
        object["reason"] = event.reason.map(text)
        object["code"] = event.errorCode.map(text)
        if let evidence = event.evidence { add(evidence, to: &object) }
        addUnknown(event.unknownMembers, to: &object)
        return object
    }

    private func add(_ evidence: Evidence, to object: inout JSONObject) {
        if !evidence.path.isEmpty { object["request"] = text("\(evidence.method) \(evidence.path)") }
        object["http"] = evidence.status.map(JSONValue.int)
        object["server_code"] = evidence.serverCode.map(JSONValue.int)
        object["server_incident"] = evidence.incident.map(text)
        object["server_at"] = evidence.serverTime.map(time)
        object["skew_ms"] = evidence.clockSkew.map { .int(Int($0)) }
        object["ms"] = .int(evidence.duration)
    }

    /// The member `token`.
    func token(_ facts: TokenFacts) -> JSONObject {
        var object = JSONObject()
        object["fp"] = facts.fingerprint.map { .string($0.text) }
        object["kind"] = facts.kind.map(text)
        object["object"] = facts.objectID.map(text)
        object["user"] = facts.user.map(text)
        object["user_guid"] = facts.userID.map(text)
        object["org_id"] = facts.org?.id.map(JSONValue.int)
        object["org"] = facts.org?.name.map(text)
        object["generation"] = facts.generation.map { .string($0.rawValue) }
        object["created"] = facts.createdAt.map(time)
        object["created_text"] = facts.createdText.map(text)
        object["expires"] = facts.expiry.instant.map(time)
        object["expiry_kind"] = .string(facts.expiry.kind)
        object["label"] = facts.label.map(text)
        object["access"] = facts.use.accessType.map(text)
        object["token_type"] = facts.use.tokenType.map(text)
        object["org_scope"] = facts.use.orgScope.map(text)
        if facts.use.orgCount > 0 {
            object["orgs"] = .array(facts.use.orgs.map(org))
            object["org_count"] = .int(facts.use.orgCount)
        }
        return object
    }

    private func org(_ org: OrgReference) -> JSONValue {
        var object = JSONObject()
        object["id"] = org.id.map(JSONValue.int)
        object["name"] = org.name.map(text)
        return .object(object)
    }

    private func addUnknown(_ members: String?, to object: inout JSONObject) {
        guard let members, let unknown = (try? JSONValue.parse(Array(members.utf8)))?.objectValue else { return }
        for member in unknown.members {
            if member.key == "token", var token = object["token"]?.objectValue, let more = member.value.objectValue {
                for part in more.members { token[part.key] = part.value }
                object["token"] = .object(token)
            } else {
                object[member.key] = member.value
            }
        }
    }

    private func text(_ text: String) -> JSONValue {
        text.unicodeScalars.count > textLimit
            ? .string(String(String.UnicodeScalarView(text.unicodeScalars.prefix(textLimit))) + "…") : .string(text)
    }

    private func time(_ instant: Instant) -> JSONValue { .string(instant.timestamp) }
}

extension Expiry {
    /// How sure we are, as a word of the file.
    fileprivate var kind: String {
        switch self {
        case .at: "at"
        case .estimated: "estimated"
        case .untilNextIssue: "until_next_mint"
        case .unknown: "unknown"
        }
    }
}

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
        var value = member.value
        if member.key == "v" { return value.intValue == 1 }
        guard let known = LineMember(rawValue: member.key) else { return false }
        switch known {
        case .token:
            guard let object = value.objectValue else { return false }
            var rest = JSONObject()
            event.token = token(object, unknown: &rest)
            if !rest.isEmpty { unknown["token"] = .object(rest) }
            return true
        case .subjects:
            guard let items = value.arrayValue else { return false }
            let texts = items.compactMap(\.stringValue)
            event.subjects = texts
            return texts.count == items.count
        case .previous: return value.stringValue != nil
        default: return event.take(known, &value)
        }
    }

    /// What the member `token` tells.
    static func token(_ object: JSONObject, unknown: inout JSONObject) -> TokenFacts {
        var draft = TokenFactsDraft()
        for member in object.members {
            var value = member.value
            let isTaken =
                switch TokenMember(rawValue: member.key) {
                case nil: false
                case .orgs: draft.take(orgs: orgs(value))
                case let known?: draft.take(known, &value)
                }
            if !isTaken { unknown[member.key] = value }
        }
        return draft.facts
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
}

extension JSONValue: LineValue {
    func string() -> String? { stringValue }
    func number() -> Int? { intValue }
    func bool() -> Bool? { boolValue }
}
