import HTTPExchange
import Moments

/// One line of the security log (<doc:AuditLog>).
struct AuditEvent: Sendable {
    enum Kind: String, Sendable {
        case loginSuccessful = "LOGIN_SUCCESSFUL"
        case loginFailed = "LOGIN_FAILED"
        case accountLocked = "ACCOUNT_LOCKED"
        case logoutSuccessful = "LOGOUT_SUCCESSFUL"
        case logoutFailed = "LOGOUT_FAILED"
        case tokenCreated = "AUTH_TOKEN_CREATED_SUCCESSFULLY"
        case tokenRefused = "FAILED_TO_CREATE_AUTH_TOKEN"

        var description: String {
            switch self {
            case .loginSuccessful: "User login successful"
            case .loginFailed: "User login failed"
            case .accountLocked: "User account locked"
            case .logoutSuccessful: "User logout successful"
            case .logoutFailed: "User logout failed"
            case .tokenCreated: "Auth token created successfully"
            case .tokenRefused: "Failed to create auth token"
            }
        }
    }

    let id: String
    /// ms since the epoch.
    let time: Int64
    let kind: Kind
    let userGUID: String?
    let userName: String?
    let orgID: Int
    /// Where the request came from; `nil` for what the cluster did by itself.
    let address: String?

    /// `{date, log}`; the log is a text which itself holds JSON.
    var json: JSONValue {
        let log: JSONValue = [
            "version": "1.1", "id": .string(id), "ts": .string(Instant(milliseconds: time).timestamp),
            "orgId": .integer(orgID),
            "userGUID": userGUID.map { .string($0) } ?? .null, "userName": userName.map { .string($0) } ?? .null,
            "cIP": address.map { .string($0) } ?? .null, "type": .string(kind.rawValue),
            "desc": .string(kind.description), "data": [:],
        ]
        return ["date": .string(Instant(milliseconds: time).timestamp), "log": .string(log.text)]
    }
}

extension SimulatedCluster {
    private static let day: Int64 = 86_400_000

    /// The security log of a window of at most 24 hours, oldest first; without a window, of the last 24 hours
    /// (<doc:V1>, <doc:V2>, <doc:AuditLog>). What is younger than the configured lag is not in it yet.
    /// - Parameters:
    ///   - from: ms since the epoch, included.
    ///   - to: ms since the epoch, included.
    ///   - allOrgs: of every Org, or of the Primary Org alone: what `get_all_logs` means (<doc:AuditLog>).
    func auditLog(from: Int64?, to: Int64?, allOrgs: Bool) throws(Refusal) -> ExchangeResponse {
        let end = to ?? now()
        let start = from ?? end - Self.day
        guard (0...Self.day).contains(end - start) else {
            throw .badParameter("The window must not be longer than 24 hours.")
        }
        let last = min(end, now() - configuration.auditLagMilliseconds)
        let past = configuration.auditHistory?.events(from: start, to: last, users: configuration.users) ?? []
        let events = past + auditEvents.filter { $0.time >= start && $0.time <= last }
        return .json(200, .array(events.filter { allOrgs || $0.orgID == 0 }.map(\.json)))
    }

    /// Whether `get_all_logs` is read: since 9.10.5 (<doc:AuditLog>). Before, it is one more field that has no effect.
    var narrowsAuditLog: Bool { release >= DemoRelease(9, 10, 5) }
}

/// What happened on a cluster before it was started: people at work, a report server, and a stranger who tries passwords.
///
/// Nothing is stored. Each hour is made when it is asked for, always the same for the same cluster, so that the log of
/// a demo reaches back two weeks and costs nothing.
package struct AuditHistory: Sendable {
    static let days: Int64 = 14
    private static let hour: Int64 = 3_600_000

    /// Different clusters have different pasts.
    let seed: UInt64
    /// When the cluster was started, ms since the epoch: the past ends here.
    let end: Int64

    package init(of cluster: String, until end: Int64) {
        seed = cluster.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        self.end = end
    }

    /// The events of a window, oldest first.
    func events(from start: Int64, to last: Int64, users: [DemoUser]) -> [AuditEvent] {
        let first = max(start, end - Self.days * 24 * Self.hour)
        let last = min(last, end - 1)
        guard first <= last else { return [] }
        return (first / Self.hour...last / Self.hour).flatMap { hour in
            var past = PastHour(hour: hour, seed: seed, users: users)
            return past.events().filter { (first...last).contains($0.time) }
        }
    }
}

/// One hour of the past.
private struct PastHour {
    private static let stranger = "203.0.113.66"
    private static let guesses = ["admin", "root", "test", "thoughtspot"]

    private let start: Int64
    private let hourOfDay: Int64
    private let users: [DemoUser]
    private var chance: SplitMix64
    private var identifiers: IdentifierSource
    private var made: [AuditEvent] = []

    init(hour: Int64, seed: UInt64, users: [DemoUser]) {
        start = hour * 3_600_000
        hourOfDay = hour % 24
        self.users = users
        // Another factor than the generator's own step, or each hour would repeat the one before, a step late.
        let state = seed ^ UInt64(bitPattern: hour) &* 0xd134_2543_de82_ef95
        chance = SplitMix64(state: state)
        identifiers = IdentifierSource(seed: state ^ 0xa5a5_a5a5)
    }

    mutating func events() -> [AuditEvent] {
        for (index, user) in users.enumerated() where user.accountStatus == .active {
            work(user, at: "10.20.\(index).\(17 + index * 9)")
        }
        if hourOfDay == 3, isTrue(in: 2) { tryDoors() }
        return made.sorted { $0.time < $1.time }
    }

    /// People come between seven and eleven and leave between four and seven; services work by the clock.
    private mutating func work(_ user: DemoUser, at address: String) {
        if user.name.hasPrefix("bot-") {
            add(.tokenCreated, user, at: address, minute: 5, org: user.orgs.first ?? 0)
            return
        }
        let org = user.orgs[Int(chance.next() % UInt64(user.orgs.count))]
        switch hourOfDay {
        case 7...10:
            guard isTrue(in: 2) else { return }
            if isTrue(in: 6), user.password != nil { add(.loginFailed, user, at: address, minute: 4, org: 0) }
            add(.loginSuccessful, user, at: address, minute: 6, org: org)
        case 11...15:
            if user.privileges.contains("ADMINISTRATION"), isTrue(in: 3) {
                add(isTrue(in: 9) ? .tokenRefused : .tokenCreated, user, at: address, minute: 20, org: org)
            }
            if isTrue(in: 40), user.password != nil { lockOut(user, at: address) }
        case 16...18:
            guard isTrue(in: 2) else { return }
            add(isTrue(in: 12) ? .logoutFailed : .logoutSuccessful, user, at: address, minute: 31, org: org)
        default: break
        }
    }

    /// Four wrong passwords, and the account is closed for an hour (<doc:ErrorAnswers>).
    private mutating func lockOut(_ user: DemoUser, at address: String) {
        for minute in 40..<44 { add(.loginFailed, user, at: address, minute: Int64(minute), org: 0) }
        add(.accountLocked, user, at: nil, minute: 44, org: 0)
    }

    /// Names that no user has here: no GUID, and once not even a name.
    private mutating func tryDoors() {
        for (index, name) in Self.guesses.enumerated() {
            made.append(event(.loginFailed, guid: nil, name: name, at: Self.stranger, minute: Int64(12 + index)))
        }
        made.append(event(.loginFailed, guid: nil, name: nil, at: "2001:db8::66", minute: 17))
    }

    private mutating func add(
        _ kind: AuditEvent.Kind, _ user: DemoUser, at address: String?, minute: Int64, org: Int
    ) {
        made.append(event(kind, guid: user.guid, name: user.name, at: address, minute: minute, org: org))
    }

    private mutating func event(
        _ kind: AuditEvent.Kind, guid: String?, name: String?, at address: String?, minute: Int64, org: Int = 0
    ) -> AuditEvent {
        AuditEvent(
            id: identifiers.guid(), time: start + minute * 60_000 + Int64(chance.next() % 60_000), kind: kind,
            userGUID: guid, userName: name, orgID: org, address: address)
    }

    private mutating func isTrue(in number: UInt64) -> Bool { chance.next() % number == 0 }
}
