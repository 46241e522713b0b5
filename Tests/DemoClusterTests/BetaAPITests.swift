import HTTPExchange
import HTTPTypes
import Testing

@testable import DemoCluster

@Suite("beta-api: what differs from the other betas")
struct BetaAPITests {
    @Test(
        arguments: [
            ("true", 200, "604800"), ("false", 200, "10800"), ("null", 200, "10800"), (#""true""#, 500, nil),
            ("1", 500, nil),
        ] as [(String, Int, String?)])
    func `rememberMe is a JSON boolean`(value: String, status: Int, life: String?) async {
        let world = World.beta(.betaAPI)
        let answer = await world.betaAPI(
            .post, "/session/login", World.betaCredentials("anna", #","rememberMe":\#(value)"#))
        #expect(answer.status == status)
        #expect(answer.string("tokenExpiryDuration") == life)
        if status == 500 { #expect(answer.betaCode == 10_002) }
    }

    @Test(
        arguments: [
            (#""60""#, "60"), ("60", "60"), (#""60s""#, nil), (#""+60""#, nil), ("0", nil), (#""-1""#, nil),
            ("-1", nil),
            ("1.5", nil), ("true", nil), (#""99999999999""#, nil), ("99999999999", nil),
        ] as [(String, String?)])
    func `tokenExpiryDuration is a text of seconds or a number`(value: String, life: String?) async {
        let world = World.beta(.betaAPI)
        let answer = await world.betaAPI(
            .post, "/session/gettoken", World.betaCredentials("anna", #","tokenExpiryDuration":\#(value)"#))
        #expect(answer.string("tokenExpiryDuration") == life)
        #expect(answer.betaStatus == (life == nil ? 400 : nil))
        #expect(await world.actions() == (life == nil ? [] : [.issuedToken]))
    }

    @Test(
        arguments: [
            ("", "", 400), ("{", "application/json", 400), ("[]", "application/json", 400),
            ("{}", "application/json", 400), (#"{"userName":"anna"}"#, "application/json", 400),
            (#"{"userName":7,"password":"x"}"#, "application/json", 400),
            (#"{"username":"anna","password":"x"}"#, "application/json", 400),
            ("userName=anna&password=x", "application/x-www-form-urlencoded", 415),
            (World.betaCredentials(), "application/json; charset=latin1", 415), (World.betaCredentials(), "", 200),
        ] as [(String, String, Int64)])
    func `what is wrong with a body`(body: String, contentType: String, status: Int64) async {
        for path in ["/session/login", "/session/gettoken"] {
            let headers = contentType.isEmpty ? [:] : ["Content-Type": contentType]
            let answer = await World.beta(.betaAPI).betaAPI(.post, path, body, headers: headers)
            #expect(answer.betaStatus == (status == 200 ? nil : status))
        }
    }

    @Test func `a header proves nothing at login or gettoken, and harms nothing`() async {
        let world = World.beta(.betaAPI)
        let token =
            await world.betaAPI(.post, "/session/gettoken", World.betaCredentials()).string("token") ?? "none"
        for path in ["/session/login", "/session/gettoken"] {
            #expect(await world.betaAPI(.post, path, "{}", bearer: token).betaStatus == 400)
            #expect(await world.betaAPI(.post, path, World.betaCredentials(), bearer: "dead").status == 200)
        }
    }

    @Test func `there is no secret key and no Org: unknown fields are ignored`() async {
        let world = World.beta(.betaAPI)
        let byKey = await world.betaAPI(
            .post, "/session/gettoken", #"{"userName":"anna","secretKey":"\#(World.key)"}"#)
        #expect(byKey.betaStatus == 400)
        let inOrg = await world.betaAPI(
            .post, "/session/gettoken", World.betaCredentials("anna", #","orgId":"1","accessLevel":"X""#))
        #expect(inOrg.status == 200)
        #expect(await world.v1(.get, "/session/info", bearer: inOrg.string("token")).integer("currentOrgId") == 0)
    }

    @Test(
        arguments: [
            (.put, "/session/org"), (.post, "/admin/forcelogout"), (.get, "/org"), (.post, "/org/search"),
            (.get, "/logs/events"),
        ] as [(HTTPRequest.Method, String)])
    func `the neighbours of beta-tspublic are not here`(method: HTTPRequest.Method, path: String) async {
        #expect(await World.beta(.betaAPI).betaAPI(method, path).betaStatus == 404)
    }

    @Test func `a part of the cookie is shown, and the bearer has none`() async {
        let world = World.beta(.betaAPI)
        let cookies = await world.betaAPI(.post, "/session/login", World.betaCredentials()).cookies
        let part = await world.betaAPI(.get, "/session", cookies: cookies).string("partialJSessionGUID")
        #expect(part == String(cookies.dropFirst("JSESSIONID=".count).prefix(8)))
        let token = await world.betaAPI(.post, "/session/gettoken", World.betaCredentials()).string("token")
        #expect(await world.betaAPI(.get, "/session", bearer: token).string("partialJSessionGUID")?.isEmpty == true)
    }
}
