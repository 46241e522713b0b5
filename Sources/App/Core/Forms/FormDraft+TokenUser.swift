import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

/// Creating or changing the user of a new token (<doc:JustInTimeUsers>), in the new-token form.
extension FormDraft {
    static var userFields: [DraftField] {
        [
            DraftField(
                .createsUser, "Create user", .toggle(false),
                help: "Creates the user at the mint; one who exists may be overwritten. Asked about before it is sent."),
            DraftField(.email, "E-mail", .text(""), help: "Empty keeps what a user has; a new user needs one."),
            DraftField(
                .displayName, "Display name", .text(""), help: "Empty keeps what a user has; a new user needs one."),
            DraftField(
                .membership, "Groups", .choice("keep"),
                options: [
                    DraftField.Option("keep", "keep"), DraftField.Option("replace", "replace by"),
                    DraftField.Option("none", "remove all"),
                ], help: "What becomes of the groups of a user who exists."),
            DraftField(
                .groups, "Named", .text(""), help: "Group names with commas; unknown ones are created.",
                isRequired: true),
        ]
    }

    mutating func settleUser(_ profile: Profile, _ bySession: SafeText?) {
        let byKey: SafeText? = choice(.credential) == "secret-key" ? nil : "by a secret key only"
        disable(.createsUser, profile.reason(against: .provisioning) ?? byKey)
        if let bySession { hide(.createsUser, bySession) }
        let idle: SafeText? = isOn(.createsUser) ? nil : "only when a user is created"
        for field in [FieldID.email, .displayName, .membership] { hide(field, idle) }
        hide(.groups, idle ?? (choice(.membership) == "replace" ? nil : "the groups are not named"))
    }

    var provisioning: Provisioning? {
        guard isOn(.createsUser) else { return nil }
        let groups: [String]? =
            switch choice(.membership) {
            case "replace": (try? RuleNotation.list(text(.groups))) ?? []
            case "none": []
            default: nil
            }
        return Provisioning(
            email: text(.email).nonEmpty, displayName: text(.displayName).nonEmpty, groups: groups)
    }
}
