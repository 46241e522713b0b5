import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// Which line of the palette stands first: that of the command that was written, however it was.
struct PaletteOrderTests {
    /// Logged in to one of three clusters, where anna has a token.
    private func bench() throws -> Bench {
        let profile = IncidentTests.profiles[0]
        var bench = Bench(tokens: [try .test(1, of: profile, user: "anna")], profiles: IncidentTests.profiles)
        bench.state.clusters[profile.id] = ClusterRow(session: .test(profile, user: "tsadmin"))
        return bench
    }

    private func first(_ typed: String) throws -> [String] {
        var bench = try bench()
        bench.press(.palette)
        bench.type(typed)
        return bench.drawn.drop { !$0.contains(": \(typed.split(separator: " ").joined(separator: " "))") }.dropFirst()
            .prefix(2).map { $0.filter { !"│|".contains($0) }.split(separator: " ").joined(separator: " ") }
    }

    @Test(
        arguments: [
            ("login", "> session login"), ("log in", "> session login"), ("logout", "> session logout"),
            ("log out", "> session logout"), ("revoke", "> token revoke"), ("tokenissue", "> token issue"),
            ("session login", "> session login"),
        ])
    func `the command of that name stands first, with a blank in it or without`(
        _ typed: String, _ line: String
    ) throws {
        let lines = try first(typed)
        #expect(lines[0].hasPrefix(line), "\(lines)")
    }

    @Test func `a user who is known stands before the letters that begin the name`() throws {
        #expect(try first("revoke an")[0].hasPrefix("> user revoke everywhere anna "))
        #expect(try first("revoke an")[1].hasPrefix("user revoke everywhere an "))
        // A name in full is no beginning.
        #expect(try first("revoke anna")[0].hasPrefix("> user revoke everywhere anna "))
        #expect(try first("revoke ann ")[0].hasPrefix("> user revoke everywhere ann "))
        var bench = try bench()
        bench.press(.palette)
        bench.type("revoke an")
        bench.keys("Tab", "Enter")
        #expect((bench.state.top as? IncidentView)?.incident?.user == .name("anna"))
    }
}
