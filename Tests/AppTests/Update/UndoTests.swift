import DisplayText
import Moments
import Operations
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App

struct UndoTests {
    private let profiles: [Profile] = [.test("alpha"), .test("beta"), .test("gamma")]

    @Test func `a removed profile comes back to its place`() {
        var bench = Bench(profiles)
        bench.keys("]")
        bench.press(.removeProfile)
        bench.keys("y")
        bench.answer(.profile("id-beta"), ())
        #expect(bench.state.profiles.list.map(\.name) == ["alpha", "gamma"])
        bench.press(.undo)
        #expect(bench.began(SaveProfile.self)?.position == 1)
        bench.answer(.profile("id-beta"), SavedProfile.test(profiles[1]))
        #expect(bench.state.profiles.list.map(\.name) == ["alpha", "beta", "gamma"])
        #expect(bench.said.contains("restored the profile beta"))
    }

    @Test func `an edit is undone`() {
        var bench = Bench(profiles)
        var edited = profiles[0]
        edited.username = "other"
        bench.press(.editProfile)
        bench.fill(.username, "other")
        bench.press(.submit)
        bench.answer(.profile("id-alpha"), SavedProfile.test(edited))
        #expect(bench.state.profile?.username == "other")
        bench.press(.undo)
        #expect(bench.began(SaveProfile.self) == SaveProfile(profile: profiles[0], replacing: edited))
        bench.answer(.profile("id-alpha"), SavedProfile.test(profiles[0]))
        #expect(bench.state.profile == profiles[0])
        #expect(bench.reason(against: .undo) == "nothing was removed or edited")
    }

    @Test func `an edit that was followed by another program's is not undone`() {
        var bench = Bench(profiles)
        var edited = profiles[0]
        edited.username = "other"
        bench.press(.editProfile)
        bench.fill(.username, "other")
        bench.press(.submit)
        bench.answer(.profile("id-alpha"), SavedProfile.test(edited))
        var again = edited
        again.username = "third"
        bench.answer(.profiles, ProfileList(profiles: [again] + profiles.dropFirst()))
        #expect(bench.reason(against: .undo) == "alpha was changed again meanwhile")
    }
}

struct ValidationResultsTests {
    private let alpha = Profile.test("alpha")

    @Test func `several tokens have a row each, and those without an answer are tried again`() throws {
        let tokens = try (1...3).map { try TokenRecord.test($0, of: alpha, user: "anna", endsIn: 600) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        bench.press(.markAll, .validate)
        #expect(bench.state.top is ValidationResults)
        #expect(bench.screen.contains("0 of 3"))
        #expect(bench.drawnLine(with: tokens[0].fingerprint.text).contains("checking"))
        bench.answer(.validate(tokens[0].id), .failed(.test(.timeout, on: alpha)))
        #expect(bench.drawnLine(with: tokens[0].fingerprint.text).contains("failed"))
        bench.keys("x")
        // It was sent: the table says what the activity says.
        #expect(bench.drawnLine(with: tokens[1].fingerprint.text).contains("cancelled"))
        #expect(!bench.screen.contains("not attempted"))
        #expect(bench.screen.contains("3 of 3"))
        bench.keys("r")
        #expect(bench.work.count == 3)
        bench.keys("Esc", "Esc")
        #expect(bench.state.stack.isEmpty)
    }

    @Test func `each verdict has its time, its proof and its seconds, as in an incident`() throws {
        let tokens = try (1...2).map { try TokenRecord.test($0, of: alpha, user: "anna", endsIn: 600) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        bench.state.size = Size(rows: 30, columns: 100)
        bench.press(.markAll, .validate)
        let proof = Evidence(
            method: "POST", path: "/api/rest/2.0/auth/token/validate", status: 401, serverCode: 10_097,
            serverTime: start, duration: 204)
        _ = bench.state.validated(tokens[0].id, .verdict(.invalid, proof))
        let line = bench.drawnLine(with: tokens[0].fingerprint.text)
        for cell in ["alpha", "anna", "invalid", "validate 401/10097", "204 ms"] { #expect(line.contains(cell)) }
        #expect(bench.screen.contains("401/10097  POST /api/rest/2.0/auth/token/validate  answer in 204 ms"))
        bench.state.size = Size(rows: 24, columns: 80)
        #expect(bench.drawnLine(with: tokens[0].fingerprint.text).contains("invalid"))
        #expect(bench.drawnLine(with: tokens[0].fingerprint.text).contains("validate 401/10097"))
    }

    @Test func `nothing is tried again while it runs, nor after an answer for all`() throws {
        let tokens = try (1...2).map { try TokenRecord.test($0, of: alpha, user: "anna", endsIn: 600) }
        var bench = Bench(tokens: tokens, profiles: [alpha])
        bench.press(.markAll, .validate)
        #expect(bench.reason(against: .validate) == bench.state.waitForVerdicts)
        for token in tokens { _ = bench.state.validated(token.id, .verdict(.valid, nil)) }
        #expect(bench.reason(against: .validate) == "nothing is left to try again")
    }

    @Test func `one token has no view of its own`() throws {
        var bench = Bench(tokens: [try .test(1, of: alpha)], profiles: [alpha])
        bench.press(.validate)
        #expect(bench.state.stack.isEmpty)
    }
}

struct ExpiryAlarmTests {
    private let alpha = Profile.test("alpha")

    @Test func `what expires within a day is counted, on all clusters`() throws {
        let beta = Profile.test("beta")
        var bench = Bench(
            tokens: [
                try .test(1, of: alpha, endsIn: 600), try .test(2, of: beta, endsIn: 86_400),
                try .test(3, of: alpha, endsIn: 86_401), try .test(4, of: alpha, endsIn: nil),
                try .test(5, of: alpha, state: .revokedVerified, endsIn: 60),
            ], profiles: [alpha, beta])
        #expect(bench.state.expiryAlarm == "2 tokens expire within 24h")
        #expect(bench.screen.contains("all clusters: 2 tokens expire within 24h"))
        bench.state.now = start.advanced(seconds: 601)
        bench.send(.tick)
        #expect(bench.state.expiryAlarm == "2 tokens expire within 24h", "another one has come near")
        bench.list([])
        #expect(bench.state.expiryAlarm == nil)
    }

    @Test func `the time of the alarm is a setting, and so is no alarm`() throws {
        var bench = Bench(tokens: [try .test(1, of: alpha, endsIn: 600), try .test(2, of: alpha, endsIn: 7_201)])
        bench.state.loadedSettings.settings.expiryAlarm = 7_200
        #expect(bench.state.expiryAlarm == "1 token expires within 2h")
        bench.state.loadedSettings.settings.expiryAlarm = nil
        #expect(bench.state.expiryAlarm == nil)
    }
}

/// The setting `refresh`: all clusters are checked again and again, and nothing else wakes the program.
struct RegularRefreshTests {
    @Test func `clusters are checked when it is time, but for those with which something is under way`() throws {
        let (alpha, beta) = (Profile.test("alpha"), Profile.test("beta"))
        var bench = Bench([alpha, beta])
        #expect(Screen.nextChange(bench.state) == nil)
        bench.state.now = start.advanced(seconds: 86_400)
        bench.send(.tick)
        #expect(bench.work.isEmpty)

        bench.state.now = start
        bench.state.loadedSettings.settings.refresh = 60
        #expect(Screen.nextChange(bench.state) == start.advanced(seconds: 60))
        bench.state.now = start.advanced(seconds: 59)
        bench.send(.tick)
        #expect(bench.work.isEmpty)
        bench.state.now = start.advanced(seconds: 60)
        bench.send(.tick)
        #expect(bench.work == [.checkCluster(alpha), .checkCluster(beta)])
        #expect(Screen.nextChange(bench.state) == start.advanced(seconds: 120))

        // One has answered, the other one is silent.
        bench.answer(.check(alpha.id), .failed(.test(.timeout, on: alpha)))
        bench.state.now = start.advanced(seconds: 120)
        bench.send(.tick)
        #expect(bench.work == [.checkCluster(alpha)])
    }
}
