import DisplayText
import Storage
import Terminal
import Toolkit

/// Where the program is, as far as an answer can mean it: what was printed for one place answers no other.
enum PlainPlace: Hashable {
    case pane(PaneID, Profile.ID?)
    case allTokens
    /// One opening of a feature, and its field that is asked for.
    case feature(Int, step: Int?)
}

extension ProgramState {
    /// What is printed now.
    var plainText: PlainText { top?.plain(in: self) ?? panes.focused.plain(in: self) }

    var plainPlace: PlainPlace {
        guard let open = stack.last else {
            return panes.table == .tokens ? .allTokens : .pane(panes.focus, selectedProfile)
        }
        switch open.feature.plain(in: self).asks {
        case .form(let form): return .feature(open.id, step: form.focus)
        case .line(let line): return .feature(open.id, step: line.label.string.hashValue)
        case .action, .row, .question: return .feature(open.id, step: nil)
        }
    }

    /// `prod-eu PRODUCTION`: the cluster that an answer to a text would be about; empty where it is about none, or several.
    func plainCluster(of text: PlainText) -> SafeText {
        if case .question(let question) = text.asks { return question.heading ?? "" }
        return plainProfile(of: text).map { $0.isProduction ? "\($0.name) PRODUCTION" : "\($0.name)" } ?? ""
    }

    private func plainProfile(of text: PlainText) -> Profile? {
        if let form = top as? any FormFeature { return form.profile }
        if !stack.isEmpty { return text.isAboutCluster ? profile : nil }
        return panes.table == nil && [.session, .tokens].contains(panes.focus) ? profile : nil
    }

    /// The way back, where nothing is open over the panes; nil at the top.
    var plainWayBack: [Action]? {
        guard stack.isEmpty else { return [top.map { $0.closes ? .command(.cancel) : .escape } ?? .escape] }
        switch (panes.table, panes.focus) {
        case (nil, .clusters): return nil
        case (nil, .tokens): return [.command(.focusSession)]
        default: return [.command(.focusClusters)]
        }
    }

    /// The commands that are offered here, with what they do.
    var plainCommands: [(binding: Binding<Command>, reason: SafeText?)] {
        guard let top else { return paneCommands }
        return top.plainCommands(in: self)
    }

    private var paneCommands: [(binding: Binding<Command>, reason: SafeText?)] {
        let hasMarks = !panes.tokenList.list.marks.isEmpty
        return KeyTable.panes.compactMap { row in
            guard isOffered(row.binding, hasMarks: hasMarks) else { return nil }
            let binding = keymap.binding(of: row.binding.action, in: row.binding.layer)
            return (binding ?? row.binding, row.reason((), self))
        }
    }

    /// Nothing acts on a row that was not chosen: a list offers what needs none, and what acts on the marked ones.
    private func isOffered(_ binding: Binding<Command>, hasMarks: Bool) -> Bool {
        let command = binding.action
        if PlainPlace.byWords.contains(command) { return false }
        switch (panes.table, panes.focus) {
        case (nil, .clusters), (.clusters, _):
            return PlainPlace.ofAllClusters.contains(command) || command == .logIn && !markedClusters.isEmpty
        case (nil, .session):
            return ["Sessions", "Tokens", "Profiles"].contains(binding.group) && command != .copy
                || [.open, .refresh, .auditLog, .diagnose].contains(command)
        case (nil, .tokens), (.tokens, _):
            return PlainPlace.ofTokenLists.contains(command)
                || binding.group == "Tokens" && hasMarks && ![.timeline, .reveal, .revokeUser].contains(command)
        case (nil, .activity): return command == .filter
        }
    }
}

extension PlainPlace {
    /// What is done by other words, by numbers, or not at all.
    fileprivate static let byWords: Set<Command> = [
        .palette, .help, .cancel, .quit, .redraw, .suspend, .mark, .zoom, .nextPane, .previousPane, .nextCluster,
        .previousCluster, .lastCluster,
    ]
    fileprivate static let ofAllClusters: Set<Command> = [
        .revokeEverywhere, .leftOpen, .addProfile, .importProfiles, .exportProfiles, .undo, .unlockVault, .lockVault,
        .refresh, .requestLog, .filter,
        .focusActivity,
    ]
    fileprivate static let ofTokenLists: Set<Command> = [
        .newToken, .newSessionToken, .importToken, .revokeEverywhere, .filter, .sortNext, .sortReverse, .markAll, .undo,
    ]
}

extension Action {
    static let escape = Action.input(.key(Key(.escape)))
}

extension Feature {
    /// Whether the table of keys has a way out of it.
    fileprivate var closes: Bool { Self.row(of: .cancel) != nil }

    /// Its keys, but for those that answers have other words for.
    fileprivate func plainCommands(in program: ProgramState) -> [(binding: Binding<Command>, reason: SafeText?)] {
        let text = plain(in: program)
        let leftOut = text.leftOut
        let opensRows = if case .row(let rows) = text.asks { rows.command == .open } else { false }
        return Self.keys.compactMap { row in
            let command = row.binding.action
            guard !Movements.all.contains(where: { $0.command == command }), !leftOut.contains(command) else {
                return nil
            }
            switch command {
            case .cancel, .help, .mark, .submit, .test, .nextField, .previousField: return nil
            // There is no more to open, or a row is opened by its number.
            case .open where row.binding.label == "close" || opensRows: return nil
            default: break
            }
            let binding = program.keymap.bindings(in: [Self.layer]).first { $0.action == command }
            return (binding ?? row.binding, row.reason(self, program))
        }
    }
}
