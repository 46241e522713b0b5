import Moments
import StrictJSON
import ThoughtSpotSessions

/// What a checkpoint keeps.
extension JournalFold {
    /// The fold without the tokens that ended long ago, and their rows. Whatever is heard of one of them later asks for the
    /// whole journal.
    ///
    /// - Parameter isOver: whether a token is left out. One that something else may change or name never is: an
    ///   unfinished request, a change without an outcome, the next issue of its v1 key.
    func leavingOut(_ isOver: (TokenRecord) -> Bool) -> (kept: JournalFold, rows: EndedRows) {
        // That a token has ended settles what was open about its revocation.
        let open = leftOpen.changes.filter { $0.action != .revokeToken }.compactMap(\.fingerprint)
        let unfinished = Set(self.open.values.compactMap { $0.event.token?.fingerprint } + open)
            .union(waitingForIssue.values.joined().map(\.key.fingerprint))
        var kept = self
        var left = EndedRows(rows)
        var places: [Int] = []
        kept.rows = TokenRows()
        kept.rows.texts = rows.texts
        for (index, row) in rows.enumerated() {
            let key = Key(origin: row.origin, fingerprint: row.fingerprint)
            let place = leftOut.place(ofRow: index)
            if isOver(row), !unfinished.contains(row.fingerprint) {
                kept.removed.remove(key)
                left.add(key, row: index, place: place, isRemoved: removed.contains(key))
            } else {
                kept.rows.take(rows.row(index))
                places.append(place)
            }
        }
        kept.leftOut.add(left, places: places)
        kept.leftOpen.leaveOut(left.keys)
        kept.seen.keepLatest()
        return (kept, left)
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
                    waitingForIssue.sorted { $0.key < $1.key }.map { origin, waiting in
                        (origin, JSONValue.array(waiting.map(\.json)))
                    })),
            "lockouts": .object(lockouts.json), "clocks": .object(clocks.json), "ids": .object(seen.json),
            "leftOpen": .object(leftOpen.json), "leftOut": .object(leftOut.json),
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
            let leftOut = json["leftOut"].flatMap({ LeftOutTokens($0) })
        else { return nil }
        (self.order, self.lockouts, self.clocks, self.seen, self.leftOut) = (order, lockouts, clocks, seen, leftOut)
        self.leftOpen = leftOpen
        for token in tokens {
            guard let row = TokenRecord(token) else { return nil }
            rows.append(row)
            if token["removed"]?.boolValue == true {
                removed.insert(Key(origin: row.origin, fingerprint: row.fingerprint))
            }
        }
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
            waitingForIssue[member.key] = (member.value.arrayValue ?? []).compactMap { Waiting($0, at: member.key) }
        }
    }
}

extension JournalFold.Waiting {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["fp": .string(key.fingerprint.text)]
        object["issued"] = issued?.json
        return .object(object)
    }

    fileprivate init?(_ json: JSONValue, at origin: String) {
        guard let fingerprint = json["fp"]?.stringValue.flatMap({ Fingerprint($0) }) else { return nil }
        self.init(
            key: JournalFold.Key(origin: origin, fingerprint: fingerprint), issued: AnswerTime(json["issued"]))
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
        object["revoking"] = revocationBegan?.json
        object["acceptance"] = acceptance?.json
        object["refusal"] = refusal?.json
        userLogOut?.add(to: &object)
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
            revokedAt: Instant(json["revoked"]), userLogOut: UserLogOut(json))
        revocationBegan = AnswerTime(json["revoking"])
        (acceptance, refusal) = (AnswerTime(json["acceptance"]), AnswerTime(json["refusal"]))
    }
}

extension AnswerTime {
    /// The two clocks, in milliseconds.
    fileprivate var json: JSONValue { [.int64(server.milliseconds), .int64(ours.milliseconds)] }

    fileprivate init?(_ json: JSONValue?) {
        guard let values = json?.arrayValue, values.count == 2, let server = Instant(values[0]),
            let ours = Instant(values[1])
        else { return nil }
        self.init(server: server, ours: ours)
    }
}

extension UserLogOut {
    /// The member of ``TokenRecord/json`` that has its moment.
    fileprivate var member: String {
        let name =
            switch act {
            case .logOut: "logged_out"
            case .revocation: "all_revoked"
            case .deactivation: "deactivated"
            }
        return isCertain ? name : name + "_unknown"
    }

    /// Adds the members that tell of it.
    func add(to object: inout JSONObject) {
        object[member] = .int64(at.milliseconds)
        object["user_answer"] = answer?.json
        if isRevoked { object["user_revoked"] = true }
    }

    /// Returns nil where there is none of these members.
    init?(_ json: JSONValue) {
        let found = Act.allCases.lazy.flatMap { act in
            [true, false].compactMap { isCertain -> UserLogOut? in
                let one = UserLogOut(act, at: Instant(milliseconds: 0), isCertain: isCertain)
                return Instant(json[one.member]).map {
                    UserLogOut(act, at: $0, isCertain: isCertain, answer: AnswerTime(json["user_answer"]))
                }
            }
        }.first
        guard let found else { return nil }
        self = found
        isRevoked = isRevoked || json["user_revoked"]?.boolValue ?? false
    }
}

extension Instant {
    /// The milliseconds that a checkpoint holds; `nil` where it holds none.
    init?(_ json: JSONValue?) {
        guard let milliseconds = json?.numberValue?.int64 else { return nil }
        self.init(milliseconds: milliseconds)
    }
}
