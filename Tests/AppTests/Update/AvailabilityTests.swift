import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct AvailabilityTests {
    /// In a program without profiles, most things cannot be done; each of them says why and does nothing.
    @Test(arguments: AppCommand.allCases)
    func whatCannotBeDoneSaysWhy(_ command: AppCommand) {
        var bench = Bench([])
        guard case .disabled(let reason) = availability(of: command, in: bench.state) else { return }
        let layers = bench.state.layers
        #expect(bench.press(command) == [.bell])
        #expect(bench.state.activity.latest?.text == reason)
        #expect(!reason.string.isEmpty)
        #expect(bench.state.layers == layers)
    }

    @Test func withoutProfilesOnlyLocalThingsWork() {
        let state = Bench([]).state
        let enabled = AppCommand.allCases.filter { availability(of: $0, in: state).isEnabled }
        #expect(enabled.contains(.addProfile))
        #expect(enabled.contains(.help))
        #expect(enabled.contains(.quit))
        for command: AppCommand in [
            .logIn, .logOut, .newToken, .importToken, .validate, .revoke, .editProfile, .copy, .undo,
        ] {
            #expect(!enabled.contains(command), "\(command)")
        }
    }

    @Test func aDamagedProfileFileIsNeverWrittenTo() {
        let error = OperationError.storage(
            StorageError(.profilesDamaged, file: "profiles.json", detail: "it ends early", line: 3, column: 9))
        let state = AppState.initial(profiles: ProfileShelf(error), now: start)
        #expect(state.profiles.error != nil)
        for command: AppCommand in [.addProfile, .editProfile, .deleteProfile, .makeDefault] {
            #expect(availability(of: command, in: state) == .disabled("the profile file cannot be read; mend it first"))
        }
    }

    @Test func readOnlyRefusesChangesOnly() throws {
        let alpha = Profile.test("alpha")
        let token = try TokenRecord.test(1, of: alpha)
        for isProgram in [true, false] {
            let profile = Profile.test("alpha", isReadOnly: !isProgram)
            let bench = Bench(tokens: [token], profiles: [profile], isReadOnly: isProgram)
            let reason: SafeText = isProgram ? "read-only mode" : "profile is read-only"
            #expect(availability(of: .revoke, in: bench.state) == .disabled(reason))
            #expect(availability(of: .newToken, in: bench.state) == .disabled(reason))
            #expect(availability(of: .validate, in: bench.state) == .enabled)
            #expect(availability(of: .logIn, in: bench.state) == .enabled)
        }
    }

    @Test func v1HasNoRevokeAndSaysSo() throws {
        let old = Profile.test("lab-old", generation: .v1)
        let bench = Bench(tokens: [try .test(1, of: old)], profiles: [old])
        #expect(availability(of: .revoke, in: bench.state) == .disabled("v1 has no revoke"))
        #expect(availability(of: .newToken, in: bench.state) == .enabled)
    }

    @Test func aSecretKeyWantsAnEncryptedAndVerifiedConnection() {
        let insecure = Profile.test("lab-old", generation: .v1, trust: .insecure)
        let reason = availability(of: .newToken, in: Bench([insecure]).state).reason?.string
        #expect(reason?.contains("unverified connection") == true)
    }

    @Test func aTokenThatIsNotHeldCannotBeUsed() throws {
        let token = try TokenRecord.test(1, of: .test("alpha"))
        let bench = Bench(tokens: [token], held: [])
        for command: AppCommand in [.validate, .revoke, .copy, .reveal] {
            let reason = availability(of: command, in: bench.state).reason?.string
            #expect(reason?.contains("not stored here") == true, "\(command)")
        }
        #expect(availability(of: .forget, in: bench.state) == .enabled)
    }
}
