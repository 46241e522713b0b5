import ASCIIText

/// Checks of what people and programs hand in, before anything is sent.
enum InputChecks {
    static func username(_ text: String) throws(Refusal) -> String {
        try line(text, "the user name")
    }

    /// One line of text that must not be empty.
    static func line(_ text: String, _ what: String) throws(Refusal) -> String {
        if text.isEmpty { throw Refusal(.invalidInput, "\(what) is empty") }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
            throw Refusal(.invalidInput, "\(what) holds a control character")
        }
        return text
    }

    static func secret(_ secret: Secret, _ what: String) throws(Refusal) -> String {
        if secret.isEmpty { throw Refusal(.invalidInput, "\(what) is empty") }
        return secret.expose()
    }

    static func token(_ token: Secret) throws(Refusal) -> String {
        if let fault = TokenText.fault(of: token.expose()) { throw Refusal(.invalidInput, fault.detail) }
        return token.expose()
    }

    static func lifetime(_ seconds: Int) throws(Refusal) -> Int {
        guard (1...Int(Int32.max)).contains(seconds) else {
            throw Refusal(.invalidInput, "the lifetime is not between 1 and \(Int32.max) seconds")
        }
        return seconds
    }

    /// The number of an Org, for the calls that take nothing else.
    static func orgNumber(_ org: OrgReference, _ call: String) throws(Refusal) -> Int {
        if let id = org.id { return id }
        throw Refusal(.invalidInput, "\(call) takes the number of an Org, not its name: look the number up first")
    }

    /// Number or name of an Org as one text, for the calls that take either (<doc:Orgs>).
    static func orgIdentifier(_ org: OrgReference) throws(Refusal) -> String {
        guard let identifier = org.id.map(String.init) ?? org.name else {
            throw Refusal(.invalidInput, "the Org has neither number nor name")
        }
        return try line(identifier, "the name of the Org")
    }

    /// Nothing of a user may become an empty or many-lined text by accident.
    static func provisioning(_ provisioning: Provisioning) throws(Refusal) {
        if let email = provisioning.email { _ = try line(email, "the e-mail address") }
        if let name = provisioning.displayName { _ = try line(name, "the display name") }
        for group in provisioning.groups ?? [] { _ = try line(group, "the name of a group") }
    }

    /// What a call that needs a session presents.
    static func presented(_ authentication: Authentication) throws(Refusal) -> Authentication {
        if authentication == .none { throw Refusal(.noSession, "this needs a session or a token: log in first") }
        return authentication
    }

    /// One user of a forced logout. Never a text that a server could read as no user, and so as every user.
    static func user(_ user: UserIdentifier) throws(Refusal) -> String {
        let text = try username(user.text)
        if text.trimmingWhiteSpace().isEmpty { throw Refusal(.invalidInput, "the user name is empty") }
        return text
    }

    /// What a call presents that changes the session of a cookie; the Org of a token was fixed for good.
    static func cookieSession(_ authentication: Authentication) throws(Refusal) -> Authentication {
        if case .bearer = authentication {
            throw Refusal(
                .invalidInput, "the Org of a token is fixed when it is issued")
        }
        return try presented(authentication)
    }
}
