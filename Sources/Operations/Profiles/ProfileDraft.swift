package import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// A profile as a person fills it in: plain texts of a form or of options, not yet checked.
///
/// A field whose text is what ``init(from:)`` made of the profile gives back what the profile says, unchecked: an edit
/// changes what was edited and nothing else. The text of an Org is shorter than the Org, and a file may hold values that
/// cannot be chosen today.
package struct ProfileDraft: Hashable, Sendable {
    package var name = ""
    package var url = ""
    package var generation = ""
    package var username = ""
    /// A name or a number; empty leaves it to the server.
    package var org = ""
    package var tag = ""
    package var isProtected = false
    package var isReadOnly = false
    package var caFile = ""
    package var isInsecure = false
    package var proxy = ""
    package var secretSource = ""
    package var note = ""
    /// Agrees that beta-query puts passwords and keys into URLs.
    package var acceptsURLSecrets = false
    package var deadlines = ConnectionSettings.Deadlines()
    /// The profile that the texts came from.
    private var original: Profile?

    package init() {}

    /// The draft that would give `profile` again.
    package init(from profile: Profile) {
        original = profile
        name = profile.name
        url = profile.origin.description
        generation = profile.generation.rawValue
        username = profile.username ?? ""
        org = profile.org?.name ?? profile.org?.id.map(String.init) ?? ""
        tag = profile.tag ?? ""
        isProtected = profile.isProtected
        isReadOnly = profile.isReadOnly
        if case .additional(let file) = profile.trust { caFile = file }
        isInsecure = profile.trust == .insecure
        proxy = profile.proxy ?? ""
        secretSource = profile.secretSource.rawValue
        note = profile.note ?? ""
        acceptsURLSecrets = profile.acceptsURLSecrets
        deadlines = profile.deadlines
    }

    /// The fields that are checked, for the form's messages.
    package enum Field: String, Hashable, Sendable, CaseIterable {
        case name, url, generation, caFile, proxy, secretSource
    }

    /// What is wrong with one field, `nil` when it is fine.
    package func problem(with field: Field) -> Refusal? {
        do throws(OperationError) {
            switch field {
            case .name: _ = try checkedName()
            case .url: _ = try checkedOrigin()
            case .generation: _ = try checkedGeneration()
            case .caFile: _ = try checkedTrust()
            case .proxy: _ = try checkedProxy()
            case .secretSource: _ = try checkedSecretSource()
            }
            return nil
        } catch {
            if case .refused(let refusal) = error { return refusal }
            return nil
        }
    }

    /// The profile, when every field is fine.
    ///
    /// - Parameter id: of the profile that is edited, or a fresh UUID.
    package func profile(id: Profile.ID) throws(OperationError) -> Profile {
        Profile(
            id: id, name: try checkedName(), origin: try checkedOrigin(), generation: try checkedGeneration(),
            username: unchanged(\.username, \.username) ?? username.nonEmpty,
            org: unchanged(\.org, \.org) ?? org.nonEmpty.map(OrgReference.init(typed:)),
            tag: unchanged(\.tag, \.tag) ?? tag.nonEmpty, isProtected: isProtected, isReadOnly: isReadOnly,
            trust: try checkedTrust(), proxy: try checkedProxy(), deadlines: deadlines,
            secretSource: try checkedSecretSource(), note: unchanged(\.note, \.note) ?? note.nonEmpty,
            acceptsURLSecrets: acceptsURLSecrets)
    }

    /// The value of the profile that the text came from, while the text is still what it was; blanks around it aside,
    /// which a form takes off.
    private func unchanged<Value>(_ text: KeyPath<ProfileDraft, String>, _ field: KeyPath<Profile, Value>) -> Value? {
        guard let original else { return nil }
        let before = ProfileDraft(from: original)[keyPath: text]
        return before.nonEmpty == self[keyPath: text].nonEmpty ? original[keyPath: field] : nil
    }

    private func checkedName() throws(OperationError) -> String {
        if let name = unchanged(\.name, \.name) { return name }
        do throws(ProfileInputError) { return try ProfileName.checked(name) } catch {
            throw .refused(.invalidProfile(error))
        }
    }

    private func checkedOrigin() throws(OperationError) -> Origin {
        if let origin = unchanged(\.url, \.origin) { return origin }
        do throws(ProfileInputError) { return try ProfileURL.origin(url) } catch {
            throw .refused(.invalidProfile(error))
        }
    }

    private func checkedGeneration() throws(OperationError) -> Generation {
        if let generation = unchanged(\.generation, \.generation) { return generation }
        guard let generation = Generation(rawValue: generation.lowercased()) else {
            let known = Generation.allCases.map(\.rawValue).joined(separator: ", ")
            throw .refused(.invalidInput(field: "The generation", why: "it is one of \(known)"))
        }
        return generation
    }

    private func checkedTrust() throws(OperationError) -> ConnectionSettings.Trust {
        if let trust = unchanged(\.caFile, \.trust), isInsecure == (trust == .insecure) { return trust }
        if isInsecure, !caFile.isEmpty {
            throw .refused(
                .invalidInput(field: "The CA file", why: "an insecure connection looks at no certificate; choose one"))
        }
        if isInsecure { return .insecure }
        guard let file = caFile.nonEmpty else { return .system }
        guard file.hasPrefix("/") else {
            throw .refused(.invalidInput(field: "The CA file", why: "give its whole path, beginning with a slash"))
        }
        return .additional(caFile: file)
    }

    private func checkedProxy() throws(OperationError) -> String? {
        if let proxy = unchanged(\.proxy, \.proxy) { return proxy }
        guard let text = proxy.nonEmpty, text != "direct" else { return proxy.nonEmpty }
        let address: ProxyAddress
        do throws(ProxyAddress.Problem) { address = try ProxyAddress(text) } catch {
            throw .refused(.unusableProxy(of: .input, why: error.rawValue))
        }
        guard address.basicAuthorization == nil else {
            throw .refused(
                .unusableProxy(
                    of: .input,
                    why: "its user name and password belong in the environment, as in https_proxy for the same proxy"))
        }
        return text
    }

    private func checkedSecretSource() throws(OperationError) -> Profile.SecretSource {
        if let source = unchanged(\.secretSource, \.secretSource) { return source }
        guard let text = secretSource.nonEmpty else { return .memory }
        guard let source = Profile.SecretSource(rawValue: text) else {
            throw .refused(.invalidInput(field: "The secret source", why: "it is memory, vault, command or plain"))
        }
        guard source == .memory else {
            throw .refused(
                .invalidInput(
                    field: "The secret source", why: "this release keeps secrets in memory only; choose memory"))
        }
        return source
    }
}

extension String {
    /// The text without blanks around it, unless nothing is left.
    fileprivate var nonEmpty: String? {
        let trimmed = drop { $0 == " " || $0 == "\t" }
        let end = trimmed.lastIndex { $0 != " " && $0 != "\t" }
        return end.map { String(trimmed[...$0]) }
    }
}
