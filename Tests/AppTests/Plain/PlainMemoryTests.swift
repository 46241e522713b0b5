import Storage
import Testing

@testable import App

/// What the plain mode keeps of a run, and what the next one makes of it.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct PlainMemoryTests {
    @Test func `the user of a login and the selected cluster are there again in the next run`() async throws {
        let setting = ProgramSetting(
            hasTokens: false,
            profiles: { profiles in
                for index in profiles.indices { profiles[index].username = nil }
            })
        var left = LastScreen()
        try await PlainDriver.run(setting) { program in
            await program.choose(". cloud-94, ")
            await program.type("l")
            #expect(program.prompt == "[cloud-94] User: ")
            await program.type("tsadmin", ProgramDriver.password)
            #expect(program.page.contains("logged in to cloud-94 as tsadmin"))
            left = program.program.lastScreen
            let cloud = try #require(program.state.profile)
            #expect(cloud.name == "cloud-94")
            #expect(left.profile == cloud.id)
            #expect(left.users == [cloud.id: "tsadmin"])
            #expect(left.pane == "session")
        }
        try await PlainDriver.run(setting, lastScreen: left) { program in
            #expect(program.state.profile?.name == "cloud-94")
            await program.choose(". cloud-94, ")
            await program.type("l")
            #expect(program.page.contains("User: tsadmin\n"))
        }
    }

    @Test func `what the screen kept survives a run by lines, which begins with the list of clusters`() async throws {
        var left = LastScreen()
        left.pane = "tokens"
        left.showsAllClusters = true
        left.tokenOrder = LastScreen.Order(column: "user", isDescending: true)
        left.tokenFilter = "user:anna"
        left.clusterOrder = LastScreen.Order(column: "name", isDescending: true)
        left.auditOrder = LastScreen.Order(column: "user", isDescending: true)
        left.auditFilter = "type:login"
        left.palette = ["token issue"]
        try await PlainDriver.run(lastScreen: left) { program in
            #expect(program.output.contains("Clusters, "))
            #expect(!program.output.contains("Tokens of prod-eu: "))
            var now = program.program.lastScreen
            #expect(now.pane == "clusters")
            #expect(!now.showsAllClusters)
            (now.profile, now.pane, now.showsAllClusters) = (left.profile, left.pane, left.showsAllClusters)
            #expect(now == left)
            await program.type("1")
            await program.choose("Tokens: ")
            #expect(program.page.contains("filter: user:anna\n"))
        }
    }
}
