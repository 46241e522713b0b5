import ASCIIText
import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// Sending.
extension FormFeature {
    mutating func submit(in program: inout ProgramState) -> [Effect] {
        guard !status.isSending else { return [] }
        meet(in: program)
        settleAll(in: program)
        var wrong: FormPart<Field>?
        for shown in form.fields {
            guard case .field(let field) = shown.id else { continue }
            let problem = problem(of: field)
            form.setError(shown.id, problem)
            if problem != nil, wrong == nil { wrong = shown.id }
        }
        if let wrong {
            form.setFocus(wrong)
            return [.bell]
        }
        status.error = nil
        defer { settleAll(in: program) }
        if let conflict = status.conflict { return program.open(ConflictQuestion(conflict)) }
        return send(in: &program)
    }

    /// Sends what a person has agreed to.
    mutating func submit(agreeing risk: FormRisk, in program: inout ProgramState) -> [Effect] {
        status.agreed.insert(risk)
        return submit(in: &program)
    }

    /// Asks before what is not agreed to yet; `nil` when nothing has to be asked.
    func question(about lockout: LockoutRisk?, in program: inout ProgramState) -> [Effect]? {
        guard let lockout, let profile, LockoutPolicy(profile, lockout).refusal != nil,
            !status.agreed.contains(.lockout)
        else { return nil }
        return program.open(FormRiskQuestion.lockout(lockout, on: profile, in: program))
    }

    /// Esc: what is under way is cancelled first; typed work is asked about.
    mutating func leave(in program: inout ProgramState) -> [Effect] {
        if status.isSending { return program.cancel([workID]) }
        let test = program.underWay([.formTest])
        if !test.isEmpty {
            defer { settleAll(in: program) }
            status.test = nil
            return program.cancel(test)
        }
        return form.isDirty ? program.open(DiscardQuestion()) : program.closeTop()
    }

    func close(in program: inout ProgramState) -> [Effect] {
        form.wipeSecrets()
        return program.cancel(program.underWay([.formTest]))
    }

    func workUnderCursor(in program: ProgramState) -> [WorkID] { program.underWay([workID, .formTest]) }

    /// What was sent was refused, or did not arrive. A secret that was refused is wiped; any other is put back.
    mutating func fail(_ error: OperationError, _ message: Message, returning secret: Secret?, in program: ProgramState)
    {
        status.isSending = false
        status.agreed.subtract([.lockout, .loggingOutFirst, .leavingOldAddress])
        status.error = message
        if !error.refusesSecret, let secret { putBack(secret) }
        if let field = field(of: error) { form.refuse(.field(field), error.wordsForField ?? message.sentence) }
        settleAll(in: program)
    }

    /// What was sent was cancelled: the form can be sent again.
    mutating func stop(returning secret: Secret?, in program: ProgramState) {
        status.isSending = false
        if let secret { putBack(secret) }
        settleAll(in: program)
    }

    /// One secret counts at a time.
    func putBack(_ secret: Secret) {
        for field in form.fields where field.disabled == nil {
            if case .secret(let buffer) = field.content { buffer.putBack(secret.expose()) }
        }
    }

    func isSent(as id: WorkID) -> Bool { status.isSending && workID == id }
}

/// Testing.
extension FormFeature {
    func reasonAgainstTesting(in program: ProgramState) -> SafeText? {
        if !Self.canTest { return "nothing to test here" }
        if status.isSending { return "the form is being sent" }
        return program.inFlight[.formTest] != nil ? "the test is in progress" : nil
    }

    mutating func test(in program: inout ProgramState) -> [Effect] {
        defer { settleAll(in: program) }
        do throws(OperationError) {
            guard let verb = try testing() else { return [] }
            status.test = "testing \(verb.profile.origin.description)"
            return [program.begin(verb)]
        } catch {
            let sentence = MessageComposer.message(for: error).sentence
            if let field = field(of: error) {
                form.refuse(.field(field), error.wordsForField ?? sentence)
            } else {
                status.test = sentence
            }
            return [.bell]
        }
    }
}

extension ProgramState {
    /// Lets the form on top work.
    mutating func withTopForm(_ body: (inout any FormFeature, inout ProgramState) -> [Effect]) -> [Effect] {
        withTop { feature, program -> [Effect] in
            guard var form = feature as? any FormFeature else { return [] }
            defer { feature = form }
            return body(&form, &program)
        } ?? []
    }

    /// Lets the forms that are being sent under an id work.
    mutating func withForm(sentAs id: WorkID, _ body: (inout any FormFeature, ProgramState) -> Void) {
        for index in stack.indices {
            guard var form = stack[index].feature as? any FormFeature, form.isSent(as: id) else { continue }
            body(&form, self)
            stack[index].feature = form
        }
    }

    @discardableResult
    mutating func failSubmission(
        of id: WorkID, _ error: OperationError, _ message: Message, returning secret: Secret? = nil
    ) -> [Effect] {
        withForm(sentAs: id) { form, program in form.fail(error, message, returning: secret, in: program) }
        return []
    }

    mutating func stopSubmission(of id: WorkID, returning secret: Secret? = nil) -> [Effect] {
        withForm(sentAs: id) { form, program in form.stop(returning: secret, in: program) }
        return []
    }

    /// Closes the form that was sent with success; a question above it goes too.
    mutating func closeSubmission(of id: WorkID) -> [Effect] {
        guard let index = stack.lastIndex(where: { ($0.feature as? any FormFeature)?.isSent(as: id) ?? false }) else {
            return []
        }
        var effects: [Effect] = []
        while stack.count > index { effects += closeTop() }
        return effects
    }

    /// Opens a form with its fields settled.
    mutating func open(form: some FormFeature) -> [Effect] {
        var form = form
        form.settleAll(in: self)
        return open(form)
    }

    /// A refusal that only needs an answer of the person at the form; `nil` for any other.
    mutating func questionInstead(of error: OperationError, _ id: WorkID, _ secret: Secret?) -> [Effect]? {
        guard let form = top as? any FormFeature, form.isSent(as: id), let profile = form.profile else { return nil }
        switch error {
        case .refused(.supersedesTokens):
            return stopSubmission(of: id, returning: secret) + open(FormRiskQuestion.supersession(on: profile))
        case .refused(.secretCommand(_, .unconfirmed(let view))):
            return stopSubmission(of: id, returning: secret) + open(FormRiskQuestion.command(view, on: profile))
        case .refused(.lockoutLikely(_, let risk)):
            // Another process was refused meanwhile.
            return stopSubmission(of: id, returning: secret)
                + open(FormRiskQuestion.lockout(risk, on: profile, in: self))
                + [readJournal()]
        default: return nil
        }
    }
}

extension OperationError {
    /// Whether the secret that was presented is the reason.
    var refusesSecret: Bool {
        switch self {
        case .session(let error, _): [.credentialsRefused, .badToken, .emptyToken].contains(error.code)
        case .storage(let error): error.code == .passphrase
        default: false
        }
    }

    /// What is wrong, as a clause for the field it is about.
    var wordsForField: SafeText? {
        switch self {
        case .refused(.invalidInput(_, let why)): "\(why)"
        case .refused(.caFile(let reason)): "\(reason)"
        case .refused(.invalidProfile(let problem)): "\(problem.reason)"
        default: nil
        }
    }
}

/// What a form without a secret sends: what goes wrong, or is stopped, is the form's again.
protocol SubmittedUseCase: UseCase {}

extension SubmittedUseCase {
    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failSubmission(of: id, error, program.say(error))
    }

    func stop(in program: inout ProgramState) -> [Effect] { program.stopSubmission(of: id) }
}

extension WorkID {
    /// The test of the cluster a form is about.
    static let formTest = WorkID("form-test")
}

extension TestProfile: UseCase {
    var id: WorkID { .formTest }
    var label: SafeText { "testing \(profile.name)" }

    func receive(_ answer: ProfileTestReport, in program: inout ProgramState) -> [Effect] {
        for index in program.stack.indices {
            guard var form = program.stack[index].feature as? any FormFeature else { continue }
            form.receive(answer)
            form.settleAll(in: program)
            program.stack[index].feature = form
        }
        return []
    }
}

extension ProfileTestReport {
    /// `ThoughtSpot answered in 11 ms`, or what went wrong.
    var text: SafeText {
        switch status.state {
        case .reachable, .loggedIn, .sessionEnded:
            status.duration.map {
                "ThoughtSpot answered in \(DurationText.elapsed(milliseconds: Int64($0)))"
            } ?? "ThoughtSpot answered"
        case .failed(let error): MessageComposer.message(for: error).sentence
        }
    }
}
