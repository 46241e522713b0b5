import ASCIIText
import HTTPExchange
import HTTPTypes
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
            .redirect, operation: request.operation, origin: origin, status: status,
            detail: target == nil ? "a redirect without a target" : "redirects are not followed",
            offered: target.flatMap { mask.masked($0, limit: 200) }.map { [$0] } ?? [])
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
