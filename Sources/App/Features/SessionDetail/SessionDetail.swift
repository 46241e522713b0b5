import DisplayText
import Operations
import Storage
import Toolkit

/// All about the session on one cluster.
struct SessionDetail: DetailFeature {
    private let profile: Profile.ID
    var scroll = Scroll()

    init(_ profile: Profile.ID) { self.profile = profile }

    static let layer: KeyLayer = "session detail"
    static let group: SafeText = "In a session"
    static let keys: [KeyRow<Self>] =
        closing + closingByEnter + [
            key(
                "y", .copy, "copy", "Copy what is shown", hint: 1,
                unless: { view, program in program.clusters[view.profile]?.session == nil ? "nothing to copy" : nil },
                act: { view, program in program.copy(program.panes.session.copySubject(in: program)) }),
            key(
                "l", .logIn, "log in", "Log in to the cluster shown", hint: 3,
                unless: { view, program in view.reasonAgainstLoggingIn(in: program) },
                act: { view, program in
                    program.openLogin(to: [program.profiles[view.profile]].compactMap(\.self))
                }),
            key(
                "o", .logOut, "log out", "Log out of the cluster shown", hint: 3,
                unless: { _, program in program.reasonAgainstLoggingOut }, act: { _, program in program.askToLogOut() }),
            key(
                "O", .switchOrg, "switch Org", "Switch the session shown to another Org", hint: 4,
                unless: { _, program in program.reasonAgainstSwitchingOrg },
                act: { _, program in program.openOrgPicker() }),
            key(
                "R", .revokeUser, "revoke user", "Log the user shown out and revoke their tokens", hint: 4,
                unless: { _, program in program.reasonAgainstEndingUser(.session) },
                act: { _, program in program.askToEndUser(.session) }),
            key("F5 Ctrl-R", .refresh, "refresh", "Refresh the selected cluster, the profiles and the tokens", hint: 4)
            { _, program in program.refresh() },
            cancelling("Cancel the request in progress"),
        ] + moving() + incident() + helping()

    private func reasonAgainstLoggingIn(in program: ProgramState) -> SafeText? {
        program.profiles[profile].map { program.reasonAgainstLoggingIn(to: $0) } ?? "the profile no longer exists"
    }

    func workUnderCursor(in program: ProgramState) -> [WorkID] {
        program.underWay(WorkID.ofCluster(profile))
    }

    func profile(in program: ProgramState) -> Profile? { program.profiles[profile] }
    func title(in program: ProgramState) -> SafeText { "Session: \(program.profiles[profile]?.name ?? "")" }

    func rows(in program: ProgramState) -> [DetailRow] {
        guard let profile = program.profiles[profile] else { return .gone }
        let words = ClusterWords(profile: profile, program: program)
        if words.row?.session != nil { return words.sessionRows }
        if let error = words.row?.error { return MessageWords.rows(error) }
        if let reason = program.reasonOfVault(for: profile) { return [.text(TextRun("\(reason).", .warning))] }
        return [
            .text(TextRun("Not logged in to \(profile.name).")),
            .text(TextRun("\(program.key(.logIn, in: Self.layer)) logs in.", .dim)),
        ]
    }
}
