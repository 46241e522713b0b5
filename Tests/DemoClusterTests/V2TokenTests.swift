import HTTPExchange
import HTTPTypes
import Moments
import TestSupport
import Testing

@testable import DemoCluster

@Suite("v2.0: tokens")
struct V2TokenTests {
    @Test func `a full token has the documented fields and is valid for 300 seconds`() async {
        let world = World()
        let answer = await world.v2(
            .post, "/auth/token/full", #"{"username":"anna","secret_key":"\#(World.key)","org_identifier":"Sales"}"#)
        #expect(answer.status == 200)
        #expect(answer.string("token")?.hasPrefix("eyJhbGciOiJSUzI1NiIs") == true)
        #expect(answer.integer("creation_time_in_millis") == world.clock.milliseconds)
        #expect(answer.integer("expiration_time_in_millis") == world.clock.milliseconds + 300_000)
        #expect(answer.string("scope", "access_type") == "FULL")
        // The unknown key was ignored without a word: the token is in the wrong Org.
        #expect(answer.integer("scope", "org_id") == 0)
        #expect(answer.string("valid_for_user_id") == World.guid(2))
        #expect(answer.string("valid_for_username") == "anna")
        let token = answer.string("token") ?? ""
        world.clock.advance(seconds: 299)
        #expect(await world.v2(.get, "/auth/session/user", bearer: token).status == 200)
        world.clock.advance(seconds: 1)
        #expect(await world.v2(.get, "/auth/session/user", bearer: token).status == 401)
    }

    @Test func `an object token names its object and administers nothing`() async {
        let world = World()
        let answer = await world.v2(
            .post, "/auth/token/object",
            #"{"username":"root","secret_key":"\#(World.key)","object_id":"\#(World.object)","validity_time_in_sec":60}"#
        )
        #expect(answer.string("scope", "access_type") == "REPORT_BOOK_VIEW")
        #expect(answer.string("scope", "metadata_id") == World.object)
        #expect(answer.integer("expiration_time_in_millis") == world.clock.milliseconds + 60_000)
        let token = answer.string("token") ?? ""
        #expect(await world.v2(.get, "/auth/session/user", bearer: token).status == 200)
        #expect(await world.v2(.get, "/system", bearer: token).status == 403)
    }

    @Test(arguments: [("9.6.0.cl", 400), ("9.10.0.cl", 200)])
    func `object_id was required before 9.10`(release: String, status: Int) async {
        let body = #"{"username":"root","secret_key":"\#(World.key)"}"#
        #expect(await World(release: release).v2(.post, "/auth/token/object", body).status == status)
    }

    @Test func `a custom token has an Org and a user, and no scope`() async {
        let answer = await World().v2(
            .post, "/auth/token/custom",
            #"{"username":"anna","secret_key":"\#(World.key)","persist_option":"NONE","org_identifier":"Sales"}"#)
        #expect(answer.status == 200)
        #expect(answer.string("org", "name") == "Sales")
        #expect(answer.string("user", "name") == "anna")
        #expect(answer.json?["scope"] == nil)
    }

    @Test func `a session issues a token of 24 hours without scope`() async {
        let world = World()
        let answer = await world.v2(.get, "/auth/session/token", cookies: await world.logIn())
        #expect(answer.status == 200)
        #expect(answer.integer("expiration_time_in_millis") == world.clock.milliseconds + 86_400_000)
        #expect(answer.json?["scope"] == nil)
        #expect(await world.v2(.get, "/auth/session/token").status == 401)
    }

    @Test(
        arguments: [
            ("root", "password", 200, 0), ("mfa", "password", 401, 10_097), ("mfa", "key", 200, 0),
            ("sso", "password", 401, 10_097), ("sso", "key", 200, 0), ("locked", "key", 403, 10_023),
            ("gone", "key", 403, 10_023), ("ghost", "key", 401, 10_097), ("root", "wrong key", 401, 10_097),
            ("root", "sales key", 200, 0), ("keeper", "sales key", 400, 13_090),
        ] as [(String, String, Int, Int64)])
    func `who may issue tokens with what`(user: String, proof: String, status: Int, code: Int64) async {
        let field =
            switch proof {
            case "password": #""password":"\#(World.password)""#
            case "key": #""secret_key":"\#(World.key)""#
            case "sales key": #""secret_key":"\#(World.salesKey)""#
            default: #""secret_key":"44444444-2222-4333-8444-555555555555""#
            }
        let world = World()
        let answer = await world.v2(.post, "/auth/token/full", #"{"username":"\#(user)",\#(field)}"#)
        #expect(answer.status == status)
        #expect(answer.v2Code ?? 0 == code)
        #expect(await world.actions() == (status == 200 ? [.issuedToken] : []))
    }

    @Test(arguments: [
        ("26.8.0.cl", #""password":"wrong","secret_key":"\#(World.key)""#, 200),
        ("26.8.0.cl", #""password":"\#(World.password)","secret_key":"wrong""#, 401),
        ("26.7.0.cl", #""password":"wrong","secret_key":"\#(World.key)""#, 401),
        ("26.7.0.cl", #""password":"\#(World.password)","secret_key":"wrong""#, 200),
    ])
    func `of two proofs the secret key counts from 26.8, the password before`(
        release: String, proofs: String, status: Int
    ) async {
        let answer = await World(release: release).v2(.post, "/auth/token/full", #"{"username":"root",\#(proofs)}"#)
        #expect(answer.status == status)
    }

    @Test func `without a key trusted authentication is off: 403`() async {
        let answer = await World(keys: []).v2(
            .post, "/auth/token/full", #"{"username":"root","secret_key":"\#(World.key)"}"#)
        #expect(answer.status == 403)
        #expect(answer.v2Code == 10_023)
    }

    @Test func `the Org is the one asked for, the key's, or that of the last session`() async {
        let world = World()
        func issue(_ more: String, key: String = World.key) async -> Answer {
            await world.v2(.post, "/auth/token/full", #"{"username":"anna","secret_key":"\#(key)"\#(more)}"#)
        }
        #expect(await issue(#","org_id":1"#).integer("scope", "org_id") == 1)
        #expect(await issue("", key: World.salesKey).integer("scope", "org_id") == 1)
        #expect(await issue(#","org_id":0"#, key: World.salesKey).v2Code == 13_090)
        #expect(await issue("").integer("scope", "org_id") == 0)
        _ = await world.logIn("anna", more: #","org_identifier":"1""#)
        #expect(await issue("").integer("scope", "org_id") == 1)
        let refused = await issue(#","org_id":2"#)
        #expect(refused.status == 400)
        #expect(refused.v2Code == 13_090)
    }

    @Test func `auto_create makes a user, and overwrites one who exists`() async {
        let world = World()
        func issue(_ user: String, _ more: String) async -> Answer {
            await world.v2(
                .post, "/auth/token/full",
                #"{"username":"\#(user)","secret_key":"\#(World.key)","auto_create":true\#(more)}"#)
        }
        // The documents' own examples: neither e-mail nor display name, and another Org than the Primary one.
        #expect(await issue("bare", "").status == 200)
        let bare = await world.v2(.get, "/auth/session/user", bearer: await world.token("bare"))
        #expect(bare.string("display_name") == "bare")
        #expect(bare.json?["email"] == .null)
        let sales = await issue("seller", #","org_id":1"#)
        #expect(sales.status == 200)
        #expect(sales.integer("scope", "org_id") == 1)
        #expect(await issue("seller", #","org_id":1"#).status == 200)
        #expect(await issue("nowhere", #","org_id":9"#).v2Code == 13_090)
        #expect(await world.cluster.account(named: "nowhere") == nil)
        let names = #","display_name":"New","email":"new@example.com""#
        #expect(await issue("new", names + #","group_identifiers":["a"]"#).status == 200)
        let token = await world.token("new")
        #expect(await world.v2(.get, "/auth/session/user", bearer: token).string("display_name") == "New")
        #expect(await issue("anna", #","display_name":"Changed","group_identifiers":[]"#).status == 200)
        let user = await world.v2(.get, "/auth/session/user", bearer: await world.token("anna"))
        #expect(user.string("display_name") == "Changed")
        #expect(user.string("email") == "anna@example.com")
        #expect(user.json?["user_groups"] == .array([]))
        let byPassword = #"{"username":"anna","password":"\#(World.password)","auto_create":true}"#
        #expect(await world.v2(.post, "/auth/token/full", byPassword).status == 400)
        #expect(await world.actions().filter { $0 == .provisionedUser }.count == 5)
    }

    @Test func `a key of one Org makes no user in another`() async {
        let world = World()
        func issue(_ org: Int) async -> Answer {
            await world.v2(
                .post, "/auth/token/full",
                #"{"username":"new","secret_key":"\#(World.salesKey)","auto_create":true,"org_id":\#(org)}"#)
        }
        #expect(await issue(2).v2Code == 13_090)
        #expect(await world.cluster.account(named: "new") == nil)
        #expect(await issue(1).integer("scope", "org_id") == 1)
    }

    @Test func `revoke without a body ends the caller's own token`() async {
        let world = World()
        let token = await world.token("anna")
        #expect(await world.v2(.post, "/auth/token/revoke", bearer: token).status == 204)
        #expect(await world.v2(.get, "/auth/session/user", bearer: token).status == 401)
        #expect(await world.v2(.post, "/auth/token/revoke", bearer: token).status == 401)
    }

    @Test func `revoke by token, by user, and for others only with the privilege`() async {
        let world = World()
        let root = await world.token()
        let anna = await world.token("anna")
        let second = await world.token("anna")
        func revoke(_ body: String, by bearer: String) async -> Answer {
            await world.v2(.post, "/auth/token/revoke", body, bearer: bearer)
        }
        #expect(await revoke("{}", by: root).v2Code == 10_002)
        #expect(await revoke(#"{"user_identifier":"root","token":"\#(anna)"}"#, by: root).v2Code == 10_002)
        #expect(await revoke(#"{"user_identifier":"ghost"}"#, by: root).v2Code == 10_002)
        #expect(await revoke(#"{"token":"never issued"}"#, by: root).v2Code == 10_002)
        #expect(await revoke(#"{"token":"\#(root)"}"#, by: anna).v2Code == 10_023)
        #expect(await revoke(#"{"user_identifier":"root"}"#, by: anna).status == 403)
        #expect(await revoke(#"{"user_identifier":"anna","token":"\#(anna)"}"#, by: root).status == 204)
        #expect(await !world.cluster.isValid(token: anna))
        #expect(await world.cluster.isValid(token: second))
        #expect(await revoke(#"{"user_identifier":"anna"}"#, by: root).status == 204)
        #expect(await !world.cluster.isValid(token: second))
        #expect(await world.cluster.isValid(token: root))
    }

    @Test func `revoking with cookies ends that session too, and needs a body`() async {
        let world = World()
        let cookies = await world.logIn()
        let token = await world.token()
        #expect(await world.v2(.post, "/auth/token/revoke", cookies: cookies).status == 400)
        #expect(await world.v2(.post, "/auth/token/revoke", #"{"token":"\#(token)"}"#, cookies: cookies).status == 204)
        #expect(await world.v2(.get, "/auth/session/user", cookies: cookies).status == 401)
    }

    @Test func `validate knows valid tokens; all others are 400, told apart by debug; a bad caller is 401`() async {
        let world = World()
        let caller = await world.token(more: #","validity_time_in_sec":3600"#)
        let living = await world.token("anna", more: #","validity_time_in_sec":3600"#)
        let short = await world.token("anna")
        let revoked = await world.token("anna")
        _ = await world.v2(.post, "/auth/token/revoke", bearer: revoked)
        world.clock.advance(seconds: 400)
        func validate(_ token: String, by bearer: String?) async -> Answer {
            await world.v2(.post, "/auth/token/validate", #"{"token":"\#(token)"}"#, bearer: bearer)
        }
        let good = await validate(living, by: caller)
        #expect(good.status == 200)
        #expect(good.string("token_type") == "BEARER")
        #expect(good.string("valid_for_user_id") == World.guid(2))
        #expect(good.json?["valid_for_username"] == nil)
        var sentences = Set<String>()
        for dead in [short, revoked, "garbage"] {
            let answer = await validate(dead, by: caller)
            #expect(answer.status == 400)
            #expect(answer.v2Code == 10_002)
            sentences.insert(answer.v2Debug ?? "")
        }
        #expect(sentences.count == 3)
        #expect(await validate(living, by: short).v2Code == 10_097)
        #expect(await validate(living, by: nil).status == 401)
    }
}
