import DisplayText
import Moments
import Operations
import Storage
import ThoughtSpotSessions

/// What is wrong with a form, and which fields count.
extension FormDraft {
    /// The effect that sends this form.
    var effect: EffectID {
        switch purpose {
        case .logIn(let profile): .session(profile.id)
        case .newToken(let profile), .importToken(let profile): .issue(profile.id)
        case .addProfile: .profile(nil)
        case .editProfile(let profile): .profile(profile.id)
        case .report: .report
        }
    }

    /// After a change: which fields count, what follows from them, what would be sent.
    mutating func settle(now: Instant, localOffset: Int, lockouts: LockoutCount) {
        switch purpose {
        case .logIn(let profile): settleLogin(profile)
        case .newToken(let profile): settleNewToken(profile, now: now, localOffset: localOffset)
        case .importToken, .report: break
        case .addProfile, .editProfile: settleProfile()
        }
        settleLockout(lockouts, at: now)
        if self[focused]?.disabled != nil { focused = field(after: focused, step: 1) }
    }

    /// The next field that counts; after the last comes the first.
    func field(after id: FieldID, step: Int) -> FieldID {
        guard let place = fields.firstIndex(where: { $0.id == id }) else { return id }
        for distance in 1...fields.count {
            let index = ((place + step * distance) % fields.count + fields.count) % fields.count
            if fields[index].disabled == nil { return fields[index].id }
        }
        return id
    }

    mutating func checkAll() {
        for field in fields { check(field.id) }
    }

    /// Finds what is wrong with one field and says how to mend it.
    mutating func check(_ id: FieldID) {
        guard let field = self[id] else { return }
        let problem = field.disabled == nil ? problem(with: field) : nil
        self[id]?.error = problem
    }

    private func problem(with field: DraftField) -> SafeText? {
        if case .choice(let name) = field.value {
            let option = field.options.first { $0.name == name }
            return option == nil ? "choose one" : option?.reason
        }
        if field.isRequired, field.isEmpty { return "\(field.label.string.lowercased()) is needed" }
        if case .secret(let secret) = field.value, let fault = SecretFault(in: secret.expose()) {
            return "\(fault.wording); \(fault.advice)"
        }
        switch purpose {
        case .newToken(let profile) where field.id == .confirmation,
            .editProfile(let profile) where field.id == .confirmation:
            return text(.confirmation) == profile.name ? nil : "type \(profile.name) exactly"
        case .newToken where ruleProblem(field.id) != nil: return ruleProblem(field.id)
        case .newToken where field.id == .lifetime && !field.isEmpty:
            do throws(Lifetime.Malformed) {
                _ = try Lifetime.parse(text(.lifetime))
                return nil
            } catch { return "\(error.reason)" }
        case .addProfile, .editProfile:
            guard let draftField = ProfileField.ID(rawValue: field.id.rawValue) else { return nil }
            return profileDraft.problem(with: draftField).map {
                let message = MessageComposer.message(for: $0)
                return message.why ?? message.what
            }
        default: return nil
        }
    }

    /// What the server, or a rule of ours, said: on the field it belongs to when it can, else on the form. A secret
    /// that was refused is wiped.
    mutating func take(_ error: OperationError, _ message: Message) {
        isSubmitting = false
        acceptsLockoutRisk = false
        self.error = message
        switch error {
        case .session(let cause, _): take(cause, message)
        case .refused(.invalidInput(let field, let why)):
            if let id = fields.first(where: { field.lowercased().contains($0.label.string.lowercased()) })?.id {
                land("\(why)", on: id)
            }
        case .refused(.caFile(let reason)): land("\(reason)", on: .caFile)
        case .refused, .storage: break
        }
    }

    private mutating func take(_ error: SessionError, _ message: Message) {
        switch error.code {
        case .credentialsRefused, .badToken, .emptyToken:
            let id = [FieldID.password, .secretKey, .token].first { self[$0] != nil && self[$0]?.disabled == nil }
            guard let id else { return }
            land(message.what, on: id)
            self[id]?.value = .secret(Secret(""))
        case .orgRefused, .orgMismatch: land(message.what, on: .org)
        default: break
        }
    }

    private mutating func land(_ text: SafeText, on id: FieldID) {
        guard self[id] != nil else { return }
        self[id]?.error = text
        focused = id
    }
}
