import HTTPExchange
import HTTPTypes
import Testing

@testable import DemoCluster

@Suite("beta-tspublic: login, tokens and precedence")
struct BetaTspublicTests {
    private let world = World.beta(.betaTspublic)

    private func getToken(_ fields: String) async -> Answer {
        await world.tspublic(.post, "/session/gettoken", #"{"userName":"anna"\#(fields)}"#)
    }

    @Test(
        arguments: [
            (#""true""#, "604800"), (#""false""#, "10800"), ("true", nil), ("false", nil), (#""TRUE""#, nil),
            (#""yes""#, nil), ("0", nil),
        ] as [(String, String?)])
    func `D-b-7 rememberMe is one of two texts`(value: String, life: String?) async {
        let answer = await world.tspublic(
            .post, "/session/login", World.betaCredentials("anna", #","rememberMe":\#(value)"#))
        #expect(answer.string("tokenExpiryDuration") == life)
        #expect(answer.betaStatus == (life == nil ? 400 : nil))
        #expect(await world.actions() == (life == nil ? [] : [.loggedIn]))
    }

    @Test func `login by token: the session is the token's, and ends with it`() async {
        let token = await getToken(#","secretKey":"\#(World.key)","orgId":"1""#).string("token")
        let login = await world.tspublic(.post, "/session/login", #"{"rememberMe":"true"}"#, bearer: token)
        #expect(login.status == 200)
        #expect(login.string("tokenType") == "Cookie")
        #expect(login.string("userName") == "anna")
        let info = await world.tspublic(.get, "/session", cookies: login.cookies)
        #expect(info.integer("currentOrgId") == 1)
        #expect(await world.tspublic(.post, "/session/revoketoken", bearer: token).text == "true")
        #expect(await world.tspublic(.get, "/session", cookies: login.cookies).betaStatus == 401)
        #expect(await world.tspublic(.post, "/session/login", "{}", bearer: token).betaStatus == 401)
    }

    @Test func `userName and password beat the header, wholly or not at all`() async {
        let token = await world.tspublic(.post, "/session/gettoken", World.betaCredentials("root")).string("token")
        let both = await world.tspublic(.post, "/session/login", World.betaCredentials("anna"), bearer: token)
        #expect(both.string("userName") == "anna")
        let dead = await world.tspublic(.post, "/session/login", World.betaCredentials("anna"), bearer: "dead")
        #expect(dead.string("userName") == "anna")
        let wrong = #"{"userName":"anna","password":"wrong"}"#
        #expect(await world.tspublic(.post, "/session/login", wrong, bearer: token).betaStatus == 401)
        let half = await world.tspublic(.post, "/session/login", #"{"userName":"anna"}"#, bearer: token)
        #expect(half.string("userName") == "root")
        #expect(await world.tspublic(.post, "/session/login", "{}").betaStatus == 400)
    }

    @Test(
        arguments: [
            (World.password, World.key, nil), (World.password, "wrong", nil), ("wrong", World.key, 401),
            (nil, World.key, nil), (nil, "wrong", 500), (nil, nil, 400),
        ] as [(String?, String?, Int64?)])
    func `a password beats a secret key`(password: String?, key: String?, status: Int64?) async {
        // v2.0 turned the rule round with 26.8; the betas keep it on every release.
        for release in ["8.10.0.cl", "26.8.0.cl"] {
            let world = World(release: release, generations: [.betaTspublic, .betaQuery])
            let fields = [("password", password), ("secretKey", key)].compactMap { name, value in
                value.map { (name, $0) }
            }
            let body = fields.map { #","\#($0)":"\#($1)""# }.joined()
            let query = fields.map { "&\($0)=\($1)" }.joined()
            for answer in [
                await world.tspublic(.post, "/session/gettoken", #"{"userName":"anna"\#(body)}"#),
                await world.tspublic(.get, "/session/gettoken", query: "userName=anna\(query)"),
            ] {
                #expect(answer.betaStatus == status)
                #expect((answer.string("token") != nil) == (status == nil))
            }
        }
    }

    @Test func `trusted authentication off is 500 inside; multi-factor and single sign-on users have the key`() async {
        let off = World(generations: [.betaTspublic], keys: [])
        let body = #"{"userName":"anna","secretKey":"\#(World.key)"}"#
        let refused = await off.tspublic(.post, "/session/gettoken", body)
        #expect(refused.betaStatus == 500)
        #expect(refused.betaCode == 10_000)
        for (user, status) in [("mfa", nil), ("sso", nil), ("locked", 403), ("ghost", 500)] as [(String, Int64?)] {
            let body = #"{"userName":"\#(user)","secretKey":"\#(World.key)"}"#
            #expect(await world.tspublic(.post, "/session/gettoken", body).betaStatus == status)
        }
    }

    @Test(
        arguments: [
            (#""accessLevel":"FULL""#, nil, nil), (#""accessLevel":"full""#, 400, 10_002),
            // As the older SDKs send it: the field for the object came with 1.13.
            (#""accessLevel":"REPORT_BOOK_VIEW""#, nil, nil),
            (#""accessLevel":"REPORT_BOOK_VIEW","tsObjectId":"\#(World.object)""#, nil, nil),
            (#""tsObjectId":"no GUID""#, 400, 10_002), (#""tokenExpiryDuration":"60""#, nil, nil),
            (#""tokenExpiryDuration":60"#, 400, 10_002), (#""tokenExpiryDuration":"0""#, 400, 10_002),
            (#""tokenExpiryDuration":"1e3""#, 400, 10_002), (#""orgId":"1""#, nil, nil), (#""orgId":1"#, 400, 10_002),
            (#""orgId":"Sales""#, 400, 10_002), (#""orgId":"2""#, 400, 13_090), (#""orgId":"9""#, 400, 13_090),
            (#""orgId":null,"unknown":[1]"#, nil, nil),
        ] as [(String, Int64?, Int64?)])
    func `the fields of gettoken have one type each`(more: String, status: Int64?, code: Int64?) async {
        let answer = await getToken(#","secretKey":"\#(World.key)",\#(more)"#)
        #expect(answer.betaStatus == status)
        #expect(answer.betaCode == code)
        #expect(await world.actions() == (status == nil ? [.issuedToken] : []))
    }

    @Test func `the Org of a token: asked for, else the key's, else the last used`() async {
        func org(_ fields: String) async -> Int64? {
            await world.tspublic(.get, "/session", bearer: await getToken(fields).string("token") ?? "")
                .integer("currentOrgId")
        }
        #expect(await org(#","secretKey":"\#(World.key)","orgId":"1""#) == 1)
        #expect(await org(#","secretKey":"\#(World.salesKey)""#) == 1)
        #expect(await org(#","secretKey":"\#(World.key)""#) == 0)
        let cookies = await world.tspublic(.post, "/session/login", World.betaCredentials()).cookies
        #expect(await world.tspublic(.put, "/session/org", #"{"id":"1"}"#, cookies: cookies).text == "true")
        #expect(await org(#","password":"\#(World.password)""#) == 1)
        #expect(await getToken(#","secretKey":"\#(World.salesKey)","orgId":"0""#).betaCode == 13_090)
    }

    @Test func `a token for one object administers nothing`() async {
        let token = await world.tspublic(
            .post, "/session/gettoken",
            World.betaCredentials("root", #","accessLevel":"REPORT_BOOK_VIEW","tsObjectId":"\#(World.object)""#)
        ).string("token")
        #expect(await world.tspublic(.get, "/session", bearer: token).status == 200)
        #expect(await world.tspublic(.post, "/admin/forcelogout", bearer: token).betaStatus == 403)
    }

    @Test func `alone, it refuses the GET forms`() async {
        let query = "userName=anna&password=\(World.password)"
        for path in ["/session/login", "/session/gettoken"] {
            let answer = await world.tspublic(.get, path, query: query)
            #expect(answer.betaStatus == 405)
            #expect(answer.response.headers[.allow] == "POST")
            let posted = await world.tspublic(.post, path, query: query)
            #expect(posted.betaStatus == 400)
        }
    }
}
