import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// The profile form.
extension FormDraft {
    /// - Parameter profile: absent to add one.
    static func profile(_ profile: Profile?, serial: Int) -> FormDraft {
        let draft = profile.map(ProfileDraft.init(from:)) ?? .suggested
        var form = FormDraft(
            serial: serial, purpose: profile.map { .editProfile($0) } ?? .addProfile,
            title: profile.map { "Profile \($0.name)" } ?? "New profile", fields: fields(of: draft), focused: .name)
        form.askForConsent(to: profile)
        return form
    }

    /// A protected profile wants its name typed before any change (promise P65).
    mutating func askForConsent(to profile: Profile?) {
        guard let profile, profile.isProtected else {
            fields.removeAll { $0.id == .confirmation }
            return
        }
        guard self[.confirmation] == nil else { return }
        fields.append(
            DraftField(
                .confirmation, "Type the name", .text(""), help: "\(profile.name) is protected: type its name.",
                isRequired: true))
    }

    private static func fields(of draft: ProfileDraft) -> [DraftField] {
        let generations = Generation.allCases.reversed().map {
            DraftField.Option($0.rawValue, "\($0.rawValue)")
        }
        let sources = Profile.SecretSource.allCases.map {
            DraftField.Option(
                $0.rawValue, "\($0.rawValue)",
                reason: $0 == .memory || $0.rawValue == draft[.secretSource]
                    ? nil : "this release keeps secrets in memory only")
        }
        let fields = [
            DraftField(
                .name, "Name", .text(draft[.name]), help: "Letters, digits, dot, dash and underscore; 64 at most.",
                isRequired: true),
            DraftField(
                .url, "Address", .text(draft[.url]), help: "https://host or https://host:port, and nothing behind it.",
                placeholder: "https://", isRequired: true),
            DraftField(.generation, "Generation", .choice(draft[.generation]), options: generations),
            DraftField(.username, "User", .text(draft[.username])),
            DraftField(.org, "Org", .text(draft[.org]), help: "A name or a number; empty leaves it to the server."),
            DraftField(
                .tag, "Environment", .text(draft[.tag]), help: "production, staging, or a word of your own.",
                placeholder: "e.g. production"),
            DraftField(
                .isProtected, "Protected", .toggle(draft[isOn: .isProtected]), help: "Changes want the name typed."),
            DraftField(.isReadOnly, "Read-only", .toggle(draft[isOn: .isReadOnly]), help: "Changes are refused."),
            DraftField(
                .caFile, "CA file", .text(draft[.caFile]), help: "A PEM file with the authorities of this cluster.",
                placeholder: "the system's authorities"),
            DraftField(
                .isInsecure, "Insecure", .toggle(draft[isOn: .isInsecure]),
                help: "Nobody checks who answers. No secret key is sent over it."),
            DraftField(
                .proxy, "Proxy", .text(draft[.proxy]), help: "http://host:port, or direct for none.",
                placeholder: "from the environment"),
            DraftField(.secretSource, "Secrets", .choice(draft[.secretSource]), options: sources),
            DraftField(.note, "Note", .text(draft[.note])),
        ]
        return draft[.generation] == Generation.betaQuery.rawValue
            ? fields.accepting(draft[isOn: .acceptsURLSecrets]) : fields
    }

    /// Only beta-query has a question about secrets in URLs; elsewhere nobody needs to read it.
    mutating func settleProfile() {
        disable(.caFile, isOn(.isInsecure) ? "an insecure connection looks at no certificate" : nil)
        let isAsked = choice(.generation) == Generation.betaQuery.rawValue
        if isAsked, self[.acceptsURLSecrets] == nil {
            fields = fields.accepting(profile?.acceptsURLSecrets ?? false)
        } else if !isAsked {
            fields.removeAll { $0.id == .acceptsURLSecrets }
        }
    }

    /// What is filled in.
    var profileDraft: ProfileDraft {
        // Deadlines stand in the file only: a form must not lose them.
        var draft = profile.map(ProfileDraft.init(from:)) ?? ProfileDraft()
        draft[.name] = text(.name)
        draft[.url] = text(.url)
        draft[.generation] = choice(.generation)
        draft[.username] = text(.username)
        draft[.org] = text(.org)
        draft[.tag] = text(.tag)
        draft[isOn: .isProtected] = isOn(.isProtected)
        draft[isOn: .isReadOnly] = isOn(.isReadOnly)
        draft[.caFile] = text(.caFile)
        draft[isOn: .isInsecure] = isOn(.isInsecure)
        draft[.proxy] = text(.proxy)
        draft[.secretSource] = choice(.secretSource)
        draft[.note] = text(.note)
        // Asked for beta-query only; elsewhere the file's word stands.
        if self[.acceptsURLSecrets] != nil { draft[isOn: .acceptsURLSecrets] = isOn(.acceptsURLSecrets) }
        return draft
    }
}

extension [DraftField] {
    /// With the question that beta-query has, behind the generation.
    fileprivate func accepting(_ acceptsURLSecrets: Bool) -> [DraftField] {
        let question = DraftField(
            .acceptsURLSecrets, "URL secrets", .toggle(acceptsURLSecrets),
            help: "beta-query puts passwords and keys into URLs: proxies and logs keep them.")
        return flatMap { $0.id == .generation ? [$0, question] : [$0] }
    }
}
