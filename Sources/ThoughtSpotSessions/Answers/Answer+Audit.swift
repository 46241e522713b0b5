import Moments
import StrictJSON

extension Answer {
    /// The entries of a security log, the same in every generation (<doc:AuditLog>): a list of `{date, log}`, whose
    /// `log` is a text that holds a JSON object.
    ///
    /// An entry of any other form is kept as its text: what cannot be read is most worth seeing in a security log.
    ///
    /// - Parameter mayBeOne: whether one event may come without a list around it (<doc:AuditLog>).
    /// - Throws: What ``fields()`` throws, when the whole is not a list in JSON.
    func auditEvents(mayBeOne: Bool = false) throws(SessionError) -> [AuditEvent] {
        var events: [AuditEvent] = []
        if mayBeOne, beginsAnObject {
            let entry = try json()
            guard entry["log"] != nil || entry["date"] != nil else {
                throw unusable(.badField, "the answer is neither a list nor an event")
            }
            return [AuditEvent(entry: entry)]
        }
        try elements(limits: .log) { events.append(AuditEvent(entry: $0)) }
        return events
    }

    /// By the first byte that counts: a log may be long, and is not read twice.
    private var beginsAnObject: Bool {
        let text = JSONValue.hasBOM(body) ? body.dropFirst(3) : body[...]
        return text.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{")
    }
}

extension AuditEvent {
    /// Reads one element of the list.
    init(entry: JSONValue) {
        self.init()
        dateText = Self.text(entry["date"])
        at = dateText.flatMap(CalendarText.init)?.instant
        switch entry["log"] {
        case .string(let text):
            if case .object(let log) = JSONValue.parse(text: text) { read(log) } else { unreadText = text }
        // Not what is documented, and as good.
        case .object(let log): read(log)
        default: unreadText = entry.serialized()
        }
    }

    private mutating func read(_ log: JSONObject) {
        for member in log.members {
            let value = member.value
            switch member.key {
            case "id": id = Self.text(value)
            case "type": type = Self.text(value)
            case "desc": description = Self.text(value)
            case "userName": username = Self.text(value)
            case "userGUID": userID = Self.text(value)
            case "cIP": clientAddress = Self.text(value)
            case "orgId": orgID = value.intValue ?? value.stringValue.flatMap { Int($0) }
            case "ts" where at == nil: readTime(value)
            case "data": if !Self.isEmpty(value) { data = value.serialized() }
            default: break
            }
        }
    }

    /// The event's own time, for an entry without a date that can be read.
    private mutating func readTime(_ value: JSONValue) {
        guard let text = Self.text(value) else { return }
        at = CalendarText(text)?.instant
        if at != nil || dateText == nil { dateText = text }
    }

    /// A text, or the text of anything else that says something.
    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case nil, .null: nil
        case .string(let text): text
        case .some(let other): other.serialized()
        }
    }

    private static func isEmpty(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .object(let object): object.isEmpty
        case .array(let elements): elements.isEmpty
        case .string(let text): text.isEmpty
        case .bool, .number: false
        }
    }
}
