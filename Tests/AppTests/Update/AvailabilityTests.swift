import DisplayText
import HTTPExchange
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct AvailabilityTests {
    /// In a program without profiles, most things cannot be done; each of them says why and does nothing.
    @Test(arguments: Command.allCases)
    func `what cannot be done says why`(_ command: Command) {
        var bench = Bench([])
        guard let reason = bench.reason(against: command) else { return }
        let stack = bench.state.stack
        let scene = bench.state.scene
        #expect(bench.press(command) == (command.opensForm ? [.bell, .flushTypeAhead] : [.bell]))
        #expect((bench.state.scene != scene) == command.opensForm)
        #expect(bench.state.activity.latest?.text == reason)
        #expect(!reason.string.isEmpty)
        #expect(bench.state.stack == stack)
    }

    /// Its letters are keys of the panes.
    @Test func `a password typed ahead of a login that is refused does nothing`() {
        let alpha = Profile.test("alpha")
        var bench = Bench([alpha])
        bench.logIn(on: alpha)
        #expect(bench.press(.logIn).contains(.flushTypeAhead))
        #expect(bench.said == "already logged in; o logs out")
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `without profiles only local things work`() {
        let bench = Bench([])
        for command: Command in [.addProfile, .importProfiles, .help, .quit] {
            #expect(bench.reason(against: command) == nil, "\(command)")
        }
        for command: Command in [
            .logIn, .logOut, .newToken, .importToken, .validate, .revoke, .editProfile, .copy, .undo,
            .exportProfiles,
        ] {
            #expect(bench.reason(against: command) != nil, "\(command)")
        }
    }

    @Test func `a damaged profile file is never written to`() {
        let error = OperationError.storage(
            StorageError(.profilesDamaged, file: "profiles.json", detail: "it ends early", line: 3, column: 9))
        let state = ProgramState(profiles: LoadedProfiles(error), now: start)
        #expect(state.profiles.error != nil)
        for command: Command in [.addProfile, .importProfiles, .editProfile, .removeProfile, .makeDefault] {
            #expect(state.reason(against: command) == "the profile file cannot be read; fix it first")
        }
    }

    @Test func `read-only refuses changes only`() throws {
        let alpha = Profile.test("alpha")
        let token = try TokenRecord.test(1, of: alpha)
        for isProgram in [true, false] {
            let profile = Profile.test("alpha", isReadOnly: !isProgram)
            let bench = Bench(tokens: [token], profiles: [profile], isReadOnly: isProgram)
            let reason = ReadOnlyPolicy(profile, isReadOnlyMode: isProgram).reason
            #expect(reason?.string.contains("read-only") == true)
            #expect(bench.reason(against: .revoke) == reason)
            #expect(bench.reason(against: .newToken) == reason)
            #expect(bench.reason(against: .validate) == nil)
            #expect(bench.reason(against: .logIn) == nil)
        }
    }

    @Test func `v1 has no revoke, and says so`() throws {
        let old = Profile.test("lab-old", generation: .v1)
        let bench = Bench(tokens: [try .test(1, of: old)], profiles: [old])
        #expect(bench.reason(against: .revoke) == "v1 has no revoke")
        #expect(bench.reason(against: .newToken) == nil)
    }

    @Test func `a secret key needs an encrypted and verified connection`() {
        let insecure = Profile.test("lab-old", generation: .v1, trust: .insecure)
        let reason = Bench([insecure]).reason(against: .newToken)?.string
        #expect(reason?.contains("unverified connection") == true)
    }

    @Test func `a token that is not stored here cannot be used`() throws {
        let token = try TokenRecord.test(1, of: .test("alpha"))
        let bench = Bench(tokens: [token], held: [])
        for command: Command in [.validate, .revoke, .copy, .reveal] {
            let reason = bench.reason(against: command)?.string
            #expect(reason?.lowercased().contains("import it") == true, "\(command)")
        }
        #expect(bench.reason(against: .removeTokens) == nil)
    }

    @Test func `a token that a locked vault may have is not called lost`() throws {
        var alpha = Profile.test("alpha")
        alpha.secretSource = .vault
        var bench = Bench(tokens: [try .test(1, of: alpha)], held: [], profiles: [alpha])
        bench.send(.started)
        let locked = OperationError.storage(StorageError(.vaultLocked, file: "vault.json", detail: ""))
        bench.answer(.vault, .failed(locked))
        for command: Command in [.validate, .revoke] {
            #expect(bench.reason(against: command) == "the vault is locked; V unlocks it", "\(command)")
        }
    }
}
