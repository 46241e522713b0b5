public import Moments
import StrictJSON

/// One event of the security audit log (<doc:AuditLog>). Texts are the server's own and must be made safe before they
/// are shown. No event names a session or a token: what it tells of is a user, a time and an address.
public struct AuditEvent: Hashable, Sendable {
    /// When it happened; absent when no date can be read.
    public var at: Instant?
    /// The date as the server wrote it.
    public var dateText: String?
    /// The event's own GUID.
    public var id: String?
    /// `LOGIN_SUCCESSFUL`, `AUTH_TOKEN_CREATED_SUCCESSFULLY`, ...: see ``AuditEventType``.
    public var type: String?
    /// One sentence of the server (`desc`).
    public var description: String?
    /// The number of the Org it happened in.
    public var orgID: Int?
    /// The GUID of who did it, where that is known.
    public var userID: String?
    /// The name of who did it, where that is known.
    public var username: String?
    /// The address of the client.
    public var clientAddress: String?
    /// What else the event tells, as the text of a JSON value; absent when that is empty.
    public var data: String?
    /// What the entry holds, where its `log` is no JSON object: shown as it is, never dropped.
    public var unreadText: String?

    /// An event of which nothing is known yet.
    public init() {}
}

/// The types of events about logins and tokens that are documented (<doc:AuditLog>); a cluster writes others too.
/// No event tells of a revocation.
public enum AuditEventType: String, Hashable, Sendable, CaseIterable {
    /// A user has logged in.
    case loginSuccessful = "LOGIN_SUCCESSFUL"
    /// A credential was refused.
    case loginFailed = "LOGIN_FAILED"
    /// Too many of them were.
    case accountLocked = "ACCOUNT_LOCKED"
    /// A user has logged out.
    case logoutSuccessful = "LOGOUT_SUCCESSFUL"
    /// A logout was refused.
    case logoutFailed = "LOGOUT_FAILED"
    /// A token was issued.
    case tokenCreated = "AUTH_TOKEN_CREATED_SUCCESSFULLY"
    /// An issue was refused.
    case tokenRefused = "FAILED_TO_CREATE_AUTH_TOKEN"
}

/// A window of the security audit log: at most 24 hours, the longest a cluster answers for (<doc:V1> and <doc:V2>).
public struct AuditWindow: Hashable, Sendable {
    /// Milliseconds: 24 hours.
    public static let longest: Int64 = 86_400_000
    /// Milliseconds that an event may take to appear in the log (<doc:V1>): 30 minutes.
    public static let lag: Int64 = 1_800_000

    /// Included.
    public let start: Instant
    /// Included; after the start.
    public let end: Instant

    /// Returns nil when the end is not after the start, or the window is longer than 24 hours.
    public init?(from start: Instant, to end: Instant) {
        guard (1...Self.longest).contains(end.milliseconds(since: start)) else { return nil }
        self.start = start
        self.end = end
    }

    /// The windows that cover a longer time, newest first, touching each other; empty when the end is not after the start.
    public static func covering(from start: Instant, to end: Instant) -> [AuditWindow] {
        var windows: [AuditWindow] = []
        var end = end
        while end.milliseconds(since: start) > 0 {
            let begin = max(start.milliseconds, end.milliseconds - longest)
            guard let window = AuditWindow(from: Instant(milliseconds: begin), to: end) else { break }
            windows.append(window)
            end = window.start
        }
        return windows
    }
}

/// Whose events are asked for. `get_all_logs` means Orgs, not time, and defaults to true (<doc:AuditLog>); it is always
/// sent, so that a reader knows what was covered.
public enum AuditCoverage: String, Hashable, Sendable, CaseIterable {
    /// The events of all Orgs.
    case allOrgs = "all-orgs"
    /// The events of the Primary Org only.
    case primaryOrg = "primary-org"
}

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
