import DisplayText
import Operations
import Storage
import Testing
import ThoughtSpotSessions

@testable import App

/// A state under test, pressed by the names of commands.
struct Bench {
    var state: AppState
    /// The effects of the last action.
    private(set) var effects: [Effect] = []

    init(_ profiles: [Profile] = [.test("alpha"), .test("beta")], isReadOnly: Bool = false) {
        state = .initial(profiles: ProfileShelf(list: profiles), now: start, isReadOnly: isReadOnly)
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

    /// The journal has been read, with this in it.
    mutating func list(_ tokens: [TokenRecord], held: [TokenRecord]? = nil, inUse: Set<TokenRecord.ID> = []) {
        let stamp = state.inFlight[.journal]?.stamp
        if stamp == nil { send(.fileChanged(.journal)) }
        answer(.journal, .tokens(TokenList(records: tokens, heldIDs: Set((held ?? tokens).map(\.id))), inUse: inUse))
    }

    @discardableResult
    mutating func press(_ commands: AppCommand...) -> [Effect] {
        for command in commands { effects = update(&state, .command(command)) }
        return effects
    }

    @discardableResult
    mutating func send(_ action: AppAction) -> [Effect] {
        effects = update(&state, action)
        return effects
    }

    /// The effect that is under way under this id comes to its end.
    @discardableResult
    mutating func answer(
        _ id: EffectID, _ result: EffectResult, sourceLocation: SourceLocation = #_sourceLocation
    ) -> [Effect] {
        guard let stamp = state.inFlight[id]?.stamp else {
            Issue.record("nothing is under way as \(id)", sourceLocation: sourceLocation)
            return []
        }
        return send(.finished(id, stamp: stamp, result))
    }

    /// Logged in on a profile, without going through the form.
    mutating func logIn(on profile: Profile, user: String = "tsadmin") {
        send(.fileChanged(.journal))
        state.clusters[profile.id] = ClusterRow(session: .test(profile, user: user))
    }

    mutating func fill(_ id: FieldID, _ text: String) { send(.setField(id, .text(text))) }
    mutating func fill(_ id: FieldID, secret: String) { send(.setField(id, .secret(Secret(secret)))) }

    var form: FormDraft? { if case .form(let form)? = state.topLayer { form } else { nil } }
    var question: RevocationQuestion? { if case .revocation(let it)? = state.topLayer { it } else { nil } }
    var quitQuestion: QuitQuestion? {
        if case .question(.quit(let question))? = state.topLayer { question } else { nil }
    }
    var results: RevocationResults? { if case .results(let results)? = state.topLayer { results } else { nil } }
    var said: String { state.activity.latest?.text.string ?? "" }
    /// The work that the last action began.
    var work: [Work] { effects.compactMap { if case .perform(let work, _, _) = $0 { work } else { nil } } }
}
