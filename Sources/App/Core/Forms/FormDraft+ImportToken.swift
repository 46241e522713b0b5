import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// The form for a token made elsewhere.
extension FormDraft {
    static func importToken(_ profile: Profile, serial: Int) -> FormDraft {
        let fields = [
            DraftField(
                .token, "Token", .secret(Secret("")), help: "Paste it; line breaks are left out.", isRequired: true),
            DraftField(
                .username, "User", .text(""), help: "Whose it is; empty asks the server.",
                placeholder: "asked from the server"),
            DraftField(.label, "Label", .text(""), help: "What you call it; kept here, never sent."),
            DraftField(.validate, "Validate now", .toggle(true), help: "Asks the cluster whether it lives."),
        ]
        var form = FormDraft(
            serial: serial, purpose: .importToken(profile), title: "Import a token for \(profile.name)",
            facts: profile.facts, fields: fields, focused: .token)
        form.facts.append("the token stays in memory until Tessera ends; the journal keeps its fingerprint")
        return form
    }
}
