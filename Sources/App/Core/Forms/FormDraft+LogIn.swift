import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

/// The login form.
extension FormDraft {
    static func logIn(_ profile: Profile, serial: Int) -> FormDraft {
        let options = [
            DraftField.Option(
                "password", "password",
                reason: profile.reason(against: .passwordLogin) ?? profile.reasonAgainstURLSecrets),
            DraftField.Option(
                "secret-key", "secret key (trusted authentication)",
                reason: profile.reason(against: .secretKeyLogin) ?? profile.reasonAgainstSecretKey
                    ?? profile.reasonAgainstURLSecrets),
            DraftField.Option("bearer", "bearer token", reason: profile.reason(against: .tokenLogin)),
        ]
        let start = options.first { $0.reason == nil }?.name ?? ""
        let org = profile.org?.name ?? profile.org?.id.map(String.init) ?? ""
        let fields = [
            DraftField(
                .credential, "Log in with", .choice(start), options: options,
                help: "One credential for one request, never two."),
            DraftField(.username, "User", .text(profile.username ?? ""), isRequired: true),
            DraftField(.password, "Password", .secret(Secret("")), isRequired: true),
            DraftField(
                .secretKey, "Secret key", .secret(Secret("")),
                help: "The cluster's trusted-authentication key: it can speak for any user.", isRequired: true),
            DraftField(.token, "Token", .secret(Secret("")), help: "A bearer token made elsewhere.", isRequired: true),
            DraftField(
                .org, "Org", .text(org), help: "A name or a number; empty leaves it to the server.",
                placeholder: "the server's choice"),
            DraftField(
                .rememberMe, "Remember me", .toggle(false), help: "Asks the server for a longer cookie session."),
        ]
        let needsUser = profile.username == nil
        var form = FormDraft(
            serial: serial, purpose: .logIn(profile), title: "Log in to \(profile.name)", facts: profile.facts,
            fields: fields, focused: needsUser ? .username : .password)
        form.facts.append("the secret stays in memory until Tessera ends")
        return form
    }

    mutating func settleLogin(_ profile: Profile) {
        let choice = choice(.credential)
        let notUsed: SafeText = "not used with this credential"
        disable(.username, choice == "bearer" ? notUsed : nil)
        disable(.password, choice == "password" ? nil : notUsed)
        disable(.secretKey, choice == "secret-key" ? nil : notUsed)
        disable(.token, choice == "bearer" ? nil : notUsed)
        disable(.rememberMe, choice == "password" ? nil : notUsed)
        disable(.org, profile.reason(against: .chooseOrg))
    }

    /// What is filled in, as the one credential of the request.
    var loginCredential: Credential {
        switch choice(.credential) {
        case "secret-key": .secretKey(username: text(.username), key: secret(.secretKey))
        case "bearer": .bearer(token: secret(.token))
        default: .password(username: text(.username), password: secret(.password))
        }
    }

    var org: OrgReference? { text(.org).nonEmpty.map(OrgReference.init(typed:)) }
}

extension Profile {
    /// Why the generation cannot do something; absent when it can.
    func reason(against ability: Ability) -> SafeText? { AbilityPolicy(self, ability).reason }

    var reasonAgainstSecretKey: SafeText? { SecretKeyPolicy(self).reason }

    var reasonAgainstURLSecrets: SafeText? { URLSecretPolicy(self, .password).reason }

    /// What a form about a cluster says first.
    var facts: [SafeText] {
        var facts: [SafeText] = ["\(origin.description)   generation \(generation.rawValue)"]
        if isProduction { facts.append("PRODUCTION") }
        if trust == .insecure { facts.append("INSECURE: nobody checks who answers") }
        return facts
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
