import HTTPExchange
import HTTPTypes
import Testing
import ThoughtSpotSessions

/// Answers with random damage: every call ends with a value or with a ``SessionError``, and never shows a secret.
struct MutatedAnswersTests {
    private static let seeds: [(status: Int, type: String, text: String)] = [
        (
            200, "application/json",
            """
            {"token":"eyJh.e30.s","creation_time_in_millis":1.7e12,"expiration_time_in_millis":1748736300000,\
            "scope":{"access_type":"FULL","org_id":7},"valid_for_user_id":"g","valid_for_username":"u"}
            """
        ),
        (
            200, "application/json",
            """
            {"id":"g","name":"u","display_name":"U","visibility":"S","userName":"u","userGUID":"g","expirationTime":1e9,\
            "orgs":[{"id":1,"name":"\\ud83d\\ude00"}],"current_org":{"id":0}}
            """
        ),
        (
            200, "application/json",
            """
            {"auth_type":"TRUSTED_AUTH","cluster_preferences":{"auth_status":"ENABLED","access_tokens":[{"key":"k"}]},\
            "org_preferences":[{"org":{"id":7,"name":"Sales"},"auth_status":"DISABLED"}]}
            """
        ),
        (200, "application/json", Betas.login), (200, "application/json", "true"),
        (500, "application/json", String(decoding: Betas.fault(401).body, as: UTF8.self)),
        (400, "application/json", #"{"error":{"message":{"debug":{"code":10002,"debug":"[\"x\",\"y\"]"}}}}"#),
        (
            200, "application/json",
            """
            [{"date":"2025-06-01T00:00:00.250Z","log":"{\\"id\\":\\"1\\",\\"orgId\\":0,\\"userName\\":null,\\"type\\":\\"A\\",\\"data\\":{}}"},\
            {"date":null,"log":"\\u00e9\\n"}]
            """
        ),
        (200, "text/plain", "dG9rZW4="), (200, "text/html", "<html>maintenance</html>"),
    ]

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `any bytes`(seed: UInt64) async {
        var random = SplitMix(state: seed)
        for round in 0..<250 {
            let original = Self.seeds[round % Self.seeds.count]
            var body = Array(original.text.utf8)
            for _ in 0..<(1 + random.next() % 6) { Self.damage(&body, &random) }
            var headers = HTTPFields()
            headers[.contentType] = original.type
            let status = random.next() % 8 == 0 ? Int(100 + random.next() % 500) : original.status
            let answer = ExchangeResponse(status: status, headers: headers, body: body)
            for generation in Generation.allCases {
                let script = Script(generation, steps: Array(repeating: .answer(answer), count: 7))
                let client = script.client
                let key = Secret("canary-of-the-key")
                let errors = [
                    await failure { () throws(SessionError) in try await client.sessionInfo(Script.bearer) },
                    await failure { () throws(SessionError) in
                        try await client.issueToken(
                            TokenRequest(kind: .full, username: "u", credential: .secretKey(key)))
                    },
                    await failure { () throws(SessionError) in
                        try await client.validateToken(Secret("t"), as: Script.bearer)
                    },
                    await failure { () throws(SessionError) in
                        try await client.trustedAuthentication(nil, as: Script.bearer)
                    },
                    await failure { () throws(SessionError) in try await client.logOut(Script.bearer) },
                    await failure { () throws(SessionError) in
                        try await client.auditLog(AuditLogTests.window, as: Script.bearer)
                    },
                    await failure { () throws(SessionError) in try await client.logIn(Betas.passwordLogin) },
                ]
                for error in errors.compactMap({ $0 }) {
                    #expect(!"\(error)".contains("canary-of-the-key"))
                    #expect((error.serverText ?? "").count <= 500)
                }
            }
        }
    }

    private static func damage(_ body: inout [UInt8], _ random: inout SplitMix) {
        guard !body.isEmpty else { return }
        let place = Int(random.next() % UInt64(body.count))
        switch random.next() % 5 {
        case 0: body[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: body.remove(at: place)
        case 2: body.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        case 3: body.removeLast(body.count - place)
        default: body.insert(contentsOf: body[place...].prefix(40), at: place)
        }
    }
}

private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
