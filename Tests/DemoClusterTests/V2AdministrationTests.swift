import HTTPExchange
import HTTPTypes
import TestSupport
import Testing

@testable import DemoCluster

@Suite("v2.0: what an administrator asks")
struct V2AdministrationTests {
    @Test(arguments: [
        ("GET", "/system", ""), ("POST", "/orgs/search", "{}"),
        ("POST", "/users/deactivate", #"{"user_identifier":"keeper","base_url":"https://test.example"}"#),
        ("POST", "/logs/fetch", #"{"log_type":"SECURITY_AUDIT"}"#),
        ("POST", "/auth/search", #"{"auth_type":"TRUSTED_AUTH"}"#),
        (
            "POST", "/auth/configure",
            #"{"auth_type":"TRUSTED_AUTH","cluster_preferences":{"auth_status":"DISABLED"}}"#
        ),
    ])
    func `what needs a privilege is refused without it and without a session`(
        method: String, path: String, body: String
    ) async throws {
        let world = World()
        let method = try #require(HTTPRequest.Method(method))
        #expect(await world.v2(method, path, body).status == 401)
        let refused = await world.v2(method, path, body, bearer: await world.token("anna"))
        #expect(refused.status == 403)
        #expect(refused.v2Code == 10_023)
        let allowed = await world.v2(method, path, body, bearer: await world.token())
        #expect((200...204).contains(allowed.status))
    }

    @Test func `system names the release, and api_version v1`() async {
        let world = World()
        let answer = await world.v2(.get, "/system", bearer: await world.token())
        #expect(answer.string("release_version") == "26.8.0.cl")
        #expect(answer.string("api_version") == "v1")
        #expect(answer.string("type") == "SAAS")
    }

    @Test func `the system has all of its 23 documented fields, of their types`() async {
        let world = World()
        let system = await world.v2(.get, "/system", bearer: await world.token())
        guard case .object(let members) = system.json else {
            Issue.record("\(system.text)")
            return
        }
        let numbers: Set = ["all_user_group_member_user_count", "logical_model_version"]
        let texts: Set = [
            "id", "name", "release_version", "time_zone", "locale", "date_format", "api_version", "type", "environment",
            "license", "date_time_format", "time_format", "system_user_id", "super_user_id", "hidden_object_id",
            "system_group_id", "tsadmin_user_id", "admin_group_id", "all_tables_connection_id", "all_user_group_id",
            "accept_language",
        ]
        #expect(Set(members.keys) == texts.union(numbers))
        for name in texts { if case .string = members[name] { continue } else { Issue.record("\(name)") } }
        for name in numbers { if case .integer = members[name] { continue } else { Issue.record("\(name)") } }
        #expect(system.string("tsadmin_user_id") == World.guid(1))
    }

    @Test
    func `a deactivated user has no session, no token and no login until the link's token opens the account`() async {
        let world = World()
        let root = await world.token()
        let anna = await world.token("anna")
        let cookies = await world.logIn("anna")
        func deactivate(_ body: String) async -> Answer {
            await world.v2(.post, "/users/deactivate", body, bearer: root)
        }
        #expect(await deactivate(#"{"user_identifier":"anna"}"#).v2Code == 10_002)
        #expect(await deactivate(#"{"user_identifier":"ghost","base_url":"https://test.example"}"#).v2Code == 10_002)
        let link =
            await deactivate(#"{"user_identifier":"anna","base_url":"https://test.example"}"#)
            .string("activation_link") ?? ""
        #expect(link.hasPrefix("https://test.example/#/activate?userName=anna&authToken="))
        #expect(await world.v2(.get, "/auth/session/user", bearer: anna).status == 401)
        #expect(await world.v2(.get, "/auth/session/user", cookies: cookies).status == 401)
        #expect(await world.logIn("anna").isEmpty)
        func activate(_ token: Substring) async -> Int {
            await world.v2(
                .post, "/users/activate", #"{"user_identifier":"anna","auth_token":"\#(token)","password":"new-Pa55"}"#
            ).status
        }
        let token = link.split(separator: "=").last ?? ""
        #expect(await activate("wrong") == 401)
        world.clock.advance(seconds: 14 * 86_400)
        #expect(await activate(token) == 401)
        world.clock.advance(seconds: -1)
        #expect(await activate(token) == 200)
        #expect(await activate(token) == 401)
        let login = #"{"username":"anna","password":"new-Pa55"}"#
        #expect(await world.v2(.post, "/auth/session/login", login).status == 204)
    }

    @Test func `the banner needs no credential`() async {
        let answer = await World().v2(.get, "/system/banner")
        #expect(answer.status == 200)
        #expect(answer.json?["under_maintenance"] == .boolean(false))
    }

    @Test(arguments: [
        ("{}", 3), (#"{"org_identifier":"Sales"}"#, 1), (#"{"org_identifier":"2"}"#, 1),
        (#"{"user_identifiers":["anna"]}"#, 2), (#"{"status":"IN_ACTIVE"}"#, 0), (#"{"org_identifier":"x"}"#, 0),
    ])
    func `Orgs are found by name, id, and user`(body: String, count: Int) async {
        let world = World()
        let answer = await world.v2(.post, "/orgs/search", body, bearer: await world.token())
        guard case .array(let found) = answer.json else {
            Issue.record("no array: \(answer.text)")
            return
        }
        #expect(found.count == count)
    }

    @Test func `disabling trusted authentication drops its key, enabling makes another`() async {
        let world = World()
        let keeper = await world.token("keeper", more: #","validity_time_in_sec":9999"#)
        func configure(_ status: String) async -> Int {
            await world.v2(
                .post, "/auth/configure",
                #"{"auth_type":"TRUSTED_AUTH","cluster_preferences":{"auth_status":"\#(status)"}}"#, bearer: keeper
            ).status
        }
        func key() async -> String? {
            let answer = await world.v2(
                .post, "/auth/search", #"{"auth_type":"TRUSTED_AUTH","scope":"CLUSTER"}"#, bearer: keeper)
            guard case .array(let keys) = answer.json?["cluster_preferences"]?["access_tokens"],
                case .string(let key) = keys.first?["key"]
            else { return nil }
            return key
        }
        #expect(await key() == World.key)
        #expect(await configure("ENABLED") == 204)
        #expect(await key() == World.key)
        #expect(await configure("DISABLED") == 204)
        #expect(await key() == nil)
        #expect(await configure("ENABLED") == 204)
        #expect(await key()?.count == 36)
        #expect(await key() != World.key)
        #expect(await configure("ENABLE") == 400)
        let empty = await world.v2(.post, "/auth/configure", #"{"auth_type":"TRUSTED_AUTH"}"#, bearer: keeper)
        #expect(empty.status == 400)
    }

    @Test(arguments: [
        #"{"cluster_preferences":{"auth_status":"DISABLED"}}"#, #"{"auth_type":"TRUSTED_AUTH"}"#,
        #"{"auth_type":"trusted_auth","cluster_preferences":{"auth_status":"DISABLED"}}"#,
        #"{"auth_type":"TRUSTED_AUTH","cluster_preferences":{}}"#,
        #"{"auth_type":"TRUSTED_AUTH","cluster_preferences":{"auth_status":false}}"#,
        #"{"auth_type":"TRUSTED_AUTH","cluster_preferences":"DISABLED"}"#,
        #"{"auth_type":"TRUSTED_AUTH","org_preferences":[]}"#,
        #"{"auth_type":"TRUSTED_AUTH","org_preferences":[{"auth_status":"DISABLED"}]}"#,
        #"{"auth_type":"TRUSTED_AUTH","org_preferences":[{"org_identifier":1,"auth_status":"DISABLED"}]}"#,
        #"{"auth_type":"TRUSTED_AUTH","org_preferences":[{"org_identifier":"0","auth_status":"DISABLED"}]}"#,
        #"{"auth_type":"TRUSTED_AUTH","org_preferences":[{"org_identifier":"Sales","auth_status":"DISABLED"},"#
            + #"{"org_identifier":"Nowhere","auth_status":"DISABLED"}]}"#,
    ])
    func `what is no change of trusted authentication is refused, and changes nothing`(body: String) async {
        let world = World()
        let keeper = await world.token("keeper")
        #expect(await world.v2(.post, "/auth/configure", body, bearer: keeper).status == 400)
        #expect(await world.actions().contains(.configuredTrustedAuthentication) == false)
        #expect(!(await world.token("anna").isEmpty))
    }

    @Test func `trusted authentication came with 26.6`() async {
        let world = World(release: "26.5.0.cl")
        let search = #"{"auth_type":"TRUSTED_AUTH"}"#
        #expect(await world.v2(.post, "/auth/search", search, bearer: await world.token()).status == 404)
    }

    @Test func `a disabled key opens nothing more; its v1 tokens end with the first token of a new key`() async {
        let world = World()
        let keeper = await world.token("keeper", more: #","validity_time_in_sec":9999"#)
        func configure(_ status: String) async {
            _ = await world.v2(
                .post, "/auth/configure",
                #"{"auth_type":"TRUSTED_AUTH","cluster_preferences":{"auth_status":"\#(status)"}}"#, bearer: keeper)
        }
        func lives(_ token: String) async -> Bool {
            await world.v2(.get, "/auth/session/user", bearer: token).status == 200
        }
        let old = await world.v1(
            .post, "/session/auth/token", "secret_key=\(World.key)&username=anna&access_level=FULL")
        #expect(old.status == 200, "\(old.text)")
        #expect(await lives(old.text))
        await configure("DISABLED")
        #expect(await world.token("anna").isEmpty)
        #expect(await lives(old.text))
        await configure("ENABLED")
        #expect(await world.token("anna").isEmpty)
        let answer = await world.v2(.post, "/auth/search", #"{"auth_type":"TRUSTED_AUTH"}"#, bearer: keeper)
        guard case .array(let keys) = answer.json?["cluster_preferences"]?["access_tokens"],
            case .string(let key) = keys.first?["key"]
        else {
            Issue.record("no key: \(answer.text)")
            return
        }
        let new = await world.v1(.post, "/session/auth/token", "secret_key=\(key)&username=anna&access_level=FULL")
        #expect(await lives(new.text))
        #expect(!(await lives(old.text)))
    }

    @Test func `the audit log tells of logins and tokens, not of revocations`() async {
        let world = World()
        _ = await world.logIn("anna")
        _ = await world.v2(.post, "/auth/session/login", #"{"username":"anna","password":"no"}"#)
        let token = await world.token()
        let answer = await world.v2(.post, "/logs/fetch", #"{"log_type":"SECURITY_AUDIT"}"#, bearer: token)
        guard case .array(let lines) = answer.json else {
            Issue.record("no array: \(answer.text)")
            return
        }
        let kinds = lines.map { line -> String? in
            guard case .string(let log) = line["log"],
                case .string(let kind) = JSONValue.parse([UInt8](log.utf8))?["type"]
            else { return nil }
            return kind
        }
        #expect(kinds == ["LOGIN_SUCCESSFUL", "LOGIN_FAILED", "AUTH_TOKEN_CREATED_SUCCESSFULLY"])
        let tooWide = #"{"log_type":"SECURITY_AUDIT","start_epoch_time_in_millis":0}"#
        #expect(await world.v2(.post, "/logs/fetch", tooWide, bearer: token).status == 400)
    }
}
