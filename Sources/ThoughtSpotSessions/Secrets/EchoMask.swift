import StrictJSON

/// Hides our own secrets in the values of a successful answer, as ``SecretMask`` does in the texts of errors (fault
/// D26).
///
/// Two things differ from errors, because these values are wanted: a secret of less than four bytes hides only a value
/// that is nothing else, and cookies that are too short to identify a session hide nothing. A user name that a request
/// has said openly is not a secret, whatever the password is.
struct EchoMask {
    private let mask: SecretMask
    private let openNames: [String]

    /// A session id is never shorter, in bytes; `lang=en` is no secret.
    private static let shortestCookie = 8

    init(_ request: CallRequest) {
        mask = SecretMask(hiding: Self.secrets(of: request))
        openNames = request.openNames + (request.openName.map { [$0] } ?? [])
    }

    /// What a request presents, and whatever else of it must not be shown.
    static func secrets(of request: CallRequest) -> [Secret] {
        switch request.authentication {
        case .none: request.secrets
        case .bearer(let token): request.secrets + [token]
        case .cookies(let jar):
            request.secrets + jar.cookies.map(\.value).filter { $0.expose().utf8.count >= shortestCookie }
        }
    }

    func text(_ text: String) -> String {
        openNames.contains(text.lowercased()) ? text : mask.hidden(in: text)
    }

    func text(_ text: String?) -> String? { text.map { self.text($0) } }

    func texts(_ texts: [String]) -> [String] { texts.map { text($0) } }
}

/// A value of an answer whose texts may hold what we sent.
protocol EchoMaskable {
    func masked(by mask: EchoMask) -> Self
}

extension EchoMask {
    /// The value with its texts masked, where it has any.
    func masked<Value>(_ value: Value) -> Value {
        guard let maskable = value as? any EchoMaskable else { return value }
        return maskable.masked(by: self) as? Value ?? value
    }
}

extension CallRequest {
    /// The user name in the body or the query, in lower case.
    var openName: String? {
        let names = ["username", "userName"]
        let name: String? =
            switch body {
            case .json(let object): names.lazy.compactMap { object[$0]?.stringValue }.first
            case .form(let pairs): pairs.first { names.contains($0.name) }?.value
            case .none: FormFields.pairs(query ?? "").first { names.contains($0.name) }?.value
            }
        return name?.lowercased()
    }
}

extension Array: EchoMaskable where Element: EchoMaskable {
    func masked(by mask: EchoMask) -> Self { map { $0.masked(by: mask) } }
}

extension OrgReference: EchoMaskable {
    func masked(by mask: EchoMask) -> Self { OrgReference(id: id, name: mask.text(name)) }
}

extension TokenScope: EchoMaskable {
    func masked(by mask: EchoMask) -> Self {
        TokenScope(
            accessType: mask.text(accessType), org: org?.masked(by: mask), objectID: mask.text(objectID),
            orgScope: mask.text(orgScope), orgs: orgs.masked(by: mask))
    }
}

extension IssuedToken: EchoMaskable {
    func masked(by mask: EchoMask) -> Self {
        IssuedToken(
            token: token, createdAt: createdAt, expiry: expiry, scope: scope?.masked(by: mask),
            username: mask.text(username), userID: mask.text(userID), createdText: mask.text(createdText),
            expiryDoubt: expiryDoubt)
    }
}

extension TokenValidation: EchoMaskable {
    func masked(by mask: EchoMask) -> Self {
        // The text of a verdict is that of an error, and was masked with it.
        TokenValidation(
            operation: operation, verdict: verdict, createdAt: createdAt, expiry: expiry,
            scope: scope?.masked(by: mask), userID: mask.text(userID), tokenType: mask.text(tokenType),
            expiryDoubt: expiryDoubt)
    }
}

extension ActiveSession: EchoMaskable {
    func masked(by mask: EchoMask) -> Self {
        ActiveSession(
            authentication: authentication, credential: credential, username: mask.text(username), openedAt: openedAt,
            expiry: expiry)
    }
}

extension SessionInfo: EchoMaskable {
    func masked(by mask: EchoMask) -> Self {
        var info = self
        info.userName = mask.text(userName)
        info.currentOrg = currentOrg?.masked(by: mask)
        info.orgs = orgs.masked(by: mask)
        for list in [\SessionInfo.privileges, \.groups, \.inheritedGroups] {
            info[keyPath: list] = mask.texts(self[keyPath: list])
        }
        for text in [
            \SessionInfo.userID, \.displayName, \.email, \.accountType, \.accountStatus, \.releaseVersion, \.clusterID,
            \.clusterName, \.locale, \.timeZone, \.banner, \.variableValues, \.orgPrivileges, \.userParameters,
            \.accessControlProperties,
        ] {
            info[keyPath: text] = mask.text(self[keyPath: text])
        }
        return info
    }
}

extension SystemInformation: EchoMaskable {
    func masked(by mask: EchoMask) -> Self {
        var information = self
        for text in [
            \SystemInformation.id, \.name, \.releaseVersion, \.type, \.environment, \.apiVersion, \.timeZone,
        ] {
            information[keyPath: text] = mask.text(self[keyPath: text])
        }
        return information
    }
}

extension MaintenanceBanner: EchoMaskable {
    func masked(by mask: EchoMask) -> Self {
        MaintenanceBanner(text: mask.text(text), isUnderMaintenance: isUnderMaintenance)
    }
}

extension AuditEvent: EchoMaskable {
    func masked(by mask: EchoMask) -> Self {
        var event = self
        for text in [
            \AuditEvent.dateText, \.id, \.type, \.description, \.userID, \.username, \.clientAddress, \.data,
            \.unreadText,
        ] {
            event[keyPath: text] = mask.text(self[keyPath: text])
        }
        return event
    }
}

extension TrustedAuthenticationState: EchoMaskable {
    func masked(by mask: EchoMask) -> Self {
        // The keys are secrets by their type.
        TrustedAuthenticationState(
            settings: settings.map { setting in
                let place: TrustedAuthenticationPlace =
                    switch setting.place {
                    case .cluster: .cluster
                    case .org(let org): .org(org.masked(by: mask))
                    }
                return Setting(place: place, isEnabled: setting.isEnabled, keys: setting.keys)
            })
    }
}
