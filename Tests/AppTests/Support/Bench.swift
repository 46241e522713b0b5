import DisplayText
import Storage
import Terminal
import Testing
import ThoughtSpotSessions
import Toolkit

@testable import App
@testable import Operations

/// A state under test, pressed by the names of commands and by keys.
struct Bench {
    var state: ProgramState
    /// The effects of the last action.
    private(set) var effects: [Effect] = []

    init(_ profiles: [Profile] = [.test("alpha"), .test("beta")], isReadOnly: Bool = false) {
        state = ProgramState(profiles: LoadedProfiles(list: profiles), now: start, isReadOnly: isReadOnly)
    }

    /// A bench with tokens on the first profile, all of them held unless said otherwise, and the keys on them.
    init(
        tokens: [TokenRecord], held: [TokenRecord]? = nil, inUse: Set<TokenRecord.ID> = [],
        profiles: [Profile] = [.test("alpha"), .test("beta")], isReadOnly: Bool = false
    ) {
        self.init(profiles, isReadOnly: isReadOnly)
        list(tokens, held: held, inUse: inUse)
        press(.focusTokens)
    }

    /// What puts a long list in order has done so.
    mutating func arrangeTokens() {
        guard let work = state.inFlight[.arrangement]?.work.base as? ArrangeTokens else { return }
        answer(.arrangement, work.answer)
    }

    /// The journal has been read, with this in it.
    mutating func list(_ tokens: [TokenRecord], held: [TokenRecord]? = nil, inUse: Set<TokenRecord.ID> = []) {
        if state.inFlight[.journal] == nil { send(.fileChanged(.journal)) }
        answer(
            .journal,
            TokenList(records: TokenRows(tokens), heldIDs: Set((held ?? tokens).map(\.id)), inUseIDs: inUse))
        arrangeTokens()
    }

    /// Another program has saved these profiles.
    mutating func changeFile(to profiles: [Profile]) {
        send(.fileChanged(.profiles))
        answer(.profiles, ProfileList(profiles: profiles))
    }

    @discardableResult
    mutating func press(_ commands: Command...) -> [Effect] {
        for command in commands { effects = update(&state, .command(command)) }
        return effects
    }

    /// Presses keys by their written names.
    @discardableResult
    mutating func keys(_ names: String..., sourceLocation: SourceLocation = #_sourceLocation) -> [Effect] {
        for name in names {
            guard let key = KeyNotation.key(name) else {
                Issue.record("\(name) is no key", sourceLocation: sourceLocation)
                return []
            }
            effects = update(&state, .input(.key(key)))
        }
        return effects
    }

    /// Types a text, one key a character.
    @discardableResult
    mutating func type(_ text: String) -> [Effect] {
        for character in text { effects = update(&state, .input(.key(.character(character)))) }
        return effects
    }

    /// Types what a question asks for, and agrees.
    @discardableResult
    mutating func confirm(_ text: String) -> [Effect] {
        keys("Ctrl-U")
        type(text)
        return keys("Enter")
    }

    @discardableResult
    mutating func send(_ action: Action) -> [Effect] {
        effects = update(&state, action)
        return effects
    }

    /// How a piece of work may end without an answer.
    enum Ending {
        case failed(OperationError), cancelled
    }

    /// The work that is under way under this id comes to its end.
    @discardableResult
    mutating func answer(
        _ id: WorkID, _ answer: some Sendable, sourceLocation: SourceLocation = #_sourceLocation
    ) -> [Effect] {
        guard let entry = state.inFlight[id] else {
            Issue.record("nothing is under way as \(id)", sourceLocation: sourceLocation)
            return []
        }
        return send(.news(News.end(of: entry.work.base, entry.stamp, answer, sourceLocation)))
    }

    @discardableResult
    mutating func answer(
        _ id: WorkID, _ ending: Ending, sourceLocation: SourceLocation = #_sourceLocation
    ) -> [Effect] {
        guard let entry = state.inFlight[id] else {
            Issue.record("nothing is under way as \(id)", sourceLocation: sourceLocation)
            return []
        }
        return send(.news(News.end(of: entry.work.base, entry.stamp, ending)))
    }

    /// The work that is under way under this id tells something on its way.
    @discardableResult
    mutating func progress(
        _ id: WorkID, _ step: some Sendable, stamp: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) -> [Effect] {
        guard let entry = state.inFlight[id] else {
            Issue.record("nothing is under way as \(id)", sourceLocation: sourceLocation)
            return []
        }
        return send(.news(News.step(of: entry.work.base, stamp ?? entry.stamp, step, sourceLocation)))
    }

    /// Logged in on a profile, without going through the form.
    mutating func logIn(on profile: Profile, user: String = "tsadmin") {
        send(.fileChanged(.journal))
        state.clusters[profile.id] = ClusterRow(session: .test(profile, user: user))
    }

    /// The picture, as text.
    var screen: String { GridText(Screen.draw(state, theme: .mono)).text }
    var form: FormReading? { state.form }
    /// The keys of the hint line.
    var hintKeys: [String] { state.top?.hints(in: state).map(\.keys.string) ?? [] }
    var question: QuestionReading? { state.question }
    var results: RevocationResults? { state.top as? RevocationResults }
    var said: String { state.activity.latest?.text.string ?? "" }
    /// What the feature on top draws, without anything behind it; one line a row.
    var drawn: [String] {
        var grid = CellGrid(state.size, glyphs: state.glyphs)
        state.top?.draw(in: state.stage, on: &grid, in: state, theme: .standard)
        return GridText(grid).text.split(separator: "\n").map(String.init)
    }

    /// The line of ``drawn`` with a text in it, such as a fingerprint.
    func drawnLine(with text: some StringProtocol) -> String { drawn.first { $0.contains(text) } ?? "" }

    /// The work that the last action began.
    var work: [AnyWork] { effects.compactMap { if case .perform(let work, _) = $0 { work } else { nil } } }

    /// The first piece of that work, of its kind.
    func began<W: Work>(_ kind: W.Type) -> W? { work.lazy.compactMap { $0.base as? W }.first }

    /// Why a command cannot be done now; nil when it can.
    func reason(against command: Command) -> SafeText? { state.reason(against: command) }
}

/// Filling in forms, as fingers do.
extension Bench {
    /// Moves the focus to a field.
    mutating func focus(_ name: FieldName, sourceLocation: SourceLocation = #_sourceLocation) {
        for _ in 0..<60 where form?.focused != name { keys("Tab") }
        #expect(form?.focused == name, "no way to the field \(name)", sourceLocation: sourceLocation)
    }

    /// Replaces the text of a field, or a secret.
    mutating func fill(_ name: FieldName, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
        focus(name, sourceLocation: sourceLocation)
        keys("End", "Ctrl-U")
        if !text.isEmpty { send(.input(.paste(text, truncated: false))) }
    }

    /// Chooses an answer of a choice.
    mutating func choose(_ name: FieldName, _ option: String, sourceLocation: SourceLocation = #_sourceLocation) {
        focus(name, sourceLocation: sourceLocation)
        for _ in 0..<20 where form?.choice(name) != option { keys("Right") }
        #expect(form?.choice(name) == option, sourceLocation: sourceLocation)
    }

    /// Switches a toggle.
    mutating func toggle(_ name: FieldName, _ isOn: Bool = true, sourceLocation: SourceLocation = #_sourceLocation) {
        focus(name, sourceLocation: sourceLocation)
        if form?.isOn(name) != isOn { keys("Space") }
    }
}

extension News {
    fileprivate static func end<W: Work>(
        of work: W, _ stamp: Int, _ answer: some Sendable, _ sourceLocation: SourceLocation
    ) -> News {
        guard let answer = answer as? W.Answer else {
            Issue.record("\(answer) is no answer to \(W.self)", sourceLocation: sourceLocation)
            return News(WorkEnd(work: work, stamp: stamp, outcome: .cancelled))
        }
        return News(WorkEnd(work: work, stamp: stamp, outcome: .answer(answer)))
    }

    fileprivate static func end<W: Work>(of work: W, _ stamp: Int, _ ending: Bench.Ending) -> News {
        switch ending {
        case .failed(let error): News(WorkEnd(work: work, stamp: stamp, outcome: .failure(error)))
        case .cancelled: News(WorkEnd(work: work, stamp: stamp, outcome: .cancelled))
        }
    }

    fileprivate static func step<W: Work>(
        of work: W, _ stamp: Int, _ step: some Sendable, _ sourceLocation: SourceLocation
    ) -> News {
        guard let step = step as? W.Step else {
            Issue.record("\(step) is no step of \(W.self)", sourceLocation: sourceLocation)
            return News(WorkEnd(work: work, stamp: stamp, outcome: .cancelled))
        }
        return News(WorkStep(work: work, stamp: stamp, step: step))
    }
}

extension ProgramState {
    /// Why a command cannot be done now; nil when it can.
    func reason(against command: Command) -> SafeText? {
        if let top {
            if let reason = top.reason(against: command, in: self) { return reason }
            return top.offers(command) || KeyTable.pane(command)?.binding.layer == .global
                ? nil : "close what is open first"
        }
        return KeyTable.pane(command)?.reason((), self)
    }
}

extension Feature {
    fileprivate func offers(_ command: Command) -> Bool { Self.row(of: command) != nil }
}

/// Work by the names that tests use.
extension AnyWork {
    static var listProfiles: AnyWork { AnyWork(ListProfiles()) }
    static var listTokens: AnyWork { AnyWork(ListTokens(.current)) }
    static func checkCluster(_ profile: Profile) -> AnyWork { AnyWork(CheckCluster(profile: profile)) }
    static func diagnose(_ profile: Profile) -> AnyWork { AnyWork(Diagnose(profile)) }
    static func logIn(_ verb: LogIn) -> AnyWork { AnyWork(verb) }
    static func logOut(_ profile: Profile) -> AnyWork { AnyWork(LogOut(profile: profile, keepsUnended: true)) }
    static func dropSession(_ profile: Profile) -> AnyWork { AnyWork(DropSession(profile: profile)) }
    static func issueToken(_ verb: IssueToken) -> AnyWork { AnyWork(verb) }
    static func issueSessionToken(_ verb: IssueSessionToken) -> AnyWork { AnyWork(verb) }
    static func importToken(_ verb: ImportToken) -> AnyWork { AnyWork(verb) }
    static func validateToken(_ profile: Profile, _ fingerprint: Fingerprint) -> AnyWork {
        AnyWork(ValidateToken(profile: profile, token: .held(fingerprint)))
    }
    static func revokeTokens(_ confirmed: ConfirmedRevocation) -> AnyWork {
        AnyWork(RevokeTokens(confirmed: confirmed))
    }
    static func endUser(_ verb: EndUser) -> AnyWork { AnyWork(verb) }
    static func findOrgs(_ profile: Profile) -> AnyWork { AnyWork(FindOrgs(profile: profile)) }
    static func switchOrg(_ verb: SwitchOrg) -> AnyWork { AnyWork(verb) }
    static func removeTokens(_ records: [TokenRecord]) -> AnyWork { AnyWork(RemoveTokens(records: records)) }
    static func restoreTokens(_ records: [TokenRecord]) -> AnyWork { AnyWork(RestoreTokens(records: records)) }
    static func readTimeline(_ record: TokenRecord) -> AnyWork { AnyWork(ReadTimeline(record: record)) }
    static func writeReport(_ verb: WriteTokenReport) -> AnyWork { AnyWork(verb) }
    static func saveProfile(
        _ draft: ProfileDraft, id: Profile.ID?, replacing: Profile?, consent: ConsentAnswer? = nil
    ) -> AnyWork {
        let place: SaveProfile.Place = replacing.map { .edited($0) } ?? id.map { .again($0) } ?? .new
        return AnyWork(SaveProfile(draft: draft, as: place, consent: consent))
    }
    static func restoreProfile(_ profile: Profile, at position: Int) -> AnyWork {
        AnyWork(SaveProfile(profile: profile, replacing: nil, position: position))
    }
    static func removeProfile(_ profile: Profile) -> AnyWork { AnyWork(RemoveProfile(profile: profile)) }
    static func makeDefault(_ profile: Profile) -> AnyWork { AnyWork(MakeDefault(profile)) }
    static func copyTokens(_ records: [TokenRecord]) -> AnyWork { AnyWork(CopyTokens(records)) }
    static func copyText(_ lines: [SafeText], what: SafeText) -> AnyWork { AnyWork(CopyText(lines, what: what)) }
    static func revealToken(_ record: TokenRecord) -> AnyWork { AnyWork(RevealTokens(records: [record])) }
    static func readKeys(_ profile: Profile) -> AnyWork { AnyWork(ReadTrustedAuthentication(profile: profile)) }
    static func revealKey(_ profile: Profile, _ place: TrustedAuthenticationPlace, _ key: Secret) -> AnyWork {
        AnyWork(RevealSecretKey(profile: profile, place: place, key: key, way: .screen))
    }
    static func copyKey(_ profile: Profile, _ place: TrustedAuthenticationPlace, _ key: Secret) -> AnyWork {
        AnyWork(RevealSecretKey(profile: profile, place: place, key: key, way: .clipboard))
    }
}

extension SavedProfile {
    /// A profile that was saved, with nothing left behind.
    static func test(_ profile: Profile) -> SavedProfile {
        SavedProfile(profile: profile, isDefault: false, logout: nil)
    }
}
