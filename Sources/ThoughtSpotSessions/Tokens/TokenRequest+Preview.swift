import HTTPTypes
import StrictJSON

extension TokenRequest {
    /// The request that would mint this token, as people may see it: no secret, and everything else as it is sent.
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
    /// What would be sent to mint a token from a session (<doc:V2>): a path and no field.
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
