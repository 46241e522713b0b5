import HTTPTypes
import Testing

@testable import DemoCluster

/// Custom tokens, session tokens and users made at issue, as <doc:V2> and <doc:JustInTimeUsers> have them.
@Suite("v2.0 custom tokens")
struct V2CustomTokenTests {
    private static func issue(_ world: World, _ user: String, _ more: String) async -> Answer {
        await world.v2(
            .post, "/auth/token/custom", #"{"username":"\#(user)","secret_key":"\#(World.key)"\#(more)}"#)
    }

    @Test(arguments: [
        (#","persist_option":"REPLACE""#, 200), ("", 400), (#","persist_option":"replace""#, 400),
        (#","persist_option":1"#, 400),
        (#","persist_option":"APPEND","filter_rules":[{"column_name":"c","operator":"IN","values":["a",1]}]"#, 200),
        (#","persist_option":"APPEND","filter_rules":[{"column_name":"c","operator":"=","values":["a"]}]"#, 400),
        (#","persist_option":"APPEND","filter_rules":[{"column_name":"c","values":["a"]}]"#, 400),
        (#","persist_option":"APPEND","filter_rules":[{"operator":"EQ","values":["a"]}]"#, 400),
        (#","persist_option":"APPEND","filter_rules":[{"column_name":"c","operator":"EQ","values":"a"}]"#, 400),
        (#","persist_option":"APPEND","filter_rules":[{"column_name":"c","operator":"EQ"}]"#, 400),
        (#","persist_option":"APPEND","filter_rules":{}"#, 400),
        (#","persist_option":"APPEND","variable_values":[{"name":"v","values":["1"]}]"#, 200),
        (#","persist_option":"NONE","variable_values":[{"name":"v","values":["1"]}]"#, 400),
        (#","persist_option":"RESET","variable_values":[{"name":"v","values":["1"]}]"#, 400),
        (#","persist_option":"RESET","parameter_values":[{"name":"v","values":[true]}]"#, 200),
        (#","persist_option":"REPLACE","parameter_values":[{"values":["1"]}]"#, 400),
        (#","persist_option":"REPLACE","objects":[{"identifier":"Sales","type":"LOGICAL_TABLE"}]"#, 200),
        (#","persist_option":"REPLACE","objects":[{"identifier":"Sales"}]"#, 400),
        (#","persist_option":"REPLACE","objects":[{"identifier":"\#(World.object)"}]"#, 200),
        (#","persist_option":"REPLACE","groups":[{"identifier":"g"}]"#, 200),
        (#","persist_option":"REPLACE","groups":["g"]"#, 400),
    ])
    func `what the schema knows, and what it does not`(more: String, status: Int) async {
        #expect(await Self.issue(World(), "anna", more).status == status)
    }

    @Test func `auto_create is true when nothing is said: a user appears, and one who exists is left alone`() async {
        let world = World()
        let names = #","persist_option":"REPLACE","display_name":"New","email":"new@example.com""#
        #expect(await Self.issue(world, "new", names + #","auto_create":false"#).status == 401)
        #expect(await Self.issue(world, "new", names + #","groups":[{"identifier":"fresh"}]"#).status == 200)
        #expect(await world.actions().filter { $0 == .provisionedUser }.count == 1)
        let before = await world.v2(.get, "/auth/session/user", bearer: await world.token("anna"))
        #expect(await Self.issue(world, "anna", names + #","auto_create":true,"groups":[]"#).status == 200)
        let after = await world.v2(.get, "/auth/session/user", bearer: await world.token("anna"))
        #expect(after.string("display_name") == before.string("display_name"))
        #expect(await world.actions().filter { $0 == .provisionedUser }.count == 1)
    }

    @Test func `a password issues a token, and creates no user`() async {
        func issue(_ user: String, _ more: String) async -> Int {
            let proof = #""username":"\#(user)","password":"\#(World.password)","persist_option":"REPLACE""#
            return await World().v2(.post, "/auth/token/custom", "{\(proof)\(more)}").status
        }
        #expect(await issue("anna", "") == 200)
        #expect(await issue("anna", #","auto_create":false"#) == 200)
        #expect(await issue("anna", #","auto_create":true"#) == 400)
        #expect(await issue("nobody", #","display_name":"N","email":"n@example.com""#) == 401)
    }

    @Test func `the Org is a name or a number under org_identifier; org_id is not looked at`() async {
        let world = World()
        for (more, name) in [
            (#","org_identifier":"Sales""#, "Sales"), (#","org_identifier":"1""#, "Sales"),
            (#","org_id":1"#, "Primary"),
        ] {
            let answer = await Self.issue(world, "anna", #","persist_option":"REPLACE""# + more)
            #expect(answer.string("org", "name") == name)
        }
        #expect(
            await Self.issue(world, "anna", #","persist_option":"REPLACE","org_identifier":"Finance""#).status == 400)
    }

    @Test(arguments: [
        ("10.3.0.cl", "/auth/token/custom", 404), ("10.4.0.cl", "/auth/token/custom", 200),
        ("10.6.0.sw", "/auth/token/custom", 404), ("10.7.0.sw", "/auth/token/custom", 200),
        ("test", "/auth/token/custom", 200),
    ])
    func `which releases have it`(release: String, path: String, status: Int) async {
        let body = #"{"username":"anna","secret_key":"\#(World.key)","persist_option":"REPLACE"}"#
        #expect(await World(release: release).v2(.post, path, body).status == status)
    }

    @Test func `a release before 10.14 does not know variable_values, and says nothing`() async {
        let more = #","persist_option":"NONE","variable_values":5"#
        #expect(await Self.issue(World(release: "10.13.0.cl"), "anna", more).status == 200)
        #expect(await Self.issue(World(release: "10.14.0.cl"), "anna", more).status == 400)
    }
}
