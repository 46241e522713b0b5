import HTTPTypes
import StrictJSON

/// What a token may be used for.
public enum TokenKind: Hashable, Sendable {
    /// Everything its user may do.
    case full
    /// Only one object, by GUID (REPORT_BOOK_VIEW).
    case object(id: String)
    /// Full access under rules of its own; v2.0 only, from 10.4.0.cl.
    case custom(CustomTokenRules)
}

/// What proves the right to issue. Never a bearer, never two (<doc:Credentials>).
public enum IssueCredential: Hashable, Sendable {
    /// The password of the user the token is for.
    case password(Secret)
    /// The key of trusted authentication, for any user.
    case secretKey(Secret)

    /// The kind, without the secret.
    public var kind: CredentialKind {
        switch self {
        case .password: .password
        case .secretKey: .secretKey
        }
    }
}

/// Just-in-time provisioning, with its hazards: on an existing user it overwrites name and e-mail and replaces the
/// group membership (<doc:JustInTimeUsers>).
public struct Provisioning: Hashable, Sendable {
    /// The new address; the old one stays when absent.
    public var email: String?
    /// The new name for people; the old one stays when absent.
    public var displayName: String?
    /// Absent keeps the groups; empty removes all of them.
    public var groups: [String]?

    /// What shall be changed of the user, or be given to a new one.
    public init(email: String? = nil, displayName: String? = nil, groups: [String]? = nil) {
        self.email = email
        self.displayName = displayName
        self.groups = groups
    }
}

/// A token to be issued.
public struct TokenRequest: Hashable, Sendable {
    /// What it shall be good for.
    public var kind: TokenKind
    /// Who it shall be for.
    public var username: String
    /// The one credential that is presented, once.
    public var credential: IssueCredential
    /// Seconds, 1...Int32.max; the server's default when absent: 300 in v2.0, not stated by the betas. v1 has no
    /// lifetime to choose.
    public var lifetime: Int?
    /// The Org it shall be for, by number; the server's own choice when absent.
    public var org: OrgReference?
    /// `auto_create` is sent as true exactly when this is present, and as false otherwise: never left to the server.
    public var provisioning: Provisioning?

    /// A token as it will be asked for, once.
    public init(
        kind: TokenKind, username: String, credential: IssueCredential, lifetime: Int? = nil, org: OrgReference? = nil,
        provisioning: Provisioning? = nil
    ) {
        self.kind = kind
        self.username = username
        self.credential = credential
        self.lifetime = lifetime
        self.org = org
        self.provisioning = provisioning
    }
}

extension TokenRequest {
    /// The request that would issue this token, as people may see it: no secret, and everything else as it is sent.
    public struct Preview: Hashable, Sendable {
        /// `POST`; `GET` in beta-query.
        public let method: String
        /// `/api/rest/2.0/auth/token/full`.
        public let path: String
        /// Names and values of the body, or of the query in beta-query, in their order; a secret's value is `(secret)`.
        public let fields: [Field]

        /// One field of the body or the query.
        public struct Field: Hashable, Sendable {
            /// As on the wire.
            public let name: String
            /// As on the wire; `(secret)` for a secret.
            public let value: String
        }
    }

    /// What would be sent in a generation, without sending it.
    ///
    /// - Throws: a clause for people when the generation cannot do it.
    public func preview(in generation: Generation) throws(PreviewError) -> Preview {
        let request: CallRequest
        do throws(Refusal) {
            request = try generation.codec.issueToken(self).request
        } catch {
            throw PreviewError(code: error.code, detail: error.detail)
        }
        return Preview(of: request)
    }
}

extension Generation {
    /// What would be sent to issue a token from a session (<doc:V2>): a path and no field.
    ///
    /// - Throws: a clause for people when the generation cannot do it.
    public func sessionTokenPreview() throws(PreviewError) -> TokenRequest.Preview {
        do throws(Refusal) {
            // Whose session it will be is not part of the preview.
            return TokenRequest.Preview(of: try codec.sessionToken(.bearer(Secret("session"))).request)
        } catch {
            throw PreviewError(code: error.code, detail: error.detail)
        }
    }
}

extension TokenRequest.Preview {
    fileprivate init(of request: CallRequest) {
        let fields: [Field] =
            switch request.body {
            case .none:
                FormFields.pairs(request.query ?? "").map {
                    Field(name: $0.name, value: Self.masked($0.name, $0.value))
                }
            case .json(let object):
                object.members.map { member in
                    let text = member.value.stringValue ?? member.value.serialized()
                    return Field(name: member.key, value: Self.masked(member.key, text))
                }
            case .form(let pairs): pairs.map { Field(name: $0.name, value: Self.masked($0.name, $0.value)) }
            }
        self.init(method: request.method.rawValue, path: request.path, fields: fields)
    }

    private static func masked(_ name: String, _ value: String) -> String {
        ["password", "secret_key", "secretKey"].contains(name) ? Secret(value).description : value
    }
}

/// Why there is nothing to preview.
public struct PreviewError: Error, Hashable, Sendable {
    /// What kind of refusal it is.
    public let code: SessionError.Code
    /// One clause for people.
    public let detail: String
}
