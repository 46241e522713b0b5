import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// Switching and searching Orgs, as <doc:V1> and <doc:BetaTspublic> write it, with the neighbours of the others.
struct RequestsOfOrgsTests {
    private static let v1Switch = """
        PUT /callosum/v1/tspublic/v1/session/orgs
        accept: application/json
        content-type: application/x-www-form-urlencoded
        cookie: JSESSIONID=session-1; clientId=client-1
        user-agent: tessera/test
        x-requested-by: ThoughtSpot

        orgid=3
        """
    private static let tspublicSwitch = """
        PUT /tspublic/rest/v2/session/org
        accept: application/json
        content-type: application/json
        cookie: JSESSIONID=session-1; clientId=client-1
        user-agent: tessera/test
        x-requested-by: ThoughtSpot

        {"id":"3"}
        """

    @Test(arguments: [Generation.v1, .betaAPI, .v2])
    func `switching by v1`(generation: Generation) async throws {
        let script = Script(generation, .empty(204))
        try await script.client.switchOrg(to: OrgReference(id: 3, name: "Sales"), as: Script.cookies).value
        #expect(script.sent == Self.v1Switch)
        #expect(script.transport.requests.map(\.safety) == [.change])
    }

    @Test(arguments: [Generation.betaTspublic, .betaQuery])
    func `switching by beta-tspublic`(generation: Generation) async throws {
        let script = Script(generation, .json("true"))
        try await script.client.switchOrg(to: OrgReference(id: 3), as: Script.cookies).value
        #expect(script.sent == Self.tspublicSwitch)
        #expect(script.transport.requests.map(\.safety) == [.change])
    }

    @Test(arguments: [Generation.betaTspublic, .betaQuery])
    func `a false is a no, and anything else is unknown`(generation: Generation) async {
        let script = Script(generation, .json("false"), .json(#"{"done":true}"#))
        for (code, execution) in [
            (SessionError.Code.refusedByServer, SessionError.Execution.notExecuted), (.outcomeUnknown, .accepted),
        ] {
            let error = await failure { () throws(SessionError) in
                try await script.client.switchOrg(to: OrgReference(id: 3), as: Script.cookies)
            }
            #expect(error?.code == code)
            #expect(error?.execution == execution)
        }
    }

    @Test(arguments: Generation.allCases)
    func `the Org of a bearer session is fixed, and an Org is switched to by number`(generation: Generation) async {
        let script = Script(generation)
        let bearer = await failure { () throws(SessionError) in
            try await script.client.switchOrg(to: OrgReference(id: 3), as: Script.bearer)
        }
        #expect(bearer?.code == .invalidInput)
        #expect(bearer?.detail == "the Org of a token is fixed when it is issued")
        let named = await failure { () throws(SessionError) in
            try await script.client.switchOrg(to: OrgReference(name: "Sales"), as: Script.cookies)
        }
        #expect(named?.code == .invalidInput)
        let nobody = await failure { () throws(SessionError) in
            try await script.client.switchOrg(to: OrgReference(id: 3), as: .none)
        }
        #expect(nobody?.code == .noSession)
        #expect(script.transport.requests.isEmpty)
    }

    @Test func `beta-api searches by v1`() async throws {
        let script = Script(
            .betaAPI, .json(#"{"orgs":[{"orgId":0,"orgName":"Primary"},{"orgId":1,"orgName":"Sales"}]}"#))
        let orgs = try await script.client.searchOrgs(named: "Sales", as: Script.cookies).value
        #expect(orgs == [OrgReference(id: 1, name: "Sales")])
        #expect(
            script.sent == """
                GET /callosum/v1/tspublic/v1/session/orgs?batchsize=-1&offset=-1
                accept: application/json
                cookie: JSESSIONID=session-1; clientId=client-1
                user-agent: tessera/test
                x-requested-by: ThoughtSpot
                """)
    }

    @Test func `a release before Orgs says so`() async {
        let script = Script(.v1, .html("not found", status: 404))
        let error = await failure { () throws(SessionError) in
            try await script.client.switchOrg(to: OrgReference(id: 3), as: Script.cookies)
        }
        #expect(error?.code == .notOnThisRelease)
        #expect(error?.execution == .notExecuted)
    }
}
