import DisplayText
import Operations
import Storage
import Toolkit

/// Asked before a profile is removed; for a protected or production profile its name is typed.
struct ProfileRemovalQuestion: ConsentQuestion {
    private let profile: Profile
    private let consent: Consent
    var dialog: Dialog<YesNo>

    init(_ profile: Profile, undo: SafeText) {
        self.profile = profile
        consent = ProtectionPolicy(profile).consent(toEnding: "Removing the profile", otherwise: .key)
        dialog = Dialog(
            "Remove the profile \(profile.name)?",
            [TextRun("The journal keeps the records of its tokens; \(undo) restores the profile.")]
                + .facts(of: profile),
            on: profile, yes: "Remove", consent: consent)
    }

    func agree(_ answer: ConsentAnswer, in program: inout ProgramState) throws(OperationError) -> [Effect] {
        try consent.judge(answer)
        // Below it may stand the detail of the profile that goes.
        return program.closeAll() + [program.begin(RemoveProfile(profile: profile))]
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

    mutating func askToRemoveProfile() -> [Effect] {
        profile.map { open(ProfileRemovalQuestion($0, undo: key(.undo))) } ?? []
    }

    mutating func removed(_ profile: Profile) -> [Effect] {
        let place = profiles.index(of: profile.id) ?? 0
        profiles.list.removeAll { $0.id == profile.id }
        removals.append(.profile(profile, at: place))
        clusters[profile.id] = nil
        if selectedProfile == profile.id { selectNeighbour(of: place) }
        profilesChanged()
        say(.good, "removed the profile \(profile.name); \(key(.undo)) restores it")
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
