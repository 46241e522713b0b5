import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// The new-token form.
extension FormDraft {
    /// - Parameters:
    ///   - isLoggedIn: whether there is a session that can mint.
    ///   - fromSession: starts with the token of the session chosen.
    static func newToken(
        _ profile: Profile, user: String?, isLoggedIn: Bool = false, fromSession: Bool = false, serial: Int
    ) -> FormDraft {
        let kinds = [
            DraftField.Option("full", "full"),
            DraftField.Option("object", "one object", reason: profile.reason(against: .objectToken)),
            DraftField.Option("custom", "custom", reason: profile.reason(against: .customToken)),
            DraftField.Option(
                IssueSessionToken.kind, "session (24 h)",
                reason: profile.reason(against: .sessionToken)
                    ?? (isLoggedIn ? nil : "nobody is logged in; the session mints it")),
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
            DraftField(
                .kind, "Kind", .choice(fromSession ? IssueSessionToken.kind : "full"), options: kinds,
                help: "Full access, one object, full access under rules, or 24 hours of the open session."),
            DraftField(.username, "User", .text(user ?? ""), help: "Whom the token speaks for.", isRequired: true),
            DraftField(
                .credential, "By", .choice(credentials.first { $0.reason == nil }?.name ?? ""), options: credentials),
            DraftField(.password, "Password", .secret(Secret("")), isRequired: true),
            DraftField(.secretKey, "Secret key", .secret(Secret("")), isRequired: true),
            DraftField(
                .objectID, "Object", .text(""), help: "The GUID of the Liveboard or answer.", isRequired: true),
            DraftField(
                .lifetime, "Lifetime", .text(""), help: "300s, 15m, 24h, 7d.",
                // The documents of v2.0 state it; those of the betas do not (<doc:TokensCompared>).
                placeholder: profile.generation.traits.documentedLifetime.map { "cluster default, \($0)s" }
                    ?? "cluster default"),
            DraftField(
                .org, "Org", .text(org), help: "A number or a name; empty leaves it to the server.",
                placeholder: "the server's choice"),
        ]
        fields += ruleFields + userFields
        fields.append(DraftField(.label, "Label", .text(""), help: "What you call it; kept here, never sent."))
        if profile.isProtected {
            // A protected profile wants its name typed before any change (promise P65).
            fields.append(
                DraftField(
                    .confirmation, "Type the name", .text(""), help: "\(profile.name) is protected: type its name.",
                    isRequired: true))
        }
        return FormDraft(
            serial: serial, purpose: .newToken(profile), title: "New token on \(profile.name)", facts: profile.facts,
            fields: fields, focused: user == nil && !fromSession ? .username : .kind)
    }

    /// Whether the session mints, and not a credential.
    var isFromSession: Bool { choice(.kind) == IssueSessionToken.kind }

    mutating func settleNewToken(_ profile: Profile, now: Instant, localOffset: Int) {
        let bySession: SafeText? = isFromSession ? "the session mints it, as it is" : nil
        let notUsed: SafeText = "not used with this credential"
        hide(.username, bySession)
        hide(.credential, bySession)
        hide(.password, bySession ?? (choice(.credential) == "password" ? nil : notUsed))
        hide(.secretKey, bySession ?? (choice(.credential) == "secret-key" ? nil : notUsed))
        hide(.objectID, choice(.kind) == "object" ? nil : "only for a token on one object")
        disable(.lifetime, profile.reason(against: .chooseLifetime))
        disable(.org, profile.reason(against: .chooseOrg))
        if bySession != nil {
            hide(.lifetime, bySession)
            hide(.org, bySession)
        }
        settleRules()
        settleUser(profile, bySession)
        let note = lifetime.map { seconds -> SafeText in
            let end = now.advanced(seconds: Int64(seconds)).milliseconds
            return "ends \(InstantText.local(end, offset: localOffset)) = \(InstantText.utc(end))"
        }
        self[.lifetime]?.note = note
        preview =
            isFromSession
            ? IssueSessionToken.preview(profile: profile)
            : IssueToken.preview(profile: profile, request: tokenRequest)
    }

    /// The name that a protected profile has asked for, as it was typed.
    var consent: ConsentAnswer? {
        guard let profile, ProtectionPolicy(profile).consent(toChanging: "") != nil else { return nil }
        return .typed(text(.confirmation))
    }

    /// Seconds, when the lifetime is one.
    var lifetime: Int? { try? Lifetime.parse(text(.lifetime)) }

    /// What is filled in, as the request it will be; means nothing for the token of a session.
    var tokenRequest: TokenRequest {
        let kind: TokenKind =
            switch choice(.kind) {
            case "object": .object(id: text(.objectID))
            case "custom": .custom(customRules)
            default: .full
            }
        return TokenRequest(
            kind: kind, username: text(.username),
            credential: choice(.credential) == "secret-key"
                ? .secretKey(secret(.secretKey)) : .password(secret(.password)),
            lifetime: lifetime, org: org, provisioning: provisioning)
    }
}
