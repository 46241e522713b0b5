import HTTPExchange
import HTTPTypes
import Testing

@testable import DemoCluster

@Suite("Fault plan")
struct FaultPlanTests {
    static let banner = "/api/rest/2.0/system/banner"

    @Test("a file with every kind of fault is read")
    func file() throws {
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
                {"action":{"kind":"raw","body":"HTTP/9.9"}}]}
                """#.utf8))
        #expect(plan.rules.count == 11)
        #expect(plan.rules[0].match == .init(method: "POST", path: "/api", nth: 2))
        #expect(plan.rules[0].action == .delay(milliseconds: 1_500))
        #expect(plan.rules[2].action == .answer(status: 200, headers: [:], body: [0xff, 0xfe]))
    }

    @Test(
        "a damaged file says where",
        arguments: [
            (#"{"rules":[{"action":{"kind":"explode"}}]}"#, "\"explode\""),
            (#"{"rules":[{}]}"#, "\"action\" is missing"),
            (#"{}"#, "\"rules\" is missing"),
            (#"{"rules":[{"action":{"kind":"cutBody","after":-1}}]}"#, "-1 is outside"),
            (#"{"rules":[{"action":{"kind":"delay","milliseconds":"1"}}]}"#, "rules[0].action.milliseconds"),
            ("{", "cannot be used"),
        ])
    func damaged(json: String, expected: String) {
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
        "what each fault does to the answer, and whether the request was executed",
        arguments: [
            (.answer(status: 503, headers: [:], body: []), 503, .whole, false),
            (.lie(body: [0x7b]), 204, .whole, true), (.dropBeforeRequest, 200, .close, false),
            (.closeWithoutAnswer, 204, .close, true), (.cutBody(after: 2), 204, .cut(after: 2), true),
            (.endlessBody, 200, .endless, false), (.maintenance(clusterState: "Stopped"), 200, .whole, false),
            (.redirect(location: "https://x.example/"), 302, .whole, false), (.raw([1]), 200, .raw([1]), false),
        ] as [(DemoFaultAction, Int, DemoAnswer.Delivery, Bool)])
    func actions(action: DemoFaultAction, status: Int, delivery: DemoAnswer.Delivery, isExecuted: Bool) async {
        let world = World(
            latency: 20, faults: [DemoFaultRule(action: .delay(milliseconds: 5)), DemoFaultRule(action: action)])
        let answer = await login(world)
        #expect(answer.response.status == status)
        #expect(answer.delivery == delivery)
        #expect(answer.delayMilliseconds == 25)
        #expect(await world.actions() == (isExecuted ? [.loggedIn] : []))
        #expect([.close, .raw([1])].contains(answer.delivery) || answer.response.headers[.date] != nil)
    }

    @Test("a rule for the nth request strikes once, and only where method and path match")
    func nth() async {
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

    @Test("every kind that help names exists", arguments: DemoFaultPlan.kinds)
    func named(kind: String) {
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
