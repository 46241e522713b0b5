import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

/// Two programs on one home: what one writes, the other one shows.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct FollowingScriptTests {
    /// The profile store of another instance.
    private func other(_ program: ProgramDriver) -> ProfileStore {
        ProfileStore(
            file: program.home.profiles,
            context: .live(now: { [clock = program.clock] in clock.now }, allowsRoot: true))
    }

    @Test func `A profile that another program changed is shown, and what was typed stays`() async throws {
        try await ProgramDriver.run { program in
            try await program.select("staging")
            await program.press(.editProfile)
            await program.fill(.note, "typed here")
            let before = try #require(program.state.profile)
            var draft = before
            draft.note = "typed there"
            draft.tag = "canary"
            try await other(program).save(draft, replacing: before)
            program.changes.tell(.profiles)
            await program.until { $0.profile == draft }
            await program.idle()
            #expect(program.form?.text(.note).hasSuffix("typed here") == true)
            #expect(program.screen.contains("changed in the file: Environment is canary"))
            await program.keys("Ctrl-S")
            #expect(program.screen.contains("staging was changed in the file"))
            await program.keys("k", "Ctrl-S")
            #expect(program.form == nil)
            #expect(program.state.profile?.note?.hasSuffix("typed here") == true)
            #expect(program.state.profile?.tag == before.tag, "kept as the form had it")
        }
    }

    @Test func `Tokens of a journal that was changed are shown in doubt`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.focusTokens)
            let text = TemporaryHome.text(of: program.home.journal)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            try program.home.write(lines.dropFirst().joined(separator: "\n"), to: "journal/2026-11.jsonl")
            program.changes.tell(.journal)
            await program.until { $0.tokens.list?.damage.isEmpty == false }
            await program.idle()
            #expect(program.screen.contains("journal damaged,"))
            await program.keys("Enter")
            #expect(program.screen.contains("in doubt: the journal is damaged"))
        }
    }

    @Test func `Profiles that share a name are told beside those that can be used`() async throws {
        try await ProgramDriver.run { program in
            let text = TemporaryHome.text(of: program.home.profiles)
            let twin = try #require(program.state.profile)
            // The first array of the file is that of the profiles.
            let bracket = try #require(text.firstIndex(of: "["))
            let entry = """
                {"id":"11111111-2222-4333-8444-555555555555","name":"\(twin.name.uppercased())",
                "url":"https://twin.example","generation":"v2.0"},
                """
            let changed = text[...bracket] + entry + text[text.index(after: bracket)...]
            try program.home.write(String(changed), to: "profiles.json")
            program.changes.tell(.profiles)
            await program.until { !$0.profiles.unusable.isEmpty }
            await program.idle()
            #expect(program.screen.contains("not unique, not usable:"))
            #expect(program.state.profiles.list.allSatisfy { $0.name != twin.name })
        }
    }

    @Test func `A token that a command recorded is shown without a key`() async throws {
        try await ProgramDriver.run { program in
            await program.press(.focusTokens, .mark)
            let (count, marks) = (program.state.tokens.records.count, program.state.panes.tokens.list.marks)
            let journal = Journal(
                directory: program.home.journalDirectory,
                context: .live(now: { [clock = program.clock] in clock.now }, allowsRoot: true))
            let profile = try #require(program.state.profile)
            let id = EventID(at: program.clock.now, random: Array(repeating: 7, count: 10)).text
            try await journal.append(
                JournalEvent(
                    id: id, operation: id, at: program.clock.now, phase: .note, action: .importToken, outcome: .ok,
                    profileID: profile.id, profileName: profile.name, origin: profile.origin.description,
                    token: TokenFacts(fingerprint: Fingerprint("00112233aabb"), user: "anna")))
            program.changes.tell(.journal)
            await program.until { $0.tokens.records.count == count + 1 }
            await program.idle()
            #expect(program.screen.contains("00112233aabb"))
            #expect(program.state.panes.tokens.list.marks == marks)
        }
    }
}
