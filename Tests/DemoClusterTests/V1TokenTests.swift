import HTTPExchange
import HTTPTypes
import TestSupport
import Testing

@testable import DemoCluster

@Suite("v1: tokens")
struct V1TokenTests {
    private func issue(_ world: World, _ user: String = "anna", key: String = World.key, more: String = "") async
        -> Answer
    {
        await world.v1(
            .post, "/session/auth/token", "secret_key=\(key)&username=\(user)&access_level=FULL\(more)",
            headers: ["Accept": "text/plain"])
    }

    @Test func `a token comes bare, as text`() async {
        let world = World()
        let answer = await issue(world)
        #expect(answer.status == 200)
        #expect(answer.response.headers[.contentType] == "text/plain")
        #expect(answer.text.wholeMatch(of: /[A-Za-z0-9+\/]+=*/) != nil)
        #expect(await world.v1(.get, "/session/info", bearer: answer.text).string("userName") == "anna")
    }

    @Test func `a token is valid until the next of the same key, then five minutes, for any user`() async {
        let world = World()
        let first = await issue(world).text
        let other = await issue(world, key: World.salesKey).text
        world.clock.advance(seconds: 365 * 86_400)
        #expect(await world.cluster.isValid(token: first))
        let second = await issue(world, "root").text
        world.clock.advance(seconds: 299)
        #expect(await world.cluster.isValid(token: first))
        world.clock.advance(seconds: 1)
        #expect(await !world.cluster.isValid(token: first))
        #expect(await world.cluster.isValid(token: second))
        #expect(await world.cluster.isValid(token: other))
    }

    @Test func `a third token does not prolong the first one's five minutes`() async {
        let world = World()
        let first = await issue(world).text
        _ = await issue(world)
        world.clock.advance(seconds: 200)
        _ = await issue(world)
        world.clock.advance(seconds: 100)
        #expect(await !world.cluster.isValid(token: first))
    }

    @Test func `a new secret key ends the tokens of the old one when it first issues`() async {
        let world = World()
        let old = await issue(world).text
        let keeper = await world.token("keeper")
        func configure(_ status: String) async -> Answer {
            await world.v2(
                .post, "/auth/configure",
                #"{"auth_type":"TRUSTED_AUTH","cluster_preferences":{"auth_status":"\#(status)"}}"#, bearer: keeper)
        }
        _ = await configure("DISABLED")
        #expect(await world.cluster.isValid(token: old))
        _ = await issue(world, key: World.salesKey)
        #expect(await !world.cluster.isValid(token: old))
    }

    @Test(arguments: [
        ("username=anna&access_level=FULL", 400), ("secret_key=\(World.key)&access_level=FULL", 400),
        ("secret_key=\(World.key)&username=anna", 400),
        ("secret_key=\(World.key)&username=anna&access_level=ALL", 400),
        ("secret_key=\(World.key)&username=anna&access_level=REPORT_BOOK_VIEW", 400),
        ("secret_key=\(World.key)&username=anna&access_level=FULL&orgid=x", 400),
        ("secret_key=\(World.key)&username=anna&access_level=FULL&orgid=2", 400),
        ("secret_key=\(World.key)&username=ghost&access_level=FULL", 500),
        ("secret_key=wrong&username=anna&access_level=FULL", 500),
        ("secret_key=\(World.key)&username=gone&access_level=FULL", 403),
    ])
    func `what is wrong with a request for a token`(body: String, status: Int) async {
        let world = World()
        #expect(await world.v1(.post, "/session/auth/token", body).status == status)
        #expect(await world.actions().isEmpty)
    }

    @Test func `trusted authentication being off is 500 with code 10000`() async {
        let answer = await issue(World(keys: []))
        #expect(answer.status == 500)
        #expect(answer.v1Code == 10_000)
    }

    @Test func `autocreate makes a user`() async {
        let world = World()
        let more = "&autocreate=true&display_name=New+User&email=new%40example.com&groups=%5B%22a%22%5D"
        let token = await issue(world, "new", more: more).text
        let info = await world.v1(.get, "/session/info", bearer: token)
        #expect(info.string("userDisplayName") == "New User")
        #expect(info.string("userEmail") == "new@example.com")
    }

    @Test func `token login redirects by default, and not when asked not to; both set the cookies`() async {
        let world = World()
        let token = await issue(world).text.replacingPlus
        let redirected = await world.v1(.post, "/session/login/token", "auth_token=\(token)&redirect_url=%2Fhome")
        #expect(redirected.status == 302)
        #expect(redirected.response.headers[.location] == "/home")
        let silent = await world.v1(
            .post, "/session/login/token", "auth_token=\(token)&username=anna&no_url_redirection=true")
        #expect(silent.status == 204)
        for answer in [redirected, silent] {
            #expect(await world.v1(.get, "/session/info", cookies: answer.cookies).string("userName") == "anna")
        }
        let old = await world.v1(.get, "/session/login/token", query: "auth_token=\(token)&no_url_redirection=true")
        #expect(old.status == 204)
    }

    @Test(arguments: [
        ("", 204), ("&username=anna", 204), ("&username=root", 401), ("dead", 401),
        ("&redirect_url=%0A&no_url_redirection=false", 400),
    ])
    func `token login accepts a v2.0 token, not an invalid one or another user's`(more: String, status: Int) async {
        let world = World()
        let token = await world.token("anna")
        if more == "dead" { world.clock.advance(seconds: 300) }
        let answer = await world.v1(
            .post, "/session/login/token",
            "auth_token=\(token)"
                + (more.hasPrefix("&redirect") ? more : "&no_url_redirection=true" + (more == "dead" ? "" : more)))
        #expect(answer.status == status)
    }

    @Test(arguments: [(true, 200), (false, 401)])
    func `a v1 token authorises v2.0 calls, or not: the configuration decides`(isAccepted: Bool, status: Int) async {
        let world = World(acceptsV1TokensEverywhere: isAccepted)
        #expect(await world.v2(.get, "/auth/session/user", bearer: await issue(world).text).status == status)
    }
}

extension String {
    /// Percent-encodes what a form must not carry as it stands.
    fileprivate var replacingPlus: String {
        map { $0 == "+" ? "%2B" : $0 == "=" ? "%3D" : $0 == "/" ? "%2F" : String($0) }.joined()
    }
}
