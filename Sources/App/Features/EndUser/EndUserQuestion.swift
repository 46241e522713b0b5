import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// "Log out anna and revoke 2 tokens?": who, where, by which operation, with which tokens.
struct EndUserQuestion: ConsentQuestion {
    private let plan: EndUserPlan
    var dialog: Dialog<YesNo>

    init(_ plan: EndUserPlan, in program: ProgramState) {
        self.plan = plan
        let count = plan.tokens.count
        let user = plan.target.user.text
        let title: SafeText =
            switch count {
            case 0: "Log out \(user)?"
            case 1: "Log out \(user) and revoke 1 token?"
            default: "Log out \(user) and revoke \(count) tokens?"
            }
        dialog = Dialog(
            title, Self.lines(plan, program), on: plan.target.profile, yes: "Log out", consent: plan.consent)
    }

    private static func lines(_ plan: EndUserPlan, _ program: ProgramState) -> [TextRun] {
        let profile = plan.target.profile
        let guid = plan.target.userID.map { SafeText("   GUID \($0)") } ?? ""
        var lines = [TextRun("user     \(SafeText("\(plan.target.user.text)").markingMixedScripts)\(guid)")]
        lines += [TextRun].facts(of: profile).filter { !$0.text.isEmpty }
        // Where a neighbour does it, its operation is named.
        let way = profile.generation.capability(.forceLogout).neighbour.map { SafeText(" (\($0))") }
        lines += [TextRun(""), TextRun("All sessions of the user on this cluster are logged out\(way ?? "").")]
        if plan.target.isOurselves {
            lines.append(TextRun("This is you: your own session ends, too.", .warning))
        }
        lines += tokens(plan, program)
        lines.append(
            TextRun("Clusters do not list sessions: the result can only be \u{201C}accepted\u{201D}.", .dim))
        return lines
    }

    private static func tokens(_ plan: EndUserPlan, _ program: ProgramState) -> [TextRun] {
        var lines: [TextRun] = []
        let (count, leftOut) = (plan.tokens.count, plan.leftOut.count)
        if count > 0 {
            lines.append(
                TextRun(
                    count == 1
                        ? "1 token is revoked, which cannot be undone, and validated:"
                        : "\(count) tokens are revoked, which cannot be undone, and validated:"))
            let rows = plan.tokens.map { target -> [SafeText] in
                let kind = program.tokens[target.tokenID]?.facts.kind ?? "token"
                return ["  \(target.fingerprint.text)", "\(kind)", target.isInUse ? "your own session" : ""]
            }
            lines += AlignedText.lines(of: rows).map { TextRun($0) }
        }
        if leftOut > 0 {
            let what: SafeText = leftOut == 1 ? "1 token" : "\(leftOut) tokens"
            lines.append(
                TextRun("\(what) in the list cannot be revoked by this run and may stay valid.", .warning))
        }
        if lines.isEmpty { lines.append(TextRun("No token of the user is stored here; others may exist.", .dim)) }
        return lines
    }

    func agree(_ answer: ConsentAnswer, in program: inout ProgramState) throws(OperationError) -> [Effect] {
        let work = EndUser(confirmed: try plan.confirmed(by: answer))
        return program.closeTop() + program.open(RevocationResults(of: work)) + [program.begin(work)]
    }
}

/// Whose user is meant.
enum UserSource: Hashable, Sendable {
    /// The user of the open session.
    case session
    /// The user of a token.
    case token(TokenRecord.ID)
}

extension ProgramState {
    /// Where the cursor is on the panes: on a token, or on the session; never on marked tokens.
    var paneUser: UserSource? {
        if let token = paneToken { return .token(token.id) }
        return panes.table == nil && panes.focus == .session ? .session : nil
    }

    var reasonAgainstEndingPaneUser: SafeText? {
        guard let profile else { return noProfile }
        if let reason = readOnlyReason(profile) ?? AbilityPolicy(profile, .forceLogout).reason { return reason }
        if isOnTokens, !panes.tokenList.list.marks.isEmpty {
            return "one user at a time; \(unmarkWord) clears the marks"
        }
        guard let source = paneUser else {
            return isOnTokens ? noToken : "select a token or the session: its user is logged out"
        }
        return reasonAgainstEndingUser(source)
    }

    func reasonAgainstEndingUser(_ source: UserSource) -> SafeText? {
        guard let profile else { return noProfile }
        if let reason = readOnlyReason(profile) ?? AbilityPolicy(profile, .forceLogout).reason { return reason }
        guard let target = user(of: source) else {
            return "user not reported; validate the token first (\(key(.validate)))"
        }
        if inFlight[.revocation] != nil { return "a revocation is in progress" }
        return isLoggedIn(target.profile.id) ? nil : "log in to \(target.profile.name) first (\(key(.logIn)))"
    }

    private func user(of source: UserSource) -> ForceLogoutTarget? {
        switch source {
        case .token(let id):
            guard let record = tokens[id], let profile = profile(of: record) else { return nil }
            return target(named: record.facts.user, id: record.facts.userID, on: profile)
        case .session:
            guard let profile, let info = clusters[profile.id]?.session?.info else { return nil }
            return target(named: info.userName, id: info.userID, on: profile)
        }
    }

    /// A name says more to a reader of the journal than a GUID.
    private func target(named name: String?, id: String?, on profile: Profile) -> ForceLogoutTarget? {
        guard let user = name.map(UserIdentifier.name) ?? id.map(UserIdentifier.id) else { return nil }
        let info = clusters[profile.id]?.session?.info
        var target = ForceLogoutTarget(profile: profile, user: user, userID: id, isOurselves: false)
        target.isOurselves =
            target.isUser(named: info?.userName ?? profile.username, id: info?.userID)
            || id != nil && id == info?.userID
        return target
    }

    mutating func askToEndUser(_ source: UserSource) -> [Effect] {
        guard let target = user(of: source) else { return [.bell] }
        let part = EndUserPlan.Part(
            target, in: tokens.list ?? TokenList(), inUse: tokens.list?.inUseIDs ?? [], isReadOnlyMode: isReadOnly,
            at: now)
        do throws(OperationError) {
            return open(EndUserQuestion(try EndUserPlan([part]), in: self))
        } catch {
            say(error)
            return [.bell]
        }
    }
}

extension EndUser: Work {
    var id: WorkID { .revocation }
    var profileID: Profile.ID? { confirmed.parts.first?.target.profile.id }
    var isChange: Bool { true }
    var hasItems: Bool { itemCount > 1 }
    var label: SafeText {
        let user = confirmed.parts.first?.target.user.text ?? deactivations.first?.target.user.text ?? "the user"
        if confirmed.parts.contains(where: { $0.acts.contains(.logOut) }) { return "logging out \(user)" }
        let isOfTokens = confirmed.parts.contains { !$0.acts.isEmpty || !$0.tokens.isEmpty }
        return isOfTokens ? "revoking tokens of \(user)" : "deactivating \(user)"
    }

    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Item) async -> Void
    ) async throws(OperationError) -> Report {
        try await runKeepingLinks(in: tools.workspace, progress: tell, beginning: { await tell(.begun($0)) })
    }

    func receive(step: Item, in program: inout ProgramState) -> [Effect] {
        program.change(IncidentResults.self) { results, _ in
            results.receive(step)
            return []
        }
        switch step {
        case .token(let item): return program.receive(item)
        case .deactivation(let item):
            program.say(item.verdict, of: "deactivation of \(item.target.user.text) on \(item.target.profile.name)")
            return []
        case .elsewhere, .begun: return []
        case .sessions(let item):
            program.say(item)
            return program.change(RevocationResults.self) { results, _ in
                results.receive(item)
                return []
            }
        }
    }

    func receive(_ answer: Report, in program: inout ProgramState) -> [Effect] {
        program.change(RevocationResults.self) { results, _ in
            for item in answer.sessions where item.act == .logOut { results.receive(item) }
            return []
        }
        program.change(IncidentResults.self) { results, _ in
            results.end(answer)
            return []
        }
        program.say(answer.links)
        var effects = program.revoked(answer.tokens)
        let checked = Set(effects.isEmpty ? [] : answer.tokens.map(\.profile.id))
        if effects.isEmpty { effects.append(program.readJournal()) }
        // Such an act may end the sessions of the account that asks, also those of other profiles.
        let ending = answer.sessions.filter { item in
            item.verdict != .notAttempted && (item.target.isOurselves || item.act == .revokeTokens)
        }
        let origins = Set(ending.map(\.target.profile.origin))
        let ended = program.profiles.list.filter { profile in
            origins.contains(profile.origin) && !checked.contains(profile.id) && program.isLoggedIn(profile.id)
        }
        return effects + ended.map { program.check($0) }
    }

    /// The file for the activation links could not be made.
    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        return stop(in: &program)
    }

    func stop(in program: inout ProgramState) -> [Effect] {
        program.change(IncidentResults.self) { results, _ in
            results.stop()
            return []
        }
        return program.revoked([])
    }
}

extension ProgramState {
    fileprivate mutating func say(_ item: ForceLogoutItem) {
        say(item.verdict, of: item.act.sentence(on: item.target))
    }

    fileprivate mutating func say(_ links: ActivationLinks?) {
        switch links {
        case .kept(let path)?:
            say(.good, "the activation links are in \(SafeText(outside: path, limit: 300)), readable only by you")
        case .inVault(let count)?:
            let what: SafeText = "\(ActivationLinks.counted(count)) \(count == 1 ? "is" : "are")"
            say(.good, "\(what) in the vault; \(key(.exportLink)) writes one into a file")
        case .waiting(let count, let error)?:
            vault.waitingLinks = count
            let message = MessageComposer.message(for: error)
            let what: SafeText = "\(ActivationLinks.counted(count)) \(count == 1 ? "is" : "are")"
            say(
                .failure,
                "\(what) only in memory: \(key(.unlockVault)) unlocks the vault, which then keeps \(count == 1 ? "it" : "them")",
                message: message)
        case .lost(let error)?:
            let message = MessageComposer.message(for: error)
            say(.failure, MessageComposer.linksLost(message), message: message)
        case nil: break
        }
    }

    fileprivate mutating func say(_ verdict: ForceLogoutItem.Verdict, of name: SafeText) {
        let text: SafeText = "\(name): \(MessageComposer.text(for: verdict))"
        switch verdict {
        case .accepted: say(.good, text)
        case .notAttempted: say(.warning, text)
        case .failed(let error), .unknown(let error):
            say(.failure, text, message: MessageComposer.message(for: error))
        }
    }
}

extension UserAct {
    /// `logout of anna on prod-eu`: what was asked for, so that `accepted` is not said of a token, where it means valid.
    func sentence(on target: ForceLogoutTarget) -> SafeText {
        let what: SafeText = self == .logOut ? "logout" : "revocation of all tokens"
        return "\(what) of \(target.user.text) on \(target.profile.name)"
    }
}
