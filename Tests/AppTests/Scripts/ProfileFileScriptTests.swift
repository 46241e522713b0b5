import DemoCluster
import DisplayText
import Operations
import Storage
import TestSupport
import Testing

@testable import App

/// Profiles out of a file and into one, through the whole program: a path, a plan, the result, and back.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct ProfileFileScriptTests {
    private static let team = #"""
        {"version": 1, "profiles": [
        {"name": "prod-eu", "url": "https://other.example.com"},
        {"name": "lab-new", "url": "https://lab.example.com", "password": "hunter2-canary"},
        {"name": "prod-ap", "url": "https://ap.example.com", "tag": "production",
         "proxy": "http://proxy.example.net:3128"}]}
        """#

    private func names(_ program: ProgramDriver) -> [String] { program.state.profiles.list.map(\.name) }

    @Test func `An import is planned, agreed to, and undone`() async throws {
        try await ProgramDriver.run { program in
            try program.home.write(Self.team, to: "team.json")
            let before = TemporaryHome.text(of: program.home.profiles)
            let names = names(program)
            await program.press(.importProfiles)
            await program.type("~/team.json")
            await program.keys("Enter")
            #expect(program.screen.contains("Import 2 profiles?"))
            #expect(program.screen.contains("lab-new   https://lab.example.com"))
            #expect(program.screen.contains("https://ap.example.com    PRODUCTION"))
            #expect(program.screen.contains("the name is taken"))
            #expect(program.screen.contains("prod-ap: requests go through the proxy http://proxy.example.net:3128"))
            #expect(program.screen.contains("lab-new: password is not imported"))
            #expect(TemporaryHome.text(of: program.home.profiles) == before)
            // Enter is the safe answer.
            await program.keys("Enter")
            #expect(program.state.stack.isEmpty)
            #expect(TemporaryHome.text(of: program.home.profiles) == before)

            await program.press(.importProfiles)
            await program.type("~/team.json")
            await program.keys("Enter", "y")
            #expect(program.state.stack.isEmpty)
            #expect(program.film.contains("imported 2 profiles; 1 is here already"))
            #expect(self.names(program) == names + ["lab-new", "prod-ap"])
            #expect(program.state.profile?.name == "lab-new")
            #expect(TemporaryHome.text(of: program.home.profiles).contains("prod-ap"))
            #expect(program.state.profiles.list.first { $0.name == "prod-ap" }?.isProduction == true)

            await program.press(.undo)
            #expect(program.film.contains("undid the import of 2 profiles"))
            #expect(self.names(program) == names)
            #expect(!TemporaryHome.text(of: program.home.profiles).contains("prod-ap"))
            #expect(!program.film.contains("hunter2-canary"))
        }
    }

    @Test func `What is here already is not imported twice, and an import that was changed since is not undone`()
        async throws
    {
        try await ProgramDriver.run { program in
            try program.home.write(Self.team, to: "team.json", mode: 0o644)
            for answer in ["y", "Enter"] {
                await program.press(.importProfiles)
                await program.type("~/team.json")
                await program.keys("Enter")
                #expect(program.screen.contains("Others can read the file, which holds a secret"))
                #expect(program.screen.contains("every profile is here already") == (answer == "Enter"))
                await program.keys(answer)
            }
            #expect(program.state.stack.isEmpty)
            await program.press(.editProfile)
            await program.fill(.note, "mine now")
            await program.press(.submit)
            await program.press(.undo)
            // The edit is undone first, then the import.
            #expect(program.state.profiles.list.contains { $0.name == "lab-new" && $0.note != "mine now" })
            await program.press(.undo)
            #expect(!program.state.profiles.list.contains { $0.name == "lab-new" })
        }
    }

    @Test func `A file that cannot be imported is said at its field`() async throws {
        try await ProgramDriver.run { program in
            try program.home.write(#"{"profiles": [{"name": "lab"}]}"#, to: "half.json")
            for (path, words) in [("~/none.json", "cannot be read"), ("~/half.json", "profiles[0]")] {
                await program.press(.importProfiles)
                await program.type(path)
                await program.keys("Enter")
                #expect(program.form?[.path]?.error?.string.contains(words) == true, "\(program.screen)")
                await program.keys("Esc", "y")
                #expect(program.state.stack.isEmpty)
            }
        }
    }

    @Test func `What one program exports another one imports; no existing file is overwritten`() async throws {
        try await ProgramDriver.run { program in
            try program.home.write("precious", to: "old.json")
            await program.press(.exportProfiles)
            await program.type("~/old.json")
            await program.press(.submit)
            #expect(program.form?[.path]?.error?.string.contains("already exists") == true)
            await program.clear(.path)
            await program.fill(.path, "~/all.json")
            await program.press(.submit)
            #expect(program.said.contains(program.home.file("all.json")))
            #expect(program.home.permissions(of: "all.json") == 0o600)
            #expect(try program.home.text(of: "old.json") == "precious")
            let file = try ProfileImport(try program.home.bytes(of: "all.json"), file: "all.json")
            #expect(file.entries.map(\.originalName) == self.names(program))
            #expect(try !program.home.text(of: "all.json").contains("\"id\""))
        }
    }

    /// What exists nowhere else is asked about, whatever has become of its profile.
    @Test func `A token in memory outlives its profile`() async throws {
        try await ProgramDriver.run { program in
            try await program.select("prod-us")
            await program.logIn()
            await program.issueToken(label: "mine")
            await program.press(.focusClusters, .logOut)
            await program.keys("y")
            await program.press(.removeProfile)
            await program.type("prod-us")
            await program.keys("Enter")
            #expect(!self.names(program).contains("prod-us"))
            await program.press(.quit)
            #expect(program.screen.contains("exists only in memory"))
        }
    }

    @Test func `An import is not undone while a token of it exists only in memory`() async throws {
        let team =
            #"{"version": 1, "profiles": [{"name": "lab-new", "url": "https://prod-us.demo.example", "username": "tsadmin"}]}"#
        let setting = ProgramSetting(profiles: { $0.removeAll { $0.name == "prod-us" } })
        try await ProgramDriver.run(setting) { program in
            try program.home.write(team, to: "team.json")
            await program.press(.importProfiles)
            await program.type("~/team.json")
            await program.keys("Enter", "y")
            try await program.select("lab-new")
            await program.logIn()
            await program.issueToken(label: "mine")
            await program.press(.focusClusters, .logOut)
            await program.keys("y")
            await program.press(.undo)
            #expect(program.said.contains("a token of lab-new exists only in memory"))
            #expect(self.names(program).contains("lab-new"))
            await program.press(.quit)
            #expect(program.screen.contains("exists only in memory"))
        }
    }

    @Test func `By lines it is the same`() async throws {
        try await PlainDriver.run { program in
            try program.home.write(Self.team, to: "team.json")
            let count = program.state.profiles.list.count
            await program.type("profile import")
            #expect(program.prompt.contains("File"))
            await program.type("~/team.json")
            await program.choose("Read the file")
            #expect(program.page.contains("Import 2 profiles?"))
            #expect(program.page.contains("add, lab-new, https://lab.example.com"))
            #expect(program.page.contains("the name is taken"))
            await program.type("y")
            #expect(program.page.contains("imported 2 profiles"))
            #expect(program.state.profiles.list.count == count + 2)
            await program.type("u")
            #expect(program.state.profiles.list.count == count)
            #expect(!program.output.contains("hunter2-canary"))
        }
    }
}
