import DemoCluster
import DisplayText
import HTTPExchange
import Terminal
import Testing

@testable import App

/// A server that sends everything a terminal could choke on, in every field that the program shows (faults D14).
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct HostileTextScriptTests {
    /// Escape sequence, carriage return, line feed, bell, right-to-left override, wide and combining characters, and
    /// the end of a quoted string.
    private static let hostile = "\u{1B}[31mEVIL\u{1B}]0;owned\u{07}\r\n\u{202E}lru\u{2028}漢字é́👩‍👩‍👧\u{9B}2J'\""

    private static var cluster: DemoClusterConfiguration {
        DemoClusterConfiguration(
            name: "own \(hostile)", release: "26.8.0.cl\(hostile)",
            users: [
                DemoUser(
                    name: DemoFleet.administrator, guid: "59481331-ee53-42be-a548-bd87be6ddd4a",
                    displayName: "display \(hostile)", email: "mail \(hostile)", password: DemoFleet.password,
                    privileges: ["ADMINISTRATION", "PRIV \(hostile)"], groups: ["group \(hostile)"])
            ],
            orgs: [DemoOrg(id: 0, name: "org \(hostile)")])
    }

    /// Nothing on the screen that is no picture, and the frame closed on every row.
    private func expectInert(_ program: ProgramDriver, sourceLocation: SourceLocation = #_sourceLocation) {
        let grid = program.grid
        for scalar in GridText(grid).text.unicodeScalars where scalar != "\n" {
            let isHarmless = scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
            let isBidirectional = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            #expect(
                isHarmless && !isBidirectional && scalar.value != 0x2028, "U+\(String(scalar.value, radix: 16))",
                sourceLocation: sourceLocation)
        }
        let edges: Set<Unicode.Scalar> = ["│", "┐", "┘", "┤"]
        // Below the frame are the hints, and the message where no activity is in sight.
        let state = program.state
        let hasMessage =
            state.panes.isShowingAllClusters || state.stack.contains { $0.feature.leavesMessageLine }
        let below = hasMessage ? 1 + state.messageRows : 1
        for row in 0..<grid.size.rows - below {
            if case .scalar(let scalar) = grid[row, grid.size.columns - 1].content {
                #expect(edges.contains(scalar), "row \(row) is out of line", sourceLocation: sourceLocation)
            }
        }
    }

    /// Fault E23: it stands where the text of a server stands, behind its label, and no key answers it.
    @Test func `Text that imitates a question of ours is only a text`() async throws {
        let imitation = "┌ Revoke everything? ┐ Type own to confirm: ____ [ OK ]  Enter confirm   Esc cancel"
        var cluster = Self.cluster
        cluster.users[0].displayName = imitation
        try await ProgramDriver.run(ProgramSetting(cluster: cluster)) { program in
            try await program.select("own")
            await program.logIn()
            await program.press(.focusSession, .open)
            #expect(program.screen.contains("display name  ┌ Revoke everything?"))
            expectInert(program)
            #expect(program.state.top is SessionDetail)
            await program.keys("Enter")
            #expect(program.state.stack.isEmpty)
            #expect(program.screen.contains("user tsadmin"))
        }
    }

    /// Fault E22: the frame stays in line whatever the width of what is in it.
    @Test func `Session, Org, groups, privileges, release: shown as marks, in line`() async throws {
        try await ProgramDriver.run(ProgramSetting(cluster: Self.cluster)) { program in
            try await program.select("own")
            await program.logIn()
            #expect(program.screen.contains("user tsadmin"))
            #expect(program.screen.contains("org <U+001B>[31mEVIL"))
            expectInert(program)
            await program.press(.focusSession, .open)
            #expect(program.screen.contains("display name  display"))
            for _ in 0..<4 {
                expectInert(program)
                await program.press(.pageDown)
            }
            await program.press(.cancel, .showAllClusters)
            expectInert(program)
        }
    }

    @Test func `Token, its Org, its question, and what is copied of it`() async throws {
        try await ProgramDriver.run(ProgramSetting(cluster: Self.cluster)) { program in
            try await program.select("own")
            await program.logIn()
            await program.press(.newToken)
            await program.fill(.password, ProgramDriver.password)
            await program.paste(Self.hostile)
            await program.fill(.label, "label")
            await program.paste(Self.hostile)
            expectInert(program)
            await program.clear(.password)
            await program.fill(.password, ProgramDriver.password)
            await program.press(.submit)
            #expect(program.form == nil)
            expectInert(program)
            await program.press(.focusTokens, .open)
            expectInert(program)
            await program.press(.revoke)
            expectInert(program)
            #expect(!program.journal.contains("\u{1B}"))
        }
    }

    @Test func `What the server says against a login is quoted, not followed`() async throws {
        let body = """
            {"error": {"message": {"code": 10097, "incident_id_guid": "x\\u001b[2Jx", \
            "debug": {"code": 10097, "incident_id_guid": "\\u001b[1mid", \
            "data": "no \\u001b[31m\\r\\n\\u202e 漢字 q"}}}}
            """
        let rule = DemoFaultRule(
            match: DemoFaultRule.Match(path: "/api/rest/2.0/auth/session/login"),
            action: .answer(
                status: 401, headers: ["Content-Type": "application/json"], body: Array(body.utf8)))
        try await ProgramDriver.run(ProgramSetting(faults: ["prod-eu": [rule]])) { program in
            await program.logIn()
            #expect(program.form != nil)
            #expect(program.screen.contains("<U+001B>"))
            expectInert(program)
            await program.keys("Esc", "y")
            expectInert(program)
            await program.press(.focusActivity, .open)
            expectInert(program)
        }
    }
}
