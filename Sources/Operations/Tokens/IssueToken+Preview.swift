package import DisplayText
package import Storage
package import ThoughtSpotSessions

extension IssueToken {
    /// What will be sent, without the secret: the lines that the new-token form shows.
    package static func preview(profile: Profile, request: TokenRequest) -> [SafeText] {
        do throws(PreviewError) {
            let sent = try request.withPlaceholder.preview(in: profile.generation)
            return ["\(sent.method) \(sent.path)"] + sent.fields.map { "  \($0.name): \($0.value)" }
        } catch {
            return ["not possible: \(error.detail)"]
        }
    }
}

extension IssueSessionToken {
    /// What will be sent: there is no body.
    package static func preview(profile: Profile) -> [SafeText] {
        do throws(PreviewError) {
            let sent = try profile.generation.sessionTokenPreview()
            return [
                "\(sent.method) \(sent.path)", "  with the open session; its user, its Org, 24 hours",
            ]
        } catch {
            return ["not possible: \(error.detail)"]
        }
    }
}

extension TokenRequest {
    /// What will be sent is checked and shown before the secret is typed; its value is never shown anyway.
    var withPlaceholder: TokenRequest {
        var request = self
        switch credential {
        case .password(let password) where password.isEmpty: request.credential = .password(Secret("not yet typed"))
        case .secretKey(let key) where key.isEmpty: request.credential = .secretKey(Secret("not yet typed"))
        case .password, .secretKey: break
        }
        return request
    }
}
