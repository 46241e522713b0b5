import DemoCluster
import DisplayText
import HTTPExchange
import Storage
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Operations

struct BulkRevocationTests {
    private func issued(_ count: Int, in world: World) async throws -> [TokenReport] {
        var reports: [TokenReport] = []
        for _ in 0..<count { reports.append(try await world.issued()) }
        return reports
    }

    /// Each token has its own verdict, told as it falls, in the order of the plan.
    @Test func `mixed weather gives mixed verdicts`() async throws {
        let world = try await World()
        try await world.logIn()
        let reports = try await issued(5, in: world)
        await world.cluster.setFaults(
            DemoFaultPlan(rules: [
                .v2("auth/token/revoke", nth: 2, .status(403)),
                .v2("auth/token/revoke", nth: 3, .dropBeforeRequest),
                .v2("auth/token/revoke", nth: 4, .closeWithoutAnswer),
            ]))
        let told = Mutex<[RevocationItem]>([])
        let items = await (try world.revocation(of: reports.map { world.target($0) })).oneByOne.run(in: world.workspace)
        {
            item in
            told.withLock { $0.append(item) }
        }
        #expect(items == told.withLock { $0 })
        #expect(items.map(\.fingerprint) == reports.map(\.record.fingerprint))
        #expect(
            items.map { MessageComposer.text(for: $0.verdict).string }
                == [
                    "revoked (verified)", "failed: not allowed", "STILL VALID", "already invalid", "revoked (verified)",
                ])
        // What is said to be dead is dead, and what is not, is not.
        for (item, report) in zip(items, reports) {
            let isEnded = item.verdict == .revokedVerified || item.verdict == .alreadyInvalid
            #expect(await world.cluster.isValid(token: report.token.expose()) == !isEnded)
        }
        // What was refused, and what is valid still, is not done and stays open.
        let unfinished = try await ListTokens().run(in: world.workspace).unfinished
        #expect(Set(unfinished.map(\.fingerprint)) == Set(reports[1...2].map(\.record.fingerprint)))
    }

    /// A connection that cannot be trusted stops everything behind it (promise P66).
    @Test func `an untrusted connection stops the rest`() async throws {
        var world = try await World()
        let reports = try await issued(3, in: world)
        let wire = BrokenAfter(1, next: world.wire)
        world = world.replacingTransport(wire)
        let items = await (try world.revocation(of: reports.map { world.target($0) })).oneByOne.run(in: world.workspace)
        guard case .failed(let error) = items[1].verdict else {
            Issue.record("\(items)")
            return
        }
        #expect(error.session?.code == .tlsName)
        #expect(items[0].verdict == .revokedVerified)
        #expect(items[2].verdict == .notAttempted)
        #expect(wire.revocations == 2)
        let exit = ExitCode.combined([.done, MessageComposer.message(for: error).exitCode, .someFailed])
        #expect(exit == .someFailed)
    }

    /// Esc in the middle: the one under way is told truthfully, the rest is not attempted and stays as it was.
    @Test func `a cancelled run leaves the rest untouched`() async throws {
        let world = try await World()
        let reports = try await issued(4, in: world)
        let verb = try world.revocation(of: reports.map { world.target($0) }).oneByOne
        let items = await withTaskGroup(of: [RevocationItem].self) { group in
            let seen = Mutex(0)
            group.addTask {
                await verb.run(in: world.workspace) { _ in
                    // Cancels its own run once two verdicts have fallen.
                    let count = seen.withLock {
                        $0 += 1
                        return $0
                    }
                    if count == 2 { withUnsafeCurrentTask { $0?.cancel() } }
                }
            }
            return await group.next() ?? []
        }
        #expect(items.map(\.verdict) == [.revokedVerified, .revokedVerified, .notAttempted, .notAttempted])
        #expect(world.wire.count("auth/token/revoke") == 2)
        for report in reports.suffix(2) {
            #expect(try await world.record(report).state == .active)
            #expect(await world.cluster.isValid(token: report.token.expose()))
        }
    }

    /// Cancelled while its request is out: nobody can say what happened to that one.
    @Test func `the one under way is unknown`() async throws {
        var world = try await World()
        let reports = try await issued(2, in: world)
        world = world.replacingTransport(CancelledOnTheWay(next: world.wire))
        let verb = try world.revocation(of: reports.map { world.target($0) }).oneByOne
        let workspace = world.workspace
        let items = await withTaskGroup(of: [RevocationItem].self) { group in
            group.addTask { await verb.run(in: workspace) }
            return await group.next() ?? []
        }
        guard case .unknown(let error) = items.first?.verdict else {
            Issue.record("\(items)")
            return
        }
        #expect(error.session?.execution == .unknown)
        #expect(items.last?.verdict == .notAttempted)
        #expect(world.journalGist.last == "result revoke_token unknown")
        #expect(try await world.record(reports[0]).state == .revocationUnknown)
        #expect(try await world.record(reports[1]).state == .active)
    }

    /// The journal's disk fills up in the middle: the next request does not leave (fault G7).
    @Test func `a full journal stops the rest`() async throws {
        let world = try await World()
        let reports = try await issued(3, in: world)
        let journal = world.home.journal
        let verb = try world.revocation(of: reports.map { world.target($0) }).oneByOne
        let items = await verb.run(in: world.workspace) { _ in breakFile(journal) }
        #expect(items[0].verdict == .revokedVerified)
        guard case .failed(let error) = items[1].verdict else {
            Issue.record("\(items)")
            return
        }
        #expect(error.storage != nil)
        #expect(MessageComposer.message(for: error).exitCode == .localFile)
        #expect(items[2].verdict == .notAttempted)
        #expect(world.wire.count("auth/token/revoke") == 1)
        #expect(await world.executed(.revokedToken) == 1)
    }
}

/// Lets so many revocations pass; then somebody else answers under the cluster's name.
private final class BrokenAfter: HTTPTransport {
    private let next: any HTTPTransport
    private let limit: Int
    private let count = Mutex(0)

    init(_ limit: Int, next: any HTTPTransport) {
        self.limit = limit
        self.next = next
    }

    var revocations: Int { count.withLock { $0 } }

    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        guard request.path.hasSuffix("auth/token/revoke") else { return try await next.send(request) }
        let number = count.withLock {
            $0 += 1
            return $0
        }
        if number > limit { throw TransportError(.tlsName, reach: .notSent, peer: request.peer) }
        return try await next.send(request)
    }
}

/// Somebody presses Esc after a revocation has left and before its answer is there.
private struct CancelledOnTheWay: HTTPTransport {
    let next: any HTTPTransport

    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        let response = try await next.send(request)
        guard request.path.hasSuffix("auth/token/revoke") else { return response }
        withUnsafeCurrentTask { $0?.cancel() }
        throw TransportError(.cancelled, reach: .maybeSent, peer: request.peer)
    }
}

extension RevokeTokens {
    /// The same, with as little at a time as can be: what stops the rest stops all of it.
    fileprivate var oneByOne: RevokeTokens {
        var copy = self
        copy.limits = BulkQueue.Limits(perCluster: 1, total: 1)
        return copy
    }
}
