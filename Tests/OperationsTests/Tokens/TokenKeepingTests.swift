import DemoCluster
import DisplayText
import Glibc
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// Where a token is once it is issued: at hand, or in a file and nowhere else.
struct TokenKeepingTests {
    private func issue(_ world: World, _ keeping: TokenKeeping, _ kind: Kind) async throws(OperationError)
        -> TokenReport
    {
        switch kind {
        case .credential:
            var issue = world.issue()
            issue.keeping = keeping
            return try await issue.run(in: world.workspace)
        case .session:
            return try await IssueSessionToken(profile: world.profile, label: nil, keeping: keeping)
                .run(in: world.workspace)
        }
    }

    enum Kind: CaseIterable {
        case credential, session
    }

    @Test(arguments: Kind.allCases)
    func `a new file holds the token alone, and it is not at hand then`(_ kind: Kind) async throws {
        let world = try await World()
        try await world.logIn()
        let report = try await issue(world, .file(world.home.file("token")), kind)
        #expect(report.place == .file(world.home.file("token")))
        #expect(try world.home.text(of: "token") == report.token.expose() + "\n")
        #expect(world.home.permissions(of: "token") == 0o600)
        #expect(await world.workspace.held.token(report.record.fingerprint, of: world.profile) == nil)
        #expect(await world.cluster.isValid(token: report.token.expose()))
        #expect(try await world.records().contains { $0.id == report.record.id })
        // Nothing of it is in another file.
        for file in world.home.files where file != world.home.file("token") {
            #expect(!TemporaryHome.text(of: file).contains(report.token.expose()))
        }
    }

    @Test func `a tilde is the user's own directory`() async throws {
        let world = try await World()
        let report = try await issue(world, .file("~/token"), .credential)
        #expect(report.place == .file(world.home.file("token")))
        #expect(try world.home.text(of: "token") == report.token.expose() + "\n")
    }

    @Test(arguments: Kind.allCases)
    func `an existing file is never overwritten, and nothing is sent`(_ kind: Kind) async throws {
        let world = try await World()
        try await world.logIn()
        try world.home.write("precious", to: "token")
        let sent = world.wire.passages.count
        let error = await failure { () throws(OperationError) in
            try await issue(world, .file(world.home.file("token")), kind)
        }
        #expect(error?.storage?.code == .fileExists)
        #expect(world.wire.passages.count == sent)
        #expect(try world.home.text(of: "token") == "precious")
    }

    @Test func `a token that is not issued leaves no file`() async throws {
        let world = try await World(faults: [.v2("auth/token/full", .status(403))])
        _ = await failure { () throws(OperationError) in
            try await issue(world, .file(world.home.file("token")), .credential)
        }
        #expect(!world.home.names().contains("token"))
    }

    /// It was issued, so it is there to be used or revoked.
    @Test(arguments: Kind.allCases)
    func `a token whose file cannot be written stays at hand`(_ kind: Kind) async throws {
        let broken = StorageError(.outFile, file: "/full/token", detail: "no space left on device")
        let world = try await World().replacingFiles(
            NamedFiles { _ throws(StorageError) in
                NewFile(path: "/full/token", write: { _ throws(StorageError) in throw broken }, discard: {})
            })
        try await world.logIn()
        let report = try await issue(world, .file("/full/token"), kind)
        #expect(report.place == .memoryInsteadOf(file: "/full/token", .storage(broken)))
        #expect(await world.workspace.held.token(report.record.fingerprint, of: world.profile) == report.token)
    }

    /// Another program put a file or a link in its place while the request was under way.
    @Test(arguments: Kind.allCases)
    func `a token whose file has lost its name meanwhile stays at hand, and is not told as written`(_ kind: Kind)
        async throws
    {
        let world = try await World()
        let path = world.home.file("token")
        let gone = world.replacingFiles(
            NamedFiles { _ throws(StorageError) in
                let file = NewFile(try ReservedFile(at: path))
                _ = symlink("/nowhere", path)
                return file
            })
        try await gone.logIn()
        let report = try await issue(gone, .file(path), kind)
        guard case .memoryInsteadOf(path, .storage(let cause)) = report.place else {
            Issue.record("\(report.place)")
            return
        }
        #expect(cause.code == .outFile)
        #expect(await gone.workspace.held.token(report.record.fingerprint, of: gone.profile) == report.token)
    }

    /// For another Org than asked: it is no token for the file, and is revoked by the person who is told.
    @Test func `a token that is not what was asked for is at hand, and in no file`() async throws {
        let world = try await World(faults: [.v2("auth/token/full", .lie(IssueTokenTests.tokenInOrg2))])
        var issue = world.issue(org: OrgReference(id: 1))
        issue.keeping = .file(world.home.file("token"))
        let verb = issue
        let error = await failure { () throws(OperationError) in try await verb.run(in: world.workspace) }
        #expect(error?.session?.code == .orgMismatch)
        #expect(!world.home.names().contains("token"))
        let record = try #require(try await world.records().first)
        #expect(await world.workspace.held.token(record.fingerprint, of: world.profile) != nil)
    }

    /// Where the secret source is the vault, memory or a file can be chosen for one token; the vault gets nothing then.
    @Test(arguments: [TokenKeeping.memory, .file("~/token")])
    func `a profile of the vault can keep a token elsewhere`(_ keeping: TokenKeeping) async throws {
        var world = try await World()
        world.profile.secretSource = .vault
        let report = try await issue(world, keeping, .credential)
        #expect(report.place == (keeping == .memory ? .memory : .file(world.home.file("token"))))
        let held = await world.workspace.held.token(report.record.fingerprint, of: world.profile)
        #expect((held != nil) == (keeping == .memory))
        // There is no vault here: what tries to keep something in it is told.
        #expect(await world.workspace.held.takeFailure() == nil)
        #expect(await world.workspace.held.keptTokenIDs().isEmpty)
        let error = await failure { () throws(OperationError) in try await issue(world, .secretSource, .credential) }
        #expect(error?.storage?.code == .noHome)
    }
}
