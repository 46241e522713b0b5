import ASCIIText
import DisplayText
import HTTPExchange
import Operations
import Storage

/// Adding, editing and deleting profiles, and taking a deletion back.
extension AppState {
    mutating func openProfileForm(for profile: Profile?) -> [Effect] {
        open(FormDraft.profile(profile, serial: nextFormSerial()))
    }

    mutating func askToDelete() -> [Effect] {
        guard let profile else { return [] }
        return push(.deletion(DeletionQuestion(profile: profile)))
    }

    mutating func confirmDeletion(_ question: DeletionQuestion, by command: AppCommand) -> [Effect] {
        switch (question.wantsName, command) {
        case (false, .yes): break
        case (true, .submit):
            guard question.typed.trimmingBlanks() == question.profile.name else {
                var question = question
                question.mismatch = "type the name \(question.profile.name) exactly, or Esc to keep the profile"
                layers[layers.count - 1] = .deletion(question)
                return [.bell]
            }
        // Enter on a yes-or-no question is the default, and the default is No.
        case (false, .submit):
            layers.removeLast()
            return []
        default: return []
        }
        // Below it may stand the detail of the profile that goes.
        layers = []
        let profile = question.profile
        return [
            begin(
                .removeProfile(profile), id: .profile(profile.id), label: "deleting the profile \(profile.name)",
                isChange: true)
        ]
    }

    /// `u`: what was removed last comes back.
    mutating func undoRemoval() -> [Effect] {
        switch removals.last {
        case .profile(let profile):
            [
                begin(
                    .restoreProfile(profile), id: .profile(profile.id), label: "restoring \(profile.name)",
                    isChange: true)
            ]
        case .tokens(let records):
            [
                begin(
                    .restoreTokens(records), id: .forget,
                    label: records.count == 1 ? "restoring 1 token" : "restoring \(records.count) tokens",
                    isChange: true)
            ]
        case nil: []
        }
    }

    mutating func makeDefault() -> [Effect] {
        guard let profile else { return [] }
        return [
            begin(
                .setDefaultProfile(profile.name), id: .profile(profile.id), label: "making \(profile.name) the default",
                isChange: true)
        ]
    }

    mutating func takeSaved(_ profile: Profile) -> [Effect] {
        let before = profiles[profile.id]
        let isThis: (Removal) -> Bool = { if case .profile(let of) = $0 { of.id == profile.id } else { false } }
        let wasDeleted = removals.contains(where: isThis)
        removals.removeAll(where: isThis)
        if let index = profiles.index(of: profile.id) {
            profiles.list[index] = profile
        } else {
            profiles.list.append(profile)
        }
        // What was learnt of another address says nothing about this one.
        if let before, before.origin != profile.origin || before.generation != profile.generation {
            clusters[profile.id] = nil
        }
        closeSubmittedForm {
            switch $0 {
            case .addProfile: before == nil
            case .editProfile(let of): of.id == profile.id
            default: false
            }
        }
        _ = select(profile.id)
        tokens.show(profile.origin.description)
        refreshAllClusters()
        let verb: SafeText = wasDeleted ? "restored" : before == nil ? "added" : "saved"
        say(.good, "\(verb) the profile \(profile.name)")
        return [check(profile), readProfiles()]
    }

    mutating func takeRemoved(_ profile: Profile) -> [Effect] {
        let place = profiles.index(of: profile.id) ?? 0
        profiles.list.removeAll { $0.id == profile.id }
        removals.append(.profile(profile))
        clusters[profile.id] = nil
        if selectedProfile == profile.id {
            selectedProfile = nil
            let next = profiles.list.isEmpty ? nil : profiles.list[min(place, profiles.list.count - 1)].id
            if let next { _ = select(next) } else { tokens.show(nil) }
        }
        refreshAllClusters()
        say(.good, "deleted the profile \(profile.name); u brings it back")
        return cancel([.check(profile.id)]) + [readProfiles()]
    }

}
