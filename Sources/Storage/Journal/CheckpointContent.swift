import Moments
import StrictJSON
import ThoughtSpotSessions

/// What a checkpoint keeps.
extension JournalFold {
    /// The fold without the tokens that ended long ago. Whatever is heard of one of them later asks for the whole journal.
    ///
    /// - Parameter isOver: whether a token is left out; one with an unfinished request never is.
    func leavingOut(_ isOver: (TokenRecord) -> Bool) -> JournalFold {
        let unfinished = Set(open.values.compactMap { $0.event.token?.fingerprint })
        var kept = self
        var left: [Fingerprint] = []
        kept.rows = []
        for row in rows {
            if isOver(row), !unfinished.contains(row.fingerprint) {
                left.append(row.fingerprint)
            } else {
                kept.rows.append(row)
            }
        }
        kept.index()
        kept.removed = removed.filter { kept.places[$0] != nil }
        kept.waitingForIssue = waitingForIssue.compactMapValues { keys in
            let rest = keys.filter { kept.places[$0] != nil }
            return rest.isEmpty ? nil : rest
        }
        kept.archived.insert(left)
        kept.leftOpen.leaveOut(Set(left))
        kept.seen.keepLatest()
        return kept
    }

    /// Where each row stands.
    private mutating func index() {
        places = [:]
        origins = [:]
        for (place, row) in rows.enumerated() {
            places[Key(origin: row.origin, fingerprint: row.fingerprint)] = place
            origins[row.fingerprint, default: []].append(row.origin)
        }
    }

    /// As JSON, for a checkpoint.
    var json: JSONObject {
        [
            "order": .int(order),
            "tokens": .array(
                rows.map { row in
                    var object = row.json
                    if removed.contains(Key(origin: row.origin, fingerprint: row.fingerprint)) {
                        object["removed"] = true
                    }
                    return .object(object)
                }),
            "profiles": .object(
                JSONObject(originOfProfile.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) })),
            "unfinished": .array(
                open.values.sorted { $0.order < $1.order }.map { operation in
                    var object: JSONObject = [
                        "line": .string(JournalLine.encode(operation.event)), "order": .int(operation.order),
                    ]
                    object["before"] = operation.before.map { .string($0.rawValue) }
                    return .object(object)
                }),
            "waiting": .object(
                JSONObject(
                    waitingForIssue.sorted { $0.key < $1.key }.map { origin, keys in
                        (origin, JSONValue.array(keys.map { .string($0.fingerprint.text) }))
                    })),
            "lockouts": .object(lockouts.json), "clocks": .object(clocks.json), "ids": .object(seen.json),
            "leftOpen": .object(leftOpen.json), "leftOut": .string(archived.text),
        ]
    }

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let order = json["order"]?.intValue, let tokens = json["tokens"]?.arrayValue,
            let profiles = json["profiles"]?.objectValue, let unfinished = json["unfinished"]?.arrayValue,
            let waiting = json["waiting"]?.objectValue,
            let lockouts = json["lockouts"].flatMap({ LockoutCount($0) }),
            let clocks = json["clocks"].flatMap({ ServerClocks($0) }),
            let leftOpen = json["leftOpen"].flatMap({ LeftOpen($0) }),
            let seen = json["ids"].flatMap({ SeenIDs($0) }),
            let archived = json["leftOut"]?.stringValue.flatMap({ FingerprintSet($0) })
        else { return nil }
        (self.order, self.lockouts, self.clocks, self.seen, self.archived) = (order, lockouts, clocks, seen, archived)
        self.leftOpen = leftOpen
        for token in tokens {
            guard let row = TokenRecord(token) else { return nil }
            rows.append(row)
            if token["removed"]?.boolValue == true {
                removed.insert(Key(origin: row.origin, fingerprint: row.fingerprint))
            }
        }
        index()
        for member in profiles.members {
            guard let origin = member.value.stringValue else { return nil }
            originOfProfile[member.key] = origin
        }
        for operation in unfinished {
            guard let line = operation["line"]?.stringValue, let order = operation["order"]?.intValue,
                let event = JournalLine.decode(Array(line.utf8))
            else { return nil }
            let before = operation["before"]?.stringValue.flatMap(TokenRecord.State.init(rawValue:))
            open[event.operation] = OpenOperation(event: event, order: order, before: before)
        }
        for member in waiting.members {
            let fingerprints = (member.value.arrayValue ?? []).map { $0.stringValue.flatMap { Fingerprint($0) } }
            waitingForIssue[member.key] = fingerprints.compactMap(\.self).map {
                Key(origin: member.key, fingerprint: $0)
            }
        }
    }
}

/// The ids that have been seen, in 16 bytes each where they are ULIDs, as all of ours are.
struct SeenIDs: Hashable {
    /// What a new id turns out to be.
    enum Answer {
        case isNew, isKnown
        /// It is as old as those that are remembered no longer, and may be one of them.
        case isUnclear
    }

    /// How many of the latest a checkpoint keeps.
    private static let kept = 2_000

    private var numbers: Set<UInt128> = []
    private var others: Set<String> = []
    /// The latest of those that are remembered no longer.
    private var latestDropped: UInt128?

    /// Remembers an id.
    mutating func insert(_ id: String) -> Answer {
        guard let number = Self.number(id) else { return others.insert(id).inserted ? .isNew : .isKnown }
        guard numbers.insert(number).inserted else { return .isKnown }
        guard let latestDropped, number <= latestDropped else { return .isNew }
        return .isUnclear
    }

    /// Drops all but the latest; an id begins with its time.
    mutating func keepLatest() {
        guard numbers.count > Self.kept else { return }
        let sorted = numbers.sorted()
        let dropped = sorted[sorted.count - Self.kept - 1]
        latestDropped = max(latestDropped ?? 0, dropped)
        numbers = Set(sorted.suffix(Self.kept))
    }

    var json: JSONObject {
        var object: JSONObject = [
            "latest": .array(numbers.sorted().map { .string(String($0, radix: 16)) }),
            "others": .array(others.sorted().map(JSONValue.string)),
        ]
        object["dropped"] = latestDropped.map { .string(String($0, radix: 16)) }
        return object
    }

    init() {}

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let latest = json["latest"]?.arrayValue, let others = json["others"]?.arrayValue else { return nil }
        let numbers = latest.map { $0.stringValue.flatMap { UInt128($0, radix: 16) } }
        guard !numbers.contains(nil) else { return nil }
        self.numbers = Set(numbers.compactMap(\.self))
        self.others = Set(others.compactMap(\.stringValue))
        guard let dropped = json["dropped"] else { return }
        guard let number = dropped.stringValue.flatMap({ UInt128($0, radix: 16) }) else { return nil }
        latestDropped = number
    }

    /// The value of a ULID as ``EventID`` writes it; nothing for any other text, so that no two ids share a number.
    private static func number(_ id: String) -> UInt128? {
        var value: UInt128 = 0
        var count = 0
        for byte in id.utf8 {
            guard let digit = digits[Int(byte)], count > 0 || digit < 8 else { return nil }
            value = value << 5 | UInt128(digit)
            count += 1
        }
        return count == 26 ? value : nil
    }

    private static let digits: [UInt8?] = {
        var digits = [UInt8?](repeating: nil, count: 256)
        for (value, byte) in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8.enumerated() { digits[Int(byte)] = UInt8(value) }
        return digits
    }()
}

/// Fingerprints in 8 bytes each.
struct FingerprintSet: Hashable {
    /// Sorted, each once.
    private var numbers: [UInt64] = []

    init() {}

    var isEmpty: Bool { numbers.isEmpty }

    func contains(_ fingerprint: Fingerprint) -> Bool {
        guard !numbers.isEmpty else { return false }
        let number = Self.number(of: fingerprint.text.utf8)
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == number
    }

    mutating func insert(_ fingerprints: [Fingerprint]) {
        guard !fingerprints.isEmpty else { return }
        numbers = Set(numbers + fingerprints.map { Self.number(of: $0.text.utf8) }).sorted()
    }

    /// Twelve digits for each, without anything between them.
    var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(numbers.count * 12)
        let digits = Array("0123456789abcdef".utf8)
        for number in numbers {
            for shift in (0..<12).reversed() { bytes.append(digits[Int(number >> (shift * 4) & 15)]) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Returns nil for anything but what ``text`` writes.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count.isMultiple(of: 12) else { return nil }
        numbers.reserveCapacity(bytes.count / 12)
        for start in stride(from: 0, to: bytes.count, by: 12) {
            let digits = bytes[start..<start + 12]
            guard digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
            let number = Self.number(of: digits)
            guard numbers.last.map({ $0 < number }) ?? true else { return nil }
            numbers.append(number)
        }
    }

    private static func number(of digits: some Sequence<UInt8>) -> UInt64 {
        digits.reduce(0) { $0 << 4 | UInt64($1 < 58 ? $1 - 48 : $1 - 87) }
    }
}

extension TokenRecord {
    /// As JSON, for a checkpoint.
    var json: JSONObject {
        var object: JSONObject = [
            "origin": .string(origin), "profile_id": .string(profileID), "profile": .string(profileName),
            "token": .object(JournalLineWriter(textLimit: .max).token(facts)), "state": .string(state.rawValue),
            "imported": .bool(isImported), "recorded": .int64(recordedAt.milliseconds),
        ]
        object["issued_by"] = issuedBy.map(JSONValue.string)
        object["accepted"] = acceptedAt.map { .int64($0.milliseconds) }
        object["checked"] = lastCheckedAt.map { .int64($0.milliseconds) }
        object["revoked"] = revokedAt.map { .int64($0.milliseconds) }
        object["logged_out"] = userLoggedOutAt.map { .int64($0.milliseconds) }
        return object
    }

    /// Returns nil for anything but what ``json`` writes.
    init?(_ json: JSONValue) {
        guard let origin = json["origin"]?.stringValue, let profileID = json["profile_id"]?.stringValue,
            let profileName = json["profile"]?.stringValue, let token = json["token"]?.objectValue,
            let state = json["state"]?.stringValue.flatMap(State.init(rawValue:)),
            let isImported = json["imported"]?.boolValue, let recordedAt = Instant(json["recorded"])
        else { return nil }
        var unknown = JSONObject()
        let facts = JournalLineReader.token(token, unknown: &unknown)
        guard unknown.isEmpty, let fingerprint = facts.fingerprint else { return nil }
        self.init(
            origin: origin, profileID: profileID, profileName: profileName, fingerprint: fingerprint, facts: facts,
            state: state, isImported: isImported, recordedAt: recordedAt, issuedBy: json["issued_by"]?.stringValue,
            acceptedAt: Instant(json["accepted"]), lastCheckedAt: Instant(json["checked"]),
            revokedAt: Instant(json["revoked"]), userLoggedOutAt: Instant(json["logged_out"]))
    }
}

extension Instant {
    /// The milliseconds that a checkpoint holds; `nil` where it holds none.
    init?(_ json: JSONValue?) {
        guard let milliseconds = json?.numberValue?.int64 else { return nil }
        self.init(milliseconds: milliseconds)
    }
}
