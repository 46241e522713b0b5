import Testing

/// One part of the suite, for tests that run all of them against another target.
struct ConformancePart: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let run: @Sendable (SessionConformance) async throws -> Void

    /// Every part. Each wants a target of its own.
    static let all = [
        ConformancePart("the main job") { try await $0.runScript() },
        ConformancePart("login by secret key and by token") { try await $0.runOtherLogins() },
        ConformancePart("Orgs") { try await $0.runOrgs() },
        ConformancePart("lifetimes") { try await $0.runLifetimes() },
        ConformancePart("object tokens") { try await $0.runObjectTokens() },
        ConformancePart("refusals") { try await $0.runRefusals() },
        ConformancePart("dead sessions") { try await $0.runDeadSessions() },
        ConformancePart("absences") { try await $0.runAbsences() },
        ConformancePart("custom tokens") { try await $0.runCustomTokens() },
        ConformancePart("tokens of a session") { try await $0.runSessionTokens() },
        ConformancePart("users made at issue") { try await $0.runProvisioning() },
        ConformancePart("trusted-authentication keys") { try await $0.runTrustedAuthenticationKeys() },
        ConformancePart("switching the Org") { try await $0.runOrgSwitch() },
        ConformancePart("ending the sessions of a user") { try await $0.runForceLogout() },
        ConformancePart("ending sessions without the right") { try await $0.runForceLogoutRefused() },
        ConformancePart("the audit log") { try await $0.runAuditLog() },
    ]

    private init(_ name: String, _ run: @escaping @Sendable (SessionConformance) async throws -> Void) {
        testDescription = name
        self.run = run
    }
}
