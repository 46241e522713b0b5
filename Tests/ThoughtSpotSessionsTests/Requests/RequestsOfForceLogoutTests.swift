import HTTPExchange
import StrictJSON
import TestSupport
import Testing
import ThoughtSpotSessions

/// Ending the sessions of users, as <doc:V1>, <doc:BetaTspublic>, <doc:V2> write it; and that nothing which a server
/// could read as "everybody" can be sent (promise P64; faults D-v1-10, D-b-9, D-2-6).
struct RequestsOfForceLogoutTests {
    private static let guid = "6f5a7c10-3d1e-4c58-9b0a-1d2e3f4a5b6c"
    private static let anna = UserSelection(.name("anna"))
    private static let both = UserSelection(.name("anna"), [.id(guid), .name("é \"q\""), .name("anna")])

    @Test func `v2.0 names users and GUIDs in one list`() async throws {
        let script = Script(.v2, .empty(204), .empty(200))
        try await script.client.forceLogout(Self.anna, as: Script.bearer).value
        try await script.client.forceLogout(Self.both, as: Script.cookies).value
        #expect(
            script.sent == """
                POST /api/rest/2.0/users/force-logout
                accept: application/json
                authorization: Bearer caller-token
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"user_identifiers":["anna"]}
                ---
                POST /api/rest/2.0/users/force-logout
                accept: application/json
                content-type: application/json
                cookie: JSESSIONID=session-1; clientId=client-1
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"user_identifiers":["anna","\(Self.guid)","é \\"q\\""]}
                """)
        #expect(script.transport.requests.map(\.safety) == [.change, .change])
    }

    @Test(arguments: [Generation.v1, .betaAPI])
    func `v1 has a field for names and one for GUIDs`(generation: Generation) async throws {
        let script = Script(generation, .empty(204), .empty(204), .empty(204))
        try await script.client.forceLogout(Self.anna, as: Script.cookies).value
        try await script.client.forceLogout(UserSelection(.id(Self.guid)), as: Script.cookies).value
        try await script.client.forceLogout(Self.both, as: Script.cookies).value
        let head = """
            POST /callosum/v1/tspublic/v1/user/session/invalidate
            accept: application/json
            content-type: application/x-www-form-urlencoded
            cookie: JSESSIONID=session-1; clientId=client-1
            user-agent: tessera/test
            x-requested-by: ThoughtSpot
            """
        #expect(
            script.sent == """
                \(head)

                username=%5B%22anna%22%5D
                ---
                \(head)

                userid=%5B%226f5a7c10-3d1e-4c58-9b0a-1d2e3f4a5b6c%22%5D
                ---
                \(head)

                username=%5B%22anna%22%2C%22%C3%A9%20%5C%22q%5C%22%22%5D\
                &userid=%5B%226f5a7c10-3d1e-4c58-9b0a-1d2e3f4a5b6c%22%5D
                """)
    }

    @Test(arguments: [Generation.betaTspublic, .betaQuery])
    func `beta-tspublic names each user by one of two members`(generation: Generation) async throws {
        let script = Script(generation, .json("true"))
        try await script.client.forceLogout(Self.both, as: Script.bearer).value
        #expect(
            script.sent == """
                POST /tspublic/rest/v2/admin/forcelogout
                accept: application/json
                authorization: Bearer caller-token
                content-type: application/json
                user-agent: tessera/test
                x-requested-by: ThoughtSpot

                {"user":[{"name":"anna"},{"id":"\(Self.guid)"},{"name":"é \\"q\\""}]}
                """)
    }

    @Test(arguments: [Generation.betaTspublic, .betaQuery])
    func `a bare boolean is the answer`(generation: Generation) async {
        let cases: [(ExchangeResponse, SessionError.Code?, SessionError.Execution?)] = [
            (.json("true"), nil, nil), (.json("false"), .refusedByServer, .notExecuted),
            (.json("\"yes\""), .outcomeUnknown, .accepted), (.empty(200), .outcomeUnknown, .accepted),
        ]
        for (answer, code, execution) in cases {
            let script = Script(generation, answer)
            let error = await failure { () throws(SessionError) in
                try await script.client.forceLogout(Self.anna, as: Script.bearer)
            }
            #expect(error?.code == code)
            #expect(error?.execution == execution)
        }
    }

    @Test(arguments: Generation.allCases)
    func `who may not is told apart from a session that is over`(generation: Generation) async {
        let isBeta = [.betaTspublic, .betaQuery].contains(generation)
        for (status, code) in [(403, SessionError.Code.forbidden), (401, .sessionEnded)] {
            let flat = #"{"code":10023,"debug":"[\"no\"]","incident_id_guid":"i-1","trace_id_guid":"t-1"}"#
            let script = Script(
                generation, isBeta ? Betas.fault(status, code: 10_023) : .json(flat, status: status))
            let error = await failure { () throws(SessionError) in
                try await script.client.forceLogout(Self.anna, as: Script.bearer)
            }
            #expect(error?.code == code)
            #expect(error?.execution == .notExecuted)
        }
    }

    // MARK: Never everybody

    @Test func `an empty selection does not exist`() {
        #expect(UserSelection([]) == nil)
        #expect(UserSelection([.name("a"), .name("a")])?.users == [.name("a")])
        #expect(UserSelection([.id("a"), .name("a")])?.users == [.id("a"), .name("a")])
    }

    @Test(arguments: Generation.allCases, ["", " ", "\t", "\u{0}", "a\nb", "\u{7F}"])
    func `a user without a name is refused before anything is sent`(generation: Generation, text: String) async {
        let script = Script(generation)
        for user in [UserIdentifier.name(text), .id(text)] {
            for users in [UserSelection(user), UserSelection(.name("anna"), [user]), UserSelection(user, [.id("g")])] {
                let error = await failure { () throws(SessionError) in
                    try await script.client.forceLogout(users, as: Script.bearer)
                }
                #expect(error?.code == .invalidInput)
            }
        }
        #expect(script.transport.requests.isEmpty)
    }

    @Test(arguments: Generation.allCases)
    func `no request is made without a user`(generation: Generation) async {
        let script = Script(generation)
        let error = await failure { () throws(SessionError) in
            try await script.client.forceLogout(Self.anna, as: .none)
        }
        #expect(error?.code == .noSession)
        #expect(script.transport.requests.isEmpty)
    }

    /// 10,000 selections through every codec: each body names exactly the users of the selection, and at least one.
    @Test func `no body can be read as all users`() throws {
        var random = SeededGenerator(seed: 64)
        let alphabet = Array("ab\"\\[]{}null,: é😀&=%+")
        for round in 0..<2_000 {
            let users = (0...Int.random(in: 0..<4, using: &random)).map { _ -> UserIdentifier in
                let length = Int.random(in: 0..<12, using: &random)
                let text = "u" + String((0..<length).compactMap { _ in alphabet.randomElement(using: &random) })
                return Bool.random(using: &random) ? .name(text) : .id(text)
            }
            let selection = try #require(UserSelection(users))
            for generation in Generation.allCases {
                let body = try generation.codec.forceLogout(selection, as: Script.bearer).request.body
                let named = try #require(Self.users(in: body), "round \(round)")
                #expect(!named.isEmpty)
                #expect(Set(named) == Set(selection.users.map(\.text)))
            }
        }
    }

    /// Whom a body names, read without our own encoder; nothing when a part of it is missing, `null` or empty.
    private static func users(in body: CallBody) -> [String]? {
        switch body {
        case .none: return nil
        case .json(let object):
            guard object.members.count == 1, let member = object.members.first,
                let items = member.value.arrayValue, !items.isEmpty
            else { return nil }
            let texts = items.compactMap { item in
                item.stringValue ?? item["name"]?.stringValue ?? item["id"]?.stringValue
            }
            return texts.count == items.count ? texts : nil
        case .form(let fields):
            var texts: [String] = []
            for field in fields {
                guard ["username", "userid"].contains(field.name),
                    let items = try? JSONValue.parse(Array(field.value.utf8)).arrayValue, !items.isEmpty
                else { return nil }
                texts += items.compactMap(\.stringValue)
            }
            return texts.isEmpty ? nil : texts
        }
    }
}
