import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct AllTokensTests {
    private let alpha = Profile.test("alpha")
    private let beta = Profile.test("beta")

    /// Tokens of two clusters, whose ends alternate; the table of all tokens is open.
    private func bench(_ count: Int = 4) throws -> Bench {
        var bench = Bench(
            tokens: try (1...count).map {
                try .test($0, of: $0.isMultiple(of: 2) ? beta : alpha, user: "u\($0 % 3)", endsIn: Int64($0) * 60)
            },
            profiles: [alpha, beta])
        bench.press(.showAllClusters, .showAllClusters)
        return bench
    }

    /// The last two digits of the tokens shown, in their order.
    private func numbers(_ bench: Bench) -> [String] {
        bench.state.panes.allTokens.rows.map { String(bench.state.tokens.records[$0].fingerprint.text.suffix(2)) }
    }

    @Test func `the second 0 shows all tokens, the third one the panes`() throws {
        var bench = try bench()
        #expect(numbers(bench) == ["01", "02", "03", "04"])
        #expect(bench.screen.contains("All tokens"))
        #expect(bench.screen.contains("Cluster"))
        bench.press(.showAllClusters)
        #expect(bench.state.panes.table == nil)
        bench.press(.showAllClusters, .showAllClusters, .cancel)
        #expect(bench.state.panes.table == nil)
    }

    @Test func `a token of production has the word in its row, and the sort stands at its own column`() throws {
        let prod = Profile.test("prod", tag: "production")
        var bench = Bench(
            tokens: [try .test(1, of: prod), try .test(2, of: alpha, endsIn: 60)], profiles: [prod, alpha])
        bench.press(.showAllClusters, .showAllClusters)
        let line = { (text: String) in bench.screen.split(separator: "\n").first { $0.contains(text) } ?? "" }
        #expect(line("000000000001").contains(" PROD "))
        #expect(!line("000000000002").contains("PROD"))
        #expect(line("Cluster").contains("Time left \u{2191}"))
    }

    @Test func `the table opens on a token of the selected cluster`() throws {
        var bench = try bench()
        bench.press(.cancel, .nextCluster, .showAllClusters, .showAllClusters)
        #expect(bench.state.selectedProfile == beta.id)
        #expect(bench.state.paneToken?.origin == beta.origin.description)
    }

    @Test func `the table follows the journal, also what came while it was closed`() throws {
        var bench = try bench()
        bench.press(.cancel)
        bench.list([try .test(7, of: beta, endsIn: 30), try .test(8, of: alpha, endsIn: 20)])
        bench.press(.showAllClusters, .showAllClusters)
        #expect(numbers(bench) == ["08", "07"])
        bench.list([try .test(9, of: beta, endsIn: 30)])
        #expect(numbers(bench) == ["09"])
    }

    @Test func `the cluster of the selected row is what commands act on`() throws {
        var bench = try bench()
        #expect(bench.state.selectedProfile == alpha.id)
        bench.press(.moveDown)
        #expect(bench.state.selectedProfile == beta.id)
        bench.press(.moveDown)
        #expect(bench.state.selectedProfile == alpha.id)
        bench.press(.filter)
        bench.type("cluster:beta")
        #expect(numbers(bench) == ["02", "04"])
        #expect(bench.state.selectedProfile == beta.id)
    }

    @Test func `the table sorts by the cluster, and the pane does not`() throws {
        var bench = try bench()
        _ = bench.state.sortTokens { _ in TokenSort(column: .cluster) }
        #expect(numbers(bench) == ["01", "03", "02", "04"])
        #expect(bench.screen.contains("Cluster \u{2191}"))
        for _ in 0..<20 {
            bench.press(.sortNext)
            if bench.state.panes.allTokens.order.sort.column == .cluster { break }
        }
        #expect(bench.state.panes.allTokens.order.sort.column == .cluster)
        bench.press(.cancel, .focusTokens)
        for _ in 0..<20 {
            bench.press(.sortNext)
            #expect(bench.state.panes.tokens.order.sort.column != .cluster)
        }
    }

    @Test func `one question is asked for marked tokens of several clusters, and names all of them`() throws {
        var bench = try bench()
        bench.press(.markAll, .revoke)
        let question = try #require(bench.question)
        for name in ["alpha", "beta"] {
            #expect(question.lines.contains { $0.string.contains(name) && $0.string.contains("00") }, "\(name)")
        }
        bench.confirm("4")
        let work = try #require(bench.began(RevokeTokens.self))
        #expect(work.confirmed.targets.count == 4)
        #expect(Set(work.confirmed.targets.map(\.profile.id)) == [alpha.id, beta.id])
    }

    @Test func `a token that expires moves alone to its place`() throws {
        var bench = try bench(40)
        bench.state.now = start.advanced(seconds: 150)
        bench.send(.tick)
        #expect(numbers(bench).prefix(2) == ["03", "04"])
        #expect(numbers(bench).suffix(2) == ["01", "02"])
        #expect(numbers(bench).count == 40)
        // The same as sorted anew.
        let moved = numbers(bench)
        _ = bench.state.sortTokens { $0 }
        #expect(numbers(bench) == moved)
    }

    @Test func `a filter by state follows a token that expires`() throws {
        var bench = try bench()
        bench.press(.filter)
        bench.type("state:expired")
        #expect(numbers(bench).isEmpty)
        bench.state.now = start.advanced(seconds: 60)
        bench.send(.tick)
        #expect(numbers(bench) == ["01"])
    }

    @Test func `typing on and back gives the rows of the whole filter`() throws {
        var bench = try bench(30)
        bench.press(.filter)
        let typed = "user:u1 !03 1"
        for end in typed.indices {
            bench.type(String(typed[end]))
            let filter = Filter(String(typed[...end]), columns: TokenColumns.ofAllClusters.filterNames)
            #expect(numbers(bench) == expected(filter, bench), "\(typed[...end])")
        }
        for _ in typed { bench.keys("Backspace") }
        #expect(numbers(bench).count == 30)
    }

    private func expected(_ filter: Filter, _ bench: Bench) -> [String] {
        bench.state.panes.allTokens.order.current.all.compactMap { index in
            let token = ListedToken(
                bench.state.tokens.records[index], in: bench.state.listedTokens, at: bench.state.now)
            let row = FoldedRow(TokenColumns.ofAllClusters.filterable.map { $0.filterText?(token) ?? "" })
            return filter.matches(row) ? String(token.record.fingerprint.text.suffix(2)) : nil
        }
    }
}

struct ClusterWalkTests {
    @Test func `brackets walk the clusters, and a dash goes back`() {
        var bench = Bench([.test("alpha"), .test("beta"), .test("gamma")])
        #expect(bench.reason(against: .lastCluster) == "no cluster was selected before")
        bench.keys("]", "]")
        #expect(bench.state.profile?.name == "gamma")
        bench.keys("]")
        #expect(bench.state.profile?.name == "alpha")
        bench.keys("-")
        #expect(bench.state.profile?.name == "gamma")
        bench.keys("-")
        #expect(bench.state.profile?.name == "alpha")
        bench.keys("[")
        #expect(bench.state.profile?.name == "gamma")
    }

    @Test func `walking keeps the pane that has the keys`() {
        var bench = Bench()
        bench.press(.focusTokens)
        bench.keys("]")
        #expect(bench.state.panes.focus == .tokens)
        #expect(bench.state.profile?.name == "beta")
    }
}

struct PaletteTests {
    private let alpha = Profile.test("alpha")
    private let beta = Profile.test("beta")

    private func bench() throws -> Bench {
        Bench(
            tokens: [try .test(1, of: alpha, user: "anna"), try .test(2, of: beta, user: "bob")],
            profiles: [alpha, beta])
    }

    private func call(_ text: String, _ bench: inout Bench) {
        bench.press(.palette)
        bench.type(text)
        bench.keys("Enter")
    }

    @Test func `a cluster's name jumps to it`() throws {
        var bench = try bench()
        call("beta", &bench)
        #expect(bench.state.profile?.name == "beta")
        #expect(bench.state.stack.isEmpty)
        call("alpha", &bench)
        #expect(bench.state.profile?.name == "alpha")
    }

    @Test func `its keys stand in the hint line`() {
        var bench = Bench([alpha])
        bench.press(.palette)
        #expect(bench.screen.split(separator: "\n").last?.hasPrefix("Enter run  Tab complete  ") == true)
    }

    @Test func `a mistyped name is answered with the nearest one, and Tab completes it`() throws {
        var bench = try bench()
        bench.press(.palette)
        bench.type("btea")
        #expect(bench.screen.contains("Tab completes beta."))
        bench.keys("Tab", "Enter")
        #expect(bench.state.profile?.name == "beta")
    }

    @Test func `a user's name shows the tokens of the user on all clusters`() throws {
        var bench = try bench()
        call("bob", &bench)
        #expect(bench.state.panes.table == .tokens)
        #expect(bench.state.panes.allTokens.rows.count == 1)
        #expect(bench.state.profile?.name == "beta")
    }

    @Test func `a fingerprint opens its token`() throws {
        var bench = try bench()
        let token = try TokenRecord.test(2, of: beta)
        call(token.fingerprint.text, &bench)
        #expect((bench.state.top as? TokenDetail)?.id == token.id)
    }

    @Test func `a command is followed by what it acts on`() throws {
        var bench = try bench()
        call("login beta", &bench)
        #expect(bench.state.profile?.name == "beta")
        #expect(bench.state.top is LoginForm)
        bench.keys("Esc")
        let token = try TokenRecord.test(1, of: alpha)
        call("revoke \(token.fingerprint.text)", &bench)
        #expect(bench.question?.lines.contains { $0.string.contains(token.fingerprint.text) } == true)
    }

    @Test(arguments: ["user revoke everywhere anna", "revoke user anna", "user logout anna", "log out an"])
    func `a user is revoked by any words for it`(_ text: String) throws {
        var bench = try bench()
        bench.press(.palette)
        bench.type(text)
        bench.keys("Tab")
        #expect(bench.screen.contains(": user revoke everywhere anna "))
        bench.keys("Enter")
        #expect((bench.state.top as? IncidentView)?.incident?.user == .name("anna"))
    }

    @Test func `a cluster is opened by its name behind a command, and all are offered behind a blank`() throws {
        var bench = try bench()
        call("open beta", &bench)
        #expect(bench.state.profile?.name == "beta")
        #expect(bench.state.panes.focus == .tokens)
        bench.press(.palette)
        bench.type("login ")
        #expect(bench.screen.contains("session login alpha"))
        #expect(bench.screen.contains("session login beta"))
        bench.keys("Esc")
        call("log in to alpha", &bench)
        #expect(bench.form?.title == "Log in to alpha")
        bench.keys("Esc")
        call("login gamma", &bench)
        #expect(bench.screen.contains("A cluster, a user or a token follows a command: login prod-us."))
    }

    @Test func `a token is neither shown nor taken for a user`() throws {
        var bench = try bench()
        bench.press(.palette)
        let token = "dHNhZG1pbjpKSE5vYVhKdk1TUlRTRUV0TWpVMkpEVXdNREF3TUNRPUFiQ2RFZkdo"
        bench.send(.input(.paste("revoke \(token)", truncated: false)))
        #expect(!bench.screen.contains(token.prefix(8)))
        #expect(bench.screen.contains(": ********"))
        #expect(bench.screen.contains("it may be a token, and is not shown"))
    }
}
