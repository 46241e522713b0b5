import HTTPTypes
import Testing

@testable import DemoCluster

/// What releases of different age have and lack (<doc:V1>, <doc:V2>, <doc:FindingTheGeneration>).
@Suite("Releases")
struct ReleaseTests {
    @Test(arguments: [
        ("26.8.0.cl", DemoRelease(26, 8), false), ("9.5.1.sw", DemoRelease(9, 5, 1), true),
        ("9.5.1.sw-18", DemoRelease(9, 5, 1), true), ("10.1", DemoRelease(10, 1), false),
    ])
    func `release texts are read, whatever stands behind the numbers`(
        text: String, release: DemoRelease, isSoftware: Bool
    ) throws {
        let read = try #require(DemoRelease(text))
        #expect(read == release)
        #expect(read.isSoftware == isSoftware)
    }

    @Test(arguments: ["", "test", "cl.26", "26"])
    func `texts of another form are no release`(text: String) {
        #expect(DemoRelease(text) == nil)
    }

    @Test(arguments: [
        ("9.0.0.sw", "POST", "/auth/session/login", false), ("9.0.1.sw", "POST", "/auth/session/login", true),
        ("9.5.0.sw", "GET", "/auth/session/token", false), ("9.5.1.sw", "GET", "/auth/session/token", true),
        ("9.12.0.sw", "POST", "/auth/token/validate", false), ("10.0.0.sw", "POST", "/auth/token/validate", true),
        ("10.1.0.sw", "POST", "/auth/token/custom", false), ("10.7.0.sw", "POST", "/auth/token/custom", true),
        ("10.4.0.cl", "POST", "/auth/token/custom", true), ("10.1.0.sw", "POST", "/auth/search", false),
    ])
    func `software gets operations at other numbers than the cloud`(
        release: String, method: String, path: String, exists: Bool
    ) async throws {
        let answer = await World(release: release).v2(try #require(HTTPRequest.Method(method)), path, "{}")
        #expect((answer.status != 404) == exists)
    }

    @Test(arguments: [("9.0.0.cl", false), ("9.1.0.cl", false), ("9.2.0.cl", true)])
    func `9.0 and 9.1 log in without cookies`(release: String, hasCookies: Bool) async {
        let world = World(release: release)
        let body = #"{"username":"root","password":"\#(World.password)"}"#
        let answer = await world.v2(.post, "/auth/session/login", body)
        #expect(answer.status == 200)
        #expect(answer.cookies.isEmpty == !hasCookies)
        // The documented way round it.
        let token = await world.token()
        #expect(await world.v2(.get, "/auth/session/user", bearer: token).status == 200)
    }

    @Test(arguments: [("9.1.0.cl", 200), ("9.2.0.cl", 400)])
    func `org_identifier is one more unknown field before 9.2`(release: String, status: Int) async {
        let body = #"{"username":"anna","password":"\#(World.password)","org_identifier":"Finance"}"#
        #expect(await World(release: release).v2(.post, "/auth/session/login", body).status == status)
    }

    @Test func `v1 reads orgid from 9.2 on, and autocreate from 8.9 on`() async {
        let login = "username=anna&password=\(World.password)&orgid=2"
        #expect(await World(release: "9.1.0.cl").v1(.post, "/session/login", login).status == 204)
        #expect(await World(release: "9.2.0.cl").v1(.post, "/session/login", login).status == 400)
        let issue =
            "secret_key=\(World.key)&username=new&access_level=FULL&autocreate=true&display_name=N&email=n%40example.com"
        #expect(await World(release: "8.8.0.cl").v1(.post, "/session/auth/token", issue).status == 500)
        #expect(await World(release: "8.9.0.cl").v1(.post, "/session/auth/token", issue).status == 200)
    }
}
