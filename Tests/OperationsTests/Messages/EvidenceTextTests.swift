import DisplayText
import Operations
import Testing
import ThoughtSpotSessions

/// What an exchange proves, in one line.
struct EvidenceTextTests {
    private func evidence(_ status: Int?, _ serverCode: Int?) -> Evidence {
        Evidence(
            method: "POST", path: "/api/rest/2.0/auth/token/revoke", status: status, serverCode: serverCode,
            incident: "0a1b", duration: 83)
    }

    @Test func `the time is that of the answer, and what Support is asked about is named`() {
        let request = "POST /api/rest/2.0/auth/token/revoke"
        #expect(evidence(500, nil).text.string == "500  \(request)  answer in 83 ms  incident ID 0a1b")
        #expect(evidence(nil, nil).text.string == "no answer  \(request)  after 83 ms  incident ID 0a1b")
        #expect(evidence(401, nil).text.string == "401  \(request)  answer in 83 ms  incident ID 0a1b")
    }

    @Test(arguments: [10_097, 10_003])
    func `a refused credential is no fault: it proves a revocation`(_ code: Int) {
        #expect(
            evidence(401, code).text.string == "401/\(code)  POST /api/rest/2.0/auth/token/revoke  answer in 83 ms")
    }
}
