import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing

@testable import DemoCluster

@Suite("beta-tspublic: Orgs, users, logs")
struct BetaTspublicAdministrationTests {
    private let world = World.beta(.betaTspublic)

    private func cookies(_ user: String = "root") async -> String {
        await world.tspublic(.post, "/session/login", World.betaCredentials(user)).cookies
    }

    @Test(
        arguments: [
            (#"{"id":"1"}"#, nil, nil), (#"{"id":1}"#, 400, 10_002), ("{}", 400, 10_002), ("", 400, 10_002),
            (#"{"id":"Sales"}"#, 400, 10_002), (#"{"id":"2"}"#, 400, 13_090),
        ] as [(String, Int64?, Int64?)])
    func `switching the Org is for the session of a cookie`(body: String, status: Int64?, code: Int64?) async {
        let cookies = await cookies("anna")
        let answer = await world.tspublic(.put, "/session/org", body, cookies: cookies)
        #expect(answer.betaStatus == status)
        #expect(answer.betaCode == code)
        if status == nil { #expect(answer.text == "true") }
        let info = await world.tspublic(.get, "/session", cookies: cookies)
        #expect(info.integer("currentOrgId") == (status == nil ? 1 : 0))
    }

    @Test func `with a cookie and a bearer the cookie counts, as the SDK sends both`() async {
        let cookies = await cookies("anna")
        let token = await world.tspublic(.post, "/session/gettoken", World.betaCredentials()).string("token")
        for bearer in [token, "never issued"] {
            for id in [1, 0] {
                let body = #"{"id":"\#(id)"}"#
                let answer = await world.tspublic(.put, "/session/org", body, bearer: bearer, cookies: cookies)
                #expect(answer.text == "true")
                #expect(await world.tspublic(.get, "/session", cookies: cookies).integer("currentOrgId") == Int64(id))
            }
        }
        let ended = await world.tspublic(
            .put, "/session/org", #"{"id":"1"}"#, bearer: token, cookies: "JSESSIONID=ended")
        #expect(ended.betaStatus == 401)
    }

    @Test func `a bearer alone cannot switch, nor can a request without either`() async {
        let token = await world.tspublic(.post, "/session/gettoken", World.betaCredentials()).string("token")
        #expect(await world.tspublic(.put, "/session/org", #"{"id":"1"}"#, bearer: token).betaStatus == 403)
        #expect(await world.tspublic(.put, "/session/org", #"{"id":"1"}"#).betaStatus == 401)
    }

    @Test(arguments: [
        (#"{"user":[{"name":"anna"}]}"#, 2), (#"{"user":[{"id":"\#(World.guid(2))"}]}"#, 2),
        (#"{"user":[{"id":"\#(World.guid(2))","name":"root"}]}"#, 2),
        (#"{"user":[{"name":"anna"},{"name":"keeper"}]}"#, 1), (#"{"user":[]}"#, 0), ("{}", 0), ("", 0),
    ])
    func `forcelogout logs out the users named, the id before the name, and all without a user`(
        body: String, remaining: Int
    ) async {
        let root = await cookies()
        for user in ["anna", "keeper"] { _ = await cookies(user) }
        let token = await world.tspublic(.post, "/session/gettoken", World.betaCredentials()).string("token") ?? ""
        let answer = await world.tspublic(.post, "/admin/forcelogout", body, cookies: root)
        #expect(answer.status == 200)
        #expect(answer.text == "true")
        #expect(await world.cluster.openSessionCount == remaining)
        #expect(await !world.cluster.isValid(token: token))
    }

    @Test(arguments: [
        #"{"user":[{}]}"#, #"{"user":[{"name":"ghost"}]}"#, #"{"user":"anna"}"#, #"{"user":["anna"]}"#,
        #"{"user":[{"id":"anna"}]}"#, #"{"user":[{"id":"\#(World.guid(9))","name":"anna"}]}"#, "[]",
    ])
    func `a forcelogout that is refused logs no user out`(body: String) async {
        let (root, anna) = (await cookies(), await cookies("anna"))
        #expect(await world.tspublic(.post, "/admin/forcelogout", body, cookies: root).betaCode == 10_002)
        #expect(await world.tspublic(.post, "/admin/forcelogout", body, cookies: anna).betaStatus == 403)
        #expect(await world.cluster.openSessionCount == 2)
    }

    @Test(
        arguments: [
            (.post, "/admin/forcelogout", ""), (.get, "/admin/configuration", ""), (.get, "/org", ""),
            (.post, "/org/search", "{}"), (.get, "/logs/events", ""),
        ] as [(HTTPRequest.Method, String, String)])
    func `administration needs an administrator`(method: HTTPRequest.Method, path: String, body: String) async {
        #expect(await world.tspublic(method, path, body).betaStatus == 401)
        #expect(await world.tspublic(method, path, body, cookies: await cookies("anna")).betaStatus == 403)
        let wrong: HTTPRequest.Method = method == .get ? .post : .get
        #expect(await world.tspublic(wrong, path, body).betaStatus == 405)
    }

    @Test func `configuration holds the idle times`() async {
        let answer = await world.tspublic(.get, "/admin/configuration", cookies: await cookies())
        #expect(answer.integer("rememberedSessionIdleTimeoutMs") == 604_800_000)
    }

    @Test(
        arguments: [
            ("name=Sales", 1), ("id=2", 2), ("id=1&name=Sales", 1), ("id=1&name=Finance", nil), ("id=9", nil),
            ("id=x", nil), ("", nil),
        ] as [(String, Int64?)])
    func `one Org by name or id`(query: String, id: Int64?) async {
        let answer = await world.tspublic(.get, "/org", query: query, cookies: await cookies())
        #expect(answer.integer("orgId") == id)
        #expect(answer.betaCode == (id == nil ? 10_002 : nil))
        if id != nil { #expect(answer.json?["active"] == true) }
    }

    @Test(
        arguments: [
            ("{}", ["Primary", "Sales", "Finance"]), (#"{"name":"Sales"}"#, ["Sales"]), (#"{"id":2}"#, ["Finance"]),
            (#"{"id":9}"#, []), (#"{"showDeleted":"true","id":0}"#, ["Primary"]), (#"{"id":"2"}"#, nil),
            (#"{"showDeleted":true}"#, nil), (#"{"showDeleted":"yes"}"#, nil), ("", nil),
        ] as [(String, [String]?)])
    func `Orgs are searched by name and by a number`(body: String, names: [String]?) async {
        let answer = await world.tspublic(.post, "/org/search", body, cookies: await cookies())
        var found: [String]?
        if case .array(let orgs) = answer.json {
            found = orgs.compactMap { if case .string(let name) = $0["orgName"] { name } else { nil } }
        }
        #expect(found == names)
        #expect(answer.betaCode == (names == nil ? 10_002 : nil))
    }

    @Test func `the log tells logins, and has a window of at most 24 hours`() async throws {
        let cookies = await cookies()
        let answer = await world.tspublic(.get, "/logs/events", query: "topic=security_logs", cookies: cookies)
        guard case .array(let events) = answer.json, case .string(let log) = events.first?["log"] else {
            Issue.record("\(answer.text)")
            return
        }
        #expect(JSONValue.parse([UInt8](log.utf8))?["type"] == "LOGIN_SUCCESSFUL")
        let now = world.clock.milliseconds
        for (query, status) in [
            ("fromEpoch=\(now - 86_400_000)&toEpoch=\(now)", nil),
            ("fromEpoch=\(now - 86_400_001)&toEpoch=\(now)", 400),
            ("fromEpoch=x", 400), ("topic=other", 400), ("fromEpoch=%zz", 400), ("getAllLogs=1", 400),
            ("getAllLogs=true", nil),
        ] as [(String, Int64?)] {
            #expect(await world.tspublic(.get, "/logs/events", query: query, cookies: cookies).betaStatus == status)
        }
    }

    @Test(arguments: [("", 2), ("getAllLogs=true", 2), ("getAllLogs=false", 1)])
    func `getAllLogs tells of every Org, or of the Primary Org alone`(query: String, count: Int) async {
        let cookies = await cookies()
        _ = await world.tspublic(
            .post, "/session/gettoken", World.betaCredentials("anna", #","orgId":"1""#))
        guard
            case .array(let events) = await world.tspublic(.get, "/logs/events", query: query, cookies: cookies).json
        else {
            Issue.record("no list")
            return
        }
        #expect(events.count == count)
    }
}
