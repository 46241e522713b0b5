import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing

@testable import DemoCluster

@Suite("The betas: sessions and tokens alike")
struct BetaSessionTests {
    @Test(arguments: BetaDialect.all)
    func `login answers a SessionLoginResponse of the type Cookie, with JSESSIONID alone`(dialect: BetaDialect) async {
        let world = dialect.world
        let answer = await dialect.logIn(in: world)
        #expect(answer.status == 200)
        #expect(answer.string("userName") == "anna")
        #expect(answer.string("token")?.isEmpty == true)
        #expect(answer.string("tokenType") == "Cookie")
        #expect(answer.string("tokenCreatedTime") == Instant(milliseconds: world.clock.milliseconds).timestamp)
        #expect(answer.string("tokenExpiryDuration") == "10800")
        let cookies = answer.response.headers[values: .setCookie]
        #expect(cookies.count == 1)
        #expect(cookies.first?.wholeMatch(of: /JSESSIONID=[0-9a-f-]{36}; Path=\/; HttpOnly/) != nil)
        #expect(await world.actions() == [.loggedIn])
    }

    @Test(arguments: BetaDialect.all)
    func `log in, info, log out with a cookie; booleans are bare`(dialect: BetaDialect) async {
        let world = dialect.world
        let cookies = await dialect.logIn(in: world).cookies
        let info = await dialect.call(.get, "/session", cookies: cookies, in: world)
        #expect(info.status == 200)
        #expect(info.string("userName") == "anna")
        #expect(info.string("userGUID") == World.guid(2))
        #expect(info.integer("expirationTime") == world.clock.milliseconds / 1_000 + 10_800)
        #expect(info.string("dateFormat", "formatPattern") == "MM/dd/yyyy")
        #expect(info.string("userProperties", "mail") == "anna@example.com")
        #expect(info.string("state") == "ACTIVE")
        #expect(info.json?["releaseVersion"] == nil)
        // Only one generation shows a part of the cookie, and only the other two may know the Org.
        #expect((info.json?["partialJSessionGUID"] != nil) == (dialect.generation == .betaAPI))
        #expect((info.json?["currentOrgId"] != nil) == (dialect.generation != .betaAPI))
        let end = await dialect.call(.post, "/session/logout", cookies: cookies, in: world)
        #expect(end.status == 200)
        #expect(end.text == "true")
        #expect(await dialect.call(.get, "/session", cookies: cookies, in: world).betaStatus == 401)
        // Logout takes no authentication: there is nothing to end, and that is answered alike.
        #expect(await dialect.call(.post, "/session/logout", cookies: cookies, in: world).text == "true")
        #expect(await world.actions() == [.loggedIn, .loggedOut])
    }

    @Test(arguments: BetaDialect.all)
    func `a beta's session is v1's too, without the second cookie`(dialect: BetaDialect) async {
        let world = dialect.world
        let cookies = await dialect.logIn(in: world).cookies
        #expect(await world.v1(.get, "private:/session/isactive", cookies: cookies).status == 204)
        // And the other way: a beta does not ask for v1's second cookie, but refuses a wrong one.
        let both = await world.v1(.post, "/session/login", V1SessionTests.form).cookies
        let one = String(both.prefix { $0 != ";" })
        #expect(await dialect.call(.get, "/session", cookies: one, in: world).status == 200)
        #expect(await world.v1(.get, "/session/info", cookies: one).status == 401)
        #expect(await dialect.call(.get, "/session", cookies: one + "; clientId=x", in: world).betaStatus == 401)
    }

    @Test(arguments: BetaDialect.all)
    func `a session ends after 3 hours without a call, a remembered one after 7 days`(dialect: BetaDialect) async {
        let world = dialect.world
        let short = await dialect.logIn(isRemembered: false, in: world)
        let long = await dialect.logIn(isRemembered: true, in: world)
        #expect(long.string("tokenExpiryDuration") == "604800")
        world.clock.advance(seconds: 3 * 3600 - 1)
        #expect(await dialect.call(.get, "/session", cookies: short.cookies, in: world).status == 200)
        world.clock.advance(seconds: 3 * 3600)
        #expect(await dialect.call(.get, "/session", cookies: short.cookies, in: world).betaStatus == 401)
        #expect(await dialect.call(.get, "/session", cookies: long.cookies, in: world).status == 200)
        world.clock.advance(seconds: 7 * 86400)
        #expect(await dialect.call(.get, "/session", cookies: long.cookies, in: world).betaStatus == 401)
    }

    @Test(arguments: BetaDialect.all)
    func `a token tells its lifetime as a text, and expires by the clock`(dialect: BetaDialect) async {
        let world = dialect.world
        #expect(await dialect.getToken(in: world).string("tokenExpiryDuration") == "300")
        let answer = await dialect.getToken(seconds: "60", in: world)
        #expect(answer.status == 200)
        #expect(answer.string("userName") == "anna")
        #expect(answer.string("tokenType") == "Bearer")
        #expect(answer.string("tokenExpiryDuration") == "60")
        #expect(answer.string("tokenCreatedTime") == Instant(milliseconds: world.clock.milliseconds).timestamp)
        #expect(answer.cookies.isEmpty)
        let token = answer.string("token") ?? ""
        #expect(token.count == 64)
        #expect(await dialect.call(.get, "/session", bearer: token, in: world).string("userName") == "anna")
        #expect(await world.v1(.get, "private:/session/isactive", bearer: token).status == 204)
        world.clock.advance(seconds: 59)
        #expect(await dialect.call(.get, "/session", bearer: token, in: world).status == 200)
        world.clock.advance(seconds: 1)
        #expect(await dialect.call(.get, "/session", bearer: token, in: world).betaStatus == 401)
    }

    @Test(arguments: BetaDialect.all)
    func `revoketoken ends the bearer that comes with it, and no other`(dialect: BetaDialect) async {
        let world = dialect.world
        let token = await dialect.getToken(in: world).string("token") ?? ""
        let other = await dialect.getToken(in: world).string("token") ?? ""
        let cookies = await dialect.logIn(in: world).cookies
        #expect(await dialect.call(.post, "/session/revoketoken", in: world).betaStatus == 401)
        #expect(await dialect.call(.post, "/session/revoketoken", cookies: cookies, in: world).betaStatus == 401)
        let answer = await dialect.call(.post, "/session/revoketoken", bearer: token, in: world)
        #expect(answer.status == 200)
        #expect(answer.text == "true")
        #expect(await dialect.call(.get, "/session", bearer: token, in: world).betaStatus == 401)
        #expect(await dialect.call(.post, "/session/revoketoken", bearer: token, in: world).betaStatus == 401)
        #expect(await dialect.call(.get, "/session", bearer: other, in: world).status == 200)
        #expect(await dialect.call(.get, "/session", cookies: cookies, in: world).status == 200)
    }

    @Test(arguments: BetaDialect.all)
    func `logout without a session, by a token that is none, or by no token succeeds`(dialect: BetaDialect) async {
        let world = dialect.world
        for (bearer, cookies) in [(nil, nil), ("never issued", nil), (nil, "JSESSIONID=none")] as [(String?, String?)] {
            let answer = await dialect.call(.post, "/session/logout", bearer: bearer, cookies: cookies, in: world)
            #expect(answer.status == 200)
            #expect(answer.text == "true")
            #expect(answer.response.headers[.contentType] == "application/json")
        }
        #expect(await world.actions().isEmpty)
        // The cookie counts, whatever comes beside it.
        let cookies = await dialect.logIn(in: world).cookies
        _ = await dialect.call(.post, "/session/logout", bearer: "never issued", cookies: cookies, in: world)
        #expect(await world.actions() == [.loggedIn, .loggedOut])
    }

    @Test(arguments: BetaDialect.all)
    func `logout by bearer leaves the token valid; a wrong bearer is refused beside a session's cookies`(
        dialect: BetaDialect
    ) async {
        let world = dialect.world
        let token = await dialect.getToken(in: world).string("token") ?? ""
        let cookies = await dialect.logIn(in: world).cookies
        #expect(await dialect.call(.post, "/session/logout", bearer: token, in: world).text == "true")
        #expect(await dialect.call(.get, "/session", bearer: token, in: world).status == 200)
        #expect(await dialect.call(.get, "/session", bearer: "x", cookies: cookies, in: world).betaStatus == 401)
    }

    @Test(
        arguments: BetaDialect.all,
        [
            ("anna", "wrong", 401, 10_003), ("ghost", "x", 401, 10_003), ("mfa", World.password, 401, 10_003),
            ("sso", "x", 401, 10_003), ("locked", World.password, 403, 10_023), ("gone", "x", 403, 10_023),
            ("", "x", 400, 10_002), ("anna", "", 400, 10_002),
        ] as [(String, String, Int64, Int64)])
    func `who is refused, and as what`(
        dialect: BetaDialect, row: (user: String, password: String, status: Int64, code: Int64)
    ) async {
        let world = dialect.world
        let login = await dialect.logIn(row.user, row.password, in: world)
        #expect(login.betaStatus == row.status)
        #expect(login.betaCode == row.code)
        let token = await dialect.getToken(row.user, row.password, in: world)
        #expect(token.betaStatus == row.status)
        #expect(token.betaCode == row.code)
        #expect(await world.actions().isEmpty)
    }

    @Test(arguments: BetaDialect.all)
    func `four wrong passwords lock for an hour`(dialect: BetaDialect) async {
        let world = dialect.world
        for _ in 1...2 {
            #expect(await dialect.logIn("anna", "wrong", in: world).betaStatus == 401)
            #expect(await dialect.getToken("anna", "wrong", in: world).betaStatus == 401)
        }
        #expect(await dialect.logIn(in: world).betaStatus == 403)
        world.clock.advance(seconds: 3600)
        #expect(await dialect.logIn(in: world).status == 200)
    }

    @Test(arguments: BetaDialect.all)
    func `an error is HTTP 500, in the shape of the gateway`(dialect: BetaDialect) async throws {
        let answer = await dialect.call(.get, "/session", in: dialect.world)
        #expect(answer.status == 500)
        #expect(answer.string("error", "errors", "message") != nil)
        #expect(answer.integer("error", "errors", "locations", "line") != nil)
        let inner = try #require(answer.json?["error"]?["errors"]?["extension"])
        #expect(inner["service"] == "CALLOSUM")
        #expect(inner["code"] == "UPSTREAM_FAILURE")
        let exception = try #require(inner["exception"])
        #expect(exception["service"] == "CALLOSUM")
        guard case .array = exception["stacktrace"],
            case .string(let debug) = exception["upstreamResponse"]?["data"]?["debug"]
        else {
            Issue.record("\(answer.text)")
            return
        }
        #expect(JSONValue.parse([UInt8](debug.utf8)) == ["User is not authenticated."])
    }

    @Test(arguments: BetaDialect.all)
    func `unknown paths and wrong methods are 500 outside, 404 and 405 inside`(dialect: BetaDialect) async {
        let world = dialect.world
        #expect(await dialect.call(.get, "/nothing", in: world).betaStatus == 404)
        let put = await dialect.call(.put, "/session/login", in: world)
        #expect(put.betaStatus == 405)
        #expect(put.response.headers[.allow] == (dialect.generation == .betaQuery ? "GET" : "POST"))
        #expect(await dialect.call(.post, "/session", in: world).betaStatus == 405)
        #expect(await dialect.call(.get, "/session/logout", in: world).betaStatus == 405)
        #expect(await dialect.call(.get, "/session/revoketoken", in: world).betaStatus == 405)
    }

    @Test(arguments: BetaDialect.all)
    func `neither X-Requested-By nor User-Agent is needed, and none is refused`(dialect: BetaDialect) async {
        let world = dialect.world
        let cookies = await dialect.logIn(in: world).cookies
        for value in ["", "ThoughtSpot", "other"] {
            let headers = ["X-Requested-By": value, "User-Agent": "", "Cookie": cookies]
            let answer =
                dialect.generation == .betaAPI
                ? await world.betaAPI(.get, "/session", headers: headers)
                : await world.tspublic(.get, "/session", headers: headers)
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: DemoGeneration.allCases)
    func `a generation that is not spoken has no path: 404 outside`(generation: DemoGeneration) async {
        let world = World(generations: [generation])
        #expect((await world.betaAPI(.get, "/session").status == 404) == (generation != .betaAPI))
        let hasTspublic = generation == .betaTspublic || generation == .betaQuery
        #expect((await world.tspublic(.get, "/session").status == 404) == !hasTspublic)
        #expect((await world.v2(.get, "/auth/session/user").status == 404) == (generation != .v2))
        #expect((await world.v1(.get, "/session/info").status == 404) == (generation != .v1))
    }
}
