import DisplayText
import Glibc
import HTTPExchange
import Operations
import Storage
import Synchronization
import Testing
import ThoughtSpotSessions

@testable import App

struct WorkspaceRunnerTests {
    /// Nothing here may touch the network.
    private struct NoNetwork: HTTPTransport {
        func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
            Issue.record("sent \(request)")
            throw TransportError(.unreachable, reach: .notSent, peer: request.origin.authority)
        }
    }

    /// A home of its own, gone afterwards.
    private func inHome(_ body: (WorkspaceRunner, Workspace) async throws -> Void) async throws {
        var template = Array("/tmp/tessera-appcore-XXXXXX".utf8CString)
        let home = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer { Self.remove(home) }
        let context = FileContext.live(now: { start }, allowsRoot: true)
        let byte = Mutex<UInt8>(0)
        let workspace = Workspace(
            profiles: ProfileStore(file: home + "/profiles.json", context: context),
            journal: Journal(file: home + "/journal.jsonl", context: context), held: HeldCredentials(),
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
        try await body(WorkspaceRunner(workspace: workspace, copy: { _ in .terminal }), workspace)
    }

    private static func remove(_ directory: String) {
        guard let stream = opendir(directory) else { return }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { unlink(directory + "/" + name) }
        }
        closedir(stream)
        rmdir(directory)
    }

    private func draft(_ url: String) -> ProfileDraft {
        var draft = ProfileDraft()
        draft[.name] = "alpha"
        draft[.url] = url
        draft[.generation] = "v2.0"
        return draft
    }

    private func saved(_ result: EffectResult) throws -> Profile {
        guard case .saved(let profile) = result else {
            Issue.record("\(result)")
            throw CancellationError()
        }
        return profile
    }

    @Test func aNewProfileGetsAnIdentityOfItsOwn() async throws {
        try await inHome { runner, _ in
            let work = Work.saveProfile(draft("https://a.example"), id: nil, replacing: nil)
            let profile = try saved(await runner.run(work) { _ in })
            #expect(profile.id == "01020304-0506-4708-890a-0b0c0d0e0f10")
            let list = ProfileList(profiles: [profile], defaultName: profile.name)
            #expect(await runner.run(.listProfiles) { _ in } == .profiles(list))
            #expect(await runner.run(.removeProfile(profile)) { _ in } == .removed(profile))
            #expect(try saved(await runner.run(.restoreProfile(profile)) { _ in }) == profile)
        }
    }

    @Test func anotherAddressGetsNoCredentialOfTheOld() async throws {
        try await inHome { runner, workspace in
            let work = Work.saveProfile(draft("https://a.example"), id: nil, replacing: nil)
            let profile = try saved(await runner.run(work) { _ in })
            let token = Secret("abc")
            await workspace.held.setSession(
                ActiveSession(
                    authentication: .bearer(token), credential: .bearer, username: nil, openedAt: start,
                    expiry: .unknown), of: profile)
            await workspace.held.hold(token, fingerprint: Fingerprint(of: token), of: profile)

            let same = Work.saveProfile(draft("https://a.example"), id: profile.id, replacing: profile)
            _ = try saved(await runner.run(same) { _ in })
            #expect(await workspace.held.session(of: profile) != nil)

            let move = Work.saveProfile(draft("https://b.example"), id: profile.id, replacing: profile)
            let moved = try saved(await runner.run(move) { _ in })
            #expect(await workspace.held.session(of: profile) == nil)
            #expect(await workspace.held.session(of: moved) == nil)
            #expect(await workspace.held.token(Fingerprint(of: token), of: moved) == nil)
        }
    }

    @Test func anImportedTokenIsListedHeldAndCopied() async throws {
        try await inHome { runner, workspace in
            let profile = Profile.test("alpha")
            let token = Secret("imported-token-of-anna")
            let verb = ImportToken(profile: profile, token: token, user: "anna", label: nil, isChecked: false)
            guard case .imported(let report) = await runner.run(.importToken(verb), progress: { _ in }) else {
                Issue.record("not imported")
                return
            }
            await workspace.held.setSession(
                ActiveSession(
                    authentication: .bearer(token), credential: .bearer, username: nil, openedAt: start,
                    expiry: .unknown), of: profile)
            guard case .tokens(let list, let inUse) = await runner.run(.listTokens, progress: { _ in }) else {
                Issue.record("no list")
                return
            }
            #expect(list.records.map(\.id) == [report.record.id])
            #expect(list.heldIDs == [report.record.id])
            #expect(inUse == [report.record.id])
            let fingerprint = report.record.fingerprint
            #expect(
                await runner.run(.copyTokens([report.record])) { _ in }
                    == .copiedTokens([report.record.id], what: "token \(fingerprint.text)", .terminal))
            #expect(
                await runner.run(.revealToken(profile, fingerprint)) { _ in } == .revealed(report.record.id, token))
            #expect(await runner.run(.forgetTokens([report.record])) { _ in } == .forgotten([report.record]))
            #expect(
                await runner.run(.copyTokens([report.record])) { _ in }
                    == .failed(.refused(.tokenNotHeld(fingerprint))))
            #expect(await runner.run(.restoreTokens([report.record])) { _ in } == .restored([report.record]))
            #expect(
                await runner.run(.revealToken(profile, fingerprint)) { _ in } == .revealed(report.record.id, token))
        }
    }
}
