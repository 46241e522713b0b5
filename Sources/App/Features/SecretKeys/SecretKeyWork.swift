import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension WorkID {
    /// Reading or changing trusted-authentication keys.
    static func keys(_ profile: Profile.ID) -> WorkID { WorkID("keys", profile) }
}

extension ReadTrustedAuthentication: UseCase {
    var id: WorkID { .keys(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "reading the secret keys of \(profile.name)" }

    func receive(_ answer: TrustedAuthenticationReport, in program: inout ProgramState) -> [Effect] {
        program.change(SecretKeysView.self) { view, _ in
            view.receive(answer)
            return []
        }
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failKeys(error, of: profile)
    }
}

extension ChangeTrustedAuthentication: UseCase {
    var id: WorkID { .keys(confirmed.plan.profile.id) }
    var profileID: Profile.ID? { confirmed.plan.profile.id }
    var label: SafeText { "\(confirmed.plan.work) on \(confirmed.plan.profile.name)" }
    var isChange: Bool { true }

    func receive(_ answer: KeyChangeReport, in program: inout ProgramState) -> [Effect] { program.receive(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failKeys(error, of: confirmed.plan.profile)
    }
}

extension KeyChangePlan {
    /// What is under way, for the line that says so.
    fileprivate var work: SafeText {
        switch action {
        case .enable: "enabling trusted authentication"
        case .disable: "disabling trusted authentication"
        case .rotate: "rotating the secret key"
        }
    }
}

/// Shows a key that was read, and keeps in the journal that it did.
struct ShowSecretKey: Work {
    let profile: Profile
    let place: TrustedAuthenticationPlace
    let key: Secret

    init(_ profile: Profile, _ place: TrustedAuthenticationPlace, _ key: Secret) {
        self.profile = profile
        self.place = place
        self.key = key
    }

    var id: WorkID { .reveal }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "showing a secret key" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) {
        _ = try await RevealSecretKey(profile: profile, place: place, key: key, way: .screen).run(in: tools.workspace)
    }

    func receive(_ answer: Void, in program: inout ProgramState) -> [Effect] {
        // Only while the key is still what is under the cursor.
        guard let view = program.top as? SecretKeysView, view.shows(place, of: profile) else { return [] }
        return program.show(key, "secret key")
    }
}

/// Copies a key that was read, and keeps in the journal that it did.
struct CopySecretKey: Work {
    let profile: Profile
    let place: TrustedAuthenticationPlace
    let key: Secret

    init(_ profile: Profile, _ place: TrustedAuthenticationPlace, _ key: Secret) {
        self.profile = profile
        self.place = place
        self.key = key
    }

    var id: WorkID { .copy }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "copying a secret key" }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> CopyOutcome {
        let verb = RevealSecretKey(profile: profile, place: place, key: key, way: .clipboard)
        return await tools.copy(try await verb.run(in: tools.workspace).expose())
    }

    func receive(_ answer: CopyOutcome, in program: inout ProgramState) -> [Effect] {
        program.receive(answer, of: "the secret key of \(SafeText(outside: place.wording, limit: 80))")
    }
}
