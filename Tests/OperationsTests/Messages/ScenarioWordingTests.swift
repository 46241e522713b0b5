import DemoCluster
import DisplayText
import Operations
import TestSupport
import Testing
import ThoughtSpotSessions

/// What an administrator reads when a login does not work: from the answer of the server to the words on the screen
/// (faults D2, D21, D23, D25, D-2-11; <doc:ErrorAnswers>).
struct ScenarioWordingTests {
    struct Scenario: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var status = 403
        var headers = ["Content-Type": "application/json"]
        let body: String
        let code: SessionError.Code
        let exit: ExitCode
        /// Each stands in the sentence or in a hint.
        let words: [String]
        var incident: String? = "5d8a1c1e"

        /// An error as v2.0 really nests it.
        static func error(_ code: Int, _ debug: String) -> String {
            #"{"error":{"message":{"debug":{"code":\#(code),"incident_id_guid":"5d8a1c1e","debug":"[\"\#(debug)\"]"}}}}"#
        }

        static func page(_ text: String) -> String { "<!DOCTYPE html><html><body>\(text)</body></html>" }
    }

    private static let html = ["Content-Type": "text/html"]

    private static let scenarios = [
        Scenario(
            testDescription: "D20 wrong password", status: 401, body: Scenario.error(10_097, "no"),
            code: .credentialsRefused, exit: .notLoggedIn, words: ["refused the credentials", "about 4 refused logins"]),
        Scenario(
            testDescription: "D21 missing privilege", body: Scenario.error(10_023, "no right"), code: .forbidden,
            exit: .forbidden, words: ["does not allow", "privilege"]),
        Scenario(
            testDescription: "D21 Org refused", status: 400, body: Scenario.error(13_090, "no access to Org 7"),
            code: .orgRefused, exit: .forbidden, words: ["credentials accepted, Org refused", "another Org"]),
        Scenario(
            testDescription: "D-2-11 second factor", body: Scenario.error(10_023, "MFA is required"),
            code: .multiFactor, exit: .notLoggedIn, words: ["requires MFA", "secret key", "bearer token"]),
        Scenario(
            testDescription: "D21 locked account", body: Scenario.error(10_023, "The account is locked"),
            code: .accountLocked, exit: .forbidden, words: ["locked", "for an hour", "another administrator"]),
        Scenario(
            testDescription: "D21 licence", body: Scenario.error(10_023, "Embedding is not licensed"), code: .licence,
            exit: .forbidden, words: ["licence", "incident ID to Support"]),
        Scenario(
            testDescription: "D2 maintenance page", status: 200, headers: html,
            body: Scenario.page("Scheduled maintenance"), code: .maintenance, exit: .busy,
            words: ["maintenance", "your credentials are not the problem"], incident: nil),
        Scenario(
            testDescription: "D2 economy mode", status: 200,
            headers: ["Content-Type": "text/html", "Cluster-State": "Stopped"], body: Scenario.page("Wake up"),
            code: .maintenance, exit: .busy, words: ["economy mode", "your credentials are not the problem"],
            incident: nil),
        Scenario(
            testDescription: "D2 single sign-on page", headers: html,
            body: Scenario.page("SAML single sign-on: Sign in with Okta"), code: .notThoughtSpot,
            exit: .unusableAnswer, words: ["sign-in page", "a secret key or a bearer token"], incident: nil),
        Scenario(
            testDescription: "D23 too many requests, and when to come back", status: 429,
            headers: ["Content-Type": "application/json", "Retry-After": "3"], body: "{}", code: .busy, exit: .busy,
            words: ["too many requests", "retry after 3.0 s", "share the limit"], incident: nil),
        Scenario(
            testDescription: "D23 too many requests", status: 429, body: Scenario.error(1, "slow down"), code: .busy,
            exit: .busy, words: ["too many requests", "share the limit"]),
    ]

    @Test(arguments: scenarios)
    func `what is read`(_ scenario: Scenario) async throws {
        let answer = DemoFaultAction.answer(
            status: scenario.status, headers: scenario.headers, body: Array(scenario.body.utf8))
        let world = try await World(faults: [.v2("auth/session/login", answer)])
        let error = try #require(
            await failure { () throws(OperationError) in try await world.passwordLogin().run(in: world.workspace) })
        let message = MessageComposer.message(for: error)
        #expect(message.code == scenario.code.rawValue)
        #expect(message.exitCode == scenario.exit)
        let told = ([message.sentence] + message.hints).map(\.string).joined(separator: " | ")
        for word in scenario.words { #expect(told.contains(word), "\(told)") }
        #expect(told.contains("retry after") == (scenario.headers["Retry-After"] != nil))
        #expect(message.incident?.string == scenario.incident)
        // A login that was refused is sent once, and a script can tell that nothing happened.
        #expect(world.wire.count("auth/session/login") == 1)
        #expect(error.session?.execution == .notExecuted)
    }
}
