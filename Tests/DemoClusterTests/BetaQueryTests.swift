import HTTPExchange
import HTTPTypes
import Testing

@testable import DemoCluster

@Suite("beta-query: login and gettoken by GET")
struct BetaQueryTests {
    private let world = World.beta(.betaQuery)
    private static let anna = "userName=anna&password=\(World.password)"

    private func getToken(_ query: String) async -> Answer {
        await world.tspublic(.get, "/session/gettoken", query: query)
    }

    @Test(
        arguments: [
            ("true", "604800"), ("false", "10800"), ("", "10800"), ("True", "604800"), ("False", "10800"),
            ("TRUE", nil), ("1", nil),
        ]
            as [(String, String?)])
    func `rememberMe is true or false, or Python's True or False, as the SDK sends it`(value: String, life: String?)
        async
    {
        let answer = await world.tspublic(.get, "/session/login", query: Self.anna + "&rememberMe=\(value)")
        #expect(answer.string("tokenExpiryDuration") == life)
        #expect(answer.betaStatus == (life == nil ? 400 : nil))
    }

    @Test func `userName and password beat the header; the header alone logs in`() async {
        let token = await getToken("userName=root&password=\(World.password)").string("token")
        let both = await world.tspublic(.get, "/session/login", query: Self.anna, bearer: token)
        #expect(both.string("userName") == "anna")
        #expect(await world.tspublic(.get, "/session/login", query: Self.anna, bearer: "dead").status == 200)
        #expect(await world.tspublic(.get, "/session/login", bearer: token).string("userName") == "root")
        #expect(await world.tspublic(.get, "/session/login", bearer: "dead").betaStatus == 401)
        let wrong = await world.tspublic(
            .get, "/session/login", query: "userName=anna&password=wrong", bearer: token)
        #expect(wrong.betaStatus == 401)
        #expect(await world.tspublic(.get, "/session/login").betaStatus == 400)
    }

    @Test(
        arguments: [
            ("userName=anna", 400, 10_002), ("secretKey=\(World.key)", 400, 10_002),
            ("user_name=anna&secret_key=\(World.key)", 400, 10_002), ("userName=anna&secretKey=\(World.key)", nil, nil),
            ("userName=anna&secretKey=wrong", 500, 10_000), (anna + "&secretKey=wrong", nil, nil),
            ("userName=anna&password=wrong&secretKey=\(World.key)", 401, 10_003),
            (anna + "&tokenExpiryDuration=60", nil, nil), (anna + "&tokenExpiryDuration=60s", 400, 10_002),
            (anna + "&orgId=1", nil, nil), (anna + "&orgId=Sales", 400, 10_002), (anna + "&orgId=2", 400, 13_090),
            (anna + "&accessLevel=FULL", nil, nil), (anna + "&accessLevel=SOME", 400, 10_002),
            (anna + "&accessLevel=REPORT_BOOK_VIEW", 400, 10_002),
            (anna + "&accessLevel=REPORT_BOOK_VIEW&tsObjectId=\(World.object)", nil, nil), ("%zz", 400, 10_002),
        ] as [(String, Int64?, Int64?)])
    func `the fields of gettoken`(query: String, status: Int64?, code: Int64?) async {
        let answer = await getToken(query)
        #expect(answer.betaStatus == status)
        #expect(answer.betaCode == code)
        #expect(await world.actions() == (status == nil ? [.issuedToken] : []))
    }

    @Test func `escapes are decoded; a bare plus is a space`() async {
        #expect(await getToken("userName=%61nna&password=pa55%2DWord").status == 200)
        #expect(await getToken("userName=anna&password=pa55+Word").betaStatus == 401)
    }

    @Test func `alone, it refuses the POST forms, and a body counts for nothing`() async {
        for path in ["/session/login", "/session/gettoken"] {
            let answer = await world.tspublic(.post, path, World.betaCredentials())
            #expect(answer.betaStatus == 405)
            #expect(answer.response.headers[.allow] == "GET")
            #expect(await world.tspublic(.get, path, World.betaCredentials()).betaStatus == 400)
        }
    }

    @Test func `beside beta-tspublic both forms answer, by their method`() async {
        let world = World(generations: [.betaTspublic, .betaQuery])
        for path in ["/session/login", "/session/gettoken"] {
            #expect(await world.tspublic(.get, path, query: Self.anna).status == 200)
            #expect(await world.tspublic(.post, path, World.betaCredentials()).status == 200)
            #expect(await world.tspublic(.post, path, query: Self.anna).betaStatus == 400)
        }
    }

    @Test func `what it lacks is beta-tspublic's, on the same base`() async {
        let cookies = await world.tspublic(
            .get, "/session/login", query: "userName=root&password=\(World.password)"
        ).cookies
        #expect(await world.tspublic(.put, "/session/org", #"{"id":"1"}"#, cookies: cookies).text == "true")
        #expect(await world.tspublic(.get, "/logs/events", cookies: cookies).status == 200)
        #expect(await world.tspublic(.post, "/admin/forcelogout", cookies: cookies).text == "true")
    }
}
