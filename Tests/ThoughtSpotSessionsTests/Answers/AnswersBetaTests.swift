import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing
import ThoughtSpotSessions

/// How the answers of the betas are read (<doc:BetaAPI> and <doc:TokensCompared>; <doc:Faults>).
struct AnswersBetaTests {
    private static let created = "\"tokenCreatedTime\":\"2025-06-01T00:00:00Z\""

    private func issue(_ answer: String, _ generation: Generation = .betaTspublic) async throws -> IssuedToken {
        try await Script(generation, .json(answer)).client.issueToken(Betas.issue).value
    }

    @Test(arguments: Betas.all)
    func `a token`(generation: Generation) async throws {
        let issued = try await issue(Betas.login, generation)
        #expect(issued.token == Betas.token)
        #expect(issued.createdAt == Script.now)
        #expect(issued.createdText == nil)
        #expect(issued.expiry == .at(Script.now.advanced(seconds: 600)))
        #expect(issued.username == "anna")
        #expect(issued.scope == nil)
    }

    @Test(arguments: Betas.all)
    func `a login is a bearer session`(generation: Generation) async throws {
        let login = try await Script(generation, .json(Betas.login)).client.logIn(Betas.passwordLogin).value
        #expect(login.session.authentication == .bearer(Betas.token))
        #expect(login.session.username == "anna")
        #expect(login.session.expiry == .at(Script.now.advanced(seconds: 600)))
        #expect(login.issuedToken == nil)
    }

    @Test(arguments: [
        ("\"2025-06-01T02:00:00.250+02:00\"", 250 as Int64, false), ("\"2025-05-31 19:00:00-0500\"", 0, false),
        ("\"2025-06-01t00:00z\"", 0, false), ("\"1748736000000\"", 0, false), ("\"1748736000\"", 0, false),
        ("1748736000000", 0, false), ("1748736000.5", 500, false), ("\"2025-06-01T00:00:00\"", 0, true),
        ("\"2025-06-01 00:00:00.1\"", 100, true),
    ])
    func `a moment in any of its forms`(text: String, offset: Int64, isDoubtful: Bool) async throws {
        let issued = try await issue(Betas.login.replacing(Self.created, with: "\"tokenCreatedTime\":\(text)"))
        let created = Instant(milliseconds: Script.now.milliseconds + offset)
        let end = created.advanced(seconds: 600)
        #expect(issued.createdAt == created)
        #expect(issued.expiry == (isDoubtful ? .estimated(end) : .at(end)))
    }

    @Test(arguments: [
        "Sun Jun 01 00:00:00 CEST 2025", "01.06.2025 00:00", "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z",
        "2025-06-01T24:00:00Z", "2025-06-01T00:00:00+9", "2025-06-01", "yesterday", "", "-1", "99999999999999999999",
        "nan", "2025-06-01T00:00:00Zx", "٢٠٢٥-06-01T00:00:00Z",
    ])
    func `a moment that is none is kept as it came`(text: String) async throws {
        let issued = try await issue(Betas.login.replacing("2025-06-01T00:00:00Z", with: text))
        #expect(issued.createdAt == nil)
        #expect(issued.createdText == text)
        #expect(issued.expiry == .unknown)
    }

    @Test(arguments: ["\"tokenCreatedTime\":null", "\"tokenCreatedTime\":[]", "\"other\":1"])
    func `no moment at all`(field: String) async throws {
        let issued = try await issue(Betas.login.replacing(Self.created, with: field))
        #expect(issued.createdText == nil)
        #expect(issued.expiry == .unknown)
    }

    @Test(arguments: ["600.5", "\"ten\"", "0", "\"-1\"", "null", "\"99999999999\"", "true", "\"9223372036854775808\""])
    func `a duration that is none leaves the end unknown`(value: String) async throws {
        let issued = try await issue(Betas.login.replacing("\"600\"", with: value))
        #expect(issued.createdAt == Script.now)
        #expect(issued.expiry == .unknown)
    }

    @Test func `an end past the calendar is unknown`() async throws {
        let issued = try await issue(Betas.login.replacing("2025-06-01T00:00:00Z", with: "9999-12-31T23:59:00Z"))
        #expect(issued.createdAt == Instant(milliseconds: 253_402_300_740_000))
        #expect(issued.expiry == .unknown)
    }

    @Test func `a duration may be a number`() async throws {
        let issued = try await issue(Betas.login.replacing("\"600\"", with: "600"))
        #expect(issued.expiry == .at(Script.now.advanced(seconds: 600)))
    }

    /// Every field is optional (<doc:BetaAPI>); of another type it is none.
    @Test(arguments: [
        ("\"token\":\"YW5uYTp0b2tlbg==\"", "\"token\":5", "token"),
        ("\"userName\":\"anna\"", "\"userName\":5", "userName"),
    ])
    func `a field of another type`(present: String, instead: String, name: String) async {
        let answer = ExchangeResponse.json(Betas.login.replacing(present, with: instead))
        for generation in Betas.all {
            let script = Script(generation, answer, answer)
            let issue = await failure { () throws(SessionError) in try await script.client.issueToken(Betas.issue) }
            let login = await failure { () throws(SessionError) in
                try await script.client.logIn(Betas.passwordLogin)
            }
            for error in [issue, login] {
                #expect(error?.code == .badField)
                #expect(error?.detail?.contains("the field \(name) is") == true)
                #expect(error?.execution == .accepted)
                #expect(error?.issuedToken?.token == (name == "token" ? nil : Betas.token))
            }
        }
    }

    @Test(arguments: Betas.all, ["\"userName\":null", "\"x\":1"])
    func `a token without a user name is a token`(generation: Generation, field: String) async throws {
        let answer = Betas.login.replacing("\"userName\":\"anna\"", with: field)
        let issued = try await issue(answer, generation)
        #expect(issued.token == Betas.token)
        #expect(issued.username == nil)
        #expect(issued.expiry == .at(Script.now.advanced(seconds: 600)))
        let login = try await Script(generation, .json(answer)).client.logIn(Betas.passwordLogin).value
        #expect(login.session.authentication == .bearer(Betas.token))
        #expect(login.session.username == "anna")
    }

    /// The documented example of a cookie login, and what the official models allow (<doc:BetaAPI>).
    @Test(
        arguments: Betas.all,
        [
            #"{"userName":"anna","token":null,"tokenCreatedTime":null,"tokenExpiryDuration":null,"tokenType":"Cookie"}"#,
            #"{"userName":"anna","tokenType":"Cookie"}"#, #"{"token":null}"#, #"{"token":" "}"#, "{}",
        ])
    func `a login without a token is a cookie session`(generation: Generation, body: String) async throws {
        var headers = HTTPFields()
        headers[values: .setCookie] = Script.sessionCookies
        let script = Script(generation, .json(body, headers), .json(body), .json(body, headers))
        let session = try await script.client.logIn(Betas.passwordLogin).value.session
        #expect(session.authentication == Script.cookies)
        #expect(session.username == "anna")
        let bare = await failure { () throws(SessionError) in try await script.client.logIn(Betas.passwordLogin) }
        #expect(bare?.code == .noSession)
        // An issue is asked for a token, and for nothing else.
        let issue = await failure { () throws(SessionError) in try await script.client.issueToken(Betas.issue) }
        #expect(issue?.code == .emptyToken)
    }

    @Test(arguments: ["\"tokenType\":\"Bearer\"", "\"tokenType\":\"Other\"", "\"tokenType\":5", "\"x\":1"])
    func `the type of a token that came does not matter`(field: String) async throws {
        #expect(
            try await issue(Betas.login.replacing("\"tokenType\":\"Bearer\"", with: field)).token == Betas.token)
    }

    @Test(arguments: Betas.all)
    func `a blank token of type Cookie is a cookie session`(generation: Generation) async throws {
        let body = #"{"userName":"anna","token":"","tokenType":"COOKIE"}"#
        var headers = HTTPFields()
        headers[values: .setCookie] = Script.sessionCookies
        let script = Script(
            generation, .json(body, headers), .json(body), .json(body.replacing("COOKIE", with: "Bearer"), headers),
            .json(body, headers))
        let session = try await script.client.logIn(Betas.passwordLogin).value.session
        #expect(session.authentication == Script.cookies)
        #expect(session.username == "anna")
        for code in [SessionError.Code.noSession, .emptyToken] {
            let error = await failure { () throws(SessionError) in
                try await script.client.logIn(Betas.passwordLogin)
            }
            #expect(error?.code == code)
            #expect(error?.execution == .accepted)
        }
        let issue = await failure { () throws(SessionError) in try await script.client.issueToken(Betas.issue) }
        #expect(issue?.code == .emptyToken)
    }

    @Test(arguments: Betas.all)
    func `a token for another user is not accepted, and not lost`(generation: Generation) async {
        let answer = ExchangeResponse.json(Betas.login.replacing("anna", with: "mallory"))
        let script = Script(generation, answer, answer)
        let login = await failure { () throws(SessionError) in try await script.client.logIn(Betas.passwordLogin) }
        let issue = await failure { () throws(SessionError) in try await script.client.issueToken(Betas.issue) }
        for error in [login, issue] {
            #expect(error?.code == .identityMismatch)
            #expect(error?.offered == ["mallory"])
            #expect(error?.issuedToken?.token == Betas.token)
        }
    }

    @Test(arguments: Betas.all)
    func `session info`(generation: Generation) async throws {
        let body = """
            {"userName":"anna","userDisplayName":"Anna","userEmail":"a@example.com","userCreatedTime":1748736000000,\
            "userGUID":"g-1","canChangePassword":true,"isSystemUser":false,"privileges":["ADMINISTRATION",5],\
            "expirationTime":1748739600,"authToken":"canary-of-the-token","locale":"en-GB","timezone":"Europe/London",\
            "partialJSessionGUID":"p","state":"ACTIVE","currentOrgId":"3"}
            """
        let info = try await Script(generation, .json(body)).client.sessionInfo(Script.bearer).value
        #expect(info.userName == "anna")
        #expect(info.userID == "g-1")
        #expect(info.displayName == "Anna")
        #expect(info.email == "a@example.com")
        #expect(info.accountCreatedAt == Script.now)
        #expect(info.privileges == ["ADMINISTRATION"])
        #expect(info.sessionExpiry == .estimated(Script.now.advanced(seconds: 3_600)))
        #expect(info.locale == "en-GB")
        #expect(info.timeZone == "Europe/London")
        #expect(info.accountStatus == "ACTIVE")
        #expect(info.currentOrg == OrgReference(id: 3))
        #expect(info.canChangePassword == true)
        #expect(!"\(info)".contains("canary"))
        for bad in [#"{"userGUID":"g"}"#, #"{"userName":null}"#, #"{"userName":1}"#] {
            let script = Script(generation, .json(bad))
            let error = await failure { () throws(SessionError) in try await script.client.sessionInfo(Script.bearer) }
            #expect(error?.code == .badField)
            #expect(error?.detail?.contains("userName") == true)
        }
    }

    @Test(arguments: Betas.all)
    func `only true is done, and false is not done`(generation: Generation) async {
        let unreadable = ["\"true\"", "1", "null", "True", "", "[true]", "{}", "true false"]
        for text in ["true", " true\n", "false"] + unreadable {
            let script = Script(generation, .json(text), .json(text))
            let errors = [
                await failure { () throws(SessionError) in try await script.client.logOut(Script.bearer) },
                await failure { () throws(SessionError) in
                    try await script.client.revokeToken(.token(Betas.token, user: nil), as: .none)
                },
            ]
            for error in errors {
                switch text {
                case "true", " true\n":
                    #expect(error == nil)
                case "false":
                    #expect(error?.code == .refusedByServer)
                    #expect(error?.execution == .notExecuted)
                default:
                    #expect(error?.code == .outcomeUnknown)
                    #expect(error?.execution == .accepted)
                }
            }
        }
    }

    @Test(arguments: Betas.all)
    func `validate is isactive of v1, and tells no end`(generation: Generation) async throws {
        let script = Script(generation, .empty(), Betas.fault(401, code: 10_097), .empty(404))
        for verdict in [TokenValidation.Verdict.valid, .invalid(serverText: "nope")] {
            let reply = try await script.client.validateToken(Betas.token, as: .none)
            #expect(reply.value == TokenValidation(operation: "v1 session/isactive", verdict: verdict))
        }
    }
}
