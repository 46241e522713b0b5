import HTTPExchange
import TestSupport
import ThoughtSpotSessions

/// Answers of the betas, written from <doc:BetaAPI> and <doc:ErrorAnswers>.
enum Betas {
    static let all: [Generation] = [.betaAPI, .betaTspublic, .betaQuery]

    /// 2025-06-01 00:00:00 UTC, and ten minutes to live.
    static let login = """
        {"userName":"anna","token":"YW5uYTp0b2tlbg==","tokenCreatedTime":"2025-06-01T00:00:00Z",\
        "tokenExpiryDuration":"600","tokenType":"Bearer"}
        """
    static let token = Secret("YW5uYTp0b2tlbg==")
    static let passwordLogin = LoginRequest(
        credential: .password(username: "anna", password: Secret("hunter+2 /x")))
    static let issue = TokenRequest(kind: .full, username: "anna", credential: .password(Secret("hunter+2 /x")))

    /// The gateway's 500 with the real status inside.
    static func fault(
        _ status: Int?, code: Int = 10_002, debug: String = "[\\\"nope\\\"]", stack: Int = 1
    ) -> ExchangeResponse {
        let inside = status.map { ",\"status\":\($0)" } ?? ""
        let trace = String(repeating: "\"at gateway (server.js:1)\",", count: stack) + "\"end\""
        return .json(
            """
            {"error":{"errors":{"message":"500: Internal Server Error","locations":{"line":2,"column":3},\
            "path":["session"],"extension":{"service":"CALLOSUM","code":"UPSTREAM_FAILURE","exception":\
            {"service":"CALLOSUM","upstreamResponse":{"data":{"code":\(code),"incident_id_guid":"inc-1",\
            "trace_id_guid":"t-1","debug":"\(debug)"}\(inside)},"stacktrace":[\(trace)]}}}}}
            """, status: 500)
    }
}
