import Moments
import Operations
import Storage
import Testing
import ThoughtSpotSessions

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
        table.open(alpha.id)
        table.take(
            try report(
                daysBefore: 0,
                [
                    event(1, at: -10, .loginFailed, user: "bot"), event(2, at: -20, user: "Zoe", ip: "2001:db8::1"),
                    event(3, at: -30, .tokenCreated, user: nil, org: 7), event(4, at: -40),
                ]))
        return table
    }

    private func ids(_ table: AuditTable) -> [String] {
        table.rows.indices.compactMap { table.row($0)?.event.id.map { String($0.dropFirst(6)) } }
    }

    @Test func theNewestComesFirst() throws {
        let table = try table()
        #expect(ids(table) == ["1", "2", "3", "4"])
        #expect(table.selection == 0)
        #expect(table.isLoaded)
    }

    @Test func olderWindowsAreAddedAndOthersReplace() throws {
        var table = try table()
        table.select(row: 3)
        // The first one stands on the border, and is there already.
        let border = event(4, at: -40)
        var older = try report(daysBefore: 1, [border, event(5, at: -90_000)])
        older.windows = [
            try #require(AuditWindow(from: start.advanced(seconds: -172_800), to: start.advanced(seconds: -86_400)))
        ]
        table.take(older)
        #expect(table.windows.count == 2)
        #expect(table.entries.count == 6)
        #expect(table.selection == 3)
        table.take(try report(daysBefore: 0, [event(9, at: -1)]))
        #expect(table.windows.count == 1)
        #expect(ids(table) == ["9"])
        #expect(table.selection == 0)
    }

    @Test func anEventOnTheBorderIsThereOnce() throws {
        var table = AuditTable()
        table.open(alpha.id)
        let border = event(1, at: -86_400)
        table.take(try report(daysBefore: 0, [border]))
        table.take(try report(daysBefore: 1, [border, event(2, at: -86_500)]))
        #expect(ids(table) == ["1", "2"])
    }

    @Test func sortingGoesThroughTheColumnsAndKeepsTheSelection() throws {
        var table = try table()
        table.select(row: 1)
        var orders: [[String]] = []
        for _ in AuditTable.Column.allCases {
            table.sortByNext()
            orders.append(ids(table))
            #expect(table.selection == 1)
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
        ("org:7", ["3"]), ("ip:2001", ["2"]), ("text:2", ["2"]), ("nobody", []), ("", ["1", "2", "3", "4"]),
    ])
    func theFilterNarrows(_ text: String, _ expected: [String]) throws {
        var table = try table()
        table.setFilter(text)
        #expect(ids(table) == expected)
        table.setFilter("")
        #expect(ids(table).count == 4)
    }
}
