import DisplayText
import HTTPExchange
import Operations
import Storage

extension WorkID {
    /// Saving or removing a profile; a new one has no id yet.
    static func profile(_ id: Profile.ID?) -> WorkID { WorkID("profile", id ?? "") }

    var isOfProfileFile: Bool { kind == "profile" || self == .profiles }
}

extension SaveProfile: UseCase {
    var id: WorkID { .profile(profileID) }
    var isChange: Bool { true }

    var profileID: Profile.ID? {
        switch place {
        case .new: nil
        case .again(let id): id
        case .edited(let profile): profile.id
        }
    }

    var label: SafeText {
        if case .again = place { "restoring \(draft[.name])" } else { "saving the profile \(draft[.name])" }
    }

    func receive(_ answer: SavedProfile, in program: inout ProgramState) -> [Effect] {
        var effects: [Effect] = []
        if let logout = answer.logout { effects += program.receive(logout) }
        effects += program.saved(answer.profile, id)
        if let caution = answer.caution { program.say(.warning, caution) }
        return effects
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        guard case .refused(.newAddress(let change)) = error else { return program.failProfileChange(error, id) }
        return program.stopSubmission(of: id) + program.open(AddressQuestion(change))
    }

    func stop(in program: inout ProgramState) -> [Effect] { program.stopSubmission(of: id) }
}

extension RemoveProfile: UseCase {
    var id: WorkID { .profile(profile.id) }
    var label: SafeText { "removing the profile \(profile.name)" }
    var isChange: Bool { true }

    func receive(_ answer: Void, in program: inout ProgramState) -> [Effect] { program.removed(profile, kept) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failProfileChange(error, id)
    }
}

/// Makes a profile the default one. Under the profile's own id: nothing else changes it meanwhile.
struct MakeDefault: Work {
    let profile: Profile

    init(_ profile: Profile) { self.profile = profile }

    var id: WorkID { .profile(profile.id) }
    var label: SafeText { "making \(profile.name) the default" }
    var isChange: Bool { true }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) { try await SetDefaultProfile(name: profile.name).run(in: tools.workspace) }

    func receive(_ answer: Void, in program: inout ProgramState) -> [Effect] {
        program.profiles.defaultName = profile.name
        program.say(.good, "\(profile.name) is the default profile")
        return []
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failProfileChange(error, id)
    }
}

extension ProgramState {
    mutating func failProfileChange(_ error: OperationError, _ id: WorkID) -> [Effect] {
        failSubmission(of: id, error, say(error))
        // What stands in the file by now, the form shows.
        return [readProfiles()]
    }
}
