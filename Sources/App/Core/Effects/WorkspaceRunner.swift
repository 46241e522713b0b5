import DisplayText
import HTTPExchange
package import Operations
import Storage
import ThoughtSpotSessions

/// Runs work by the use cases, in one workspace.
package struct WorkspaceRunner: WorkRunner {
    let workspace: Workspace
    let copy: @MainActor @Sendable (String) async -> CopyOutcome

    package init(workspace: Workspace, copy: @escaping @MainActor @Sendable (String) async -> CopyOutcome) {
        self.workspace = workspace
        self.copy = copy
    }

    package func run(
        _ work: Work, progress: @escaping @Sendable (WorkProgress) async -> Void
    ) async -> EffectResult {
        do throws(OperationError) {
            return switch work {
            case .listProfiles, .saveProfile, .restoreProfile, .removeProfile, .setDefaultProfile:
                try await keepProfiles(work)
            case .checkCluster(let profile): .checked(await CheckCluster(profile: profile).run(in: workspace))
            case .logIn(let verb): .loggedIn(try await verb.run(in: workspace))
            case .logOut(let profile): .loggedOut(try await LogOut(profile: profile).run(in: workspace))
            case .dropSession(let profile): await drop(profile)
            case .readAuditLog(let verb): .auditLog(try await verb.run(in: workspace))
            case .revokeTokens(let confirmed):
                .revoked(
                    await RevokeTokens(confirmed: confirmed).run(in: workspace) { await progress(.revocation($0)) })
            case .endUser(let verb):
                .endedUser(await verb.run(in: workspace) { await progress(.endUser($0)) })
            case .findOrgs(let profile): .orgs(try await FindOrgs(profile: profile).run(in: workspace))
            case .switchOrg(let verb): .switchedOrg(try await verb.run(in: workspace))
            case .testProfile, .diagnose: try await look(work, progress: progress)
            case .listTokens, .issueToken, .issueSessionToken, .importToken, .validateToken, .forgetTokens,
                .restoreTokens, .copyTokens, .revealToken, .readTimeline, .writeReport:
                try await tokens(work)
            case .readKeys, .changeKeys, .revealKey, .copyKey: try await keys(work)
            }
        } catch {
            return .failed(error)
        }
    }

    private func tokens(_ work: Work) async throws(OperationError) -> EffectResult {
        switch work {
        case .listTokens:
            let list = try await ListTokens().run(in: workspace)
            return .tokens(list, inUse: list.inUseIDs)
        case .issueToken(let verb): return .issued(try await verb.run(in: workspace))
        case .issueSessionToken(let verb): return .issued(try await verb.run(in: workspace))
        case .importToken(let verb): return .imported(try await verb.run(in: workspace))
        case .validateToken(let profile, let fingerprint):
            let verb = ValidateToken(profile: profile, token: .held(fingerprint))
            return .validated(try await verb.run(in: workspace))
        case .forgetTokens(let records):
            return .forgotten(try await RemoveTokens(records: records).run(in: workspace))
        case .readTimeline(let record):
            return .timeline(try await ReadTimeline(record: record).run(in: workspace))
        case .writeReport(let verb):
            return .wroteReport(try await verb.run(in: workspace))
        case .restoreTokens(let records):
            return .restored(try await RestoreTokens(records: records).run(in: workspace))
        case .copyTokens(let records):
            let tokens = try await RevealTokens(records: records).run(in: workspace).map { $0.expose() }
            let name: SafeText = records.count == 1 ? "token \(records[0].fingerprint.text)" : "\(records.count) tokens"
            return .copiedTokens(records.map(\.id), what: name, await copy(tokens.joined(separator: "\n")))
        case .revealToken(let profile, let fingerprint):
            let token = try await heldToken(fingerprint, of: profile)
            return .revealed(TokenRecord.id(fingerprint, at: profile.origin.description), token)
        default: return .cancelled
        }
    }

    private func drop(_ profile: Profile) async -> EffectResult {
        .droppedSession(await DropSession(profile: profile).run(in: workspace))
    }

    /// Looks at clusters by reading only, as somebody does who fills in a form or wonders what is wrong.
    private func look(
        _ work: Work, progress: @escaping @Sendable (WorkProgress) async -> Void
    ) async throws(OperationError) -> EffectResult {
        switch work {
        case .testProfile(let profile):
            let report = try await TestProfile(profile: profile, probe: .always).run(in: workspace)
            return .tested(report.status, report.probe)
        case .diagnose(let profile):
            return .diagnosed(
                await DiagnoseCluster(profile: profile).run(in: workspace) { await progress(.diagnosis($0)) })
        default: return .cancelled
        }
    }

    private func heldToken(_ fingerprint: Fingerprint, of profile: Profile) async throws(OperationError) -> Secret {
        guard let token = await workspace.held.token(fingerprint, of: profile) else {
            throw .refused(.tokenNotHeld(fingerprint))
        }
        return token
    }
}

/// Profiles.
extension WorkspaceRunner {
    private func keepProfiles(_ work: Work) async throws(OperationError) -> EffectResult {
        switch work {
        case .listProfiles:
            return .profiles(try await ListProfiles().run(in: workspace))
        case .saveProfile(let draft, let id, let replacing, let consent):
            let place: SaveProfile.Place = replacing.map { .edited($0) } ?? id.map { .again($0) } ?? .new
            // The form has asked already.
            let verb = SaveProfile(draft: draft, as: place, consent: consent, addressAnswer: .leave)
            return .saved(try await verb.run(in: workspace).profile)
        case .restoreProfile(let profile):
            return .saved(try await SaveProfile(profile: profile, replacing: nil).run(in: workspace).profile)
        case .removeProfile(let profile):
            try await RemoveProfile(profile: profile).run(in: workspace)
            return .removed(profile)
        case .setDefaultProfile(let name):
            try await SetDefaultProfile(name: name).run(in: workspace)
            return .defaultSet(name)
        default: return .cancelled
        }
    }
}
