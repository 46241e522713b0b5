import ASCIIText
public import HTTPExchange
import HTTPTypes
import Moments
import StrictJSON

extension Answer {
    /// What an answer other than 2xx amounts to (<doc:ErrorAnswers>; <doc:Retries>).
    func failure() -> SessionError {
        if (300...399).contains(status) { return redirectFailure() }
        // Never "wrong password" because of a page that ThoughtSpot did not write (fault D2). Elsewhere the status says
        // more than a page does, unless the page says that the cluster is down.
        if let page = FrontPage(self), page.isMaintenance || [400, 401, 403].contains(status) {
            return page.error(in: self)
        }
        let fault = serverFault()
        let verdict = Verdict(answer: self, fault: fault)
        return SessionError(
            verdict.code, execution: verdict.execution, operation: request.operation, origin: origin,
            status: fault.judgedStatus(behind: status), serverCode: fault.code,
            incident: fault.incident.flatMap { mask.masked($0, limit: 64) },
            serverText: fault.text.flatMap { mask.masked($0) },
            detail: verdict.detail, retryAfter: verdict.retryAfter)
    }

    /// An error that came with a status of success: refused, in spite of the status.
    func refusal(_ fault: ServerFault) -> SessionError {
        SessionError(
            .refusedByServer, operation: request.operation, origin: origin, status: status, serverCode: fault.code,
            incident: fault.incident.flatMap { mask.masked($0, limit: 64) },
            serverText: fault.text.flatMap { mask.masked($0) },
            detail: "the answer has a status of success and holds an error")
    }

    /// A 3xx, never followed (promise P30). What is shown of its target has no query: that may hold what we sent.
    func redirectFailure() -> SessionError {
        let target = headers[.location].map { location in
            let shown = location.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)[0]
            let withoutFragment = shown.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first
            return RedirectTarget.withoutUserInfo(String(withoutFragment ?? ""))
        }
        return SessionError(
            .redirect, execution: executionBehindRedirect, operation: request.operation, origin: origin, status: status,
            detail: target == nil ? "a redirect without a target" : "redirects are not followed",
            offered: target.flatMap { mask.masked($0, limit: 200) }.map { [$0] } ?? [])
    }

    /// 301, 307 and 308 say that the request is to be sent elsewhere, and so was not executed. 302 and 303 lead to a page
    /// instead of an answer: to the front door before the request, or on from a logout that has happened. Without what was
    /// asked for, a login or an issue has not.
    private var executionBehindRedirect: SessionError.Execution {
        if request.safety == .read || [301, 307, 308].contains(status) { return .notExecuted }
        switch request.purpose {
        case .login, .issue: return .notExecuted
        default: break
        }
        if origin.scheme == .http, headers[.location]?.lowercased().hasPrefix("https://\(origin.host)") == true {
            return .notExecuted
        }
        return .unknown
    }

    private func serverFault() -> ServerFault {
        if let document = try? JSONValue.parse(body) { return ServerFault(searching: document) }
        var fault = ServerFault()
        if mediaType == "text/plain", let text = String(validating: body.prefix(64 * 1024), as: UTF8.self) {
            let trimmed = text.trimmingWhiteSpace()
            fault.text = trimmed.isEmpty ? nil : trimmed
        }
        return fault
    }
}

/// Where a redirect leads.
enum RedirectTarget {
    /// `https://user:password@host/` as `https://host/`.
    static func withoutUserInfo(_ target: String) -> String {
        guard let scheme = target.firstRange(of: "//") else { return target }
        let rest = target[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "\\" }
        guard let at = authority.lastIndex(of: "@") else { return target }
        return String(target[..<scheme.upperBound]) + rest[rest.index(after: at)...]
    }

    /// Whether a `Location` stays on the host: relative, or absolute with the same scheme, host and port.
    static func staysOn(_ origin: Origin, _ target: String) -> Bool {
        if target.hasPrefix("//") || target.hasPrefix("/\\") || target.contains("\\") { return false }
        guard let colon = target.firstRange(of: "://") else { return target.hasPrefix("/") || !target.contains(":") }
        let prefix = String(target[..<colon.upperBound]).lowercased()
        let authority = target[colon.upperBound...].prefix { !"/?#".contains($0) }.lowercased()
        guard prefix == "\(origin.scheme.rawValue)://" else { return false }
        return authority == origin.authority || authority == "\(origin.authority):\(origin.port)"
    }
}

/// What a refusal means: status, ThoughtSpot's code and the words of the server, judged by what was asked.
struct Verdict {
    let code: SessionError.Code
    let execution: SessionError.Execution
    let detail: String?
    let retryAfter: Int?

    init(answer: Answer, fault: ServerFault) {
        let request = answer.request
        let status = fault.judgedStatus(behind: answer.status)
        let words = FaultWords(fault.text)
        let wait = RetryAfter.milliseconds(of: answer.headers, wallNow: answer.receivedAt.milliseconds)
        // The betas' gateway asks v1, and passes on what v1 means by its 500 when a key issues (<doc:V1>).
        let keyWasRefused = request.purpose == .issue(.secretKey) && fault.upstreamStatus == 500
        if let meaning = request.meaningOf500 ?? (keyWasRefused ? .trustedAuthentication : nil), status == 500 {
            self.init(meaning, Self.bothCauses, nil)
        } else if status == 500, words.namesMethod {
            self.init(.dialect, Self.otherMethod, nil)
        } else if Self.isUnprocessed(status, wait: wait) {
            self.init(
                .busy, status == 429 ? "too many requests" : "the server is busy and says when to come back", wait)
        } else if Self.isOpenEnded(status), request.safety == .change {
            // A gateway that gives up is no refusal: the change may have happened (<doc:Retries>).
            self.init(.outcomeUnknown, Self.phrase(forOpenEnded: status), wait, execution: .unknown)
        } else {
            let refused = Self.refused(status: status, fault: fault, words: words, request: request)
            self.init(refused.code, refused.detail, wait)
        }
    }

    private init(
        _ code: SessionError.Code, _ detail: String?, _ retryAfter: Int?,
        execution: SessionError.Execution = .notExecuted
    ) {
        self.code = code
        self.execution = execution
        self.detail = detail
        self.retryAfter = retryAfter
    }

    private static let bothCauses =
        "trusted authentication is off, or the user name or the secret key is wrong: the cluster does not say which"

    /// 429, and 503 with a usable `Retry-After`: turned away before anything was done.
    static func isUnprocessed(_ status: Int, wait: Int?) -> Bool {
        status == 429 || status == 503 && wait != nil
    }

    private static func isOpenEnded(_ status: Int) -> Bool {
        status == 408 || status == 425 || status >= 500 || status < 200
    }

    private static func phrase(forOpenEnded status: Int) -> String {
        switch status {
        case 408: "the server gave up waiting for the request"
        case 425: "the server does not want to process the request so early"
        case 502, 504: "a gateway got no answer from the cluster"
        case 503: "the cluster is not available and does not say until when"
        default: "the server failed"
        }
    }

    private static func refused(
        status: Int, fault: ServerFault, words: FaultWords, request: CallRequest
    ) -> (code: SessionError.Code, detail: String?) {
        // Who is not let in is not told about licences.
        if [400, 402, 403].contains(status), words.namesLicence, !words.namesAccountState, !words.namesSecondFactor {
            return (.licence, "the server's words are about a licence")
        }
        if fault.code == 13_090 { return (.orgRefused, "the credentials are right, the Org is refused") }
        switch status {
        case 400, 422: return badRequest(fault: fault, words: words, purpose: request.purpose)
        case 401: return unauthorized(words: words, purpose: request.purpose)
        case 403: return forbidden(words: words, purpose: request.purpose)
        case 404 where isOfTwoStyles(request):
            return (.dialect, "two betas share this path, one by POST and one by GET: this may be the other one")
        case 404:
            // A gate explains, it never refuses: releases are often unknown (<doc:FindingTheGeneration>).
            guard let gate = ReleaseGate.of(operation: request.operation) else {
                return (.notOnThisRelease, "the cluster has no such operation: another generation, or an older release")
            }
            return (
                .notOnThisRelease, "not on this release: \(gate.explanation); or the cluster is of another generation"
            )
        case 405: return (.dialect, otherMethod)
        case 407: return (.proxy, "the proxy asks for a credential")
        case 408: return (.timeout, phrase(forOpenEnded: status))
        case 409: return (.conflict, "something else changed at the same time, or is already so")
        case 413, 414, 431: return (.badRequest, "the server finds the request too large")
        case 415: return (.badRequest, "the server does not accept this content type")
        case 425: return (.busy, phrase(forOpenEnded: status))
        case 402, 406, 410...499: return (.refusedByServer, nil)
        default: return (.server, phrase(forOpenEnded: status))
        }
    }

    private static let otherMethod = "the path exists, the method does not: the cluster may be of another generation"

    /// Login and issue of beta-tspublic and beta-query: the same path, once as POST and once as GET (<doc:Generations>).
    private static func isOfTwoStyles(_ request: CallRequest) -> Bool {
        switch request.purpose {
        case .login, .issue: request.path.hasPrefix(BetaPaths.tspublic.base + "/session/")
        case .session, .open: false
        }
    }

    /// The documents contradict each other about 400 and 401 for a wrong password (contradiction W14).
    private static func badRequest(
        fault: ServerFault, words: FaultWords, purpose: CallPurpose
    ) -> (code: SessionError.Code, detail: String?) {
        if fault.code == 10_023 { return forbidden(words: words, purpose: purpose) }
        if words.namesRequestedBy { return (.forbidden, requestedByHint) }
        switch purpose {
        case .login(let kind), .issue(let kind):
            if words.namesSecondFactor { return (.multiFactor, nil) }
            if words.namesAccountState { return (.accountLocked, nil) }
            if kind == .secretKey, words.namesTrustedAuthentication, !words.namesPassword {
                return (.trustedAuthentication, nil)
            }
            // Of a request without a password, words about one say nothing of the credential.
            if kind != .password, words.namesPassword { return (.badRequest, nil) }
            if words.namesCredentials && !words.namesOrg { return (.credentialsRefused, nil) }
            if case .login(.password) = purpose, fault.code == 10_002 || fault.code == 10_097, words.isEmpty {
                return (.credentialsRefused, nil)
            }
            return (.badRequest, nil)
        case .session, .open:
            return (.badRequest, nil)
        }
    }

    private static func unauthorized(
        words: FaultWords, purpose: CallPurpose
    ) -> (code: SessionError.Code, detail: String?) {
        switch purpose {
        case .login(let kind), .issue(let kind):
            if words.namesSecondFactor { return (.multiFactor, nil) }
            if words.namesAccountState { return (.accountLocked, nil) }
            if kind == .secretKey, words.namesTrustedAuthentication { return (.trustedAuthentication, nil) }
            return (.credentialsRefused, nil)
        case .session, .open:
            return (.sessionEnded, nil)
        }
    }

    /// Code 10023 stands for a missing privilege, a locked account, and trusted authentication that is off.
    private static func forbidden(
        words: FaultWords, purpose: CallPurpose
    ) -> (code: SessionError.Code, detail: String?) {
        if words.namesSecondFactor { return (.multiFactor, nil) }
        if words.namesAccountState { return (.accountLocked, nil) }
        // Elsewhere the words are those of the missing privilege, CONTROL_TRUSTED_AUTH.
        if purpose.presentsCredential, words.namesTrustedAuthentication { return (.trustedAuthentication, nil) }
        if words.namesRequestedBy { return (.forbidden, requestedByHint) }
        return (.forbidden, nil)
    }

    private static let requestedByHint = "the server or a proxy before it refuses the header X-Requested-By"
}

extension CallPurpose {
    fileprivate var presentsCredential: Bool {
        switch self {
        case .login, .issue: true
        case .session, .open: false
        }
    }
}

extension ExchangeResponse {
    /// Whether this is a clear no behind a status that reads like a failure: the gateway of the betas says 500 to
    /// everything and has the real status inside (<doc:ErrorAnswers>).
    ///
    /// Made for `RetryingTransport(isRefusal:)`: to ask again would present a refused credential again. A status
    /// inside that is about the moment (408, 425, 429) is no refusal.
    public var isNestedRefusal: Bool {
        guard status == 500, let document = try? JSONValue.parse(body) else { return false }
        let inside = ServerFault(searching: document).judgedStatus(behind: status)
        return (400...499).contains(inside) && ![408, 425, 429].contains(inside)
    }
}
