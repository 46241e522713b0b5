import DisplayText
import Moments
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct AuditTableTests {
    private let alpha = Profile.test("alpha")

    private func event(
        _ number: Int, at seconds: Int64, _ type: AuditEventType = .loginSuccessful, user: String? = "anna",
        org: Int? = 0, ip: String? = "10.0.0.7"
    ) -> AuditEntry {
        var event = AuditEvent()
        event.id = "event-\(number)"
        event.at = start.advanced(seconds: seconds)
        event.type = type.rawValue
        event.username = user
        event.orgID = org
        event.clientAddress = ip
        event.description = "text \(number)"
        return AuditEntry(event)
    }

    /// A reading of the day that ends this many days before the start.
    private func report(daysBefore days: Int64, _ entries: [AuditEntry]) throws -> AuditReport {
        let end = start.advanced(seconds: -days * 86_400)
        let window = try #require(AuditWindow(from: end.advanced(seconds: -86_400), to: end))
        return AuditReport(profile: alpha, windows: [window], entries: entries, told: entries.count, readAt: start)
    }

    private func table() throws -> AuditTable {
        var table = AuditTable()
        table.receive(
            try report(
                daysBefore: 0,
                [
                    event(1, at: -10, .loginFailed, user: "bot"), event(2, at: -20, user: "Zoe", ip: "2001:db8::1"),
                    event(3, at: -30, .tokenCreated, user: nil, org: 7), event(4, at: -40),
                ]))
        return table
    }

    private func selected(_ table: AuditTable) -> String? { table.selected?.event.id.map { String($0.dropFirst(6)) } }

    /// The rows shown, from the first to the last, as the cursor reaches them.
    private func ids(_ table: AuditTable) -> [String] {
        var table = table
        var ids: [String] = []
        table.move(.first, height: 5)
        let count = table.countWords.string.split(separator: " ").first.flatMap { Int($0) } ?? 0
        for _ in 0..<count {
            ids.append(selected(table) ?? "none")
            table.move(.down, height: 5)
        }
        return ids
    }

    private func select(row: Int, in table: inout AuditTable) {
        table.move(.first, height: 5)
        for _ in 0..<row { table.move(.down, height: 5) }
    }

    @Test func `the newest event comes first`() throws {
        let table = try table()
        #expect(ids(table) == ["1", "2", "3", "4"])
        #expect(selected(table) == "1")
        #expect(table.isLoaded)
    }

    @Test func `older windows are added, and others replace`() throws {
        var table = try table()
        select(row: 3, in: &table)
        // It does not stand on the border: the same event in an older window is another one.
        let border = event(4, at: -40)
        var older = try report(daysBefore: 1, [border, event(5, at: -90_000)])
        older.windows = [
            try #require(AuditWindow(from: start.advanced(seconds: -172_800), to: start.advanced(seconds: -86_400)))
        ]
        table.receive(older)
        #expect(table.windows.count == 2)
        #expect(table.entries.count == 6)
        #expect(selected(table) == "4")
        table.receive(try report(daysBefore: 0, [event(9, at: -1)]))
        #expect(table.windows.count == 1)
        #expect(ids(table) == ["9"])
        #expect(selected(table) == "9")
    }

    @Test func `an event on the border of two windows is there once`() throws {
        var table = AuditTable()
        let border = event(1, at: -86_400)
        table.receive(try report(daysBefore: 0, [border]))
        table.receive(try report(daysBefore: 1, [border, event(2, at: -86_500)]))
        #expect(ids(table) == ["1", "2"])
    }

    @Test func `sorting goes through the columns and keeps the selection`() throws {
        var table = try table()
        select(row: 1, in: &table)
        var orders: [[String]] = []
        for _ in 0..<5 {
            table.sortByNext()
            orders.append(ids(table))
            #expect(selected(table) == "2")
        }
        #expect(
            orders == [
                ["3", "1", "2", "4"], ["3", "4", "1", "2"], ["1", "2", "4", "3"], ["1", "3", "4", "2"],
                ["1", "2", "3", "4"],
            ])
        table.reverse()
        #expect(ids(table) == ["4", "3", "2", "1"])
    }

    @Test(arguments: [
        ("user:zoe", ["2"]), ("failed", ["1"]), ("type:token", ["3"]), ("!user:anna", ["1", "2", "3"]),
        ("org:7", ["3"]), ("ip:2001", ["2"]), ("text:2", ["2"]), ("nothing", []), ("", ["1", "2", "3", "4"]),
    ])
    func `the filter narrows`(_ text: String, _ expected: [String]) throws {
        var table = try table()
        table.beginFiltering()
        for character in text {
            let isTaken = table.edit(.key(.character(character)))
            #expect(isTaken)
        }
        #expect(ids(table) == expected)
        #expect(table.isEmptied == expected.isEmpty)
        let isCleared = table.clearFilter()
        #expect(isCleared)
        #expect(ids(table).count == 4)
    }
}
