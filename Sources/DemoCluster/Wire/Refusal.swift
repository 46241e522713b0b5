import HTTPExchange
import HTTPTypes

/// Why an operation is refused, in the words of the domain; each generation writes it in its own shape and codes.
enum Refusal: Error, Hashable {
    /// A field is missing, has a wrong type, or names something that does not exist.
    case badParameter(String)
    /// User name, password, or the token to log in with are wrong.
    case credentialsRefused(String)
    /// The secret key or the user it was used for is wrong.
    case secretKeyRefused
    case trustedAuthenticationOff
    /// Neither a valid token nor an open session came with the request.
    case notAuthenticated
    /// Locked, inactive, expired, ...
    case accountClosed(String)
    case forbidden(String)
    /// The credentials are right, and the user is no member of the Org.
    case orgRefused(String)
    case notFound
    case methodNotAllowed(HTTPRequest.Method)
    case unsupportedMediaType(expected: String)

    /// The sentence of the error's `debug` list.
    var debug: String {
        switch self {
        case .badParameter(let text): text
        case .credentialsRefused(let text): text
        case .secretKeyRefused: "Invalid secret key or username."
        case .trustedAuthenticationOff: "Trusted authentication is not enabled."
        case .notAuthenticated: "User is not authenticated."
        case .accountClosed(let text): text
        case .forbidden(let text): text
        case .orgRefused(let org): "User does not have access to Org \(org)."
        case .notFound: "No such resource."
        case .methodNotAllowed(let method): "Only \(method.rawValue) is allowed here."
        case .unsupportedMediaType(let expected): "Content-Type must be \(expected)."
        }
    }
}

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
