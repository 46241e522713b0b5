import DemoCluster
import DisplayText
import HTTPExchange
import Operations
import Storage
import TestSupport
import Testing
import ThoughtSpotSessions

struct LogInTests {
    @Test(arguments: [Generation.v2, .v1])
    func `a password opens a session of the user`(_ generation: Generation) async throws {
        let world = try await World(generation)
        let report = try await world.passwordLogin(org: OrgReference(id: 1)).run(in: world.workspace)
        #expect(report.info.userName == World.administrator)
        #expect(report.info.currentOrg?.id == 1)
        #expect(report.credential == .password)
        #expect(report.isCookieSession)
        #expect(report.openedAt == world.clock.now)
        #expect(report.clockSkew == 0)
        #expect(await world.workspace.held.session(of: world.profile)?.username == World.administrator)
        #expect(world.journalGist == ["intent log_in", "result log_in ok"])
        #expect(try await world.records().isEmpty)
        #expect(await world.cluster.executedChanges.map(\.action) == [.loggedIn])
    }

    /// The key issues a token, and that token is recorded and held like any other.
    @Test(arguments: [Generation.v2, .v1])
    func `a secret key opens a session and records its token`(_ generation: Generation) async throws {
        let world = try await World(generation)
        let report = try await world.keyLogin("anna").run(in: world.workspace)
        #expect(report.info.userName == "anna")
        #expect(report.credential == .secretKey)
        #expect(report.isCookieSession == (generation == .v1))
        #expect(await world.executed(.issuedToken) == 1)
        let record = try #require(try await world.records().first)
        #expect(record.facts.label == "login")
        #expect(record.facts.user == "anna")
        #expect((record.facts.expiry == .untilNextIssue) == (generation == .v1))
        #expect(await world.workspace.held.token(record.fingerprint, of: world.profile) != nil)
        // One line tells of both: nothing comes between the login and the token that it has brought.
        #expect(world.journalGist == ["intent log_in", "result log_in ok"])
    }

    /// A v1 login by key issues, and so ends other people's tokens (fault D-v1-8): never without a word (fault D-v1-8).
    @Test func `a key login on V1 wants consent`() async throws {
        let world = try await World(.v1)
        let error = await #expect(throws: OperationError.self) {
            try await world.keyLogin("anna", acceptsSupersession: false).run(in: world.workspace)
        }
        #expect(error == .refused(.supersedesTokens(profile: world.profile.name)))
        #expect(world.wire.passages.isEmpty)
        #expect(world.journalGist.isEmpty)
    }

    @Test(arguments: [Generation.v2, .v1])
    func `a token opens a session of its owner`(_ generation: Generation) async throws {
        let world = try await World(generation)
        let token = try await world.issue(for: "anna").run(in: world.workspace).token
        let logIn = LogIn(profile: world.profile, credential: .bearer(token: token), org: nil)
        let report = try await logIn.run(in: world.workspace)
        #expect(report.info.userName == "anna")
        #expect(report.credential == .bearer)
        #expect(await world.executed(.issuedToken) == 1)
    }

    @Test(arguments: [Generation.v2, .v1])
    func `a wrong password is tried exactly once`(_ generation: Generation) async throws {
        let world = try await World(generation, retries: true)
        let logIn = world.passwordLogin(World.administrator, "wrong-password-4711")
        let error = await failure { () throws(OperationError) in try await logIn.run(in: world.workspace) }
        #expect(error?.session?.code == .credentialsRefused)
        #expect(error.map { MessageComposer.message(for: $0).exitCode } == .notLoggedIn)
        #expect(world.wire.count("/session/login") == 1)
        #expect(world.wire.passages.count == 1)
        #expect(await world.cluster.executedChanges.isEmpty)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
        #expect(world.journalGist == ["intent log_in", "result log_in refused"])
        #expect(world.journalEvents.last?.errorCode == "E_CREDENTIALS")
        // One more wrong answer than this would be needed to lock the account.
        _ = try await world.logIn()
    }

    @Test(arguments: [Generation.v2, .v1])
    func `a wrong key is tried exactly once`(_ generation: Generation) async throws {
        let world = try await World(generation, retries: true)
        let logIn = world.keyLogin(key: "ffffffff-7b6a-4958-8473-a2b1c0d9e8f7")
        let error = await failure { () throws(OperationError) in try await logIn.run(in: world.workspace) }
        #expect(error?.session?.code == .trustedAuthentication)
        #expect(error.map { MessageComposer.message(for: $0).exitCode } == .notLoggedIn)
        #expect(world.wire.passages.count == 1)
        #expect(await world.cluster.executedChanges.isEmpty)
        #expect(try await world.records().isEmpty)
    }

    @Test(arguments: [Generation.v2, .v1])
    func `a locked account is told from a wrong password`(_ generation: Generation) async throws {
        let world = try await World(generation, member: "staging")
        for logIn in [world.passwordLogin(), world.keyLogin()] {
            let error = await failure { () throws(OperationError) in try await logIn.run(in: world.workspace) }
            #expect(error?.session?.code == .accountLocked)
            #expect(error.map { MessageComposer.message(for: $0).exitCode } == .forbidden)
        }
        _ = try await world.keyLogin("anna").run(in: world.workspace)
    }

    /// Fault D-2-11.
    @Test(arguments: [Generation.v2, .v1])
    func `a second factor stops passwords but not keys`(_ generation: Generation) async throws {
        let world = try await World(generation)
        let error = await failure { () throws(OperationError) in
            try await world.passwordLogin("mfa-max").run(in: world.workspace)
        }
        #expect(error?.session?.code == .multiFactor)
        let report = try await world.keyLogin("mfa-max").run(in: world.workspace)
        #expect(report.info.userName == "mfa-max")
    }

    @Test(arguments: [Generation.v2, .v1])
    func `a single sign on user has no password`(_ generation: Generation) async throws {
        let world = try await World(generation)
        let error = await failure { () throws(OperationError) in
            try await world.passwordLogin("sso-sara").run(in: world.workspace)
        }
        #expect(error?.session?.code == .credentialsRefused)
        let hints = error.map { MessageComposer.message(for: $0).hints.map(\.string) } ?? []
        #expect(hints.contains("an SSO user has no password: use a secret key or a bearer token"))
        let report = try await world.keyLogin("sso-sara").run(in: world.workspace)
        #expect(report.info.accountType == (generation == .v2 ? "SAML_USER" : nil))
    }

    @Test(arguments: [Generation.v2, .v1])
    func `a foreign Org is not a wrong password`(_ generation: Generation) async throws {
        let world = try await World(generation)
        let error = await failure { () throws(OperationError) in
            try await world.passwordLogin("anna", org: OrgReference(id: 2)).run(in: world.workspace)
        }
        #expect(error?.session?.code == .orgRefused)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }

    private static func user(_ name: String, org: Int) -> String {
        """
        {"id":"59481331-ee53-42be-a548-bd87be6ddd4a","name":"\(name)","display_name":"Somebody",\
        "visibility":"SHARABLE","current_org":{"id":\(org),"name":"Org \(org)"}}
        """
    }

    /// The server takes the request and puts us elsewhere: the session is ended again, and nothing is held.
    @Test func `a session in another Org is ended again`() async throws {
        let lie = Self.user("tsadmin", org: 2)
        let world = try await World(faults: [.v2("auth/session/user", nth: 1, .lie(lie))])
        let error = await failure { () throws(OperationError) in
            try await world.passwordLogin(org: OrgReference(id: 1)).run(in: world.workspace)
        }
        #expect(error?.session?.code == .orgMismatch)
        #expect(await world.cluster.executedChanges.map(\.action) == [.loggedIn, .loggedOut])
        #expect(await world.cluster.openSessionCount == 0)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }

    @Test func `a session of another user is ended again`() async throws {
        let lie = Self.user("anna", org: 0)
        let world = try await World(faults: [.v2("auth/session/user", nth: 1, .lie(lie))])
        let error = await failure { () throws(OperationError) in
            try await world.passwordLogin().run(in: world.workspace)
        }
        #expect(error?.session?.code == .identityMismatch)
        #expect(await world.cluster.openSessionCount == 0)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }

    /// The login has been accepted, and nobody but this task knows of its session.
    @Test(arguments: [Generation.v2, .v1])
    func `a login that is cancelled while it is confirmed is logged out`(_ generation: Generation) async throws {
        let plain = try await World(generation)
        let world = plain.replacingTransport(CancelledAfter("session/login", next: plain.wire))
        let error = await world.passwordLogin().failureInOwnTask(in: world.workspace)
        #expect(error?.session?.code == .cancelled)
        #expect(error?.session?.execution == .notExecuted, "nothing is left of it")
        #expect(await world.cluster.executedChanges.map(\.action) == [.loggedIn, .loggedOut])
        #expect(await world.workspace.held.session(of: world.profile) == nil)
        #expect(world.journalGist.suffix(2) == ["intent log_out", "result log_out ok"])
    }

    /// The login was taken, and nobody could be asked whose it is: the session is there, and can be ended.
    @Test func `an unconfirmed session is kept and can be ended`() async throws {
        let world = try await World(faults: [.v2("auth/session/user", nth: 1, .closeWithoutAnswer)])
        let error = await failure { () throws(OperationError) in
            try await world.passwordLogin().run(in: world.workspace)
        }
        #expect(error?.session?.code == .connectionLost)
        #expect(world.journalGist.last == "result log_in ok")
        #expect(try await LogOut(profile: world.profile).run(in: world.workspace).onServer == .ended)
        #expect(await world.cluster.openSessionCount == 0)
    }

    /// A token that came for another Org exists all the same: it is recorded, and held so that it can be revoked.
    @Test func `a key login into another Org leaves a token that can be revoked`() async throws {
        let world = try await World(faults: [.v2("auth/token/full", .lie(IssueTokenTests.tokenInOrg2))])
        let error = await failure { () throws(OperationError) in
            try await world.keyLogin(org: OrgReference(id: 1)).run(in: world.workspace)
        }
        #expect(error?.session?.code == .orgMismatch)
        let record = try #require(try await world.records().first)
        #expect(record.facts.org?.id == 2)
        #expect(await world.workspace.held.token(record.fingerprint, of: world.profile) != nil)
        #expect(await world.workspace.held.session(of: world.profile) == nil)
    }

    /// No unencrypted or unverified line for a key that speaks for anyone; nothing leaves (promise P35).
    @Test(arguments: [
        (Origin(scheme: .http, host: "ts.example"), ConnectionSettings.Trust.system),
        (Origin(scheme: .https, host: "ts.example"), .insecure),
        // A profile that is marked insecure is so on this very machine too: a tunnel may stand behind the address.
        (Origin(scheme: .https, host: "localhost"), .insecure), (Origin(scheme: .http, host: "127.0.0.1"), .insecure),
    ])
    func `a secret key wants a safe line`(_ origin: Origin, _ trust: ConnectionSettings.Trust) async throws {
        var world = try await World()
        world.profile = Profile(
            id: world.profile.id, name: "far", origin: origin, generation: .v2, trust: trust)
        let (logIn, issue, workspace) = (world.keyLogin(), world.issue(), world.workspace)
        let refusal = Refusal.insecureForSecretKey(profile: "far")
        let login = await failure { () throws(OperationError) in try await logIn.run(in: workspace) }
        let refused = await failure { () throws(OperationError) in try await issue.run(in: workspace) }
        #expect(login?.refusal == refusal)
        #expect(refused?.refusal == refusal)
        #expect(world.wire.passages.isEmpty)
        #expect(world.journalLines.isEmpty)
    }

    /// Without a place for the journal a cluster can still be looked at; what would leave something there stops.
    @Test func `where nothing can be written looks go on and changes stop`() async throws {
        let world = try await World().withoutJournal()
        let workspace = world.workspace
        #expect(try await world.logIn().info.userName == World.administrator)
        let sent = world.wire.passages.count
        let (issue, key) = (world.issue(), world.keyLogin())
        let refused = [
            await failure { () throws(OperationError) in try await issue.run(in: workspace) }?.storage?.code,
            await failure { () throws(OperationError) in try await key.run(in: workspace) }?.storage?.code,
        ]
        #expect(refused == [.noHome, .noHome])
        #expect(world.wire.passages.count == sent)
        _ = try await LogOut(profile: world.profile).run(in: workspace)
        let (lines, cause) = await workspace.ledger.unrecorded()
        #expect(lines.map(\.action) == [.logIn, .logIn, .logOut, .logOut])
        #expect(lines.map(\.phase) == [.intent, .result, .intent, .result])
        #expect(cause?.code == .noHome)
        #expect(world.journalLines.isEmpty)
    }

    /// Refused before the cluster could count it as a wrong password.
    @Test func `a secret with characters that are not typed is not sent`() async throws {
        let world = try await World()
        let workspace = world.workspace
        let (password, key) = (world.passwordLogin(World.administrator, World.password + "\u{200B}"), world.keyLogin())
        let login = await failure { () throws(OperationError) in try await password.run(in: workspace) }
        #expect(
            login?.refusal
                == .secretCharacters(
                    what: "The password", SecretFault(.invisible, position: World.password.count + 1)))
        var byKey = key
        byKey.credential = .secretKey(username: World.administrator, key: Secret("\u{FEFF}" + world.secretKey))
        let badLogin = byKey
        let keyed = await failure { () throws(OperationError) in try await badLogin.run(in: workspace) }
        #expect(keyed?.refusal == .secretCharacters(what: "The secret key", SecretFault(.byteOrderMark, position: 1)))
        var issue = world.issue()
        issue.request.credential = .password(Secret("a\u{A0}b"))
        let badIssue = issue
        let refused = await failure { () throws(OperationError) in try await badIssue.run(in: workspace) }
        #expect(refused?.refusal == .secretCharacters(what: "The password", SecretFault(.unusualSpace, position: 2)))
        #expect(world.wire.passages.isEmpty)
        #expect(world.journalLines.isEmpty)
    }

    @Test func `a generation without a field for the key refuses before anything is sent`() async throws {
        let world = try await World(.betaAPI)
        let error = await failure { () throws(OperationError) in try await world.keyLogin().run(in: world.workspace) }
        #expect(error != nil)
        #expect(world.wire.passages.isEmpty)
    }

    /// beta-query has the credential in the URL (fault D-q-1): not unless the profile says so. A bearer is in a header.
    @Test func `a credential in AURL wants to be accepted`() async throws {
        var world = try await World(.betaQuery)
        for wanted in [Refusal.urlSecrets(profile: world.profile.name), nil] {
            let (password, key, issue) = (world.passwordLogin(), world.keyLogin(), world.issue())
            let workspace = world.workspace
            let errors = [
                await failure { () throws(OperationError) in try await password.run(in: workspace) },
                await failure { () throws(OperationError) in try await key.run(in: workspace) },
                await failure { () throws(OperationError) in try await issue.run(in: workspace) },
            ]
            #expect(errors.map { $0?.refusal } == [wanted, wanted, wanted])
            #expect(wanted?.exitCode ?? .refused == .refused)
            #expect(world.wire.passages.isEmpty == (wanted != nil))
            #expect(world.journalLines.isEmpty == (wanted != nil))
            world.profile.acceptsURLSecrets = true
        }
        world = try await World(.betaQuery)
        let bearer = LogIn(
            profile: world.profile, credential: .bearer(token: Secret("bm8tc3VjaC10b2tlbi1hdC1hbGw=")), org: nil)
        let workspace = world.workspace
        _ = await failure { () throws(OperationError) in try await bearer.run(in: workspace) }
        #expect(world.wire.passages.map(\.path).contains("/tspublic/rest/v2/session/login"))
    }

    /// Accepted is not enough (fault D-q-4).
    @Test(arguments: [
        (Origin(scheme: .http, host: "ts.example"), ConnectionSettings.Trust.system),
        (Origin(scheme: .https, host: "ts.example"), .insecure), (Origin(scheme: .https, host: "::1"), .insecure),
    ])
    func `a credential in AURL wants a safe line`(_ origin: Origin, _ trust: ConnectionSettings.Trust) async throws {
        var world = try await World(.betaQuery)
        world.profile.origin = origin
        world.profile.trust = trust
        world.profile.acceptsURLSecrets = true
        let (login, workspace) = (world.passwordLogin(), world.workspace)
        let error = await failure { () throws(OperationError) in try await login.run(in: workspace) }
        #expect(error?.refusal == .insecureForURLSecrets(profile: world.profile.name))
        #expect(world.wire.passages.isEmpty)
    }
}
