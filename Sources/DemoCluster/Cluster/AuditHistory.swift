/// What happened on a cluster before it was started: people at work, a report server, and somebody who tries doors.
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

    /// Names that nobody has here: no GUID, and once not even a name.
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
