import ASCIIText
import DisplayText
import HTTPExchange
import Moments
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The incident: type a user or paste a leaked token, look at one plan over all clusters, confirm once.
struct IncidentView: Feature {
    enum Focus: Hashable, CaseIterable {
        case user, clusters, reason, confirmation
    }

    /// What the audit log of a cluster tells of tokens that were issued elsewhere.
    enum Reading: Hashable {
        case underWay
        case read(IssuedElsewhere)
    }

    private(set) var focus = Focus.user
    private(set) var name: TextInput
    private(set) var reason: TextInput
    private(set) var confirmation = PlanConfirmation()
    /// Nil until a user is named.
    private(set) var incident: IncidentPlan?
    /// A token that was pasted and not looked for yet: it is in no field.
    private(set) var pasted: Secret?
    /// The token that was pasted, once it was found.
    private(set) var leaked: Fingerprint?
    private(set) var list = ListState<Profile.ID>()
    private(set) var elsewhere: [Profile.ID: Reading] = [:]
    /// What stands against going on.
    private(set) var problem: SafeText?
    private var standings: [Profile.ID: IncidentCluster.Standing] = [:]
    /// Whether the account is to be deactivated, too, where that can be done.
    private(set) var deactivates = false
    /// Whether the activation links go into the vault, and not into a new file.
    private(set) var keepsLinksInVault = false
    private(set) var clusters: ChosenClusters
    /// Of an earlier plan of the incident, whose report has it.
    private let earlierReason: String
    private var logins = PendingLogins()

    /// - Parameter name: offered; what is typed takes its place.
    init(
        _ name: String = "", reason: String = "", leaked: Fingerprint? = nil,
        on clusters: ChosenClusters = ChosenClusters()
    ) {
        self.name = TextInput(name, limit: BearerForm.longest, isOffered: true)
        self.reason = TextInput(reason, limit: 1_024)
        earlierReason = self.reason.text
        self.leaked = leaked
        self.clusters = clusters
    }

    static let layer: KeyLayer = "incident"
    static let group: SafeText = "In an incident"

    static let keys: [KeyRow<Self>] =
        [
            key("Enter", .open, "next", "Next step: reason, confirmation, revoke", hint: 0) { view, program in
                view.advance(in: &program)
            },
            key(
                "l", .logIn, "log in",
                "Log in to the chosen clusters: one secret, one try each; or to one by a token or another user",
                hint: 1,
                unless: { view, program in view.reasonAgainstLoggingIn(in: program) },
                act: { view, program in view.logIn(in: &program) }),
            key(
                "V", .unlockVault, "vault", "Unlock or create the vault, for sessions and activation links", hint: 2,
                unless: { view, program in view.reasonAgainstUnlocking(in: program) },
                act: { _, program in program.toggleVault() }),
            key(
                "Space", .mark, "choose", "Choose or skip the cluster", hint: 2,
                unless: { view, program in view.reasonAgainstChoosing(in: program) },
                act: { view, _ in view.toggle() }),
            key(
                "*", .markAll, "all", "Choose all clusters on which something can be done, or none", hint: 3,
                unless: { view, program in view.reasonAgainstChoosing(in: program) },
                act: { view, _ in view.toggleAll() }),
            key(
                "d", .deactivate, "deactivate", "Deactivate the account as well; asks separately",
                hint: 2, unless: { view, program in view.reasonAgainstDeactivating(in: program) },
                act: { view, _ in
                    view.deactivates.toggle()
                    view.dropConfirmation()
                    return []
                }),
            key(
                "v", .linksPlace, "links", "Keep the activation links in the vault, or in a new file", hint: 3,
                unless: { view, program in view.reasonAgainstVault(in: program) },
                act: { view, _ in
                    view.keepsLinksInVault.toggle()
                    return []
                }),
            key(
                "Tab", .nextField, "next field", "Next field; in the user's name: complete it", hint: 3,
                unless: { view, _ in view.reasonAgainstCompleting },
                act: { view, program in
                    view.incident == nil ? view.completeUser(in: program) : view.go(1)
                }),
            key(
                "Shift-Tab", .previousField, "back", "Previous field",
                unless: { view, _ in view.reasonAgainstStepping },
                act: { view, _ in view.go(-1) }),
            key("Esc", .cancel, "close", "Back, or close; nothing is revoked", hint: 0) { view, program in
                view.leave(in: &program)
            },
        ] + moving() + helping()

    private var reasonAgainstStepping: SafeText? {
        if incident != nil { return nil }
        return name.isEmpty && pasted == nil ? "name a user first" : "the plan is not made yet"
    }

    /// Naming the user is not: `X` and the name may be typed in one go.
    var isQuestion: Bool { incident != nil }
    var leavesMessageLine: Bool { true }
    var hasTypedReason: Bool { !reason.text.trimmingBlanks().isEmpty && reason.text != earlierReason }
    var unsavedWork: SafeText? { hasTypedReason ? "the plan of an incident has unsaved text" : nil }

    func workUnderCursor(in program: ProgramState) -> [WorkID] { program.underWay([.leak]) }

    mutating func move(_ move: ListMove, in program: ProgramState) {
        let ids = incident?.clusters.map(\.id) ?? []
        list.move(move, count: ids.count, height: max(1, program.stage.rows / 2)) { ids[$0] }
    }

    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? {
        guard let field else { return refuseLetter(typing, in: program) }
        switch typing {
        case .paste(let text, let isTruncated):
            if focus == .user, FindLeakedToken.isToken(in: text) { return hold(text) }
            if case .taken = self[keyPath: field].paste(text, truncated: isTruncated) {
                problem = focus == .reason ? faultOfReason : nil
            }
            return []
        case .key(let key):
            if pasted != nil, key != Key(.enter), program.keymap.action(for: key, in: [Self.layer]) == nil {
                (pasted, problem) = (nil, nil)
                return []
            }
            let outcome = self[keyPath: field].handle(key)
            if outcome == .edited { problem = nil }
            return outcome == .ignored ? nil : []
        }
    }

    /// A letter that is no key of the list is one of a name that was typed too early: it leads nowhere.
    private mutating func refuseLetter(_ typing: Typing, in program: ProgramState) -> [Effect]? {
        guard case .key(let key) = typing, key.isText, program.keymap.action(for: key, in: [Self.layer]) == nil else {
            return nil
        }
        let (next, back) = (program.key(.open, in: Self.layer), program.key(.cancel, in: Self.layer))
        return refuse("\(next) goes on; \(back) leaves the plan")
    }

    private var field: WritableKeyPath<Self, TextInput>? {
        switch focus {
        case .user: \.name
        case .clusters: nil
        case .reason: \.reason
        case .confirmation: \.confirmation.input
        }
    }

    mutating func follow(_ change: ProgramChange, in program: inout ProgramState) -> [Effect] {
        guard incident != nil else { return [] }
        // What was said of the logins is true no longer.
        if logins.follow(Set(loggingIn(in: program).map(\.id))) { problem = nil }
        if case .anything = change, program.incidentStandings == standings { return [] }
        return replan(in: &program)
    }
}

/// Who.
extension IncidentView {
    /// Takes over what is typed, and makes the plan.
    mutating func chooseUser(in program: inout ProgramState) -> [Effect] {
        if let pasted { return find(pasted, in: &program) }
        let text = name.text.trimmingBlanks()
        if FindLeakedToken.isToken(in: text) { return find(Secret(text), in: &program) }
        if text.isEmpty { return refuse("name a user, or paste a leaked token") }
        return choose(UserIdentifier(typed: text), in: &program)
    }

    private mutating func choose(_ user: UserIdentifier, in program: inout ProgramState) -> [Effect] {
        incident = IncidentPlan(
            user, on: [], standings: [:], list: TokenList(), isReadOnlyMode: false, at: program.now)
        (focus, problem) = (.clusters, nil)
        // From here on it asks, and takes nothing that was typed before the plan could be read.
        program.scene += 1
        return [.flushTypeAhead] + replan(in: &program)
    }

    /// A paste sends nothing: Enter goes on with it.
    private mutating func hold(_ token: String) -> [Effect] {
        pasted = Secret(token.trimmingBlanks())
        name.replace(with: "")
        problem = "a token was pasted; Enter looks for it in the journal, and any other key drops it"
        return []
    }

    private mutating func find(_ token: Secret, in program: inout ProgramState) -> [Effect] {
        pasted = nil
        name.replace(with: "")
        problem = "looking for the token in the journal"
        return [program.begin(FindLeakedToken(token: token))]
    }

    mutating func receive(_ leak: LeakedToken, in program: inout ProgramState) -> [Effect] {
        leaked = leak.fingerprint
        name.replace(with: leak.user.text)
        // This run has the token from here on: the list says so when it has been read again.
        return choose(leak.user, in: &program) + [program.readJournal()]
    }

    mutating func refuse(_ text: SafeText) -> [Effect] {
        problem = text
        return [.bell]
    }

    mutating func tell(_ problem: SafeText?) { self.problem = problem }

    mutating func complete(_ name: String) { self.name.replace(with: name) }
}

/// The steps to the confirmation.
extension IncidentView {
    mutating func turn(to focus: Focus) { self.focus = focus }

    /// See ``PlanConfirmation/take()``.
    mutating func takeConfirmation() -> Bool { confirmation.take() }

    mutating func emptyConfirmation() { confirmation.input.replace(with: "") }

    /// See ``PendingLogins/goOn(without:)``.
    mutating func goOn(without logins: Set<Profile.ID>) -> Bool { self.logins.goOn(without: logins) }
}

/// Where, and what is done there.
extension IncidentView {
    private mutating func replan(in program: inout ProgramState) -> [Effect] {
        guard let user = incident?.user else { return [] }
        let before = standings
        standings = program.incidentStandings
        let incident = IncidentPlan(
            user, on: program.profiles.list, standings: standings, list: program.tokens.list ?? TokenList(),
            isReadOnlyMode: program.isReadOnly, after: clusters.failedBefore, at: program.now)
        let agreed = toBeDone
        self.incident = incident
        if toBeDone != agreed { dropConfirmation() }
        // What stood against going on may be gone with it.
        if toBeDone != agreed || standings != before { problem = nil }
        let ids = incident.clusters.map(\.id)
        list.refresh(count: ids.count, height: max(1, program.stage.rows / 2)) { ids[$0] }
        return incident.clusters.filter { !$0.part.acts.isEmpty && elsewhere[$0.id] == nil }.map { cluster in
            elsewhere[cluster.id] = .underWay
            return program.begin(FindIssuedElsewhere(profile: cluster.profile, user: user))
        }
    }

    mutating func dropConfirmation() { confirmation.drop(isAsked: focus == .confirmation) }

    mutating func note(_ reading: Reading?, of profile: Profile.ID) { elsewhere[profile] = reading }

    private mutating func toggle() -> [Effect] {
        guard let id = list.selected, let cluster = incident?[id] else { return [] }
        if !cluster.canBeChosen {
            return refuse(
                "nothing can be done on \(cluster.profile.name): \(cluster.obstacle?.text ?? "no token is stored")")
        }
        clusters.toggle(id)
        dropConfirmation()
        problem = nil
        return []
    }

    private mutating func toggleAll() -> [Effect] {
        let ids = Set((incident?.clusters ?? []).filter(\.canBeChosen).map(\.id))
        if ids.isEmpty { return refuse("nothing can be done on any cluster") }
        clusters.toggleAll(of: ids)
        dropConfirmation()
        problem = nil
        return []
    }
}
