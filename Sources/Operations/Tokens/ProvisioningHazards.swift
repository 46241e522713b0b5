package import DisplayText
package import ThoughtSpotSessions

extension TokenRequest {
    /// What minting this does to its user, as sentences for people (wire contract, section 14); empty when it neither
    /// creates nor changes anybody.
    package var provisioningHazards: [SafeText] {
        guard let provisioning else { return [] }
        let user = SafeText(outside: username, limit: 80)
        let creation: SafeText = "if \(user) does not exist, the user is created, without a password"
        let moment: SafeText = "it happens at the mint, whether or not the token is ever used or revoked"
        if case .custom = kind {
            return [
                creation,
                "if \(user) exists, nothing of the user is changed: e-mail, display name and groups are for new users",
                "groups that do not exist are created", moment,
            ]
        }
        var hazards = [creation, provisioning.overwriting(user), provisioning.membership(user)]
        if provisioning.groups?.isEmpty == false { hazards.append("groups that do not exist are created") }
        return hazards + [moment]
    }
}

extension Provisioning {
    fileprivate func overwriting(_ user: SafeText) -> SafeText {
        let overwritten: [SafeText] = [
            email.map { "e-mail with \(SafeText(outside: $0, limit: 80))" },
            displayName.map { "display name with \(SafeText(outside: $0, limit: 80))" },
        ].compactMap(\.self)
        switch overwritten.count {
        case 0: return "if \(user) exists, e-mail and display name stay as they are"
        case 1: return "if \(user) exists, this overwrites the \(overwritten[0])"
        default: return "if \(user) exists, this overwrites the \(overwritten[0]) and the \(overwritten[1])"
        }
    }

    fileprivate func membership(_ user: SafeText) -> SafeText {
        guard let groups else { return "the groups of \(user) stay as they are" }
        if groups.isEmpty { return "ALL groups of \(user) are removed" }
        let names = SafeText(outside: groups.joined(separator: ", "), limit: 200)
        return "the groups of \(user) are replaced: afterwards only \(names)"
    }
}
