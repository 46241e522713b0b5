import DemoCluster
import Storage
import Terminal
import Testing

@testable import App

/// The screens that have a snapshot, each with the way to it.
enum Scene: String, CaseIterable, Sendable {
    case clusters
    case session
    case login
    case loginRefused = "login-refused"
    case newToken = "new-token"
    case customToken = "custom-token"
    case createUser = "create-user"
    case sessionToken = "session-token"
    case token
    case revoke
    case revoked
    case endUser = "end-user"
    case incident
    case incidentResult = "incident-result"
    case orgs
    case filter
    case allClusters = "all-clusters"
    case allTokens = "all-tokens"
    case profile
    case palette
    case help
    case requests
    case keys
    case keyRotation = "key-rotation"
    case audit
    case auditEvent = "audit-event"
    case invalid
    case doctor
    case doctorUnreachable = "doctor-unreachable"
    case leftOpen = "left-open"
    case noProfiles = "no-profiles"
    case quit
    case importToken = "import-token"
    case tokenReport = "token-report"
    case removeToken = "remove-token"
    case revokeSeveral = "revoke-several"
    case sharedLogin = "shared-login"
    case logOut = "log-out"
    case sessionDetail = "session-detail"
    case profileDetail = "profile-detail"
    case removeProfile = "remove-profile"
    case importProfiles = "import-profiles"
    case exportProfiles = "export-profiles"
    case createVault = "create-vault"
    case deactivation
    case dismiss
    case activity
    case discard

    /// What the program finds when it begins.
    var setting: ProgramSetting {
        switch self {
        case .noProfiles: ProgramSetting(profiles: { $0 = [] })
        case .leftOpen, .dismiss: ProgramSetting(hasCutOffBulk: true)
        default: ProgramSetting()
        }
    }

    /// Goes to the screen.
    @MainActor
    func play(on program: ProgramDriver) async throws {
        switch self {
        case .clusters, .noProfiles: break
        case .session: await program.logIn()
        case .login:
            await program.press(.logIn)
            await program.fill(.password, ProgramDriver.password)
        case .loginRefused: await program.logIn(password: "guessed")
        case .newToken: await fillNewToken(program)
        case .customToken: await fillCustomToken(program)
        case .createUser:
            await fillCustomToken(program)
            await program.choose(.kind, "full")
            await program.choose(.membership, "none")
            await program.press(.submit)
        case .sessionToken:
            await program.logIn()
            await program.keys("T")
        case .token: await inspectNewToken(program)
        case .revoke:
            await inspectNewToken(program)
            await program.press(.revoke)
        case .revoked:
            await inspectNewToken(program)
            await program.press(.revoke)
            await program.type("prod-eu")
            await program.keys("Enter")
        case .endUser:
            await program.logIn()
            await program.press(.focusTokens, .moveFirst, .revokeUser)
        case .incident, .incidentResult:
            try await planIncident(program)
            if self == .incidentResult {
                program.wire.takeNoTime()
                // Of two clusters that answer at once either may come first.
                await program.keys("Down", "Space", "Enter", "Enter")
                await program.type("anna")
                await program.keys("Enter")
            }
        case .orgs:
            await program.logIn()
            await program.press(.focusSession, .switchOrg)
        case .filter:
            await program.press(.focusTokens, .mark, .filter)
            await program.type("user:anna !sales")
        case .allClusters:
            await program.logIn()
            try await program.select("prod-us")
            await program.logIn()
            await program.press(.showAllClusters)
        case .allTokens: await program.press(.showAllClusters, .showAllClusters)
        case .profile:
            await program.press(.addProfile, .submit)
            await program.fill(.name, "lab new")
            await program.keys("Tab")
        case .palette:
            await program.press(.palette)
            await program.type("tok")
        case .help: await program.press(.help)
        case .leftOpen: await program.press(.leftOpen)
        case .requests:
            await program.logIn()
            await program.press(.requestLog)
        case .keys:
            await program.logIn()
            await program.press(.keys)
        case .keyRotation:
            await program.logIn()
            await program.press(.keys, .rotateKey)
        case .audit, .auditEvent:
            await program.logIn()
            await program.press(.auditLog)
            if self == .auditEvent { await program.press(.moveDown, .open) }
        case .invalid: try await program.select("down-dc2")
        case .doctor:
            await program.logIn()
            await program.press(.diagnose)
        case .doctorUnreachable:
            try await program.select("down-dc2")
            await program.press(.diagnose)
        case .quit:
            await program.logIn()
            program.wire.hold("auth/session/logout", on: "prod-eu")
            await program.begin(.logOut)
            await program.begin(key: "y")
            await program.wire.untilHeld()
            program.waitsForIdle = false
            await program.begin(.quit)
        case .importToken, .tokenReport, .removeToken, .revokeSeveral:
            await playTokens(on: program)
        case .sharedLogin, .logOut, .sessionDetail: await playSessions(on: program)
        case .profileDetail: await program.press(.focusClusters, .showProfile)
        case .removeProfile: await program.press(.focusClusters, .removeProfile)
        case .importProfiles: await program.press(.importProfiles)
        case .exportProfiles: await program.press(.exportProfiles)
        case .createVault: await program.press(.unlockVault)
        case .deactivation:
            try await planIncident(program)
            await program.keys("d", "Enter", "Enter")
            await program.type("anna")
            await program.keys("Enter")
        case .dismiss: await program.press(.leftOpen, .dismiss)
        case .activity:
            await program.logIn(password: "guessed")
            await program.keys("Esc")
            if program.question != nil { await program.keys("y") }
            await program.press(.focusActivity, .open)
        case .discard:
            await program.press(.addProfile)
            await program.fill(.name, "lab new")
            await program.keys("Esc")
        }
    }

    @MainActor
    private func planIncident(_ program: ProgramDriver) async throws {
        try await Self.logInForIncident(program)
        await program.press(.revokeEverywhere)
        await program.type("anna")
        await program.keys("Enter")
    }

    /// Logged in to two clusters, and to a third in vain.
    @MainActor
    static func logInForIncident(_ program: ProgramDriver) async throws {
        await program.logIn()
        try await program.select("prod-us")
        await program.logIn()
        try await program.select("staging")
        await program.logIn()
        await program.keys("Esc")
        if program.question != nil { await program.keys("y") }
    }

    @MainActor
    private func fillNewToken(_ program: ProgramDriver) async {
        await program.logIn()
        await program.press(.newToken)
        await program.fill(.password, ProgramDriver.password)
        await program.fill(.lifetime, "15m")
        await program.fill(.label, "nightly export")
    }

    /// Everything that the form can hold: more than 24 rows.
    @MainActor
    private func fillCustomToken(_ program: ProgramDriver) async {
        await program.logIn()
        await program.press(.newToken)
        await program.choose(.kind, "custom")
        await program.choose(.credential, "secret-key")
        await program.fill(.secretKey, "no real key")
        await program.fill(.filterRules, "Region IN north,south; Year GE 2024")
        await program.fill(.variables, "tenant=acme")
        await program.switchOn(.createsUser)
        await program.fill(.email, "new@example.com")
        await program.choose(.membership, "replace")
        await program.fill(.groups, "analysts, sales team")
    }

    @MainActor
    private func inspectNewToken(_ program: ProgramDriver) async {
        await fillNewToken(program)
        await program.press(.submit, .open)
    }

    @MainActor
    private func playTokens(on program: ProgramDriver) async {
        switch self {
        case .importToken:
            await program.logIn()
            await program.press(.importToken)
        case .tokenReport:
            await inspectNewToken(program)
            await program.press(.report)
        case .removeToken:
            await inspectNewToken(program)
            await program.keys("Esc")
            await program.press(.focusTokens, .removeTokens)
        default:
            await program.logIn()
            await program.issueToken(label: "nightly export")
            await program.issueToken(label: "embedding")
            await program.press(.focusTokens, .markAll, .revoke)
        }
    }

    @MainActor
    private func playSessions(on program: ProgramDriver) async {
        switch self {
        case .logOut, .sessionDetail:
            await program.logIn()
            await program.press(.focusSession, self == .logOut ? .logOut : .open)
        default:
            await program.press(.focusClusters, .markAll, .logIn)
        }
    }
}
