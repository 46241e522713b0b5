import HTTPExchange
import HTTPTypes
import TestSupport
import Testing
import ThoughtSpotSessions

/// Statuses and bodies, and what they tell of a generation (<doc:FindingTheGeneration>; faults D2, D22, D-b-10).
struct ProbeJudgementTests {
    /// One line of a table.
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let answer: ExchangeResponse
        /// Of v2.0's user and v1's session info.
        let strict: ProbeFinding
        /// Of the two paths of the betas.
        let beta: ProbeFinding
        /// Of the two banners.
        let banner: ProbeFinding

        init(
            _ name: String, _ answer: ExchangeResponse, strict: ProbeFinding, beta: ProbeFinding, banner: ProbeFinding
        ) {
            self.name = name
            self.answer = answer
            self.strict = strict
            self.beta = beta
            self.banner = banner
        }

        /// The same for all questions.
        init(_ name: String, _ answer: ExchangeResponse, _ doubt: ProbeDoubt) {
            self.init(
                name, answer, strict: .undecided(doubt), beta: .undecided(doubt), banner: .undecided(doubt))
        }

        var testDescription: String { name }
    }

    private static let v1Fault = #"{"code":10003,"incident_id_guid":"i","trace_id_guid":"t","debug":"[\"no\"]"}"#

    private static func headers(_ name: HTTPField.Name, _ value: String) -> HTTPFields { [name: value] }

    static let rows: [Row] = [
        Row(
            "401 with a fault", .json(v1Fault, status: 401), strict: .speaks, beta: .speaks,
            banner: .undecided(.otherStatus(401))),
        Row(
            "401 with nothing", .empty(401), strict: .speaks, beta: .speaks, banner: .undecided(.otherStatus(401))),
        Row(
            "404 with nothing", .empty(404), strict: .doesNot, beta: .doesNot, banner: .undecided(.otherStatus(404))),
        Row(
            "404 with a fault", .json(v1Fault, status: 404), strict: .doesNot, beta: .doesNot,
            banner: .undecided(.otherStatus(404))),
        Row(
            "404 as a page", .html("Not found", status: 404), strict: .doesNot, beta: .doesNot,
            banner: .undecided(.otherStatus(404))),
        Row(
            "405", .empty(405), strict: .undecided(.otherStatus(405)), beta: .speaks,
            banner: .undecided(.otherStatus(405))),
        Row(
            "400 with a fault", .json(v1Fault, status: 400), strict: .undecided(.otherStatus(400)), beta: .speaks,
            banner: .undecided(.otherStatus(400))),
        Row(
            "403", .json(v1Fault, status: 403), strict: .undecided(.otherStatus(403)), beta: .speaks,
            banner: .undecided(.otherStatus(403))),
        Row(
            "500 of the gateway", Betas.fault(401), strict: .undecided(.serverFailure(status: 500)), beta: .speaks,
            banner: .undecided(.serverFailure(status: 500))),
        Row(
            "500 of the gateway without a status inside", Betas.fault(nil),
            strict: .undecided(.serverFailure(status: 500)), beta: .speaks,
            banner: .undecided(.serverFailure(status: 500))),
        Row("500 with a fault of v1", .json(v1Fault, status: 500), .serverFailure(status: 500)),
        Row("500 with nothing", .empty(500), .serverFailure(status: 500)),
        Row("502 with text", .text("upstream gone", status: 502), .serverFailure(status: 502)),
        Row("502 as a page", .html("<h1>502 Bad Gateway</h1>", status: 502), .proxy),
        Row("503 as a page", .html("Service temporarily unavailable", status: 503), .maintenance),
        Row("429", .json(v1Fault, status: 429), .busy),
        Row("407", .empty(407), .proxy),
        Row(
            "302 to single sign-on", .empty(302, location: "https://u:p@sso.example.com/x?SAML=1"),
            to("https://sso.example.com/x")),
        Row("302 to nowhere", .empty(302), to(nil)),
        Row("200 as a sign-in page", .html("Sign in with SAML"), .signIn),
        Row("401 as a sign-in page", .html("Sign in with Okta", status: 401), .signIn),
        Row(
            "401 of a gateway", ExchangeResponse(status: 401, headers: headers(.wwwAuthenticate, "Basic realm=x")),
            .signIn),
        Row("403 of a firewall", .html("Access denied: blocked", status: 403), .proxy),
        Row("200 as a page of another product", .html("Hello"), .webPage),
        Row("200 as a maintenance page", .html("Site Maintenance"), .maintenance),
        Row("404 as a maintenance page", .html("System Maintenance", status: 404), .maintenance),
        Row(
            "economy mode", .html("zzz", status: 200, headers(clusterState, "Stopped")), .economyMode(state: "Stopped")),
        Row(
            "economy mode without a page", .json("{}", status: 503, headers(clusterState, "starting")),
            .economyMode(state: "Starting")),
        Row(
            "200 with other JSON", .json(#"{"status":"up"}"#), strict: .undecided(.otherStatus(200)), beta: .speaks,
            banner: .undecided(.unreadable)),
        Row(
            "200 with text", .text("ok"), strict: .undecided(.otherStatus(200)), beta: .undecided(.unreadable),
            banner: .undecided(.unreadable)),
        Row(
            "200 with nothing", .empty(200), strict: .undecided(.otherStatus(200)), beta: .undecided(.unreadable),
            banner: .undecided(.unreadable)),
        Row(
            "200 with a banner", .json(#"{"banner_text":"","under_maintenance":false}"#),
            strict: .undecided(.otherStatus(200)), beta: .speaks, banner: .speaks),
    ]

    // The literal is a valid name.
    // swift-format-ignore: NeverForceUnwrap
    private static let clusterState = HTTPField.Name("Cluster-State")!

    private static func to(_ target: String?) -> ProbeDoubt { .redirect(to: target) }

    @Test(arguments: rows)
    func `each answer tells what it tells`(row: Row) {
        for question in ProbeQuestion.allCases {
            let finding = question.finding(in: row.answer, from: Script.origin)
            switch question {
            case .v2User, .v1SessionInfo: #expect(finding == row.strict, "\(question)")
            case .betaTspublicSession, .betaAPISession: #expect(finding == row.beta, "\(question)")
            case .v2Banner, .v1Banner: #expect(finding == row.banner, "\(question)")
            }
        }
    }

    @Test func `only a banner call reads a banner`() {
        let answer = ExchangeResponse.json(#"{"banner_text":"Down at 5","under_maintenance":true}"#)
        let read = ProbeQuestion.allCases.map { $0.banner(in: answer, from: Script.origin) }
        let banner = MaintenanceBanner(text: "Down at 5", isUnderMaintenance: true)
        #expect(read == [banner, banner, nil, nil, nil, nil])
    }
}
