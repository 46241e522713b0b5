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
        switch (report.place, report.validation?.verdict) {
        case (.memoryInsteadOf(_, let error), _):
            let message = MessageComposer.message(for: error)
            let (copy, revoke) = (key(.copy), key(.revoke))
            say(
                .failure,
                """
                \(verb) \(name), but not into the file: \(message.sentence). The token is in memory until exit: \(copy) \
                copies it, \(revoke) revokes it
                """, message: message)
        case (_, .invalid?), (_, .expired?), (_, .notRecognized?), (_, .revokedVerified?), (_, .revoked?):
            say(.warning, "\(verb) \(name), but the cluster does not accept it")
        case (.secretSource, _) where isLeftOutOfVault(report):
            let (unlock, copy, revoke) = (key(.unlockVault), key(.copy), key(.revoke))
            say(
                .failure,
                """
                \(verb) \(name), but not into the vault: it was locked meanwhile (\(unlock) unlocks it). The token is in memory \
                until exit: \(copy) copies it, \(revoke) revokes it
                """)
        case (_, .valid?), (_, .stillValid?), (_, nil): say(.good, "\(verb) \(name); \(place(of: report))")
        }
        if let doubt = report.expiryDoubt ?? report.validation?.validation.expiryDoubt {
            say(.warning, "\(verb) \(name): \(MessageComposer.text(for: doubt))")
        }
        let effects = closeSubmission(of: id)
        selectToken(report.record.id)
        if stack.isEmpty, selectedProfile == report.profile.id { panes.focus = .tokens }
        return effects + [readJournal()]
    }

    /// The vault was to keep it, and was locked before the answer came.
    private func isLeftOutOfVault(_ report: TokenReport) -> Bool {
        report.profile.secretSource == .vault && !vault.isUnlocked
    }

    /// A clause: where the token is, and how to get at it.
    private func place(of report: TokenReport) -> SafeText {
        switch report.place {
        case .file(let path): "it is in \(SafeText(outside: path, limit: 300)), readable only by you, and nowhere else"
        case .secretSource where report.profile.secretSource == .vault:
            "it is in the vault, \(key(.copy)) copies it"
        case .secretSource, .memory, .memoryInsteadOf: "it is in memory until exit, \(key(.copy)) copies it"
        }
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

extension StorageError {
    /// Whether the new file that was named cannot be made.
    var isAboutNewFile: Bool {
        [.fileExists, .outFile, .fileUnsafe, .fileOwner, .fileType, .fileLoop].contains(code)
    }
}
