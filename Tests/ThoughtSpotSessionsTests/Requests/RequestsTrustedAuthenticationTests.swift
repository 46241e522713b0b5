import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// What is put on the wire about trusted-authentication keys, as <doc:V2> writes it.
struct RequestsTrustedAuthenticationTests {
    private static let head = """
        accept: application/json
        authorization: Bearer caller-token
        content-type: application/json
        user-agent: tessera/test
        x-requested-by: ThoughtSpot
        """

    @Test(arguments: [
        (nil as TrustedAuthenticationScope?, #"{"auth_type":"TRUSTED_AUTH"}"#),
        (.cluster, #"{"auth_type":"TRUSTED_AUTH","scope":"CLUSTER"}"#),
        (.org, #"{"auth_type":"TRUSTED_AUTH","scope":"ORG"}"#),
    ])
    func `the search is one POST`(scope: TrustedAuthenticationScope?, body: String) async throws {
        let script = Script(.v2, .json(#"{"auth_type":"TRUSTED_AUTH"}"#))
        _ = try await script.client.trustedAuthentication(scope, as: Script.bearer)
        #expect(script.sent == "POST /api/rest/2.0/auth/search\n\(Self.head)\n\n\(body)")
        #expect(script.transport.requests.first?.safety == .read)
    }

    @Test(arguments: [
        (
            TrustedAuthenticationPlace.cluster, true,
            #"{"auth_type":"TRUSTED_AUTH","cluster_preferences":{"auth_status":"ENABLED"}}"#
        ),
        (
            .cluster, false,
            #"{"auth_type":"TRUSTED_AUTH","cluster_preferences":{"auth_status":"DISABLED"}}"#
        ),
        (
            .org(OrgReference(id: 7, name: "Sales")), true,
            #"{"auth_type":"TRUSTED_AUTH","org_preferences":[{"org_identifier":"7","auth_status":"ENABLED"}]}"#
        ),
        (
            .org(OrgReference(name: "Sales")), false,
            #"{"auth_type":"TRUSTED_AUTH","org_preferences":[{"org_identifier":"Sales","auth_status":"DISABLED"}]}"#
        ),
    ])
    func `D-2-13 a change names one place`(place: TrustedAuthenticationPlace, isEnabled: Bool, body: String)
        async throws
    {
        let script = Script(.v2, .empty())
        let change = TrustedAuthenticationChange(place: place, isEnabled: isEnabled)
        _ = try await script.client.changeTrustedAuthentication(change, as: Script.bearer)
        #expect(script.sent == "POST /api/rest/2.0/auth/configure\n\(Self.head)\n\n\(body)")
        #expect(script.transport.requests.first?.safety == .change)
    }

    @Test(arguments: [200, 201, 204])
    func `any 2xx is a yes`(status: Int) async throws {
        let script = Script(.v2, .empty(status))
        let change = TrustedAuthenticationChange(place: .cluster, isEnabled: true)
        #expect(try await script.client.changeTrustedAuthentication(change, as: Script.cookies).status == status)
    }

    @Test(arguments: [OrgReference(), OrgReference(id: 0), OrgReference(name: ""), OrgReference(name: "a\nb")])
    func `an Org that names no Org is not sent`(org: OrgReference) async {
        let script = Script(.v2)
        let change = TrustedAuthenticationChange(place: .org(org), isEnabled: false)
        let error = await failure { () throws(SessionError) in
            try await script.client.changeTrustedAuthentication(change, as: Script.bearer)
        }
        #expect(error?.code == .invalidInput)
        #expect(script.transport.requests.isEmpty)
    }

    @Test(arguments: Generation.allCases)
    func `nothing is asked without a session, nor where it does not exist`(generation: Generation) async {
        let expected: SessionError.Code = generation == .v2 ? .noSession : .notInThisGeneration
        let script = Script(generation)
        let change = TrustedAuthenticationChange(place: .cluster, isEnabled: false)
        let errors = [
            await failure { () throws(SessionError) in try await script.client.trustedAuthentication(nil, as: .none) },
            await failure { () throws(SessionError) in
                try await script.client.changeTrustedAuthentication(change, as: .none)
            },
        ]
        #expect(errors.map { $0?.code } == [expected, expected])
        #expect(script.transport.requests.isEmpty)
    }
}
