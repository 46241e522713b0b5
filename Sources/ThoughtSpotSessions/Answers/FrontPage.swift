import HTTPExchange
import HTTPTypes
import Moments

/// A page for people where an answer of the API was expected: maintenance, economy mode, a login page, a proxy.
struct FrontPage {
    /// Who wrote the page, as far as it can be told.
    enum Kind {
        /// The gateway of a sleeping cluster; the state is `Stopped`, `Starting` or `Unknown`, where it says so.
        case economyMode(state: String?)
        case maintenance
        case signIn
        case proxy
        case unknown
    }

    let kind: Kind

    /// Returns nil unless the answer is such a page.
    init?(_ answer: Answer) {
        let isPage = Self.isPage(answer)
        if let state = answer.headers[.clusterState] {
            let known = ["Stopped", "Starting", "Unknown"].first { $0.lowercased() == state.lowercased() }
            // A running cluster may send the field as well.
            if isPage || known != nil {
                kind = .economyMode(state: known)
                return
            }
        }
        guard isPage else { return nil }
        // Whatever tells these pages apart stands near their beginning.
        let text = String(decoding: answer.body.prefix(32 * 1024), as: UTF8.self).lowercased()
        kind =
            if Self.maintenanceWords.contains(where: text.contains) {
                .maintenance
            } else if Self.signInWords.contains(where: text.contains) {
                .signIn
            } else if Self.proxyWords.contains(where: text.contains) {
                .proxy
            } else {
                .unknown
            }
    }

    /// Whether it says that the cluster is down for now.
    var isMaintenance: Bool {
        switch kind {
        case .economyMode, .maintenance: true
        case .signIn, .proxy, .unknown: false
        }
    }

    /// The error this page amounts to.
    func error(in answer: Answer) -> SessionError {
        SessionError(
            code, execution: execution(in: answer), operation: answer.request.operation, origin: answer.origin,
            status: answer.status, detail: detail, retryAfter: Self.wait(in: answer))
    }

    private static func wait(in answer: Answer) -> Int? {
        RetryAfter.milliseconds(of: answer.headers, wallNow: answer.receivedAt.milliseconds)
    }

    /// A sleeping cluster has executed nothing, nor has one that shows a page where it should log a user in. For other
    /// changes we cannot tell what stands behind the page, nor behind a gateway that fails.
    private func execution(in answer: Answer) -> SessionError.Execution {
        if answer.request.safety == .read { return .notExecuted }
        if case .economyMode = kind { return .notExecuted }
        // With a page or without: the retries have taken it so, too.
        if Verdict.isUnprocessed(answer.status, wait: Self.wait(in: answer)) { return .notExecuted }
        if answer.status >= 500 { return .unknown }
        // A page with a status of refusal refused, whatever wrote it.
        if answer.status >= 400 { return .notExecuted }
        if case .login = answer.request.purpose { return .notExecuted }
        return isMaintenance ? .notExecuted : .unknown
    }

    private var code: SessionError.Code {
        switch kind {
        case .economyMode, .maintenance: .maintenance
        case .signIn, .proxy, .unknown: .notThoughtSpot
        }
    }

    private var detail: String {
        switch kind {
        case .economyMode(.some(let state)): "the cluster is in economy mode: \(state)"
        case .economyMode(.none): "the cluster is in economy mode"
        case .maintenance: "a maintenance page came instead of an answer"
        case .signIn: "a sign-in page (single sign-on) came instead of an answer"
        case .proxy: "a page of a proxy or gateway came instead of an answer"
        case .unknown: "a web page came instead of an answer"
        }
    }

    private static func isPage(_ answer: Answer) -> Bool {
        // Servers put a content type on empty bodies, too.
        if answer.body.isEmpty { return false }
        if answer.mediaType == "text/html" || answer.mediaType == "application/xhtml+xml" { return true }
        let start = answer.body.prefix(64)
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = start.starts(with: byteOrderMark) ? start.dropFirst(3) : start
        return text.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D } == UInt8(ascii: "<")
    }

    private static let maintenanceWords = [
        "maintenance", "economy mode", "cluster is starting", "cluster is stopped", "be back soon",
        "temporarily unavailable", "currently unavailable", "upgrade in progress",
    ]
    private static let signInWords = [
        "saml", "single sign-on", "single sign on", "openid", "oauth", "okta", "login.microsoftonline", "sign in",
        "sign-in", "log in",
    ]
    private static let proxyWords = ["proxy", "bad gateway", "gateway time", "access denied", "firewall", "blocked"]
}

extension HTTPField.Name {
    /// Sent by the gateway of a cluster in economy mode (<doc:FindingTheGeneration>).
    // The literal is a valid name.
    // swift-format-ignore: NeverForceUnwrap
    static let clusterState = HTTPField.Name("Cluster-State")!
}
