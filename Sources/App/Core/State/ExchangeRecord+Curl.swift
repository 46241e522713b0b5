package import DisplayText
package import HTTPExchange

extension ExchangeRecord {
    /// The request as a command line for curl: every value that could be a secret is a placeholder.
    package var curl: SafeText {
        var text: SafeText = "curl -X \(method) '\(origin.description)\(path)\(hasQuery ? "?..." : "")'"
        for name in headerNames { text = text + " -H '\(name): ...'" }
        if requestBytes > 0 { text = text + " --data '...'" }
        return text
    }

    /// `POST /api/rest/2.0/auth/token/revoke 204 83 ms`.
    package var summary: SafeText {
        let end: SafeText =
            switch ending {
            case .status(let status): "\(status)"
            case .failed(let code): "\(code.rawValue)"
            }
        return "\(method) \(path) \(end) \(DurationText.elapsed(milliseconds: Int64(duration)))"
    }
}
