import DisplayText
import Operations
import Storage
import Toolkit

/// Asked before a profile is removed; for a protected or production profile its name is typed.
struct ProfileRemovalQuestion: ConsentQuestion {
    private let profile: Profile
    private let kept: KeptSecrets
    private let consent: Consent
    var dialog: Dialog<YesNo>

    /// - Parameters:
    ///   - activeTokens: how many of its address are known; those stay valid.
    ///   - kept: what the vault keeps for it; nil where the vault is locked.
    init(_ profile: Profile, undo: SafeText, activeTokens: Int = 0, kept: KeptSecrets? = KeptSecrets()) {
        self.profile = profile
        self.kept = kept ?? KeptSecrets()
        var vault: [TextRun] = []
        if activeTokens > 0 {
            vault = [
                TextRun(
                    activeTokens == 1
                        ? "1 active token of this cluster stays valid: removing the profile revokes nothing."
                        : "\(activeTokens) active tokens of this cluster stay valid: removing the profile revokes nothing.",
                    .warning)
            ]
        }
        if let kept {
            if !kept.isEmpty {
                vault += [
                    TextRun("The vault keeps \(kept.wording) for it.", .warning),
                    TextRun("It stays there under the profile's id, which `tessera vault list` shows."),
                ]
            }
        } else {
            vault += [TextRun("The vault is locked: what it keeps for \(profile.name) stays there.", .warning)]
        }
        consent = ProtectionPolicy(profile).consent(toEnding: "Removing the profile", otherwise: .key)
        dialog = Dialog(
            "Remove the profile \(profile.name)?",
            [TextRun("The journal keeps the records of its tokens; \(undo) restores the profile.")]
                + vault + .facts(of: profile),
            on: profile, yes: "Remove", consent: consent)
    }

    func agree(_ answer: ConsentAnswer, in program: inout ProgramState) throws(OperationError) -> [Effect] {
        try consent.judge(answer)
        // Below it may stand the detail of the profile that goes.
        return program.closeAll() + [program.begin(RemoveProfile(profile: profile, kept: kept))]
    }
}

extension ProgramState {
    func reasonAgainstRemovingProfile(shown: Bool = false) -> SafeText? {
        if let reason = reasonAgainstChangingProfile(shown: shown) { return reason }
        guard let profile else { return noProfile }
        if hasSession(profile.id) {
            return "log out first (\(key(.logOut))): the session would stay open without its profile"
        }
        return inFlight.values.contains { $0.profile == profile.id && $0.isChange }
            ? "a change of this profile is in progress" : nil
    }

    /// An open vault is looked into first.
    mutating func askToRemoveProfile() -> [Effect] {
        guard let profile else { return [] }
        if vault.isUnlocked { return [begin(CountKeptSecrets(profile: profile))] }
        let kept: KeptSecrets? = vault.state == .locked ? nil : KeptSecrets()
        return open(removalQuestion(of: profile, kept: kept))
    }

    private func removalQuestion(of profile: Profile, kept: KeptSecrets?) -> ProfileRemovalQuestion {
        ProfileRemovalQuestion(profile, undo: key(.undo), activeTokens: activeTokens(on: profile) ?? 0, kept: kept)
    }

    mutating func removed(_ profile: Profile, _ kept: KeptSecrets) -> [Effect] {
        let place = profiles.index(of: profile.id) ?? 0
        profiles.list.removeAll { $0.id == profile.id }
        removals.append(.profile(profile, at: place))
        clusters[profile.id] = nil
        if selectedProfile == profile.id { selectNeighbour(of: place) }
        profilesChanged()
        let vault: SafeText = kept.isEmpty ? "" : "; the vault keeps \(kept.wording) under its id \(profile.id)"
        say(.good, "removed the profile \(profile.name); \(key(.undo)) restores it\(vault)")
        return cancel([.check(profile.id)]) + [readProfiles()]
    }

    var reasonAgainstRestoring: SafeText? {
        switch removals.last {
        case nil: "nothing was removed or edited"
        case .profile: reasonAgainstWritingProfiles
        case .edit(_, let after): reasonAgainstWritingProfiles ?? reasonAgainstUndoing(after)
        case .imported(let added): reasonAgainstWritingProfiles ?? reasonAgainstUndoing(import: added)
        case .tokens:
            inFlight[.removal] != nil
                ? "tokens are being removed or restored" : ReadOnlyPolicy(nil, isReadOnlyMode: isReadOnly).reason
        }
    }

    private func reasonAgainstUndoing(_ edited: Profile) -> SafeText? {
        if profiles[edited.id] != edited { return "\(edited.name) was changed again meanwhile" }
        return ProtectionPolicy(edited).consent(toChanging: "Editing the profile") == nil
            ? nil : "\(edited.name) is protected; edit it (\(key(.editProfile)))"
    }

    /// `u`: what was removed or edited last is restored, what was imported last is removed.
    mutating func restore() -> [Effect] {
        switch removals.last {
        case .profile(let profile, let place):
            [begin(SaveProfile(profile: profile, replacing: nil, position: place))]
        case .edit(let before, let after): [begin(SaveProfile(profile: before, replacing: after))]
        case .tokens(let records): [begin(RestoreTokens(records: records))]
        case .imported(let added): [begin(UndoImport(profiles: added))]
        case nil: []
        }
    }
}

extension WorkID {
    static func kept(_ id: Profile.ID) -> WorkID { WorkID("kept", id) }
}

extension CountKeptSecrets: UseCase {
    var id: WorkID { .kept(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "looking into the vault" }

    func receive(_ answer: KeptSecrets?, in program: inout ProgramState) -> [Effect] { program.ask(self, answer) }

    /// The profile can be removed whatever the vault is like: the question says that it was not looked into.
    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        return program.ask(self, nil)
    }
}

extension ProgramState {
    /// Asks about the profile as it was, unless something else was begun meanwhile.
    fileprivate mutating func ask(_ look: CountKeptSecrets, _ kept: KeptSecrets?) -> [Effect] {
        guard profile == look.profile, !(top is any QuestionFeature), !(top is any FormFeature) else { return [] }
        return open(removalQuestion(of: look.profile, kept: kept))
    }
}
