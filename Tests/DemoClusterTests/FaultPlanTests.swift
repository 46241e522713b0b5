import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing

@testable import DemoCluster

@Suite("Fault plan")
struct FaultPlanTests {
    static let banner = "/api/rest/2.0/system/banner"

    @Test func `a file with every kind of fault is read`() throws {
        let plan = try DemoFaultPlan(
            json: [UInt8](
                #"""
                {"rules":[
                {"match":{"method":"POST","path":"/api","nth":2},"action":{"kind":"delay","milliseconds":1500}},
                {"action":{"kind":"answer","status":429,"headers":{"Retry-After":"3"},"body":"{}"}},
                {"action":{"kind":"answer","status":200,"bodyBase64":"//4="}},
                {"action":{"kind":"lie","body":"{}"}},{"action":{"kind":"dropBeforeRequest"}},
                {"action":{"kind":"closeWithoutAnswer"}},{"action":{"kind":"cutBody","after":3}},
                {"action":{"kind":"endlessBody"}},{"action":{"kind":"maintenance","clusterState":"Stopped"}},
                {"action":{"kind":"redirect","location":"https://elsewhere.example/"}},
                {"action":{"kind":"raw","body":"HTTP/9.9"}},
                {"action":{"kind":"alter","status":500,"headers":{"Set-Cookie":"a=b; Domain=example.com"},"body":""}},
                {"action":{"kind":"alter"}},{"action":{"kind":"echo","member":"current_org.name"}},
                {"action":{"kind":"cookieDomain","domain":"example.com"}},{"action":{"kind":"clock","seconds":-7200}}]}
                """#.utf8))
        #expect(plan.rules.count == 16)
        #expect(
            plan.rules[11].action
                == .alter(status: 500, headers: ["Set-Cookie": "a=b; Domain=example.com"], body: []))
        #expect(plan.rules[12].action == .alter(status: nil, headers: [:], body: nil))
        #expect(plan.rules[15].action == .clock(seconds: -7_200))
        #expect(plan.rules[0].match == .init(method: "POST", path: "/api", nth: 2))
        #expect(plan.rules[0].action == .delay(milliseconds: 1_500))
        #expect(plan.rules[2].action == .answer(status: 200, headers: [:], body: [0xff, 0xfe]))
    }

    @Test(arguments: [
        (#"{"rules":[{"action":{"kind":"explode"}}]}"#, "\"explode\""),
        (#"{"rules":[{}]}"#, "\"action\" is missing"),
        (#"{}"#, "\"rules\" is missing"),
        (#"{"rules":[{"action":{"kind":"cutBody","after":-1}}]}"#, "-1 is outside"),
        (#"{"rules":[{"action":{"kind":"alter","status":99}}]}"#, "99 is outside"),
        (#"{"rules":[{"action":{"kind":"clock","seconds":9999999999}}]}"#, "is outside"),
        (#"{"rules":[{"action":{"kind":"delay","milliseconds":"1"}}]}"#, "rules[0].action.milliseconds"),
        ("{", "cannot be used"),
    ])
    func `a damaged file says where`(json: String, expected: String) {
        let error = #expect(throws: DemoFaultPlanError.self) { try DemoFaultPlan(json: [UInt8](json.utf8)) }
        #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    }

    private func login(_ world: World) async -> DemoAnswer {
        await world.cluster.answer(
            to: world.request(
                .post, "/api/rest/2.0/auth/session/login",
                body: #"{"username":"anna","password":"\#(World.password)"}"#,
                headers: ["Content-Type": "application/json"]))
    }

    @Test(
        arguments: [
            (.answer(status: 503, headers: [:], body: []), 503, .whole, false),
            (.lie(body: [0x7b]), 204, .whole, true), (.dropBeforeRequest, 200, .close, false),
            (.closeWithoutAnswer, 204, .close, true), (.cutBody(after: 2), 204, .cut(after: 2), true),
            (.endlessBody, 200, .endless, false), (.maintenance(clusterState: "Stopped"), 200, .whole, false),
            (.redirect(location: "https://x.example/"), 302, .whole, false), (.raw([1]), 200, .raw([1]), false),
            (.alter(status: 500, headers: [:], body: []), 500, .whole, true), (.echo(member: "x"), 204, .whole, true),
            (.cookieDomain("example.com"), 204, .whole, true), (.clock(seconds: 60), 204, .whole, true),
        ] as [(DemoFaultAction, Int, DemoAnswer.Delivery, Bool)])
    func `what each fault does to the answer, and whether the request was executed`(
        action: DemoFaultAction, status: Int, delivery: DemoAnswer.Delivery, isExecuted: Bool
    ) async {
        let world = World(
            latency: 20, faults: [DemoFaultRule(action: .delay(milliseconds: 5)), DemoFaultRule(action: action)])
        let answer = await login(world)
        #expect(answer.response.status == status)
        #expect(answer.delivery == delivery)
        #expect(answer.delayMilliseconds == 25)
        #expect(await world.actions() == (isExecuted ? [.loggedIn] : []))
        #expect([.close, .raw([1])].contains(answer.delivery) || answer.response.headers[.date] != nil)
    }

    @Test func `a rule for the nth request strikes once, and only where method and path match`() async {
        let rule = DemoFaultRule(
            match: .init(method: "GET", path: "/api/rest/2.0/system", nth: 2),
            action: .answer(status: 500, headers: [:], body: []))
        let world = World(faults: [rule])
        var statuses: [Int] = []
        for path in [Self.banner, "/api/rest/2.0/auth/session/user", Self.banner, Self.banner] {
            statuses.append(await world.cluster.answer(to: world.request(.get, path)).response.status)
        }
        #expect(statuses == [200, 401, 500, 200])
        await world.cluster.setFaults(DemoFaultPlan(rules: [rule]))
        #expect(await world.cluster.answer(to: world.request(.get, Self.banner)).response.status == 200)
        #expect(await world.cluster.answer(to: world.request(.get, Self.banner)).response.status == 500)
    }

    private func user(_ world: World, cookies: String) async -> Answer {
        Answer(
            response: await world.cluster.answer(
                to: world.request(.get, "/api/rest/2.0/auth/session/user", headers: ["Cookie": cookies])
            ).response)
    }

    @Test func `an altered answer is what was executed, with another status, more headers, another body`() async {
        let body = Array("<html>".utf8)
        let action = DemoFaultAction.alter(status: 502, headers: ["Content-Type": "text/html"], body: body)
        let world = World(faults: [DemoFaultRule(action: action)])
        let answer = await login(world).response
        #expect(answer.status == 502)
        #expect(answer.body == body)
        #expect(answer.headers[values: .contentType] == ["text/html"])
        #expect(answer.headers[values: .setCookie].count == 2)
        #expect(await world.actions() == [.loggedIn])
    }

    @Test func `a plan's date is the answer's, and the only one`() async {
        let date = "Thu, 01 Jan 2037 00:00:00 GMT"
        for action in [
            DemoFaultAction.alter(status: nil, headers: ["Date": date], body: nil),
            .answer(status: 502, headers: ["Date": date], body: []),
        ] {
            let world = World(faults: [DemoFaultRule(action: action)])
            #expect(await login(world).response.headers[values: .date] == [date])
        }
    }

    @Test func `an altered answer without a body says of no type that it has one`() async {
        let world = World(faults: [DemoFaultRule(action: .alter(status: 401, headers: [:], body: []))])
        let answer = await world.cluster.answer(to: world.request(.get, Self.banner)).response
        #expect(answer.status == 401)
        #expect(answer.body.isEmpty)
        #expect(answer.headers[.contentType] == nil)
    }

    @Test func `an echo puts what was last shown into the answer`() async {
        let world = World(faults: [
            DemoFaultRule(match: .init(method: "GET"), action: .echo(member: "current_org.name"))
        ])
        let cookies = Answer(response: await login(world).response).cookies
        let answer = await user(world, cookies: cookies)
        #expect(answer.status == 200)
        #expect(answer.string("current_org", "name") == World.password)
        #expect(answer.string("name") == "anna")
    }

    @Test func `a cookie's domain is the plan's`() async {
        let world = World(faults: [DemoFaultRule(action: .cookieDomain("elsewhere.example"))])
        let cookies = await login(world).response.headers[values: .setCookie]
        #expect(cookies.count == 2)
        #expect(cookies.allSatisfy { $0.hasSuffix("; Domain=elsewhere.example") })
    }

    @Test(arguments: [7_200, -315_360_000])
    func `a clock that jumps moves the date, new tokens and the end of old ones`(seconds: Int) async {
        let world = World(faults: [DemoFaultRule(match: .init(path: Self.banner), action: .clock(seconds: seconds))])
        let body = #"{"username":"anna","secret_key":"\#(World.key)","validity_time_in_sec":3600}"#
        func issue() async -> Answer {
            Answer(
                response: await world.cluster.answer(
                    to: world.request(
                        .post, "/api/rest/2.0/auth/token/full", body: body,
                        headers: ["Content-Type": "application/json"])
                ).response)
        }
        let before = await issue().string("token") ?? ""
        let shown = await world.cluster.answer(to: world.request(.get, Self.banner)).response
        let jumped = world.clock.milliseconds + Int64(seconds) * 1_000
        #expect(shown.headers[.date] == HTTPDate.text(Instant(milliseconds: jumped)))
        #expect(await issue().integer("creation_time_in_millis") == jumped)
        #expect(await world.cluster.isValid(token: before) == (seconds < 0))
    }

    @Test(arguments: DemoFaultPlan.kinds)
    func `every kind that help names exists`(kind: String) {
        let name = kind.prefix { $0 != " " }
        let json = #"{"rules":[{"action":{"kind":"\#(name)"}}]}"#
        // What is missing may be its fields, never the kind.
        do throws(DemoFaultPlanError) {
            _ = try DemoFaultPlan(json: [UInt8](json.utf8))
        } catch {
            #expect(!error.description.contains("no kind of fault"))
        }
    }
}
