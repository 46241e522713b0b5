import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// The new-token form.
extension FormDraft {
    static func newToken(_ profile: Profile, user: String?, serial: Int) -> FormDraft {
        let kinds = [
            DraftField.Option("full", "full access"),
            DraftField.Option("object", "one object", reason: profile.reason(against: .objectToken)),
            DraftField.Option("custom", "custom", reason: "custom tokens come with a later release"),
        ]
        let credentials = [
            DraftField.Option(
                "password", "password",
                reason: profile.reason(against: .mintByPassword) ?? profile.reasonAgainstURLSecrets),
            DraftField.Option(
                "secret-key", "secret key (trusted authentication)",
                reason: profile.reason(against: .mintBySecretKey) ?? profile.reasonAgainstSecretKey
                    ?? profile.reasonAgainstURLSecrets),
        ]
        let org = profile.org?.id.map(String.init) ?? profile.org?.name ?? ""
        var fields = [
            DraftField(.kind, "Kind", .choice("full"), options: kinds),
            DraftField(.username, "User", .text(user ?? ""), help: "Whom the token speaks for.", isRequired: true),
            DraftField(
                .credential, "By", .choice(credentials.first { $0.reason == nil }?.name ?? ""), options: credentials),
            DraftField(.password, "Password", .secret(Secret("")), isRequired: true),
            DraftField(.secretKey, "Secret key", .secret(Secret("")), isRequired: true),
            DraftField(
                .objectID, "Object", .text(""), help: "The GUID of the Liveboard or answer.", isRequired: true),
            DraftField(
                .lifetime, "Lifetime", .text(""), help: "300s, 15m, 24h, 7d.", placeholder: "the server's default, 300s"
            ),
            DraftField(
                .org, "Org", .text(org), help: "A number, or a name when logged in; empty leaves it to the server.",
                placeholder: "the server's choice"),
            DraftField(.label, "Label", .text(""), help: "What you call it; kept here, never sent."),
        ]
        if profile.isProtected {
            // A protected profile wants its name typed before any change (promise P65).
            fields.append(
                DraftField(
                    .confirmation, "Type the name", .text(""), help: "\(profile.name) is protected: type its name.",
                    isRequired: true))
        }
        return FormDraft(
            serial: serial, purpose: .newToken(profile), title: "New token on \(profile.name)", facts: profile.facts,
            fields: fields, focused: user == nil ? .username : .kind)
    }

    mutating func settleNewToken(_ profile: Profile, now: Instant, localOffset: Int) {
        let notUsed: SafeText = "not used with this credential"
        disable(.password, choice(.credential) == "password" ? nil : notUsed)
        disable(.secretKey, choice(.credential) == "secret-key" ? nil : notUsed)
        disable(.objectID, choice(.kind) == "object" ? nil : "only for a token on one object")
        disable(.lifetime, profile.reason(against: .chooseLifetime))
        disable(.org, profile.reason(against: .chooseOrg))
        let note = lifetime.map { seconds -> SafeText in
            let end = now.advanced(seconds: Int64(seconds)).milliseconds
            return "ends \(InstantText.local(end, offset: localOffset)) = \(InstantText.utc(end))"
        }
        self[.lifetime]?.note = note
        preview = IssueToken.preview(profile: profile, request: tokenRequest)
    }

    /// Seconds, when the lifetime is one.
    var lifetime: Int? { try? Lifetime.parse(text(.lifetime)) }

    /// What is filled in, as the request it will be.
    var tokenRequest: TokenRequest {
        TokenRequest(
            kind: choice(.kind) == "object" ? .object(id: text(.objectID)) : .full, username: text(.username),
            credential: choice(.credential) == "secret-key"
                ? .secretKey(secret(.secretKey)) : .password(secret(.password)),
            lifetime: lifetime, org: org)
    }
}

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
