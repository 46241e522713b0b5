package import DisplayText
package import Storage
package import ThoughtSpotSessions

extension IssueToken {
    /// What will be sent, without the secret: the lines that the new-token form shows.
    package static func preview(profile: Profile, request: TokenRequest) -> [SafeText] {
        do throws(PreviewError) {
            let sent = try request.preview(in: profile.generation)
            return ["\(sent.method) \(sent.path)"] + sent.fields.map { "  \($0.name): \($0.value)" }
        } catch {
            return ["not possible: \(error.detail)"]
        }
    }
}
