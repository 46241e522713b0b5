import HTTPExchange

/// What web servers say of a connection that cannot carry a request: they answer in HTTP, with status 400 and a page of
/// their own, before anything behind them hears of it.
enum GatewayPage {
    /// More of the page is not looked at.
    private static let longest = 4_096

    /// nginx, Apache, Go, Tomcat.
    private static let speaksTLS = [
        "The plain HTTP request was sent to HTTPS port", "speaking plain HTTP to an SSL-enabled server port",
        "Client sent an HTTP request to an HTTPS server", "This combination of host and port requires TLS",
    ]
    /// nginx.
    private static let wantsCertificate = ["No required SSL certificate was sent"]

    /// Why the request was not read; nil for every other answer.
    static func refusal(of response: ExchangeResponse, over scheme: Origin.Scheme) -> Refusal? {
        guard response.status == 400 else { return nil }
        let page = String(decoding: response.body.prefix(longest), as: UTF8.self)
        switch scheme {
        case .http: return speaksTLS.contains(where: page.contains) ? .speaksTLS : nil
        case .https: return wantsCertificate.contains(where: page.contains) ? .wantsCertificate : nil
        }
    }
}
