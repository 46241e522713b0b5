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
        program.say(.good, Self.done(of: profile))
        return program.change(SecretKeysView.self) { view, _ in
            view.receive(answer)
            return []
        }
    }

    /// What the activity says of it; the view itself shows the keys.
    static func done(of profile: Profile) -> SafeText { "read the secret keys of \(profile.name)" }

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

/// Shows or copies a key that was read; the journal keeps that it did.
extension RevealSecretKey: Work {
    var id: WorkID { isCopied ? .copy : .reveal }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { isCopied ? "copying a secret key" : "showing a secret key" }

    private var isCopied: Bool { way == .clipboard }

    /// - Returns: which way a copied key went; nothing for one that is to be shown.
    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> CopyOutcome? {
        let key = try await run(in: tools.workspace)
        return isCopied ? await tools.copy(.secret(key)) : nil
    }

    func receive(_ answer: CopyOutcome?, in program: inout ProgramState) -> [Effect] {
        if let answer {
            return program.receive(
                answer, of: "the secret key of \(SafeText(outside: place.wording, limit: 80))", isSecret: true)
        }
        // Only while the key is still what is under the cursor.
        guard let view = program.top as? SecretKeysView, view.shows(place, of: profile) else { return [] }
        return program.show(key, "secret key")
    }
}
