import HTTPExchange
import HTTPTypes
import TestSupport
import Testing

@testable import DemoCluster

@Suite("v2.0: sessions")
struct V2SessionTests {
    @Test func `login answers 204 with both cookies, letter by letter`() async {
        let world = World()
        let answer = await world.v2(
            .post, "/auth/session/login", #"{"username":"root","password":"\#(World.password)","remember_me":"true"}"#)
        #expect(answer.status == 204)
        #expect(answer.response.body.isEmpty)
        let cookies = answer.response.headers[values: .setCookie]
        #expect(cookies.count == 2)
        #expect(cookies.first?.wholeMatch(of: /JSESSIONID=[0-9a-f-]{36}; Path=\/; HttpOnly/) != nil)
        #expect(cookies.last?.wholeMatch(of: /clientId=[0-9a-f-]{36}; Path=\/; Secure; HttpOnly/) != nil)
        #expect(await world.actions() == [.loggedIn])
    }

    @Test func `success is 200 before 9.5`() async {
        let body = #"{"username":"root","password":"\#(World.password)"}"#
        #expect(await World(release: "9.4.0.cl").v2(.post, "/auth/session/login", body).status == 200)
    }

    @Test func `the session user has the documented fields`() async {
        let world = World()
        let answer = await world.v2(.get, "/auth/session/user", cookies: await world.logIn("anna"))
        #expect(answer.status == 200)
        #expect(answer.string("name") == "anna")
        #expect(answer.string("id") == World.guid(2))
        #expect(answer.string("current_org", "name") == "Primary")
        #expect(answer.string("account_status") == "ACTIVE")
    }

    @Test func `both cookies are needed on https; clientId has Secure, so not on http`() async {
        for (scheme, status) in [("https", 401), ("http", 200)] {
            let world = World(scheme: scheme == "https" ? .https : .http)
            let both = await world.logIn()
            let one = String(both.prefix { $0 != ";" })
            #expect(await world.v2(.get, "/auth/session/user", cookies: both).status == 200)
            #expect(await world.v2(.get, "/auth/session/user", cookies: one).status == status)
            #expect(await world.v2(.get, "/auth/session/user", cookies: one + "; clientId=other").status == 401)
        }
    }

    @Test func `a session ends after 3 hours without a call, a remembered one after 7 days`() async {
        let world = World()
        let short = await world.logIn()
        let long = await world.logIn(more: #","remember_me":true"#)
        for _ in 1...2 {
            world.clock.advance(seconds: 3 * 3600 - 1)
            #expect(await world.v2(.get, "/auth/session/user", cookies: short).status == 200)
        }
        world.clock.advance(seconds: 3 * 3600)
        #expect(await world.v2(.get, "/auth/session/user", cookies: short).status == 401)
        #expect(await world.v2(.get, "/auth/session/user", cookies: long).status == 200)
        world.clock.advance(seconds: 7 * 86400)
        #expect(await world.v2(.get, "/auth/session/user", cookies: long).status == 401)
    }

    @Test func `logout ends the session, not the tokens; a second one is 401`() async {
        let world = World()
        let cookies = await world.logIn()
        let token = await world.token()
        #expect(await world.v2(.post, "/auth/session/logout", cookies: cookies).status == 204)
        let again = await world.v2(.post, "/auth/session/logout", cookies: cookies)
        #expect(again.status == 401)
        #expect(again.v2Code == 10_097)
        #expect(await world.v2(.get, "/auth/session/user", bearer: token).status == 200)
    }

    @Test(arguments: [
        ("root", "wrong", 401, 10_097), ("nobody", World.password, 401, 10_097),
        ("mfa", World.password, 401, 10_097),
        ("sso", World.password, 401, 10_097), ("locked", World.password, 403, 10_023),
        ("gone", World.password, 403, 10_023),
    ])
    func `who may not log in, and how it is said`(user: String, password: String, status: Int, code: Int64) async {
        let world = World()
        let answer = await world.v2(
            .post, "/auth/session/login", #"{"username":"\#(user)","password":"\#(password)"}"#)
        #expect(answer.status == status)
        #expect(answer.v2Code == code)
        #expect(answer.response.headers[values: .setCookie].isEmpty)
        #expect(await world.cluster.openSessionCount == 0)
    }

    @Test func `four wrong passwords lock the account for an hour, on every path`() async {
        let world = World()
        func logIn(_ password: String) async -> Answer {
            await world.v2(.post, "/auth/session/login", #"{"username":"anna","password":"\#(password)"}"#)
        }
        for _ in 1...4 { #expect(await logIn("wrong").status == 401) }
        let refused = await logIn(World.password)
        #expect(refused.status == 403)
        #expect(refused.v2Code == 10_023)
        let issue = #"{"username":"anna","password":"\#(World.password)"}"#
        #expect(await world.v2(.post, "/auth/token/full", issue).status == 403)
        #expect(await world.actions() == [.lockedAccount])
        world.clock.advance(seconds: 3599)
        #expect(await logIn(World.password).status == 403)
        world.clock.advance(seconds: 1)
        #expect(await logIn("wrong").status == 401)
        #expect(await logIn(World.password).status == 204)
    }

    @Test func `three wrong passwords and a right one lock nothing`() async {
        let world = World()
        for _ in 1...2 {
            for _ in 1...3 {
                _ = await world.v2(.post, "/auth/session/login", #"{"username":"anna","password":"wrong"}"#)
            }
            #expect(await !world.logIn("anna").isEmpty)
        }
    }

    @Test func `the Org is chosen by id or name, and stays for the next session`() async {
        let world = World()
        func org(_ cookies: String) async -> String? {
            await world.v2(.get, "/auth/session/user", cookies: cookies).string("current_org", "name")
        }
        #expect(await org(await world.logIn("anna", more: #","org_identifier":"Sales""#)) == "Sales")
        #expect(await org(await world.logIn("anna")) == "Sales")
        #expect(await org(await world.logIn("anna", more: #","org_identifier":"0""#)) == "Primary")
        for wrong in ["2", "Finance", "9", "Nowhere"] {
            let answer = await world.v2(
                .post, "/auth/session/login",
                #"{"username":"anna","password":"\#(World.password)","org_identifier":"\#(wrong)"}"#)
            #expect(answer.status == 400)
            #expect(answer.v2Code == 13_090)
        }
    }

    @Test func `login by bearer makes a session that ends with the token's revocation`() async {
        let world = World()
        let token = await world.token("anna", more: #","org_id":1"#)
        let login = await world.v2(.post, "/auth/session/login", #"{"remember_me":"true"}"#, bearer: token)
        #expect(login.status == 204)
        let user = await world.v2(.get, "/auth/session/user", cookies: login.cookies)
        #expect(user.string("current_org", "name") == "Sales")
        #expect(await world.v2(.post, "/auth/token/revoke", bearer: token).status == 204)
        #expect(await world.v2(.get, "/auth/session/user", cookies: login.cookies).status == 401)
        #expect(await world.v2(.post, "/auth/session/login", "", bearer: token).status == 401)
    }

    @Test
    func `of a body and a bearer in one login the body counts, as the official SDK sends its bearer with every call`()
        async
    {
        let world = World()
        let token = await world.token("anna")
        for bearer in [token, "never issued"] {
            let body = #"{"username":"root","password":"\#(World.password)"}"#
            let login = await world.v2(.post, "/auth/session/login", body, bearer: bearer)
            #expect(login.status == 204)
            #expect(await world.v2(.get, "/auth/session/user", cookies: login.cookies).string("name") == "root")
        }
        let wrong = #"{"username":"root","password":"wrong"}"#
        #expect(await world.v2(.post, "/auth/session/login", wrong, bearer: token).v2Code == 10_097)
        #expect(await world.v2(.post, "/auth/session/login", #"{"username":"root"}"#, bearer: token).status == 400)
    }

    @Test(arguments: [#""Sales""#, #""1""#, "1"])
    func `org_identifier is a text, or the number that cs_tools sends`(value: String) async {
        let world = World()
        let cookies = await world.logIn("anna", more: #","org_identifier":\#(value)"#)
        let user = await world.v2(.get, "/auth/session/user", cookies: cookies)
        #expect(user.integer("current_org", "id") == 1)
    }

    @Test(arguments: [
        (#"{"user_identifiers":["anna"]}"#, 1), (#"{"user_identifiers":["\#(World.guid(2))"]}"#, 1),
        (#"{"user_identifiers":null}"#, 0), ("{}", 0), ("", 0), (#"{"user_identifiers":[]}"#, 0),
    ])
    func `force-logout logs out the users named, and all without a name`(body: String, remaining: Int) async {
        let world = World()
        let cookies = await world.logIn()
        _ = await world.logIn("anna")
        let token = await world.token("anna")
        #expect(await world.v2(.post, "/users/force-logout", body, cookies: cookies).status == 204)
        #expect(await world.cluster.openSessionCount == remaining)
        #expect(await !world.cluster.isValid(token: token))
    }

    @Test func `force-logout needs a privilege, and a user who exists`() async {
        let world = World()
        let body = #"{"user_identifiers":["root"]}"#
        let refused = await world.v2(.post, "/users/force-logout", body, cookies: await world.logIn("anna"))
        #expect(refused.status == 403)
        #expect(refused.v2Code == 10_023)
        let unknown = await world.v2(
            .post, "/users/force-logout", #"{"user_identifiers":["ghost"]}"#, cookies: await world.logIn())
        #expect(unknown.status == 400)
        #expect(await world.cluster.openSessionCount == 2)
    }
}
