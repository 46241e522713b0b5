import Moments
import Testing
import ThoughtSpotSessions

@testable import Storage

/// Rows of the token list in little memory say what the records said.
struct TokenRowsTests {
    /// A record whose every member depends on a number, and is missing for some numbers.
    private func record(_ number: Int, fingerprint: Int? = nil) throws -> TokenRecord {
        let digits = String(fingerprint ?? number, radix: 16)
        let print = try #require(Fingerprint(String(repeating: "0", count: 12 - digits.count) + digits))
        func moment(_ divisor: Int, _ offset: Int64) -> Instant? {
            number.isMultiple(of: divisor) ? nil : Instant(milliseconds: Int64(number) * 1_000 + offset)
        }
        func answer(_ server: Instant, _ offset: Int64) -> AnswerTime? {
            AnswerTime(server: server, ours: server.advanced(seconds: -offset))
        }
        func text(_ name: String, _ divisor: Int) -> String? {
            number.isMultiple(of: divisor) ? nil : "\(name)-\(number % 7)"
        }
        var facts = TokenFacts(
            fingerprint: print, kind: text("kind", 3), objectID: text("object", 4), user: text("User", 5),
            userID: text("guid", 6), generation: number.isMultiple(of: 7) ? nil : .allCases[number % 5],
            createdAt: moment(2, 1), createdText: text("created", 8), label: text("label", 9))
        facts.org =
            [nil, OrgReference(id: number), OrgReference(name: "org"), OrgReference(id: 0, name: "Primary")][number % 4]
        facts.expiry =
            [
                .at(Instant(milliseconds: Int64(number))), .estimated(Instant(milliseconds: 0)), .untilNextIssue,
                .unknown,
            ][number % 4]
        facts.use = TokenUse(
            accessType: text("access", 2), orgScope: text("scope", 3),
            orgs: number.isMultiple(of: 3) ? [] : [OrgReference(id: number % 2), OrgReference(name: "sales")],
            orgCount: number % 40, tokenType: text("type", 5))
        var record = TokenRecord(
            origin: "https://cluster-\(number % 3).example.com", profileID: "id-\(number % 3)",
            profileName: "name-\(number % 3)", fingerprint: print, facts: facts,
            state: [.active, .revoked, .revokedVerified, .stillValid, .invalid, .notRecognized, .revocationUnknown][
                number % 7],
            isImported: number.isMultiple(of: 2), recordedAt: Instant(milliseconds: Int64(number)),
            issuedBy: text("issuer", 4), acceptedAt: moment(3, 2), lastCheckedAt: moment(4, 3),
            revokedAt: moment(5, 4),
            userLogOut: moment(6, 5).map { at in
                UserLogOut(.logOut, at: at, isCertain: number.isMultiple(of: 4), answer: answer(at, 7))
            })
        record.acceptance = moment(3, 2).flatMap { answer($0, 3) }
        record.refusal = moment(4, 3).flatMap { answer($0, 4) }
        record.revocationBegan = moment(5, 2).flatMap { answer($0, 5) }
        record.isInDoubt = number.isMultiple(of: 11)
        return record
    }

    @Test func `Every record comes back as it was`() throws {
        let records = try (0..<1_000).map { try record($0) }
        #expect(Array(TokenRows(records)) == records)
    }

    @Test func `Every record comes back from a block as it was`() throws {
        let records = try (0..<1_000).map { try record($0) }
        let rows = TokenRows(records)
        let left = rows.indices.map { EndedBlock.Row(place: 3 * $0 + 1, row: rows.row($0), isRemoved: $0 % 5 == 0) }
        var texts = RowTexts()
        // Other texts are there already.
        _ = texts.insert("another")
        let read = try #require(EndedBlock.decode(EndedBlock.encode(left, rows.texts), into: &texts))
        #expect(read.map(\.place) == left.map(\.place))
        #expect(read.map(\.isRemoved) == left.map(\.isRemoved))
        for (number, row) in read.enumerated() {
            var record = records[number]
            // That is no knowledge of the journal.
            record.isInDoubt = false
            #expect(row.row.record(texts) == record)
        }
    }

    @Test func `A changed row is the changed record, and the others stay`() throws {
        var records = try (0..<600).map { try record($0) }
        var rows = TokenRows(records)
        let before = rows
        for place in [0, 255, 256, 599] {
            for other in [3, 10, 12, 35] {
                var changed = try record(other, fingerprint: place)
                changed.origin = records[place].origin
                records[place] = changed
                rows[place] = changed
                #expect(rows[place] == changed)
            }
        }
        #expect(Array(rows) == records)
        #expect(try before[255] == record(255))
        #expect(before != rows)
    }

    @Test func `A row is found by fingerprint and origin, whatever else has the fingerprint`() throws {
        // The three clusters in turn, so that each fingerprint is at three of them.
        let records = try (0..<900).map { try record($0, fingerprint: $0 / 3) }
        let rows = TokenRows(records)
        for (place, record) in records.enumerated() {
            #expect(rows.place(of: record.fingerprint, at: record.origin) == place)
            #expect(rows.place(of: record.id) == place)
        }
        #expect(rows.places(of: records[4].fingerprint) == [3, 4, 5])
        #expect(rows.place(of: records[4].fingerprint, at: "https://elsewhere.example.com") == nil)
        #expect(rows.place(of: "no id") == nil)
        let kept = rows.keeping { $0.origin == records[1].origin }
        #expect(Array(kept) == records.filter { $0.origin == records[1].origin })
        #expect(kept.place(of: records[4].id) == 1)
        #expect(kept.place(of: records[3].id) == nil)
    }

    @Test func `Equal are those with equal records, wherever their texts stand`() throws {
        let records = try (0..<300).map { try record($0) }
        var other = TokenRows([try record(299)] + records)
        other = other.keeping { _ in true }
        var first = true
        let same = TokenRows([try record(299)] + records).keeping { _ in
            defer { first = false }
            return !first
        }
        #expect(same == TokenRows(records))
        #expect(same.hashValue == TokenRows(records).hashValue)
        #expect(other != TokenRows(records))
    }

    @Test func `Rows refer to the profile that their address has now`() throws {
        var rows = TokenRows(try (0..<9).map { try record($0) })
        var asked = 0
        rows.refer { origin, id, name in
            asked += 1
            return origin.contains("-1.") ? ("new", "renamed") : (id, name)
        }
        // Once for each profile, not once for each row.
        #expect(asked == 3)
        #expect(rows.map(\.profileName) == (0..<9).map { $0 % 3 == 1 ? "renamed" : "name-\($0 % 3)" })
        #expect(rows.map(\.profileID) == (0..<9).map { $0 % 3 == 1 ? "new" : "id-\($0 % 3)" })
    }

    @Test func `A logout is noted for the tokens of its users there`() throws {
        let records = try (0..<70).map { try record($0) }
        var rows = TokenRows(records)
        let logOut = UserLogOut(at: Instant(milliseconds: 77), isCertain: true)
        rows.markLoggedOut(["user-1", "guid-2"], at: records[0].origin, logOut)
        for (row, record) in zip(rows, records) {
            let isTheirs =
                record.origin == records[0].origin
                && (record.facts.user == "User-1" || record.facts.userID == "guid-2")
            #expect(row.userLogOut == (isTheirs ? logOut : record.userLogOut))
        }
        #expect(rows.contains { $0.userLogOut == logOut })
    }

    @Test func `A logout of unknown outcome is noted unless one is certain`() throws {
        let unknown = UserLogOut(at: Instant(milliseconds: 78), isCertain: false)
        let certain = UserLogOut(at: Instant(milliseconds: 77), isCertain: true)
        for (before, after) in [(nil, unknown), (unknown, unknown), (certain, certain)] as [(UserLogOut?, UserLogOut)] {
            var token = try record(1)
            token.userLogOut = before
            var rows = TokenRows([token])
            rows.markLoggedOut(["user-1"], at: token.origin, unknown)
            #expect(rows[0].userLogOut == after)
        }
    }
}

/// The ids of the lines that were read.
struct SeenIDsTests {
    private func id(_ number: Int) -> String {
        let digits = String(number, radix: 8)
        return String(repeating: "0", count: 26 - digits.count) + digits
    }

    @Test func `An id is known from then on, in whatever order they come`() {
        var seen = SeenIDs()
        var generator = SystemRandomNumberGenerator()
        let numbers = (0..<500).shuffled(using: &generator)
        for number in numbers { #expect(seen.insert(id(number)) == .isNew) }
        for number in numbers { #expect(seen.insert(id(number)) == .isKnown) }
        #expect(seen.insert(id(500)) == .isNew)
        #expect(seen.insert("no ULID") == .isNew)
        #expect(seen.insert("no ULID") == .isKnown)
    }
}
