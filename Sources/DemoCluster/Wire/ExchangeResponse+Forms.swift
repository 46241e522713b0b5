import HTTPExchange
import HTTPTypes

extension ExchangeResponse {
    /// A JSON document.
    static func json(_ status: Int, _ value: JSONValue) -> ExchangeResponse {
        ExchangeResponse(status: status, headers: [.contentType: "application/json"], body: value.bytes)
    }

    /// A text without any frame, as v1 gives its tokens.
    static func plainText(_ text: String) -> ExchangeResponse {
        ExchangeResponse(status: 200, headers: [.contentType: "text/plain"], body: [UInt8](text.utf8))
    }

    /// A small HTML page.
    static func html(_ status: Int, title: String, text: String) -> ExchangeResponse {
        let page = """
            <!DOCTYPE html>
            <html><head><title>\(title)</title></head><body><h1>\(title)</h1><p>\(text)</p></body></html>

            """
        return ExchangeResponse(
            status: status, headers: [.contentType: "text/html;charset=UTF-8"], body: [UInt8](page.utf8))
    }

    /// Success without a body: 204, or 200 on releases before 9.5 (<doc:V2>).
    static func empty(_ status: Int) -> ExchangeResponse { ExchangeResponse(status: status) }

    /// The cookies of a session, each in a header field of its own, exactly as <doc:SessionsAndCookies> has them.
    func settingCookies(of session: DemoSession) -> ExchangeResponse {
        var copy = self
        copy.headers.append(HTTPField(name: .setCookie, value: "JSESSIONID=\(session.id); Path=/; HttpOnly"))
        if let clientID = session.clientID {
            copy.headers.append(HTTPField(name: .setCookie, value: "clientId=\(clientID); Path=/; Secure; HttpOnly"))
        }
        return copy
    }
}
