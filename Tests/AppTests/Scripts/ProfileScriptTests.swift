import DemoCluster
import DisplayText
import Storage
import TestSupport
import Testing

@testable import App

@MainActor
@Suite(.timeLimit(.minutes(60)))
struct ProfileScriptTests {
    @Test
    func `A profile is added, edited, deleted and brought back; mistakes are named where they are`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.addProfile)
            await program.press(.submit)
            #expect(program.form?[.name]?.error != nil)
            #expect(program.form?[.url]?.error != nil)
            await program.fill(.name, "bad name!")
            await program.press(.submit)
            #expect(program.form?[.name]?.error != nil)
            #expect(program.form?.focused == .name)
            await program.clear(.name)
            await program.fill(.name, "lab-new")
            await program.fill(.url, "ftp://somewhere")
            await program.press(.submit)
            #expect(program.form?[.name]?.error == nil)
            #expect(program.form?[.url]?.error != nil)
            await program.clear(.url)
            await program.fill(.url, "https://prod-us.demo.example")
            await program.press(.test)
            #expect(program.form?.test?.string.contains("ThoughtSpot answered") == true)
            await program.press(.submit)
            #expect(program.form == nil)
            #expect(program.said == "added the profile lab-new")
            #expect(TemporaryHome.text(of: program.home.profiles).contains("lab-new"))

            await program.press(.editProfile)
            await program.fill(.note, "for the new team")
            await program.press(.submit)
            #expect(program.said == "saved the profile lab-new")

            await program.press(.removeProfile)
            #expect(program.screen.contains("Remove the profile lab-new?"))
            await program.keys("y")
            #expect(program.state.profiles.list.count == program.fleet.members.count)
            #expect(!TemporaryHome.text(of: program.home.profiles).contains("lab-new"))
            await program.press(.undo)
            #expect(program.said == "restored the profile lab-new")
            #expect(TemporaryHome.text(of: program.home.profiles).contains("for the new team"))
        }
    }

    @Test func `A production profile goes only when its name is typed`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.removeProfile)
            await program.keys("y", "Enter")
            #expect(program.state.profiles.list.count == program.fleet.members.count)
            await program.keys("Backspace")
            await program.type("prod-eu")
            await program.keys("Enter")
            #expect(program.state.profiles.list.map(\.name).contains("prod-eu") == false)
        }
    }

    @Test func `Esc never loses typed work without asking`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.addProfile)
            await program.fill(.name, "half-done")
            await program.keys("Esc")
            #expect(program.screen.contains("Discard changes?"))
            await program.keys("Enter")
            #expect(program.form?.text(.name) == "half-done")
            await program.keys("Esc", "y")
            #expect(program.state.stack.isEmpty)
        }
    }

    @Test func `A damaged profile file is shown with its place and never written over`() async throws {
        let text = "{\"version\": 1,\n \"profiles\": [\n  {\"name\": \"prod-eu\",}\n"
        try await ProgramDriver.run(ProgramSetting(profileFile: text)) { program in
            #expect(program.screen.contains("profiles.json"))
            #expect(program.screen.contains("line 3"))
            await program.press(.addProfile)
            #expect(program.form == nil)
            #expect(program.said.contains("cannot be read"))
            #expect(TemporaryHome.text(of: program.home.profiles) == text)
        }
    }

    @Test func `Without any profile the panes say what to do next`() async throws {
        try await ProgramDriver.run(ProgramSetting(profiles: { $0 = [] })) { program in
            #expect(program.screen.contains("a adds"))
            await program.keys("a")
            #expect(program.form != nil)
        }
    }
}
