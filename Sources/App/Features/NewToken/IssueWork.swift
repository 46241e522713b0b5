import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions

extension WorkID {
    /// Issuing or importing.
    static func issue(_ profile: Profile.ID) -> WorkID { WorkID("issue", profile) }
}

extension IssueToken: UseCase {
    var id: WorkID { .issue(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "issuing a token on \(profile.name)" }
    var isChange: Bool { true }

    func receive(_ answer: TokenReport, in program: inout ProgramState) -> [Effect] {
        program.receive(answer, id, "issued")
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.questionInstead(of: error, id, request.credential.secret)
            ?? program.failIssuing(error, on: profile, id, returning: request.credential.secret)
    }

    func stop(in program: inout ProgramState) -> [Effect] {
        program.stopSubmission(of: id, returning: request.credential.secret)
    }
}

extension IssueSessionToken: UseCase {
    var id: WorkID { .issue(profile.id) }
    var profileID: Profile.ID? { profile.id }
    var label: SafeText { "issuing a token on \(profile.name)" }
    var isChange: Bool { true }

    func receive(_ answer: TokenReport, in program: inout ProgramState) -> [Effect] {
        program.receive(answer, id, "issued")
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failIssuing(error, on: profile, id)
    }

    func stop(in program: inout ProgramState) -> [Effect] { program.stopSubmission(of: id) }
}

extension ProgramState {
    /// - Parameter verb: `issued`, `imported`.
    mutating func receive(_ report: TokenReport, _ id: WorkID, _ verb: SafeText) -> [Effect] {
        let name: SafeText = "token \(report.record.fingerprint.text) on \(report.profile.name)"
        let place: SafeText =
            report.profile.secretSource == .vault && vault.isUnlocked ? "in the vault" : "in memory until exit"
        switch report.validation?.verdict {
        case .invalid?, .notRecognized?: say(.warning, "\(verb) \(name), but the cluster does not accept it")
        case .valid?, nil: say(.good, "\(verb) \(name); it is \(place), \(key(.copy)) copies it")
        }
        if let doubt = report.expiryDoubt ?? report.validation?.validation.expiryDoubt {
            say(.warning, "\(verb) \(name): \(MessageComposer.text(for: doubt))")
        }
        let effects = closeSubmission(of: id)
        selectToken(report.record.id)
        if stack.isEmpty, selectedProfile == report.profile.id { panes.focus = .tokens }
        return effects + [readJournal()]
    }

    /// - Parameter secret: what was presented.
    mutating func failIssuing(
        _ error: OperationError, on profile: Profile, _ id: WorkID, returning secret: Secret? = nil
    ) -> [Effect] {
        let message = say(error)
        noteSessionEnd(error, of: profile)
        failSubmission(of: id, error, message, returning: secret)
        if case .session(let cause, _) = error, let issued = cause.issuedToken {
            unwanted = UnwantedToken(
                fingerprint: Fingerprint(of: issued.token), profile: profile.id, reason: message.sentence)
        }
        // Something may have been issued: the journal knows.
        return [readJournal()]
    }
}

extension IssueCredential {
    /// The secret of it.
    fileprivate var secret: Secret {
        switch self {
        case .password(let secret), .secretKey(let secret): secret
        }
    }
}
