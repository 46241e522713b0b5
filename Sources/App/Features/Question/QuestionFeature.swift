import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import Toolkit

/// A question between a key and something that cannot be undone. The dialog is its state; the safe answer, which
/// changes nothing, is always the default.
protocol QuestionFeature: Feature {
    associatedtype Answer: Hashable & Sendable
    var dialog: Dialog<Answer> { get set }
    /// Any answer but the safe one.
    mutating func answer(_ answer: Answer, in program: inout ProgramState) -> [Effect]
    /// This was typed to agree: who made the plan judges it.
    mutating func enter(_ text: String, in program: inout ProgramState) -> [Effect]
}

extension QuestionFeature {
    var isQuestion: Bool { true }
    static var layer: KeyLayer { "question" }
    static var group: SafeText { "In a question" }
    static var keys: [KeyRow<Self>] { [] }

    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? {
        guard case .key(let key) = typing else { return [] }
        // Redrawing and suspending work everywhere.
        if program.keymap.action(for: key, in: []) != nil { return nil }
        switch dialog.handle(key, on: program.stage, glyphs: program.glyphs) {
        case .ignored, .handled: return []
        case .answered(let answer) where answer == dialog.safeAnswer: return program.closeTop()
        case .answered(let answer): return self.answer(answer, in: &program)
        case .entered(let text): return enter(text, in: &program)
        }
    }

    mutating func enter(_ text: String, in program: inout ProgramState) -> [Effect] { [] }

    /// Draws the refusal of what was typed.
    mutating func refuse(_ error: OperationError) -> [Effect] {
        dialog.refuse(MessageComposer.message(for: error).sentence)
        return [.bell]
    }

    func hints(in program: ProgramState) -> [Hint] {
        if dialog.isButtons {
            return dialog.answerHints + [
                Hint(keys: "Left/Right", label: "choose", priority: 2),
                Hint(keys: "Enter", label: "confirm", priority: 1), Hint(keys: "Esc", label: "cancel"),
            ]
        }
        return [Hint(keys: "Enter", label: "confirm"), Hint(keys: "Esc", label: "cancel")]
    }

    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        dialog.draw(in: stage, on: &grid, theme: theme)
    }
}

/// A question of a plan: the key or the typed word agrees to it, and the plan judges that.
protocol ConsentQuestion: QuestionFeature where Answer == YesNo {
    /// Does what was agreed to; throws what the plan says against the answer.
    func agree(_ answer: ConsentAnswer, in program: inout ProgramState) throws(OperationError) -> [Effect]
}

extension ConsentQuestion {
    mutating func answer(_ answer: YesNo, in program: inout ProgramState) -> [Effect] { settle(.key, in: &program) }

    mutating func enter(_ text: String, in program: inout ProgramState) -> [Effect] {
        settle(.typed(text), in: &program)
    }

    private mutating func settle(_ answer: ConsentAnswer, in program: inout ProgramState) -> [Effect] {
        do throws(OperationError) { return try agree(answer, in: &program) } catch { return refuse(error) }
    }
}

/// Yes, or the safe no.
enum YesNo: Hashable, Sendable {
    case yes, no
}

extension Dialog<YesNo> {
    /// The dialog of a plan: the key `y` where that is enough, a typed word where more is at stake.
    ///
    /// - Parameters:
    ///   - profile: the cluster that the answer has its effect on.
    ///   - yes: the label of the key.
    init(
        _ title: SafeText, _ lines: [TextRun], on profile: Profile?, role: Role = .danger, yes: SafeText,
        consent: Consent
    ) {
        if let prompt = consent.prompt {
            self.init(title, lines, role: role, prompt: prompt, safeAnswer: .no)
            heading = profile.flatMap { TextRun.heading(of: [$0]) }
        } else {
            self.init(title, lines, on: profile, role: role, yes: yes)
        }
    }

    /// The dialog of a question that the key `y` agrees to.
    init(
        _ title: SafeText, _ lines: [TextRun], on profile: Profile?, role: Role = .danger, yes: SafeText,
        no: SafeText = "Cancel"
    ) {
        self = .yesOrNo(title, lines, role: role, yesLabel: yes, noLabel: no, yes: .yes, no: .no)
        heading = profile.flatMap { TextRun.heading(of: [$0]) }
    }
}

extension TextRun {
    /// Which clusters a question is about, in one line; `nil` without one.
    static func heading(of profiles: [Profile]) -> TextRun? {
        guard !profiles.isEmpty else { return nil }
        let production = profiles.filter(\.isProduction)
        let names = (production.isEmpty ? profiles : production).map(\.name).joined(separator: ", ")
        return production.isEmpty
            ? TextRun("cluster \(SafeText(outside: names))")
            : TextRun("PRODUCTION \(SafeText(outside: names))", .production)
    }
}

extension [TextRun] {
    /// The word for a production cluster, beside a title or below an address; nothing for any other.
    static func production(_ profile: Profile?) -> [TextRun] {
        profile?.isProduction == true ? [TextRun("PRODUCTION", .production)] : []
    }

    /// Cluster and address: what every dangerous question names.
    static func facts(of profile: Profile) -> [TextRun] {
        var facts = [TextRun(""), TextRun("cluster  \(profile.name)   \(profile.origin.description)")]
        facts += .production(profile)
        if profile.isProtected { facts.append(TextRun("protected", .warning)) }
        return facts
    }

    /// A row for each cluster, aligned: what is said of it, its address, and the word for production.
    ///
    /// - Parameter role: of the rows of other clusters.
    static func clusters(
        _ profiles: [Profile], otherwise role: Role = .text, _ first: (Profile) -> SafeText
    ) -> [TextRun] {
        let rows = profiles.map { profile -> [SafeText] in
            [first(profile), "\(profile.origin.description)", profile.isProduction ? "PRODUCTION" : ""]
        }
        return zip(AlignedText.lines(of: rows), profiles).map { line, profile in
            TextRun(line, profile.isProduction ? .production : role)
        }
    }
}

extension SafeText {
    /// As a hint has it: `quit anyway`.
    fileprivate var beginningLower: SafeText {
        SafeText(outside: string.prefix(1).lowercased() + string.dropFirst(), limit: 80)
    }
}

extension Dialog {
    /// The keys that answer it at once; none where a word is typed.
    fileprivate var answerHints: [Hint] {
        guard case .buttons(let answers, _) = kind else { return [] }
        return answers.map { Hint(keys: "\(KeyNotation.text($0.key))", label: $0.label.beginningLower) }
    }
}
