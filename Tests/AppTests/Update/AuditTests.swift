import DisplayText
import Moments
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

struct AuditTests {
    private let alpha = Profile.test("alpha")
    private let beta = Profile.test("beta")

    private func bench() -> Bench {
        var bench = Bench([alpha, beta])
        bench.logIn(on: alpha)
        return bench
    }

    private func report(_ profile: Profile, until end: Instant = start, count: Int = 3) throws -> AuditReport {
        let window = try #require(AuditWindow(from: end.advanced(seconds: -86_400), to: end))
        let entries = (0..<count).map { number in
            var event = AuditEvent()
            event.id = "\(number)"
            event.at = end.advanced(seconds: -Int64(number))
            event.type = "LOGIN_SUCCESSFUL"
            event.username = "anna"
            return AuditEntry(event)
        }
        return AuditReport(profile: profile, windows: [window], entries: entries, told: count, readAt: start)
    }

    private func read(_ profile: Profile, until end: Instant = start) -> Work {
        .readAuditLog(ReadAuditLog(profile: profile, since: end.advanced(seconds: -86_400), until: end))
    }

    @Test func itOpensWithTheLastDayAndAsksForNothingTwice() throws {
        var bench = bench()
        bench.press(.auditLog)
        #expect(bench.state.topLayer == .auditLog)
        #expect(bench.work == [read(alpha)])
        bench.answer(.auditLog(alpha.id), .auditLog(try report(alpha)))
        #expect(bench.state.audit.entries.count == 3)
        bench.press(.cancel)
        #expect(bench.state.layers.isEmpty)
        // The age is on the screen; whoever wants it new asks for that.
        #expect(bench.press(.auditLog).isEmpty)
        #expect(bench.state.audit.entries.count == 3)
        bench.press(.refresh)
        #expect(bench.work == [read(alpha)])
    }

    @Test func olderDaysFollow() throws {
        var bench = bench()
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), .auditLog(try report(alpha)))
        bench.press(.auditOlder)
        let yesterday = start.advanced(seconds: -86_400)
        #expect(bench.work == [read(alpha, until: yesterday)])
        // Not twice at once.
        #expect(availability(of: .auditOlder, in: bench.state).reason == "the log is being read")
        bench.answer(.auditLog(alpha.id), .auditLog(try report(alpha, until: yesterday)))
        #expect(bench.state.audit.windows.count == 2)
        #expect(bench.state.audit.entries.count == 6)
    }

    @Test func itWantsASession() {
        var bench = Bench([alpha])
        #expect(availability(of: .auditLog, in: bench.state).reason == "the log wants a session; l logs in on alpha")
        bench.press(.auditLog)
        #expect(bench.state.layers.isEmpty)
        #expect(bench.effects == [.bell])
    }

    @Test func aFailureIsShownAndWhatWasThereStays() throws {
        var bench = bench()
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), .auditLog(try report(alpha)))
        bench.press(.refresh)
        bench.answer(.auditLog(alpha.id), .failed(.test(.forbidden, on: alpha)))
        #expect(bench.state.audit.error?.code == "E_FORBIDDEN")
        #expect(bench.state.audit.entries.count == 3)
        bench.press(.refresh)
        bench.answer(.auditLog(alpha.id), .auditLog(try report(alpha)))
        #expect(bench.state.audit.error == nil)
    }

    @Test func aSessionThatEndedIsForgotten() {
        var bench = bench()
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), .failed(.test(.sessionEnded, on: alpha)))
        #expect(!bench.state.isLoggedIn(alpha.id))
        #expect(availability(of: .refresh, in: bench.state).reason == "the session has ended; log in again")
    }

    @Test func escGoesBackOneStepAtATime() throws {
        var bench = bench()
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), .auditLog(try report(alpha)))
        bench.press(.filter)
        bench.send(.setFilter("user:anna"))
        #expect(bench.state.tokens.filterText.isEmpty)
        bench.press(.submit)
        #expect(!bench.state.audit.isFiltering)
        bench.press(.refresh)
        bench.press(.cancel)
        #expect(bench.state.audit.filterText.isEmpty)
        #expect(bench.state.inFlight[.auditLog(alpha.id)] != nil)
        bench.press(.cancel)
        #expect(bench.effects == [.cancel(.auditLog(alpha.id))])
        #expect(bench.state.topLayer == .auditLog)
        bench.press(.cancel)
        #expect(bench.state.layers.isEmpty)
    }

    @Test func enterOpensTheEventAndItCanBeCopied() throws {
        var bench = bench()
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), .auditLog(try report(alpha)))
        bench.press(.moveDown, .open)
        #expect(bench.state.topLayer == .inspector(Inspector(.auditEvent(1))))
        bench.press(.copy)
        guard case .copy(let text, _, _)? = bench.effects.first else {
            Issue.record("nothing is copied")
            return
        }
        #expect(text.first?.string.contains("LOGIN_SUCCESSFUL  anna") == true)
        bench.press(.cancel)
        #expect(bench.state.topLayer == .auditLog)
    }

    @Test func anotherClusterHasALogOfItsOwn() throws {
        var bench = bench()
        bench.logIn(on: beta)
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), .auditLog(try report(alpha)))
        bench.press(.cancel)
        bench.send(.selectProfile(beta.id))
        bench.press(.auditLog)
        #expect(bench.work == [read(beta)])
        #expect(bench.state.audit.entries.isEmpty)
        bench.answer(.auditLog(beta.id), .auditLog(try report(beta, count: 1)))
        #expect(bench.state.audit.entries.count == 1)
    }

    @Test func aLateAnswerForAnotherClusterIsNotMixedIn() throws {
        var bench = bench()
        bench.logIn(on: beta)
        bench.press(.auditLog, .cancel)
        bench.press(.cancel)
        bench.send(.selectProfile(beta.id))
        bench.press(.auditLog)
        bench.send(.finished(.auditLog(alpha.id), stamp: bench.state.lastStamp - 1, .auditLog(try report(alpha))))
        #expect(bench.state.audit.profile == beta.id)
        #expect(bench.state.audit.entries.isEmpty)
    }

    @Test func aHundredThousandEventsMoveLikeTen() throws {
        var bench = bench()
        bench.press(.auditLog)
        bench.answer(.auditLog(alpha.id), .auditLog(try report(alpha, count: 100_000)))
        bench.press(.moveLast)
        #expect(bench.state.audit.position == 99_999)
        bench.press(.moveUp, .pageUp, .moveFirst)
        #expect(bench.state.audit.position == 0)
    }
}
