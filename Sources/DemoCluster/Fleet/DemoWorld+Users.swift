extension DemoWorld {
    /// An administrator, an analyst, a service account, and three whose password is of no use: one with multi-factor
    /// authentication, one of a single sign-on, one who is locked out.
    static let users = [
        DemoUser(
            name: DemoFleet.administrator, guid: "59481331-ee53-42be-a548-bd87be6ddd4a", displayName: "Administrator",
            password: DemoFleet.password, privileges: ["ADMINISTRATION"], orgs: [0, 1, 2],
            groups: ["Administrator", "All Group"]),
        DemoUser(
            name: "anna", guid: "6f5a7c10-3d1e-4c58-9b0a-1d2e3f4a5b6c", displayName: "Anna Lindqvist",
            password: DemoFleet.password, privileges: ["DATADOWNLOADING", "AUTHORING"], orgs: [0, 1],
            groups: ["Analysts", "All Group"]),
        DemoUser(
            name: "bot-reports", guid: "7a6b5c4d-2e1f-4a3b-8c7d-9e0f1a2b3c4d", displayName: "Nightly reports",
            password: DemoFleet.password, privileges: ["DATADOWNLOADING"], orgs: [1], groups: ["Service accounts"]),
        DemoUser(
            name: "mfa-max", guid: "8b7c6d5e-3f2a-4b4c-9d8e-0f1a2b3c4d5e", displayName: "Max Okafor",
            password: DemoFleet.password, privileges: ["USER_ADMINISTRATION"], orgs: [0, 2], usesMultiFactor: true),
        DemoUser(
            name: "sso-sara", guid: "9c8d7e6f-4a3b-4c5d-8e9f-1a2b3c4d5e6f", displayName: "Sara Haddad",
            password: nil, privileges: ["AUTHORING"], orgs: [0, 1, 2], accountType: .saml),
        DemoUser(
            name: "locked-lee", guid: "ad9e8f7a-5b4c-4d6e-9f0a-2b3c4d5e6f7a", displayName: "Lee Moreau",
            password: DemoFleet.password, groups: ["Analysts", "All Group"], accountStatus: .locked),
    ]

    static var usersWithLockedAdministrator: [DemoUser] {
        users.map { user in
            var copy = user
            if copy.name == DemoFleet.administrator { copy.accountStatus = .locked }
            return copy
        }
    }
}
