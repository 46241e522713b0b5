import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing

@testable import DemoCluster

@Suite("v1: sessions")
struct V1SessionTests {
    static let form = "username=anna&password=\(World.password)"

    @Test func `unknown paths are 404, wrong methods 405, other bodies than forms 415`() async {
        let world = World()
        #expect(await world.v1(.get, "/nothing").status == 404)
        #expect(await world.v1(.get, "/session/isactive").status == 404)
        #expect(await world.v1(.get, "/session/login").status == 405)
        #expect(await world.v1(.post, "/session/info").status == 405)
        let json = await world.v1(.post, "/session/login", "{}", headers: ["Content-Type": "application/json"])
        #expect(json.status == 415)
        #expect(json.v1Code == 10_000)
        #expect(await world.actions().isEmpty)
    }

    @Test
    func `X-Requested-By is required, its value is free; User-Agent too; the banner needs neither cookie nor both`()
        async
    {
        let world = World()
        let refused = await world.v1(.post, "/session/login", Self.form, headers: ["X-Requested-By": ""])
        #expect(refused.status == 403)
        let other = await world.v1(.post, "/session/login", Self.form, headers: ["X-Requested-By": "CS Tools"])
        #expect(other.status == 204)
        #expect(await world.v1(.post, "/session/login", Self.form, headers: ["User-Agent": ""]).status == 400)
        #expect(await world.v1(.get, "/admin/banner", headers: ["X-Requested-By": ""]).status == 200)
    }

    @Test func `an error is flat, and its debug is a text with a JSON array`() async {
        let answer = await World().v1(.get, "/session/info")
        #expect(answer.status == 401)
        #expect(answer.v1Code == 10_003)
        #expect(answer.string("incident_id_guid")?.count == 36)
        #expect(answer.string("debug").flatMap { JSONValue.parse([UInt8]($0.utf8)) } == ["User is not authenticated."])
    }

    @Test func `login, info, isactive, logout, with cookies`() async {
        let world = World()
        let login = await world.v1(.post, "/session/login", Self.form + "&rememberme=true")
        #expect(login.status == 204)
        #expect(login.response.headers[values: .setCookie].count == 2)
        let info = await world.v1(.get, "/session/info", cookies: login.cookies)
        #expect(info.status == 200)
        #expect(info.string("userName") == "anna")
        #expect(info.string("userGUID") == World.guid(2))
        #expect(info.string("apiVersion") == "v1")
        #expect(info.string("releaseVersion") == "26.8.0.cl")
        // Seconds, unlike its neighbours.
        #expect(info.integer("expirationTime") == world.clock.milliseconds / 1_000 + 604_800)
        #expect(info.integer("currentOrgId") == 0)
        #expect(await world.v1(.get, "private:/session/isactive", cookies: login.cookies).status == 204)
        #expect(await world.v1(.post, "/session/logout", cookies: login.cookies).status == 204)
        #expect(await world.v1(.get, "private:/session/isactive", cookies: login.cookies).status == 401)
        #expect(await world.v1(.post, "/session/logout", cookies: login.cookies).status == 401)
        #expect(await world.actions() == [.loggedIn, .loggedOut])
    }

    @Test func `old software has neither a release nor an Org in its information`() async {
        let world = World(release: "7.2.1.sw", generations: [.v1])
        let login = await world.v1(.post, "/session/login", Self.form)
        let info = await world.v1(.get, "/session/info", cookies: login.cookies)
        #expect(info.string("userName") == "anna")
        #expect(info.json?["releaseVersion"] == nil)
        #expect(info.json?["currentOrgId"] == nil)
        #expect(await world.v1(.get, "/session/orgs", cookies: login.cookies).status == 404)
    }

    @Test func `the private twin of login answers 200 with the information`() async {
        let answer = await World().v1(.post, "private:/session/login", Self.form)
        #expect(answer.status == 200)
        #expect(answer.string("userName") == "anna")
        #expect(!answer.cookies.isEmpty)
    }

    @Test(
        arguments: [
            ("", 400, 10_002), ("username=anna", 400, 10_002), ("password=x", 400, 10_002),
            ("username=anna&password=%ZZ", 400, 10_002), (form + "&rememberme=yes", 400, 10_002),
            (form + "&orgid=Sales", 400, 10_002), (form + "&orgid=2", 400, 13_090),
            ("username=anna&password=wrong", 401, 10_003), ("username=ghost&password=x", 401, 10_003),
            ("username=mfa&password=\(World.password)", 401, 10_003), ("username=sso&password=x", 401, 10_003),
            ("username=locked&password=x", 403, 10_023), ("username=gone&password=x", 403, 10_023),
        ] as [(String, Int, Int64)])
    func `what is wrong with a login form`(body: String, status: Int, code: Int64) async {
        let world = World()
        let answer = await world.v1(.post, "/session/login", body)
        #expect(answer.status == status)
        #expect(answer.v1Code == code)
        #expect(await world.actions().isEmpty)
    }

    @Test func `form fields are decoded: plus is a space, percent escapes are UTF-8`() async {
        let world = World()
        let answer = await world.v1(.post, "/session/login", "username=%61nna&password=pa55%2DWord&orgid=1")
        #expect(answer.status == 204)
        let fields = FormFields("a=x+y%2Bz&b=%C3%BC&a2=&c")
        #expect(fields?["a"] == "x y+z")
        #expect(fields?["b"] == "ü")
        #expect(fields?["a2"] == nil)
        #expect(FormFields("a=%C3") == nil)
    }

    @Test func `four wrong passwords lock here, too, together with v2.0's`() async {
        let world = World()
        for _ in 1...2 {
            #expect(await world.v1(.post, "/session/login", "username=anna&password=wrong").status == 401)
            _ = await world.v2(.post, "/auth/session/login", #"{"username":"anna","password":"wrong"}"#)
        }
        let answer = await world.v1(.post, "/session/login", Self.form)
        #expect(answer.status == 403)
        #expect(answer.v1Code == 10_023)
        world.clock.advance(seconds: 3600)
        #expect(await world.v1(.post, "/session/login", Self.form).status == 204)
    }

    @Test func `the session's Org is listed and switched`() async {
        let world = World()
        let cookies = await world.v1(.post, "/session/login", Self.form).cookies
        let list = await world.v1(.get, "/session/orgs", query: "batchsize=-1&offset=-1", cookies: cookies)
        #expect(list.integer("currentOrgId") == 0)
        guard case .array(let orgs) = list.json?["orgs"] else {
            Issue.record("no orgs: \(list.text)")
            return
        }
        #expect(orgs.map { $0["orgName"] } == ["Primary", "Sales"])
        #expect(await world.v1(.put, "/session/orgs", "orgid=1", cookies: cookies).status == 204)
        #expect(await world.v1(.get, "/session/info", cookies: cookies).integer("currentOrgId") == 1)
        let refused = await world.v1(.put, "/session/orgs", "orgid=2", cookies: cookies)
        #expect(refused.v1Code == 13_090)
        #expect(await world.v1(.put, "/session/orgs", "", cookies: cookies).v1Code == 10_002)
        let others = await world.v1(.get, "/session/orgs/users/\(World.guid(1))", cookies: cookies)
        #expect(others.status == 403)
        #expect(await world.v1(.get, "/session/orgs/users/\(World.guid(2))", cookies: cookies).status == 200)
    }

    @Test(arguments: [
        ("username=%5B%22anna%22%5D", 1), ("userid=%5B%22\(World.guid(2))%22%5D", 1), ("", 0),
        ("username=%5B%5D", 0),
    ])
    func `invalidate logs out the users named, and all without a name`(body: String, remaining: Int) async {
        let world = World()
        let cookies = await world.logIn()
        let anna = await world.logIn("anna")
        #expect(await world.v1(.post, "/user/session/invalidate", body, cookies: anna).status == 403)
        #expect(await world.v1(.post, "/user/session/invalidate", "username=anna", cookies: cookies).status == 400)
        #expect(await world.v1(.post, "/user/session/invalidate", body, cookies: cookies).status == 204)
        #expect(await world.cluster.openSessionCount == remaining)
    }

    @Test(arguments: [
        "/logs/topics/security_logs", "/admin/configinfo",
    ])
    func `the security log and the configuration are for administrators`(path: String) async {
        let world = World()
        #expect(await world.v1(.get, path).status == 401)
        #expect(await world.v1(.get, path, cookies: await world.logIn("anna")).status == 403)
        #expect(await world.v1(.get, path, cookies: await world.logIn()).status == 200)
    }

    @Test(arguments: [
        ("fromEpoch=0", 400), ("fromEpoch=x", 400), ("fromEpoch=0&get_all_logs=true", 400), ("get_all_logs=1", 400),
        ("get_all_logs=true", 200), ("get_all_logs=false", 200),
    ])
    func `the window of the security log is at most 24 hours, whichever Orgs it is of`(query: String, status: Int) async
    {
        let world = World()
        let answer = await world.v1(.get, "/logs/topics/security_logs", query: query, cookies: await world.logIn())
        #expect(answer.status == status)
    }
}
