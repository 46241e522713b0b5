import HTTPExchange
import HTTPTypes
import Testing

@testable import DemoCluster

@Suite("v2.0: requests that are wrong")
struct V2RequestTests {
    @Test(arguments: [
        ("GET", "/auth/session/user/", 404), ("GET", "/nothing", 404), ("POST", "/auth/session/user", 405),
        ("GET", "/auth/session/login", 405), ("GET", "/auth/token/full", 405),
        ("DELETE", "/auth/token/revoke", 405),
    ])
    func `unknown paths are 404, wrong methods 405`(method: String, path: String, status: Int) async throws {
        let answer = await World().v2(try #require(HTTPRequest.Method(method)), path)
        #expect(answer.status == status)
        #expect(answer.v2Code == 10_000)
        #expect((answer.response.headers[.allow] != nil) == (status == 405))
    }

    @Test(arguments: ["text/plain", "application/json; charset=utf-16", "*/*"])
    func `a wrong content type is 415`(type: String) async {
        let answer = await World().v2(.post, "/auth/session/login", "{}", headers: ["Content-Type": type])
        #expect(answer.status == 415)
    }

    @Test func `a charset of UTF-8 is fine`() async {
        let body = #"{"username":"root","password":"\#(World.password)"}"#
        let type = "application/json; charset=UTF-8"
        #expect(await World().v2(.post, "/auth/session/login", body, headers: ["Content-Type": type]).status == 204)
    }

    @Test func `User-Agent is required`() async {
        let answer = await World().v2(.get, "/system/banner", headers: ["User-Agent": ""])
        #expect(answer.status == 400)
        #expect(answer.v2Code == 10_002)
    }

    @Test(arguments: [
        ("/auth/session/login", "{"), ("/auth/session/login", "[]"), ("/auth/session/login", "{}"),
        ("/auth/session/login", #"{"username":"root"}"#),
        ("/auth/session/login", #"{"username":1,"password":"x"}"#),
        ("/auth/session/login", #"{"username":"root","password":null}"#),
        ("/auth/session/login", #"{"username":"root","password":"x","remember_me":"yes"}"#),
        ("/auth/session/login", #"{"username":"root","password":"x","remember_me":1}"#),
        ("/auth/session/login", #"{"username":"root","password":"x","org_identifier":1.5}"#),
        ("/auth/session/login", #"{"username":"root","password":"x","org_identifier":[1]}"#),
        ("/auth/token/full", ""), ("/auth/token/full", #"{"password":"x"}"#),
        ("/auth/token/full", #"{"username":"root"}"#),
        ("/auth/token/full", #"{"username":"root","secret_key":7}"#),
        ("/auth/token/full", #"{"username":"root","secret_key":"k","validity_time_in_sec":"300"}"#),
        ("/auth/token/full", #"{"username":"root","secret_key":"k","validity_time_in_sec":0}"#),
        ("/auth/token/full", #"{"username":"root","secret_key":"k","validity_time_in_sec":1.5}"#),
        ("/auth/token/full", #"{"username":"root","secret_key":"k","validity_time_in_sec":2147483648}"#),
        ("/auth/token/full", #"{"username":"root","secret_key":"k","org_id":"1"}"#),
        ("/auth/token/full", #"{"username":"root","secret_key":"k","auto_create":"true"}"#),
        ("/auth/token/full", #"{"username":"root","secret_key":"k","group_identifiers":"a"}"#),
        ("/auth/token/full", #"{"username":"root","secret_key":"k","group_identifiers":[1]}"#),
        ("/auth/token/object", #"{"username":"root","secret_key":"k","object_id":"no GUID"}"#),
        ("/auth/token/custom", #"{"username":"root","secret_key":"k"}"#),
        ("/auth/token/custom", #"{"username":"root","secret_key":"k","persist_option":"SOME"}"#),
    ])
    func `damaged bodies, missing fields and wrong types are 400 with code 10002`(path: String, body: String) async {
        let world = World()
        let answer = await world.v2(.post, path, body)
        #expect(answer.status == 400)
        #expect(answer.v2Code == 10_002)
        #expect(await world.actions().isEmpty)
    }

    @Test(arguments: [500, 5_000, 100_000])
    func `a body nested too deep is 400, not the end of the cluster`(depth: Int) async {
        let body = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(await World().v2(.post, "/auth/session/login", body).status == 400)
    }

    @Test func `an error is nested as observed, or as documented when the configuration says so`() async {
        let observed = await World().v2(.get, "/auth/session/user")
        #expect(observed.status == 401)
        #expect(observed.v2Code == 10_097)
        #expect(observed.string("error", "message", "debug", "trace_id_guid") == "tracing-disabled")
        #expect(observed.v2Debug?.hasPrefix("[\"") == true)
        #expect(observed.string("error", "message", "debug", "incident_id_guid")?.count == 36)
        let documented = await World(nesting: .documented).v2(.get, "/auth/session/user")
        #expect(documented.integer("error", "message", "code") == 10_097)
    }

    @Test func `every answer has the cluster's time in its Date header`() async {
        let answer = await World().v2(.get, "/system/banner")
        #expect(answer.response.headers[.date] == "Mon, 21 Sep 2026 14:13:20 GMT")
    }

    @Test func `a cluster without v2.0 answers with a page`() async {
        let answer = await World(release: "7.2.1.sw", generations: [.v1]).v2(.get, "/auth/session/user")
        #expect(answer.status == 404)
        #expect(answer.text.contains("<html>"))
    }

    @Test(arguments: [
        ("9.3.0.cl", "GET", "/auth/session/token", false), ("9.4.0.cl", "GET", "/auth/session/token", true),
        ("9.11.0.cl", "POST", "/auth/token/validate", false), ("9.12.0.cl", "POST", "/auth/token/validate", true),
        ("10.3.0.cl", "POST", "/auth/token/custom", false), ("10.4.0.cl", "POST", "/auth/token/custom", true),
        ("26.5.0.cl", "POST", "/auth/search", false), ("26.6.0.cl", "POST", "/auth/search", true),
    ])
    func `operations exist from their release on`(release: String, method: String, path: String, exists: Bool)
        async throws
    {
        let answer = await World(release: release).v2(try #require(HTTPRequest.Method(method)), path)
        #expect((answer.status != 404) == exists)
    }
}
