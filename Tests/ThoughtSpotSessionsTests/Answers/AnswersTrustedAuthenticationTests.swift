import HTTPExchange
import TestSupport
import Testing
import ThoughtSpotSessions

/// How the state of trusted authentication is read (<doc:V2>): leniently where it is only shown, strictly where it
/// decides, and never with a key in an error.
struct AnswersTrustedAuthenticationTests {
    private static let canary = "c4a57e11-0000-4000-8000-00000000beef"

    private static let full = """
        {"auth_type":"TRUSTED_AUTH","cluster_preferences":{"auth_status":"ENABLED","access_tokens":\
        [{"key":"\(canary)","new":1}],"new":null},"org_preferences":[{"org":{"id":7,"name":"Sales"},"auth_status":\
        "DISABLED"},{"org":{"id":8,"name":"Ops"},"auth_status":"ENABLED","access_tokens":[{"key":"a"},{"key":"b"}]}],\
        "new":[]}
        """

    private func read(_ answer: String) async throws(SessionError) -> TrustedAuthenticationState {
        try await Script(.v2, .json(answer)).client.trustedAuthentication(nil, as: Script.bearer).value
    }

    @Test func `cluster and Orgs`() async throws {
        let sales = TrustedAuthenticationPlace.org(OrgReference(id: 7, name: "Sales"))
        let ops = TrustedAuthenticationPlace.org(OrgReference(id: 8, name: "Ops"))
        #expect(
            try await read(Self.full).settings == [
                .init(place: .cluster, isEnabled: true, keys: [Secret(Self.canary)]),
                .init(place: sales, isEnabled: false, keys: []),
                .init(place: ops, isEnabled: true, keys: [Secret("a"), Secret("b")]),
            ])
    }

    @Test(arguments: ["{}", #"{"auth_type":"TRUSTED_AUTH","cluster_preferences":null,"org_preferences":null}"#])
    func `what is left out is left out`(answer: String) async throws {
        #expect(try await read(answer).settings.isEmpty)
    }

    @Test(arguments: [#""ENABLE""#, #""PENDING""#, "null"])
    func `a state in other words is unknown, and its keys are still told`(status: String) async throws {
        let answer = #"{"cluster_preferences":{"auth_status":\#(status),"access_tokens":[{"key":"k"}]}}"#
        #expect(
            try await read(answer).settings == [.init(place: .cluster, isEnabled: nil, keys: [Secret("k")])])
    }

    @Test(arguments: [
        (#""auth_type":"TRUSTED_AUTH""#, #""auth_type":"OAUTH""#, "auth_type"),
        (#""auth_type":"TRUSTED_AUTH""#, #""auth_type":1"#, "auth_type"),
        (
            #""auth_status":"ENABLED","access_tokens":[{"key":"c4"#, #""auth_status":true,"access_tokens":[{"key":"c4"#,
            "cluster_preferences.auth_status"
        ),
        (#"[{"key":"a"},{"key":"b"}]"#, #"{"key":"a"}"#, "org_preferences[1].access_tokens"),
        (#"[{"key":"a"},{"key":"b"}]"#, #"[{"key":"a"},"b"]"#, "org_preferences[1].access_tokens[1]"),
        (#"[{"key":"a"},{"key":"b"}]"#, #"[{"key":"a"},{}]"#, "org_preferences[1].access_tokens[1].key"),
        (#"[{"key":"a"},{"key":"b"}]"#, #"[{"key":""}]"#, "org_preferences[1].access_tokens[0].key"),
        (#"[{"key":"a"},{"key":"b"}]"#, #"[{"key":5}]"#, "org_preferences[1].access_tokens[0].key"),
        (#""org":{"id":7,"name":"Sales"},"#, "", "org_preferences[0].org"),
        (#"{"id":7,"name":"Sales"}"#, "{}", "org_preferences[0].org.id"),
        (#""id":7"#, #""id":"7""#, "org_preferences[0].org.id"),
    ])
    func `what decides is checked, by its path only`(part: String, replacement: String, path: String) async throws {
        try #require(Self.full.contains(part))
        let error = await failure { () throws(SessionError) in
            try await read(Self.full.replacing(part, with: replacement))
        }
        #expect(error?.code == .badField)
        #expect(error?.detail?.hasPrefix("the field \(path) ") == true)
        #expect(error?.execution == .notExecuted)
        #expect(!"\(error as Any)".contains(Self.canary))
    }

    @Test func `no key is printed`() async throws {
        let state = try await read(Self.full)
        var dumped = ""
        dump(state, to: &dumped)
        for text in ["\(state)", String(reflecting: state), dumped] { #expect(!text.contains(Self.canary)) }
    }

    @Test func `a release without it, and a user without the right`() async {
        let forbidden =
            #"{"error":{"message":{"debug":{"code":10023,"debug":"[\"User lacks CONTROL_TRUSTED_AUTH\"]"}}}}"#
        let script = Script(.v2, .json("{}", status: 404), .json(forbidden, status: 403))
        for code in [SessionError.Code.notOnThisRelease, .forbidden] {
            let error = await failure { () throws(SessionError) in
                try await script.client.trustedAuthentication(nil, as: Script.bearer)
            }
            #expect(error?.code == code)
        }
    }

    @Test func `a change that is cut off is unknown, a change that is refused is not`() async {
        let script = Script(.v2, .empty(502), .json(#"{"error":{"message":{"code":10002}}}"#, status: 400))
        let change = TrustedAuthenticationChange(place: .cluster, isEnabled: false)
        for execution in [SessionError.Execution.unknown, .notExecuted] {
            let error = await failure { () throws(SessionError) in
                try await script.client.changeTrustedAuthentication(change, as: Script.bearer)
            }
            #expect(error?.execution == execution)
        }
    }
}
