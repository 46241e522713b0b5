import DemoCluster
import DisplayText
import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

/// Enabling, disabling, rotating: journaled step by step, looked at afterwards, and told as it is.
struct ChangeTrustedAuthenticationTests {
    private func change(
        _ action: KeyAction, at place: TrustedAuthenticationPlace = .cluster, in world: World
    ) throws(OperationError) -> ChangeTrustedAuthentication {
        let plan = KeyChangePlan(profile: world.profile, place: place, action: action, isOwnSessionByKey: false)
        return ChangeTrustedAuthentication(confirmed: try plan.confirmed(by: .yesAndConfirm(world.profile.name)))
    }

    private func run(
        _ action: KeyAction, at place: TrustedAuthenticationPlace = .cluster, in world: World
    ) async throws -> KeyChangeReport {
        try await change(action, at: place, in: world).run(in: world.workspace)
    }

    private func key(in world: World, at place: TrustedAuthenticationPlace = .cluster) async throws -> Secret? {
        let report = try await ReadTrustedAuthentication(profile: world.profile).run(in: world.workspace)
        return report.state.setting(of: place)?.keys.first
    }

    @Test func `a disabled key opens nothing`() async throws {
        let world = try await World()
        try await world.logIn()
        let report = try await run(.disable, in: world)
        #expect(report.outcome == .verified)
        #expect(report.seen?.isOff == true)
        #expect(report.exitCode == .done)
        #expect(MessageComposer.message(for: report) == nil)
        let login = await failure { () throws(OperationError) in
            try await world.keyLogin().run(in: world.workspace)
        }
        #expect(login?.session?.execution == .notExecuted)
        #expect(
            world.journalGist.prefix(5) == [
                "intent log_in", "result log_in ok", "intent disable_trusted_authentication",
                "result disable_trusted_authentication ok", "note read_secret_keys ok",
            ])
        #expect(world.journalEvents[2].subjects == ["cluster"])
        #expect(world.journalEvents[3].subjects == ["cluster"])
    }

    @Test func `an Org has a key of its own`() async throws {
        let world = try await World(member: "prod-us")
        try await world.logIn()
        let finance = TrustedAuthenticationPlace.org(OrgReference(id: 2))
        let report = try await run(.enable, at: finance, in: world)
        #expect(report.outcome == .verified)
        #expect(report.seen?.place == .org(OrgReference(id: 2, name: "Finance")))
        #expect(try await key(in: world) == Secret(world.secretKey))
        let named = try await run(.disable, at: .org(OrgReference(name: "Finance")), in: world)
        #expect(named.outcome == .verified)
    }

    @Test func `a rotation makes a new key`() async throws {
        let world = try await World()
        try await world.logIn()
        let report = try await run(.rotate, in: world)
        #expect(report.outcome == .verified)
        let new = try #require(report.seen?.keys.first)
        #expect(new != Secret(world.secretKey))
        #expect(try await key(in: world) == new)
        #expect(
            world.journalGist.dropFirst(2).prefix(6) == [
                "note read_secret_keys ok", "intent disable_trusted_authentication",
                "result disable_trusted_authentication ok", "intent enable_trusted_authentication",
                "result enable_trusted_authentication ok", "note read_secret_keys ok",
            ])
        #expect(await world.executed(.configuredTrustedAuthentication) == 2)
        _ = try await world.keyLogin(key: new.expose()).run(in: world.workspace)
        let old = await failure { () throws(OperationError) in try await world.keyLogin().run(in: world.workspace) }
        #expect(old != nil)
    }

    @Test func `where there is no key nothing is rotated`() async throws {
        let world = try await World(member: "prod-us")
        try await world.logIn()
        let finance = TrustedAuthenticationPlace.org(OrgReference(id: 2, name: "Finance"))
        let error = await failure { () throws(OperationError) in
            try await (try change(.rotate, at: finance, in: world)).run(in: world.workspace)
        }
        #expect(error?.refusal == .noSecretKey(place: "Org Finance (2)", profile: world.profile.name))
        #expect(world.wire.count("auth/configure") == 0)
    }

    /// The second step is refused: nobody can log in by key now, and that is said first.
    @Test(arguments: [DemoFaultAction.status(403), .status(401), .dropBeforeRequest])
    func `half a rotation is said loudly`(_ fault: DemoFaultAction) async throws {
        let world = try await World(faults: [.v2("auth/configure", nth: 2, fault)])
        try await world.logIn()
        let report = try await run(.rotate, in: world)
        guard case .leftOff(let cause) = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        #expect(cause?.session != nil)
        #expect(report.exitCode == .someFailed)
        let message = try #require(MessageComposer.message(for: report))
        #expect(message.code == "E_KEY_LEFT_OFF")
        #expect(message.what.string.contains("now OFF"))
        #expect(message.hints.first?.string.contains("tessera key enable \(world.profile.name)") == true)
        #expect(await world.executed(.configuredTrustedAuthentication) == 1)
    }

    /// The answer of the second step is lost, and the look afterwards finds what it did.
    @Test func `a lost answer is looked at`() async throws {
        let world = try await World(faults: [.v2("auth/configure", nth: 2, .closeWithoutAnswer)], retries: true)
        try await world.logIn()
        #expect(try await run(.rotate, in: world).outcome == .verified)
        #expect(world.wire.count("auth/configure") == 2)
        #expect(world.journalGist.contains("result enable_trusted_authentication unknown"))
    }

    /// The answer of the first step is lost: it is off, and nothing goes on by itself.
    @Test func `after a lost first step nothing goes on`() async throws {
        let world = try await World(faults: [.v2("auth/configure", .closeWithoutAnswer)], retries: true)
        try await world.logIn()
        let report = try await run(.rotate, in: world)
        guard case .leftOff = report.outcome else {
            Issue.record("\(report.outcome)")
            return
        }
        #expect(world.wire.count("auth/configure") == 1)
    }

    /// A gateway failed in front of the cluster: the look afterwards finds the old key.
    @Test func `what did not happen is not called done`() async throws {
        for action in [KeyAction.disable, .rotate] {
            let world = try await World(faults: [.v2("auth/configure", .status(502))])
            try await world.logIn()
            let report = try await run(action, in: world)
            #expect(report.outcome == .contradicted)
            #expect(report.exitCode == .someFailed)
            #expect(MessageComposer.message(for: report)?.code == "E_NOT_CHANGED")
        }
    }

    @Test func `what cannot be looked at is unknown`() async throws {
        for action in [KeyAction.enable, .disable] {
            let world = try await World(faults: [
                .v2("auth/configure", .closeWithoutAnswer), .v2("auth/search", .status(500)),
            ])
            try await world.logIn()
            let report = try await run(action, in: world)
            guard case .unknown = report.outcome else {
                Issue.record("\(report.outcome)")
                continue
            }
            #expect(report.exitCode == .outcomeUnknown)
            let message = try #require(MessageComposer.message(for: report))
            #expect(message.code == "E_OUTCOME_UNKNOWN")
            #expect(message.hints.contains { $0.string.contains("tessera key list") })
        }
    }

    /// In an emergency a key can be ended over a line that it could not be read over.
    @Test func `disabling needs no safe line for keys`() async throws {
        var world = try await World()
        try await world.logIn()
        world.profile.trust = .insecure
        let report = try await run(.disable, in: world)
        #expect(report.outcome == .accepted(.refused(.insecureForSecretKey(profile: world.profile.name))))
        #expect(world.wire.count("auth/search") == 0)
        let error = await failure { () throws(OperationError) in
            try await (try change(.rotate, in: world)).run(in: world.workspace)
        }
        #expect(error?.refusal == .insecureForSecretKey(profile: world.profile.name))
    }

    @Test(arguments: KeyAction.allCases)
    func `read only changes nothing`(_ action: KeyAction) async throws {
        var world = try await World()
        try await world.logIn()
        world.profile.isReadOnly = true
        let error = await failure { () throws(OperationError) in
            try await (try change(action, in: world)).run(in: world.workspace)
        }
        #expect(error?.refusal == .readOnly(profile: world.profile.name))
        #expect(world.wire.count("auth/configure") == 0)
    }

    @Test(arguments: KeyAction.allCases)
    func `without a journal nothing is changed`(_ action: KeyAction) async throws {
        let world = try await World()
        try await world.logIn()
        breakFile(world.home.journal)
        let error = await failure { () throws(OperationError) in
            try await (try change(action, in: world)).run(in: world.workspace)
        }
        #expect(error?.storage != nil)
        #expect(world.wire.count("auth/configure") == 0)
    }

    @Test func `the intent is on the disk first`() async throws {
        let world = try await World()
        try await world.logIn()
        _ = try await run(.rotate, in: world)
        let changes = world.wire.passages.filter { $0.path.hasSuffix("auth/configure") }
        #expect(changes.count == 2)
        for passage in changes {
            let last = try #require(passage.journal.last.flatMap { JournalLine.decode(Array($0.utf8)) })
            #expect(last.phase == .intent)
            #expect(last.subjects == ["cluster"])
        }
    }

    /// Cancelled in the middle, a rotation still makes the new key: the other way round everybody would be shut out.
    @Test func `a rotation that is cancelled in the middle is finished`() async throws {
        let world = try await World()
        try await world.logIn()
        let rotation = try change(.rotate, in: world)
        let cutting = world.replacingTransport(CancellingTransport(wrapping: world.wire))
        let workspace = cutting.workspace
        let task = Task { try await rotation.run(in: workspace) }
        let report = try await task.value
        #expect(task.isCancelled)
        #expect(report.outcome == .verified)
    }
}

/// Cancels the task that sends the first change of a key, once it is executed.
private struct CancellingTransport: HTTPTransport {
    private let next: any HTTPTransport

    init(wrapping next: any HTTPTransport) { self.next = next }

    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        let response = try await next.send(request)
        if String(decoding: request.body, as: UTF8.self).contains("DISABLED") {
            withUnsafeCurrentTask { $0?.cancel() }
        }
        return response
    }
}
