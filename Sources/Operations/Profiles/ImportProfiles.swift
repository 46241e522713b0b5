import ASCIIText
package import DisplayText
import HTTPExchange
package import Storage
import ThoughtSpotSessions

/// What an import does with each profile of its files, before anything is saved.
package struct ProfileImportPlan: Hashable, Sendable {
    package enum Action: String, Hashable, Sendable {
        case add
        /// The fields that the file names replace those of the profile that has the name.
        case replace
        /// The profile that has the name says the same already.
        case unchanged
        /// Another profile has the name.
        case skip
    }

    package struct Item: Hashable, Sendable {
        package let file: String
        package let originalName: String
        /// As it is, or would be, saved; without an id while it is new.
        package fileprivate(set) var profile: Profile
        /// The profile that has the name.
        package let existing: Profile?
        package let action: Action
        package let omissions: [ProfileImport.Omission]
        /// The marks of the profile that has the name, which the file has not: they stay.
        package let keptMarks: [ProfileField.ID]
    }

    package fileprivate(set) var items: [Item]

    /// The profiles that want their name typed before they are replaced.
    package var protected: [Profile] {
        items.filter { $0.action == .replace }.compactMap(\.existing).filter {
            ProtectionPolicy($0).consent(toChanging: Self.act(on: $0)) != nil
        }
    }

    /// The beginning of a sentence.
    package static func act(on profile: Profile) -> String { "Replacing the profile \(profile.name)" }

    /// The names in the files of the profiles that are skipped.
    package var skipped: [Item] { items.filter { $0.action == .skip } }
}

/// Plans an import. Changes nothing.
package struct PlanProfileImport: Hashable, Sendable {
    package var files: [ProfileImport]
    /// Whether profiles that have the name are replaced.
    package var replaces: Bool

    package init(files: [ProfileImport], replaces: Bool = false) {
        self.files = files
        self.replaces = replaces
    }

    /// - Throws: `E_IMPORT_FILE` where two profiles would have one name, and what reading the profiles throws, also because
    ///   their file cannot be changed.
    package func run(in workspace: Workspace) async throws(OperationError) -> ProfileImportPlan {
        let list = try await ListProfiles().run(in: workspace)
        if let reason = list.readOnlyReason { throw .storage(reason) }
        var plan = ProfileImportPlan(items: [])
        var names: Set<String> = []
        for file in files {
            for entry in file.entries {
                guard names.insert(entry.profile.name.lowercased()).inserted else {
                    throw .storage(
                        StorageError(
                            .importFile, file: file.file,
                            detail: "two profiles would be named \(entry.profile.name); rename one of them"))
                }
                plan.items.append(await item(entry, of: file.file, in: list))
            }
        }
        return plan
    }

    private func item(
        _ entry: ProfileImport.Entry, of file: String, in list: ProfileList
    ) async -> ProfileImportPlan.Item {
        let existing = list.profiles.first { $0.name.lowercased() == entry.profile.name.lowercased() }
        var omissions = entry.omissions
        var named = entry.named
        var new = entry.profile
        if let path = new.caFile, path != existing?.caFile, await !Self.isUsable(authorities: path) {
            omissions.append(ProfileImport.Omission(ProfileField[.caFile].key, .caFile))
            named.remove(.caFile)
            new.caFile = nil
        }
        guard let existing else {
            return .init(
                file: file, originalName: entry.originalName, profile: new, existing: nil, action: .add,
                omissions: omissions, keptMarks: [])
        }
        let (merged, kept) = existing.replacing(named, by: new)
        let action: ProfileImportPlan.Action = merged == existing ? .unchanged : replaces ? .replace : .skip
        return .init(
            file: file, originalName: entry.originalName, profile: action == .skip ? new : merged, existing: existing,
            action: action, omissions: omissions, keptMarks: action == .replace ? kept : [])
    }

    private static func isUsable(authorities path: String) async -> Bool {
        await FileExecutor.run { () -> Bool in (try? AuthorityFile.bytes(at: path)) != nil }
    }
}

extension Profile {
    /// This profile with the fields that a file names, and the marks that stay although the file has others.
    ///
    /// A file does not take a guard away: protection, read-only, and the tag of production stay. At another address nothing
    /// holds that was agreed to for the old one.
    fileprivate func replacing(_ named: Set<ProfileField.ID>, by new: Profile) -> (Profile, [ProfileField.ID]) {
        var merged = self
        var kept: [ProfileField.ID] = []
        if named.contains(.url), new.origin != origin {
            merged.isInsecure = false
            merged.acceptsURLSecrets = false
        }
        for field in ProfileField.all where named.contains(field.id) && field.id != .name {
            field.copy(from: new, to: &merged)
        }
        if isProtected, !merged.isProtected {
            merged.isProtected = true
            kept.append(.isProtected)
        }
        if isReadOnly, !merged.isReadOnly {
            merged.isReadOnly = true
            kept.append(.isReadOnly)
        }
        if isProduction, !merged.isProduction {
            merged.tag = tag
            kept.append(.tag)
        }
        return (merged, kept)
    }
}

/// Saves what a plan says: all of it, or nothing.
package struct ImportProfiles: Hashable, Sendable {
    package var plan: ProfileImportPlan
    /// What each of ``ProfileImportPlan/protected`` was answered with.
    package var consents: [Profile.ID: ConsentAnswer]

    package init(plan: ProfileImportPlan, consents: [Profile.ID: ConsentAnswer] = [:]) {
        self.plan = plan
        self.consents = consents
    }

    /// - Returns: the plan with the profiles as they are saved, and the name of the default profile.
    /// - Throws: `E_PROTECTED` and its kin; `E_NAME_TAKEN`, `E_SAVE_CONFLICT` and what reading and writing the file throw.
    ///   The file is then as it was.
    package func run(
        in workspace: Workspace
    ) async throws(OperationError) -> (plan: ProfileImportPlan, defaultName: String?) {
        for profile in plan.protected {
            try ProtectionPolicy(profile).require(
                consents[profile.id], toChanging: ProfileImportPlan.act(on: profile))
        }
        var done = plan
        var changes: [ProfileChange] = []
        for index in done.items.indices {
            switch done.items[index].action {
            case .add:
                let id = UUIDText.random(workspace.randomBytes(16))
                done.items[index].profile = done.items[index].profile.identified(as: id)
            case .replace: break
            case .unchanged, .skip: continue
            }
            changes.append(ProfileChange(done.items[index].profile, replacing: done.items[index].existing))
        }
        do throws(StorageError) {
            let list =
                changes.isEmpty ? try await workspace.profiles.load() : try await workspace.profiles.save(changes)
            // Credentials are bound to the origin they came from (promise P31): another address gets none of them.
            for change in changes {
                guard let old = change.replacing, old.origin != change.profile.origin else { continue }
                await workspace.held.dropSession(of: old)
            }
            return (done, list.defaultName)
        } catch {
            throw .storage(error)
        }
    }
}

extension ProfileImportPlan.Item {
    /// What the file says about the way to the cluster that its address does not tell: whom the requests go through, and
    /// who else vouches for a certificate.
    package var detours: [SafeText] {
        var told: [SafeText] = []
        if let proxy = profile.proxy, proxy != "direct" {
            told.append("\(profile.name): requests go through the proxy \(SafeText(outside: proxy, limit: 200))")
        }
        if let file = profile.caFile {
            told.append("\(profile.name): the CA file \(SafeText(outside: file, limit: 200)) is trusted")
        }
        return told
    }
}

extension ProfileImport.Omission {
    /// What is not imported, and what to do about it.
    package func text(on profile: Profile) -> SafeText {
        let name = profile.name
        let what: SafeText = "\(name): \(SafeText(outside: member, limit: 80)) is not imported"
        let edit: SafeText = "tessera profile edit \(name)"
        return switch reason {
        case .secret: "\(what): it is, or holds, a secret; treat it as compromised and rotate it"
        case .command: "\(what): it would run a program here; `\(edit) --secret-command TEXT` names one of yours"
        case .insecure:
            "\(what): the certificate is verified; `\(edit) --insecure-host \(profile.origin.host)` skips that"
        case .urlSecrets: "\(what): `\(edit) --accept-url-secrets` allows secrets in URLs"
        case .plainText: "\(what): no plain-text store is offered; secrets are asked for"
        case .caFile: "\(what): there is no such CA file here; `\(edit) --ca-file FILE` names one"
        case .unknown: "\(what): this version does not know it"
        }
    }
}
