import Dispatch
import DisplayText
import HTTPExchange
import Operations
import Storage
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import App

struct LiveRunnerTests {
    /// Nothing here may touch the network.
    private struct NoNetwork: HTTPTransport {
        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            Issue.record("sent \(request)")
            throw TransportError(.unreachable, reach: .notSent, peer: request.origin.authority)
        }
    }

    /// A home of its own, gone afterwards.
    private func inHome(_ body: (LiveRunner, Workspace) async throws -> Void) async throws {
        let home = try TemporaryHome()
        defer { withExtendedLifetime(home) {} }
        let context = FileContext.live(now: { start }, allowsRoot: true)
        let byte = Mutex<UInt8>(0)
        let workspace = Workspace(
            profiles: ProfileStore(file: home.profiles, context: context),
            journal: Journal(directory: home.journalDirectory, context: context), held: HeldCredentials(),
            transport: NoNetwork(), now: { start },
            randomBytes: { count in
                (0..<count).map { _ in
                    byte.withLock {
                        $0 &+= 1
                        return $0
                    }
                }
            },
            environmentProxy: { _ in .direct }, isReadOnly: false)
        try await body(LiveRunner(WorkTools(workspace: workspace, copy: { _ in .terminal })), workspace)
    }

    private func draft(_ url: String) -> ProfileDraft {
        var draft = ProfileDraft()
        draft[.name] = "alpha"
        draft[.url] = url
        draft[.generation] = "v2.0"
        return draft
    }

    /// The answer of a piece of work.
    private func answer<W: Work>(_ work: W, _ runner: LiveRunner) async throws -> W.Answer {
        switch await runner.outcome(of: work, stamp: 1, telling: { _ in }) {
        case .answer(let answer): return answer
        case .failure(let error): throw error
        case .cancelled: throw CancellationError()
        }
    }

    /// A computation that ends when it is told to.
    private struct LongComputation: Computation {
        let hasBegun: AsyncStream<Void>.Continuation
        let mayEnd = DispatchSemaphore(value: 0)

        var id: WorkID { WorkID("long computation") }
        var label: SafeText { "computing" }
        /// Ten minutes stand for ever.
        var answer: Bool {
            hasBegun.yield()
            return mayEnd.wait(timeout: .now() + 600) == .success
        }

        static func == (left: Self, right: Self) -> Bool { left.mayEnd === right.mayEnd }
        func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(mayEnd)) }
        func receive(_ answer: Bool, in program: inout ProgramState) -> [Effect] { [] }
    }

    /// The keys come over the thread that all work has together.
    @Test func `a computation does not hold up what else there is to do`() async throws {
        try await inHome { runner, _ in
            let (begun, hasBegun) = AsyncStream<Void>.makeStream()
            let work = LongComputation(hasBegun: hasBegun)
            let isDone = try await withTaskExecutorPreference(OneThread()) {
                async let answer = answer(work, runner)
                for await _ in begun { break }
                work.mayEnd.signal()
                return try await answer
            }
            #expect(isDone)
        }
    }

    @Test func `a new profile gets an identity of its own`() async throws {
        try await inHome { runner, _ in
            let work = SaveProfile(draft: draft("https://a.example"))
            let profile = try await answer(work, runner).profile
            #expect(profile.id == "01020304-0506-4708-890a-0b0c0d0e0f10")
            let list = ProfileList(profiles: [profile], defaultName: profile.name)
            #expect(try await answer(ListProfiles(), runner) == list)
            try await answer(RemoveProfile(profile: profile), runner)
            #expect(try await answer(ListProfiles(), runner).profiles.isEmpty)
            #expect(try await answer(SaveProfile(profile: profile, replacing: nil), runner).profile == profile)
        }
    }

    @Test func `another address gets no credential of the old`() async throws {
        try await inHome { runner, workspace in
            let work = SaveProfile(draft: draft("https://a.example"))
            let profile = try await answer(work, runner).profile
            let token = Secret("abc")
            await workspace.held.setSession(
                ActiveSession(
                    authentication: .bearer(token), credential: .bearer, username: nil, openedAt: start,
                    expiry: .unknown), of: profile)
            await workspace.held.hold(token, fingerprint: Fingerprint(of: token), of: profile)

            let same = SaveProfile(draft: draft("https://a.example"), as: .edited(profile))
            _ = try await answer(same, runner)
            #expect(await workspace.held.session(of: profile) != nil)

            let move = SaveProfile(draft: draft("https://b.example"), as: .edited(profile), addressAnswer: .leave)
            let moved = try await answer(move, runner).profile
            #expect(await workspace.held.session(of: profile) == nil)
            #expect(await workspace.held.session(of: moved) == nil)
            #expect(await workspace.held.token(Fingerprint(of: token), of: moved) == nil)
        }
    }

    @Test func `an imported token is listed, in memory and copied`() async throws {
        try await inHome { runner, workspace in
            let profile = Profile.test("alpha")
            let token = Secret("imported-token-of-anna")
            let verb = ImportToken(profile: profile, token: token, user: "anna", label: nil, isChecked: false)
            let report = try await answer(verb, runner)
            await workspace.held.setSession(
                ActiveSession(
                    authentication: .bearer(token), credential: .bearer, username: nil, openedAt: start,
                    expiry: .unknown), of: profile)
            let list = try await answer(ListTokens(), runner)
            #expect(list.records.map(\.id) == [report.record.id])
            #expect(list.heldIDs == [report.record.id])
            #expect(list.inUseIDs == [report.record.id])
            let fingerprint = report.record.fingerprint
            #expect(try await answer(CopyTokens([report.record]), runner) == .terminal)
            #expect(try await answer(RevealTokens(records: [report.record]), runner) == [token])
            #expect(try await answer(RemoveTokens(records: [report.record]), runner) == [report.record])
            await #expect(throws: OperationError.refused(.tokenNotHeld(fingerprint))) {
                try await answer(CopyTokens([report.record]), runner)
            }
            #expect(try await answer(RestoreTokens(records: [report.record]), runner) == [report.record])
            #expect(try await answer(RevealTokens(records: [report.record]), runner) == [token])
        }
    }
}
