import TestSupport
import Testing
import ThoughtSpotSessions

/// What v2.0 puts on the wire for custom tokens and for users created at issue (<doc:V2>, <doc:Orgs>,
/// <doc:JustInTimeUsers>).
struct RequestsV2CustomTests {
    private static let answer = """
        {"id":"i","token":"t","org":{"id":3,"name":"Sales"},"user":{"id":"guid","name":"u"},\
        "creation_time_in_millis":1748736000000,"expiration_time_in_millis":1748736300000}
        """

    private static func request(
        _ rules: CustomTokenRules, org: OrgReference? = nil, lifetime: Int? = nil, provisioning: Provisioning? = nil
    ) -> TokenRequest {
        TokenRequest(
            kind: .custom(rules), username: "u", credential: .secretKey(Secret("key-1")), lifetime: lifetime, org: org,
            provisioning: provisioning)
    }

    @Test func `the smallest custom token says auto_create, for its default is true`() async throws {
        let script = Script(.v2, .json(Self.answer))
        _ = try await script.client.issueToken(Self.request(CustomTokenRules(persistence: .replace)))
        #expect(
            script.sent == """
                POST /api/rest/2.0/auth/token/custom
                accept: application/json
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"username":"u","secret_key":"key-1","persist_option":"REPLACE","auto_create":false}
                """)
    }

    @Test func `every rule in its own words`() async throws {
        let script = Script(.v2, .json(Self.answer))
        let rules = CustomTokenRules(
            persistence: .append,
            filterRules: [
                .init(column: "Region", comparison: .isIn, values: ["north", "é\"st"]),
                .init(column: "Day", comparison: .betweenInclusive, values: ["1", "2"]),
            ],
            parameterValues: [.init(name: "Currency", values: ["EUR"])],
            variableValues: [.init(name: "tenant", values: ["a", "b"])],
            objects: [.init(identifier: "guid-1"), .init(identifier: "Sales Table", type: "LOGICAL_TABLE")])
        _ = try await script.client.issueToken(Self.request(rules, org: OrgReference(name: "Sales"), lifetime: 60))
        #expect(
            script.sent.hasSuffix(
                """
                \n\n{"username":"u","secret_key":"key-1","validity_time_in_sec":60,"org_identifier":"Sales",\
                "persist_option":"APPEND",\
                "filter_rules":[{"column_name":"Region","operator":"IN","values":["north","é\\"st"]},\
                {"column_name":"Day","operator":"BW_INC","values":["1","2"]}],\
                "parameter_values":[{"name":"Currency","values":["EUR"]}],\
                "variable_values":[{"name":"tenant","values":["a","b"]}],\
                "objects":[{"identifier":"guid-1"},{"type":"LOGICAL_TABLE","identifier":"Sales Table"}],\
                "auto_create":false}
                """))
    }

    @Test(arguments: zip(CustomTokenRules.Persistence.allCases, ["REPLACE", "APPEND", "NONE", "RESET"]))
    func `every persist option`(option: CustomTokenRules.Persistence, word: String) async throws {
        let script = Script(.v2, .json(Self.answer))
        let rules = CustomTokenRules(
            persistence: option, filterRules: [.init(column: "c", comparison: .equal, values: ["1"])])
        _ = try await script.client.issueToken(Self.request(rules))
        #expect(script.sent.contains("\"persist_option\":\"\(word)\",\"filter_rules\""))
    }

    @Test func `every comparison is spelt as the server's own client spells it`() {
        #expect(
            CustomTokenRules.FilterRule.Comparison.allCases.map(\.rawValue) == [
                "EQ", "NE", "LT", "LE", "GT", "GE", "IN", "BW", "CONTAINS", "BEGINS_WITH", "ENDS_WITH", "BW_INC",
                "BW_INC_MIN", "BW_INC_MAX", "LIKE", "NOT_IN",
            ])
    }

    @Test func `a password, and an Org by number, which is a text here`() async throws {
        let script = Script(.v2, .json(Self.answer))
        var request = Self.request(CustomTokenRules(persistence: .replace), org: OrgReference(id: 3, name: "Sales"))
        request.credential = .password(Secret("p"))
        _ = try await script.client.issueToken(request)
        #expect(
            script.sent.hasSuffix(
                #"{"username":"u","password":"p","org_identifier":"3","persist_option":"REPLACE","auto_create":false}"#)
        )
    }

    @Test(arguments: [
        (
            Provisioning(groups: ["g 1", "g2"]),
            #""auto_create":true,"groups":[{"identifier":"g 1"},{"identifier":"g2"}]}"#
        ),
        (Provisioning(groups: []), #""auto_create":true,"groups":[]}"#),
        (Provisioning(email: "u@x", displayName: "U"), #""auto_create":true,"email":"u@x","display_name":"U"}"#),
        (Provisioning(), #""auto_create":true}"#),
    ])
    func `groups of a custom token are objects`(provisioning: Provisioning, end: String) async throws {
        let script = Script(.v2, .json(Self.answer))
        _ = try await script.client.issueToken(
            Self.request(CustomTokenRules(persistence: .replace), provisioning: provisioning))
        #expect(script.sent.hasSuffix(end))
    }

    @Test(arguments: [
        (Provisioning(groups: ["g 1", "g2"]), #""auto_create":true,"group_identifiers":["g 1","g2"]}"#),
        (Provisioning(groups: []), #""auto_create":true,"group_identifiers":[]}"#),
        (Provisioning(), #""auto_create":true}"#),
    ])
    func `groups of a full token are texts`(provisioning: Provisioning, end: String) async throws {
        let answer = """
            {"token":"t","scope":{"access_type":"FULL","org_id":0},"valid_for_username":"u"}
            """
        let script = Script(.v2, .json(answer))
        var request = Self.request(CustomTokenRules(persistence: .replace), provisioning: provisioning)
        request.kind = .full
        _ = try await script.client.issueToken(request)
        #expect(script.sent.hasSuffix(end))
    }

    @Test func `the preview is the request without its secret`() throws {
        let rules = CustomTokenRules(
            persistence: .replace, filterRules: [.init(column: "c", comparison: .isIn, values: ["1"])])
        let request = Self.request(rules, org: OrgReference(name: "Sales"), provisioning: Provisioning(groups: ["g"]))
        let preview = try request.preview(in: .v2)
        #expect(preview.method == "POST")
        #expect(preview.path == "/api/rest/2.0/auth/token/custom")
        #expect(
            preview.fields.map { "\($0.name)=\($0.value)" } == [
                "username=u", "secret_key=\(Secret("key-1"))", "org_identifier=Sales", "persist_option=REPLACE",
                #"filter_rules=[{"column_name":"c","operator":"IN","values":["1"]}]"#, "auto_create=true",
                #"groups=[{"identifier":"g"}]"#,
            ])
        #expect(!preview.fields.contains { $0.value.contains("key-1") })
    }

    @Test(arguments: Generation.allCases.filter { $0 != .v2 })
    func `only v2.0 has custom tokens`(generation: Generation) {
        #expect(throws: PreviewError.self) {
            try Self.request(CustomTokenRules(persistence: .replace)).preview(in: generation)
        }
    }
}

/// What is refused before anything is sent (<doc:V2> and <doc:JustInTimeUsers>).
struct RefusedCustomTests {
    private static let variable = [CustomTokenRules.NamedValues(name: "v", values: ["1"])]

    private static let refused: [(CustomTokenRules, String)] = [
        (CustomTokenRules(persistence: .none, variableValues: variable), "NONE does not go with variable values"),
        (CustomTokenRules(persistence: .reset, variableValues: variable), "RESET does not go with variable values"),
        (
            CustomTokenRules(
                persistence: .replace, filterRules: [.init(column: "", comparison: .equal, values: ["1"])]),
            "the column of a filter rule is empty"
        ),
        (
            CustomTokenRules(persistence: .replace, filterRules: [.init(column: "c", comparison: .equal, values: [])]),
            "the filter rule for c has no value"
        ),
        (
            CustomTokenRules(persistence: .replace, parameterValues: [.init(name: "", values: ["1"])]),
            "the name of a parameter is empty"
        ),
        (
            CustomTokenRules(persistence: .replace, variableValues: [.init(name: "x", values: [])]),
            "the variable x has no value"
        ),
        (
            CustomTokenRules(persistence: .replace, objects: [.init(identifier: "")]),
            "the identifier of an object is empty"
        ),
    ]

    @Test(arguments: 0..<refused.count)
    func `rules that say nothing, or two things`(index: Int) async {
        let (rules, clause) = Self.refused[index]
        let script = Script(.v2)
        let request = TokenRequest(kind: .custom(rules), username: "u", credential: .secretKey(Secret("k")))
        let error = await failure { () throws(SessionError) in try await script.client.issueToken(request) }
        #expect(error?.code == .invalidInput)
        #expect(error?.detail?.contains(clause) == true, "\(error?.detail ?? "")")
        #expect(script.transport.requests.isEmpty)
    }

    @Test(
        arguments: [Generation.v1, .v2],
        [
            Provisioning(email: ""), Provisioning(displayName: "a\nb"), Provisioning(groups: ["g", ""]),
        ])
    func `a user is not given nothing`(generation: Generation, provisioning: Provisioning) async {
        let script = Script(generation)
        let request = TokenRequest(
            kind: .full, username: "u", credential: .secretKey(Secret("k")), provisioning: provisioning)
        let error = await failure { () throws(SessionError) in try await script.client.issueToken(request) }
        #expect(error?.code == .invalidInput)
        #expect(script.transport.requests.isEmpty)
    }

    @Test func `a password creates no user`() async {
        let script = Script(.v2)
        let request = TokenRequest(
            kind: .custom(CustomTokenRules(persistence: .replace)), username: "u", credential: .password(Secret("p")),
            provisioning: Provisioning())
        let error = await failure { () throws(SessionError) in try await script.client.issueToken(request) }
        #expect(error?.code == .invalidInput)
        #expect(error?.detail?.contains("secret key only") == true)
        #expect(script.transport.requests.isEmpty)
    }
}
