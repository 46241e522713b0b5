import DisplayText
import Operations
import Storage
import Toolkit

/// All about one profile.
struct ProfileDetail: DetailFeature {
    private let profile: Profile.ID
    var scroll = Scroll()

    init(_ profile: Profile.ID) { self.profile = profile }

    static let layer: KeyLayer = "profile detail"
    static let group: SafeText = "In a profile"
    static let keys: [KeyRow<Self>] =
        closing + closingByEnter + [
            key(
                "y", .copy, "copy", "Copy what is shown", hint: 1,
                unless: { view, program in program.profiles[view.profile] == nil ? "nothing to copy" : nil },
                act: { view, program in program.copy(program.profiles[view.profile].map { .address(of: $0) }) }),
            key(
                "l", .logIn, "log in", "Log in to the cluster shown", hint: 2,
                unless: { _, program in program.reasonAgainstLoggingIn }, act: { _, program in program.openLogin() }),
            key(
                "o", .logOut, "log out", "Log out of the cluster shown", hint: 3,
                unless: { _, program in program.reasonAgainstLoggingOut }, act: { _, program in program.askToLogOut() }),
            key(
                "e", .editProfile, "edit", "Edit the profile shown", hint: 3,
                unless: { _, program in program.reasonAgainstChangingProfile(shown: true) },
                act: { _, program in program.openProfileForm(for: program.profile) }),
            key(
                "d", .removeProfile, "remove", "Remove the profile shown",
                unless: { _, program in program.reasonAgainstRemovingProfile(shown: true) },
                act: { _, program in program.askToRemoveProfile() }),
            key("F5 Ctrl-R", .refresh, "refresh", "Refresh the selected cluster, the profiles and the tokens", hint: 4)
            { _, program in program.refresh() },
            key("D", .diagnose, "doctor", "Diagnose the connection") { _, program in program.openDoctor() },
            cancelling("Cancel the request in progress"),
        ] + moving() + incident() + helping()

    func workUnderCursor(in program: ProgramState) -> [WorkID] {
        program.underWay(WorkID.ofCluster(profile))
    }

    func profile(in program: ProgramState) -> Profile? { program.profiles[profile] }
    func title(in program: ProgramState) -> SafeText { "Profile \(program.profiles[profile]?.name ?? "")" }

    func rows(in program: ProgramState) -> [DetailRow] {
        program.profiles[profile].map { ClusterWords(profile: $0, program: program).profileRows } ?? .gone
    }
}
