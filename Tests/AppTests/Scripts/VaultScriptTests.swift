import DemoCluster
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// Day one and day two on the screen, with a vault on the disk.
@MainActor
@Suite(.timeLimit(.minutes(60)))
struct VaultScriptTests {
    private static let passphrase = "correct horse battery"

    private var setting: ProgramSetting {
        ProgramSetting(profiles: { profiles in
            for index in profiles.indices where profiles[index].name == "prod-eu" {
                profiles[index].secretSource = .vault
            }
        })
    }

    @Test func `A session comes back with the passphrase, and is gone while the vault is locked`() async throws {
        try await ProgramDriver.run(setting) { program in
            try await program.select("prod-eu")
            await program.press(.unlockVault)
            await program.type(Self.passphrase)
            await program.keys("Tab")
            await program.type(Self.passphrase)
            await program.press(.submit)
            #expect(program.said.contains("the vault is created and unlocked"))

            await program.logIn(password: DemoFleet.password)
            let id = try #require(program.state.profile?.id)
            #expect(program.state.isLoggedIn(id))

            await program.press(.lockVault)
            #expect(!program.state.isLoggedIn(id))
            #expect(program.screen.contains("The vault is locked."))

            await program.press(.unlockVault)
            await program.type(Self.passphrase)
            await program.keys("Enter")
            #expect(program.state.isLoggedIn(id))
            #expect(program.state.cluster?.session?.info.userName == program.state.profile?.username)

            // The vault keeps the password, too: nothing has to be typed.
            await program.press(.logOut)
            await program.keys("y")
            #expect(!program.state.isLoggedIn(id))
            await program.press(.logIn, .submit)
            #expect(program.state.isLoggedIn(id))
            await program.press(.newToken, .submit)
            #expect(program.said.contains("issued"))
            let record = try #require(program.state.tokens.records.last { $0.profileID == id })
            #expect(program.state.tokens.isKept(record.id))
        }
    }
}
