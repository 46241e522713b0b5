import DemoCluster
import Glibc
import HTTPExchange
import Operations
import Storage
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

/// Once a change may have left, what became of it is told whatever happens to the journal; before, nothing leaves without
/// a line.
struct UnrecordedTests {
    private struct NoToken: Error {}

    /// Makes the journal unusable when the first request passes, and usable again when it is told.
    private final class BreakingWire: HTTPTransport {
        private let next: any HTTPTransport
        private let journal: String
        private let suffix: String
        private let isBroken = Mutex(false)

        init(_ next: any HTTPTransport, journal: String, at suffix: String) {
            self.next = next
            self.journal = journal
            self.suffix = suffix
        }

        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            let breaks = isBroken.withLock { isBroken in
                defer { isBroken = isBroken || request.path.hasSuffix(suffix) }
                return !isBroken && request.path.hasSuffix(suffix)
            }
            if breaks { breakFile(journal) }
            return try await next.send(request)
        }

        func mend() {
            rmdir(journal)
            rename(journal + ".gone", journal)
        }
    }

    @Test func `a token that was issued is delivered`() async throws {
        let world = try await World()
        let wire = BreakingWire(world.wire, journal: world.home.journal, at: "auth/token/full")
        let broken = world.replacingTransport(wire)
        let report = try await broken.issue(lifetime: 600).run(in: broken.workspace)
        #expect(await world.cluster.isValid(token: report.token.expose()))
        #expect(report.record.state == .active)
        let (lines, cause) = await broken.workspace.ledger.unrecorded()
        #expect(lines.map(\.action) == [.issueToken] && lines.first?.outcome == .ok)
        #expect(cause != nil)
        // The line is written as soon as that is possible, once, and the next start has nothing to ask about.
        wire.mend()
        #expect(await broken.workspace.ledger.unrecorded().lines.isEmpty)
        let list = try await ListTokens().run(in: world.anotherProcess().workspace)
        #expect(list.records.map(\.fingerprint) == [report.record.fingerprint])
        #expect(list.unfinished.isEmpty && list.damage.isEmpty)
        #expect(world.journalGist == ["intent issue_token", "result issue_token ok"])
    }

    @Test func `a revocation has its verdict`() async throws {
        let world = try await World()
        let report = try await world.issued()
        let wire = BreakingWire(world.wire, journal: world.home.journal, at: "auth/token/revoke")
        let broken = world.replacingTransport(wire)
        let target = RevocationTarget(
            profile: world.profile, token: .given(report.token), user: nil, isOwn: true, isInUse: false)
        let items = await (try world.revocation(of: [target])).run(in: broken.workspace)
        #expect(items.map(\.verdict) == [.revokedVerified])
        #expect(await broken.workspace.ledger.unrecorded().lines.count == 2)
        wire.mend()
        // The program ended before the journal could be written: the open intent makes the next start ask.
        let next = try await ListTokens().run(in: world.anotherProcess().workspace)
        #expect(next.unfinished.map(\.action) == [.revokeToken])
        #expect(next.records.map(\.state) == [.revocationUnknown])
        #expect(await broken.workspace.ledger.unrecorded().lines.isEmpty)
        let later = try await ListTokens().run(in: world.anotherProcess().workspace)
        #expect(later.records.map(\.state) == [.revokedVerified])
        #expect(later.unfinished.isEmpty)
    }

    /// A session that this run opened, and the token that a login by key brought, are not left open because of a full disk.
    @Test(arguments: [false, true])
    func `what this run opened is ended all the same`(_ byKey: Bool) async throws {
        let world = try await World()
        _ = try await byKey ? world.keyLogin().run(in: world.workspace) : world.logIn()
        let held = await world.workspace.held.session(of: world.profile)
        breakFile(world.home.journal)
        #expect(try await LogOut(profile: world.profile).run(in: world.workspace).onServer == .ended)
        if byKey {
            guard case .bearer(let token) = held?.authentication else { throw NoToken() }
            #expect(await !world.cluster.isValid(token: token.expose()))
        }
        let (lines, cause) = await world.workspace.ledger.unrecorded()
        #expect(lines.map(\.action).prefix(2) == [.logOut, .logOut])
        #expect(lines.count == (byKey ? 5 : 2))
        #expect(cause != nil)
    }

    @Test func `a validation is answered without its note`() async throws {
        let world = try await World()
        let report = try await world.issued()
        let wire = BreakingWire(world.wire, journal: world.home.journal, at: "auth/token/validate")
        let broken = world.replacingTransport(wire)
        let found = try await ValidateToken(profile: world.profile, token: .given(report.token)).run(
            in: broken.workspace)
        #expect(found.verdict == .valid)
        #expect(await broken.workspace.ledger.unrecorded().lines.map(\.action) == [.validateToken])
    }

    /// A damaged journal is read, and nothing is changed on a cluster until a person has accepted that.
    @Test func `damage stops changes until it is accepted`() async throws {
        let world = try await World()
        let (first, second) = (try await world.issued(), try await world.issued())
        var lines = world.journalLines
        lines[1] = lines[1].replacing("\"ok\"", with: "\"no\"")
        let file = open(world.home.journal, O_WRONLY | O_TRUNC)
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        #expect(write(file, bytes, bytes.count) == bytes.count)
        close(file)
        let run = world.anotherProcess()
        let list = try await ListTokens().run(in: run.workspace)
        #expect(list.damage.map(\.line) == [3])
        #expect(list.records.map(\.isInDoubt) == [true, true])
        let sent = world.wire.passages.count
        for report in [first, second] {
            let target = RevocationTarget(
                profile: world.profile, token: .given(report.token), user: nil, isOwn: true, isInUse: false)
            let items = await (try world.revocation(of: [target])).run(in: run.workspace)
            guard case .failed(.storage(let error)) = items[0].verdict else {
                Issue.record("\(items)")
                continue
            }
            #expect(error.code == .journalDamaged)
        }
        #expect(world.wire.passages.count == sent)
        try await AcceptJournalDamage(damage: list.damage).run(in: run.workspace)
        let target = RevocationTarget(
            profile: world.profile, token: .given(second.token), user: nil, isOwn: true, isInUse: false)
        #expect(
            await (try world.revocation(of: [target])).run(in: run.workspace).map(\.verdict) == [.revokedVerified])
    }

    /// An editor has changed the ends of all lines: as many places as lines, and each of them is accepted.
    @Test func `any number of damaged places is accepted`() async throws {
        let world = try await World()
        for index in 0..<260 {
            try await world.workspace.journal.append(
                JournalEvent(
                    id: "note-\(index)", operation: "note-\(index)", at: world.clock.now, phase: .note,
                    action: .readSecretKeys, outcome: .ok, profileID: world.profile.id,
                    profileName: world.profile.name, origin: world.profile.origin.description))
        }
        let text = world.journalLines.joined(separator: " \n") + " \n"
        try world.home.write(text, to: String(world.home.journal.dropFirst(world.home.path.count + 1)))
        let run = world.anotherProcess()
        let damage = try await ListTokens().run(in: run.workspace).damage
        #expect(damage.count > 200)
        try await AcceptJournalDamage(damage: damage).run(in: run.workspace)
        #expect(try await ListTokens().run(in: world.anotherProcess().workspace).damage.isEmpty)
    }

    /// Eight wrong passwords at once, by eight processes: two reach the cluster.
    @Test func `attempts count from their intent`() async throws {
        let world = try await World()
        let wrong = world.passwordLogin("anna", "wrong-password-4711")
        let codes = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<8 {
                let process = world.anotherProcess()
                group.addTask {
                    do throws(OperationError) {
                        _ = try await wrong.run(in: process.workspace)
                        return nil
                    } catch {
                        return MessageComposer.message(for: error).code
                    }
                }
            }
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }
        #expect(codes.count { $0 == "E_CREDENTIALS" } == 2, "\(codes)")
        #expect(codes.count { $0 == "E_LOCKOUT_GUARD" } == 6, "\(codes)")
        #expect(world.wire.count("auth/session/login") == 2)
    }

    /// Interrupted, an attempt counts: the cluster may have seen it.
    @Test func `an interrupted attempt counts`() async throws {
        let world = try await World(faults: [.v2("auth/session/login", .closeWithoutAnswer)])
        let attempt = world.passwordLogin("anna", "wrong-password-4711")
        for _ in 0..<2 {
            _ = await failure { () throws(OperationError) in try await attempt.run(in: world.workspace) }
        }
        let error = await failure { () throws(OperationError) in try await attempt.run(in: world.workspace) }
        #expect(error?.refusal?.code == "E_LOCKOUT_GUARD")
        #expect(world.wire.count("auth/session/login") == 2)
    }
}
