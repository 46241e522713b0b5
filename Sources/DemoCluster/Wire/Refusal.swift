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
    /// Neither a living token nor a living session came with the request.
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
