import DisplayText
import Operations
import Storage
import ThoughtSpotSessions

extension WorkID {
    /// Looking for the Orgs of a cluster.
    static func orgs(_ profile: Profile.ID) -> WorkID { WorkID("orgs", profile) }
}

extension FindOrgs: UseCase {
    var id: WorkID { .orgs(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "looking for the Orgs of \(profile.name)" }

    func receive(_ answer: [OrgReference], in program: inout ProgramState) -> [Effect] {
        if let warning = MessageComposer.warning(about: answer) { program.say(.warning, warning) }
        return program.change(OrgPicker.self) { picker, _ in
            if picker.isOf(profile) { picker.receive(answer) }
            return []
        }
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        let message = program.say(error)
        program.noteSessionEnd(error, of: profile)
        return program.change(OrgPicker.self) { picker, _ in
            if picker.isOf(profile) { picker.fail(message) }
            return []
        }
    }
}

extension SwitchOrg: UseCase {
    var id: WorkID { .session(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "switching \(profile.name) to the Org \(org.wording)" }
    var isChange: Bool { true }

    func receive(_ answer: SwitchReport, in program: inout ProgramState) -> [Effect] { program.receive(answer) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failSession(error, on: profile, id)
    }
}
