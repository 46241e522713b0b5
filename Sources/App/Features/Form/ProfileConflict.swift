import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import Toolkit

/// A profile that was changed in its file while a form about it was open.
struct ProfileConflict: Hashable, Sendable {
    /// One field that the file has another value for by now.
    struct Difference: Hashable, Sendable {
        let field: ProfileField.ID
        let here: SafeText
        let inFile: SafeText

        var label: SafeText { SafeText(outside: ProfileField[field].label) }
    }

    /// Whether the form edits the profile; otherwise it only uses it.
    let isEdit: Bool
    /// The profile when the form was opened.
    let base: Profile
    /// The profile as the file has it now; `nil` when it was removed.
    let current: Profile?
    let differences: [Difference]

    /// - Parameter here: what an edit form holds; a form that only uses the profile holds what it was.
    init?(of base: Profile, with current: Profile?, here: ProfileDraft?) {
        guard base != current else { return nil }
        isEdit = here != nil
        self.base = base
        self.current = current
        guard let current else {
            differences = []
            return
        }
        let draft = here ?? ProfileDraft(from: base)
        differences = draft.conflicts(with: current).filter { ProfileField[$0].editor != .file }.map { id in
            Difference(
                field: id, here: Self.words(draft[input: id].trimmed),
                inFile: Self.words(ProfileField[id].input(of: current)))
        }
        // What a form does not show, or shows alike, is no conflict: it then goes on from the newer profile.
        if isEdit ? differences.isEmpty : !differences.contains(where: { Self.deciding.contains($0.field) }) {
            return nil
        }
    }

    /// Fields of which another value sends what was typed elsewhere, or by another way.
    private static let deciding: Set<ProfileField.ID> = [
        .url, .generation, .isInsecure, .caFile, .proxy, .isProtected, .isReadOnly, .tag,
    ]

    private static func words(_ input: ProfileInput) -> SafeText {
        switch input {
        case .text(let text): text.isEmpty ? "empty" : SafeText(outside: text, limit: 60)
        case .toggle(let isOn): isOn ? "on" : "off"
        }
    }

    /// What a form says while it stands.
    var lines: [SafeText] {
        guard current != nil else { return ["\(base.name) was removed from the file meanwhile"] }
        return differences.map { "changed in the file: \($0.label) is \($0.inFile), here \($0.here)" }
    }
}

extension FormFeature {
    /// Compares with the profile as the file has it now.
    mutating func meet(in program: ProgramState) {
        guard let base = profile, !status.isSending else { return }
        let current = program.profiles[base.id]
        let edit = self as? ProfileForm
        if current == nil, edit?.isRemovedFromFile == true { return }
        status.conflict = ProfileConflict(of: base, with: current, here: edit?.draft)
        guard status.conflict == nil, let current, current != base else { return }
        settle(
            ProfileConflict.settled(base, current, isEdit: edit != nil), withFile: true, in: program)
        settleAll(in: program)
    }
}

extension ProfileConflict {
    /// A change of the file that is no conflict.
    fileprivate static func settled(_ base: Profile, _ current: Profile, isEdit: Bool) -> ProfileConflict {
        ProfileConflict(isEdit: isEdit, base: base, current: current, differences: [])
    }

    private init(isEdit: Bool, base: Profile, current: Profile?, differences: [Difference]) {
        self.isEdit = isEdit
        self.base = base
        self.current = current
        self.differences = differences
    }
}

/// "The file says something else by now", over a form about a profile.
struct ConflictQuestion: QuestionFeature {
    enum Answer: Hashable, Sendable {
        case useFile, keepForm, cancel
    }

    private let conflict: ProfileConflict
    var dialog: Dialog<Answer>

    init(_ conflict: ProfileConflict) {
        self.conflict = conflict
        let name = conflict.base.name
        let cancel = DialogAnswer(.character("n"), "Cancel", Answer.cancel)
        guard conflict.current != nil else {
            let lines = [TextRun("Another program removed it since this form was opened.")]
            let title: SafeText = "\(name) is no longer in the file"
            dialog =
                conflict.isEdit
                ? Dialog(
                    title, lines, answers: [DialogAnswer(.character("y"), "Add it again", .keepForm), cancel],
                    safeAnswer: .cancel)
                : .notice(title, lines, closing: .cancel)
            return
        }
        var lines = [TextRun("Another program changed it since this form was opened.")]
        for difference in conflict.differences {
            lines.append(TextRun(difference.label, .heading))
            lines.append(TextRun("  in the file  \(difference.inFile)"))
            lines.append(TextRun("  \(conflict.isEdit ? "in this form" : "before     ")  \(difference.here)"))
        }
        let file = DialogAnswer(
            .character("f"), conflict.isEdit ? "Use the file's values" : "Use the new values", Answer.useFile)
        let keep = DialogAnswer(.character("k"), "Keep this form's", Answer.keepForm)
        dialog = Dialog(
            "\(name) was changed in the file", lines, answers: (conflict.isEdit ? [file, keep] : [file]) + [cancel],
            safeAnswer: .cancel)
    }

    mutating func answer(_ answer: Answer, in program: inout ProgramState) -> [Effect] {
        let conflict = conflict
        return program.closeTop()
            + program.withTopForm { form, program in
                form.status.conflict = nil
                form.settle(conflict, withFile: answer == .useFile, in: program)
                form.settleAll(in: program)
                return []
            }
    }
}
