import DisplayText
import Moments
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// A form, question or detail view over the panes, as one value in one folder: its state, its keys with the reason when
/// one cannot be used, what it does with them, what it makes of the answers of work it began, and how it looks.
///
/// The program knows features through this alone; the list of them stands in ``KeyTable``.
protocol Feature: Equatable, Sendable {
    /// Where its keys work.
    static var layer: KeyLayer { get }
    /// Under which heading the help has its keys.
    static var group: SafeText { get }
    /// Its keys. What is not here means nothing while it has the keyboard.
    static var keys: [KeyRow<Self>] { get }
    /// What it takes as it takes letters, for the help.
    static var typedKeys: [HelpScreen.Entry] { get }

    /// Whether a careless key could change something: nothing typed before it could be read answers it.
    var isQuestion: Bool { get }
    /// What closing it would lose, in a sentence; `nil` when nothing would be lost.
    var unsavedWork: SafeText? { get }
    /// Whether acts are begun here that are told by the last message: it may be as tall as the screen above that.
    var leavesMessageLine: Bool { get }

    /// Takes a key or a paste as data, into a field or another widget; `nil` when the key is one for the table of keys.
    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]?
    /// A step through its list or text.
    mutating func move(_ move: ListMove, in program: ProgramState)
    /// Something of the program has changed that the feature may show.
    mutating func follow(_ change: ProgramChange, in program: inout ProgramState) -> [Effect]
    /// It is closing.
    func close(in program: inout ProgramState) -> [Effect]

    /// What is under way for what it is about; Esc and `x` cancel it.
    func workUnderCursor(in program: ProgramState) -> [WorkID]
    func hints(in program: ProgramState) -> [Hint]
    /// When its picture changes by itself.
    func nextChange(in program: ProgramState) -> Instant?
    /// - Parameter stage: the screen above the hint line.
    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme)
    /// What it says in lines, where nothing is drawn.
    func plain(in program: ProgramState) -> PlainText
}

/// What a person typed, before it has a meaning.
enum Typing: Sendable {
    case key(Key)
    case paste(String, truncated: Bool)
}

/// What has changed behind an open feature.
enum ProgramChange: Sendable {
    case profiles, journal
    /// Anything at all; at the end of each update.
    case anything
}

extension Feature {
    static var typedKeys: [HelpScreen.Entry] { [] }
    var isQuestion: Bool { false }
    var unsavedWork: SafeText? { nil }
    var leavesMessageLine: Bool { false }

    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? { nil }
    mutating func move(_ move: ListMove, in program: ProgramState) {}
    mutating func follow(_ change: ProgramChange, in program: inout ProgramState) -> [Effect] { [] }
    func close(in program: inout ProgramState) -> [Effect] { [] }
    func workUnderCursor(in program: ProgramState) -> [WorkID] { [] }
    func nextChange(in program: ProgramState) -> Instant? { nil }

    func hints(in program: ProgramState) -> [Hint] { usableHints(in: program) }

    /// The keys with a place in the hint line that can be used now.
    func usableHints(in program: ProgramState) -> [Hint] {
        let hints = HintBar.hints(
            of: program.keymap.bindings(in: [Self.layer]).filter { reason(against: $0.action, in: program) == nil })
        guard Self.row(of: .cancel)?.stopsWorkFirst == true, !workUnderCursor(in: program).isEmpty else { return hints }
        return hints.map { hint in
            hint.label == "close" ? Hint(keys: hint.keys, label: "stop", priority: hint.priority) : hint
        }
    }

    /// Why a command cannot be done now; `nil` when it can, and when it means nothing here.
    func reason(against command: Command, in program: ProgramState) -> SafeText? {
        Self.row(of: command)?.reason(self, program)
    }

    static func row(of command: Command) -> KeyRow<Self>? { keys.first { $0.binding.action == command } }

    /// Does a command of its own, unless something stands against it; then says so. `nil` when it is none of its own.
    mutating func run(_ command: Command, in program: inout ProgramState) -> [Effect]? {
        guard let row = Self.row(of: command) else { return nil }
        if let reason = row.reason(self, program) { return program.refuse(command, because: reason) }
        return row.act(&self, &program)
    }

    func isEqual(to other: any Feature) -> Bool { (other as? Self) == self }
}

/// A feature on the stack.
struct OpenFeature: Equatable, Sendable {
    /// Tells one opening from the next.
    let id: Int
    /// What was said before is not about it.
    let openedAt: Instant
    var feature: any Feature

    static func == (left: OpenFeature, right: OpenFeature) -> Bool {
        left.id == right.id && left.feature.isEqual(to: right.feature)
    }
}

/// The stack of what stands over the panes; the last one has the keys.
extension ProgramState {
    /// Puts a feature on top. A question takes no key that was typed before it could be read.
    mutating func open(_ feature: some Feature) -> [Effect] {
        lastFeatureID += 1
        stack.append(OpenFeature(id: lastFeatureID, openedAt: now, feature: feature))
        guard feature.isQuestion else { return [] }
        scene += 1
        return [.flushTypeAhead]
    }

    var top: (any Feature)? { stack.last?.feature }

    /// The topmost open feature of a kind.
    func feature<F: Feature>(_ kind: F.Type) -> F? { stack.lazy.reversed().compactMap { $0.feature as? F }.first }

    mutating func closeTop() -> [Effect] {
        guard let last = stack.popLast() else { return [] }
        return last.feature.close(in: &self)
    }

    /// Closes the topmost feature of a kind, and what stands above it.
    mutating func close<F: Feature>(_ kind: F.Type, where matches: (F) -> Bool = { _ in true }) -> [Effect] {
        guard let index = stack.lastIndex(where: { ($0.feature as? F).map(matches) ?? false }) else { return [] }
        var effects: [Effect] = []
        while stack.count > index { effects += closeTop() }
        return effects
    }

    mutating func closeAll() -> [Effect] {
        var effects: [Effect] = []
        while !stack.isEmpty { effects += closeTop() }
        return effects
    }

    /// Lets the feature on top work on the program. A feature that closes itself meanwhile is not put back.
    mutating func withTop<Answer>(_ body: (inout any Feature, inout ProgramState) -> Answer) -> Answer? {
        guard let entry = stack.last else { return nil }
        return with(entry, body)
    }

    private mutating func with<Answer>(
        _ entry: OpenFeature, _ body: (inout any Feature, inout ProgramState) -> Answer
    ) -> Answer {
        var feature = entry.feature
        let answer = body(&feature, &self)
        if let index = stack.lastIndex(where: { $0.id == entry.id }) { stack[index].feature = feature }
        return answer
    }

    /// Hands something to the open features of a kind, topmost first: the answer of work that one of them began.
    @discardableResult
    mutating func change<F: Feature>(
        _ kind: F.Type, _ body: (inout F, inout ProgramState) -> [Effect]
    ) -> [Effect] {
        var effects: [Effect] = []
        for entry in stack.reversed() {
            effects += with(entry) { feature, program -> [Effect] in
                guard var mine = feature as? F else { return [] }
                defer { feature = mine }
                return body(&mine, &program)
            }
        }
        return effects
    }

    /// Keeps a view that is closing, to go on where it was when it is opened again.
    mutating func park<F: Feature>(_ feature: F) {
        parked.removeAll { $0.feature is F }
        parked.append(OpenFeature(id: 0, openedAt: now, feature: feature))
    }

    mutating func unpark<F: Feature>(_ kind: F.Type) -> F? { parked.lazy.compactMap { $0.feature as? F }.first }

    /// Tells every open feature of a change.
    mutating func tell(_ change: ProgramChange) -> [Effect] {
        var effects: [Effect] = []
        for entry in stack {
            effects += with(entry) { feature, program in feature.follow(change, in: &program) }
        }
        return effects
    }
}
