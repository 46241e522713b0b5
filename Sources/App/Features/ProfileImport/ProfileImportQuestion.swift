import DisplayText
import HTTPExchange
import Operations
import Storage
import ThoughtSpotSessions
import Toolkit

/// Asked before profiles are imported: what is added, what is here already, and what of the file is left out, with the
/// reason. Where nothing is added, it is there to be read.
struct ProfileImportQuestion: QuestionFeature {
    private let plan: ProfileImportPlan
    var dialog: Dialog<YesNo>

    init(_ reading: ProfileFileReading, undo: SafeText, steps: NextStep) {
        plan = reading.plan
        let added = plan.items.count { $0.action == .add }
        let lines = Self.lines(of: reading, steps)
        guard added > 0 else {
            dialog = .notice(
                plan.items.isEmpty ? "The file holds no profile" : "Nothing to import: every profile is here already",
                lines, closing: .no)
            return
        }
        let title: SafeText = added == 1 ? "Import 1 profile?" : "Import \(added) profiles?"
        let end = TextRun("Nothing is saved yet; \(undo) undoes the import.", .dim)
        dialog = Dialog(title, lines + [TextRun(""), end], on: nil, role: .heading, yes: "Import")
    }

    private static func lines(of reading: ProfileFileReading, _ steps: NextStep) -> [TextRun] {
        let items = reading.plan.items
        let added = items.filter { $0.action == .add }
        let rows = added.map { item -> [SafeText] in
            [
                "add ", "\(item.profile.name)", "\(item.profile.origin.description)",
                item.profile.isProduction ? "PRODUCTION" : "",
            ]
        }
        var lines = zip(AlignedText.lines(of: rows), added).map { line, item in
            TextRun(line, item.profile.isProduction ? .production : .success)
        }
        let skipped = items.filter { $0.action != .add }.map { item -> [SafeText] in
            let reason: SafeText =
                item.action == .unchanged
                ? "is here already, and says the same"
                : "the name is taken; the profile here stays as it is"
            return ["skip", "\(item.profile.name)", reason]
        }
        lines += AlignedText.lines(of: skipped).map { TextRun($0, .dim) }
        lines += added.flatMap(\.detours).map { TextRun($0, .warning) }
        let omissions = added.flatMap { item in
            item.omissions.map { TextRun("- \(steps.text($0.text(on: item.profile)))", .warning) }
        }
        if !omissions.isEmpty { lines += [TextRun(""), TextRun("Not imported:")] + omissions }
        if reading.exposesSecret {
            lines += [
                TextRun(""),
                TextRun("Others can read the file, which holds a secret: rotate it, and delete the file.", .danger),
            ]
        }
        return lines
    }

    mutating func answer(_ answer: YesNo, in program: inout ProgramState) -> [Effect] {
        program.closeTop() + [program.begin(ImportProfiles(plan: plan))]
    }
}

extension WorkID {
    /// Adding the profiles of a file, and undoing that.
    static let profileImport = WorkID("profile", "import")
}

extension ImportProfiles: UseCase {
    var id: WorkID { .profileImport }
    var label: SafeText { "importing profiles" }
    var isChange: Bool { true }

    func receive(
        _ answer: (plan: ProfileImportPlan, defaultName: String?), in program: inout ProgramState
    ) -> [Effect] {
        program.imported(answer.plan, defaultName: answer.defaultName)
    }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failProfileChange(error, id)
    }
}

extension UndoImport: UseCase {
    var id: WorkID { .profileImport }
    var label: SafeText { "undoing the import" }
    var isChange: Bool { true }

    func receive(_ answer: Void, in program: inout ProgramState) -> [Effect] { program.undidImport(of: profiles) }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.failProfileChange(error, id)
    }
}

extension ProgramState {
    fileprivate mutating func imported(_ plan: ProfileImportPlan, defaultName: String?) -> [Effect] {
        let added = plan.items.filter { $0.action == .add }.map(\.profile)
        profiles.list += added.filter { profiles[$0.id] == nil }
        profiles.defaultName = defaultName
        removals.append(.imported(added))
        if let first = added.first { select(first.id) }
        profilesChanged()
        let what: SafeText = added.count == 1 ? "1 profile" : "\(added.count) profiles"
        let here = plan.items.count - added.count
        let skipped: SafeText = here == 0 ? "" : "; \(here) \(here == 1 ? "is" : "are") here already"
        say(.good, "imported \(what)\(skipped); \(key(.undo)) undoes the import")
        return added.map { check($0) } + [readProfiles()]
    }

    /// Why an import is not undone.
    func reasonAgainstUndoing(import added: [Profile]) -> SafeText? {
        for profile in added {
            if profiles[profile.id] != profile { return "\(profile.name) was changed or removed since the import" }
            if hasSession(profile.id) { return "log out of \(profile.name) first (\(key(.logOut)))" }
            if inFlight.values.contains(where: { $0.profile == profile.id && $0.isChange }) {
                return "a change of \(profile.name) is in progress"
            }
            if tokensOnlyInMemory.contains(where: { self.profile(of: $0)?.id == profile.id }) {
                return "a token of \(profile.name) exists only in memory: copy it (\(key(.copy))) or revoke it first"
            }
        }
        return nil
    }

    fileprivate mutating func undidImport(of added: [Profile]) -> [Effect] {
        let ids = Set(added.map(\.id))
        let place = profiles.list.firstIndex { ids.contains($0.id) } ?? 0
        profiles.list.removeAll { ids.contains($0.id) }
        removals.removeAll { $0 == .imported(added) }
        for id in ids { clusters[id] = nil }
        if selectedProfile.map(ids.contains) ?? false { selectNeighbour(of: place) }
        profilesChanged()
        say(.good, added.count == 1 ? "undid the import of 1 profile" : "undid the import of \(added.count) profiles")
        return cancel(added.map { .check($0.id) }) + [readProfiles()]
    }
}
