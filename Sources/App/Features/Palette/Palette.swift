import DisplayText
import Operations
import Storage
import Terminal
import Toolkit

/// Every action by its name, with the reason of those that cannot be done now; clusters, users and tokens by theirs.
struct Palette: Feature {
    private var menu: Menu<PaletteChoice>

    /// - Parameter program: as it is below the palette.
    init(_ program: ProgramState) {
        let items = PaletteItems(program)
        menu = Menu(
            "Command", items.commands + items.clusters + items.users, history: program.paletteHistory, verb: "run",
            help: "A cluster, a user or a token follows a command: login prod-us.")
    }

    static let layer: KeyLayer = "palette"
    static let group: SafeText = "In the palette"
    static let keys: [KeyRow<Self>] = []

    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? {
        let before = menu.query.text
        switch typing {
        case .paste(let text, _): menu.paste(text)
        case .key(let key):
            switch menu.handle(key, on: program.stage) {
            case .chosen(let choice): return choose(choice, in: &program)
            case .dismissed: return program.closeTop()
            case .ignored: return nil
            case .handled: break
            }
        }
        menu.isMasked = FindLeakedToken.isToken(in: menu.query.text)
        if menu.query.text != before { menu.offer(PaletteItems(program).matching(menu.query.text)) }
        return []
    }

    private func choose(_ choice: PaletteChoice, in program: inout ProgramState) -> [Effect] {
        let effects = program.closeTop()
        program.paletteHistory = Array(([choice] + program.paletteHistory.filter { $0 != choice }).prefix(50))
        return effects + program.run(choice)
    }

    func hints(in program: ProgramState) -> [Hint] { menu.hints }

    mutating func move(_ move: ListMove, in program: ProgramState) { menu.move(move, on: program.stage) }

    func plain(in program: ProgramState) -> PlainText { PlainText("Command", rows: PlainRows(menu)) }

    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        menu.draw(in: stage, on: &grid, theme: theme)
    }
}

/// What a line of the palette leads to.
enum PaletteChoice: Hashable, Sendable {
    case command(Command)
    case cluster(Profile.ID)
    /// All tokens of the user.
    case user(String)
    case token(TokenRecord.ID)
    /// Revokes the user on these clusters; where none is named, on the marked ones, or on all.
    case everywhere(String, on: [Profile.ID])
    /// A command about a cluster, wherever the cursor is.
    case onCluster(Command, Profile.ID)
    /// A command about a token.
    case onToken(Command, TokenRecord.ID)
}

extension ProgramState {
    fileprivate mutating func run(_ choice: PaletteChoice) -> [Effect] {
        switch choice {
        case .command(let command): return run(command)
        case .cluster(let profile): return goTo(profile)
        case .user(let name): return showTokens(of: name)
        case .everywhere(let name, let clusters):
            return openIncident(of: name, on: clusters.isEmpty ? markedClustersOrAll : only(clusters))
        case .token(let id): return goTo(token: id) ? open(TokenDetail(id)) : [.bell]
        case .onCluster(let command, let profile):
            let effects = focus(.clusters) + goTo(profile)
            // A cluster that is named is meant, whatever is marked.
            panes.clusterList.clearMarks()
            return effects + run(command)
        case .onToken(let command, let id): return goTo(token: id) ? run(command) : [.bell]
        }
    }
}

/// The lines of the palette.
struct PaletteItems {
    private let program: ProgramState

    init(_ program: ProgramState) { self.program = program }

    /// Commands that mean a cluster, and can be given its name.
    private static let aboutClusters: [Command] = [
        .open, .logIn, .logOut, .refresh, .diagnose, .newToken, .newSessionToken, .importToken, .auditLog, .editProfile,
        .removeProfile, .makeDefault, .showProfile, .keys, .rotateKey,
    ]
    /// Commands that mean a token, and can be given its fingerprint.
    private static let aboutTokens: [Command] = [.validate, .revoke, .timeline, .copy, .removeTokens]
    /// So many tokens are offered at most.
    private static let mostTokens = 8

    var commands: [MenuItem<PaletteChoice>] {
        var seen: Set<Command> = [.palette]
        return KeyTable.panes.compactMap { row in
            guard row.binding.action.isNamed, seen.insert(row.binding.action).inserted else { return nil }
            let reason = row.reason((), program)
            let bound = program.keymap.binding(of: row.binding.action, in: row.binding.layer)
            // What it would do matters less than why it cannot be done, and both do not fit.
            return MenuItem(
                .command(row.binding.action), name: row.binding.name,
                label: reason == nil ? "\(row.binding.name)  \(row.binding.help)" : "\(row.binding.name)",
                detail: "\((bound ?? row.binding).keyText)", disabled: reason)
        }
    }

    var clusters: [MenuItem<PaletteChoice>] {
        program.profiles.list.map {
            MenuItem(.cluster($0.id), name: $0.name, label: "\($0.name)  Go to the cluster")
        }
    }

    var users: [MenuItem<PaletteChoice>] {
        program.tokens.users.map { user in
            let name = SafeText(outside: user, limit: 60)
            return MenuItem(.user(user), name: name.string, label: "\(name)  All tokens of the user")
        }
    }

    /// What depends on what was typed: tokens by the beginning of their fingerprints, and commands that are followed by
    /// the name of a cluster or a user, or by a token.
    func matching(_ text: String) -> [MenuItem<PaletteChoice>] {
        // What may be a secret is no argument, and is not repeated.
        if FindLeakedToken.isToken(in: text) { return [] }
        let words = PaletteWords(text)
        let typed = text.split(separator: " ")
        let named = typed.count == 1 ? tokens(beginningWith: String(typed[0])).map { item(.token($0.id), for: $0) } : []
        return named + Self.aboutClusters.flatMap { onClusters($0, words) }
            + Self.aboutTokens.flatMap { onTokens($0, words) } + onUsers(words)
    }

    private func onClusters(_ command: Command, _ words: PaletteWords) -> [MenuItem<PaletteChoice>] {
        words.things(of: command, like: clusters(like:)).map { profile in
            let text = "\(command.rawValue) \(profile.name)"
            return MenuItem(.onCluster(command, profile.id), name: text, label: SafeText(outside: text, limit: 120))
        }
    }

    private func onTokens(_ command: Command, _ words: PaletteWords) -> [MenuItem<PaletteChoice>] {
        words.things(of: command, like: tokens(beginningWith:)).map {
            item(.onToken(command, $0.id), for: $0, after: command)
        }
    }

    /// A text that means a token or a cluster is no user.
    private func onUsers(_ words: PaletteWords) -> [MenuItem<PaletteChoice>] {
        words.things(of: .revokeEverywhere) { text in
            let first = text.split(separator: " ").first.map(String.init) ?? ""
            guard !program.profiles.list.contains(where: { $0.name == first }), tokens(beginningWith: first).isEmpty
            else { return [] }
            return PaletteIncident(text, isEnded: words.isEnded, in: program).items
        }
    }

    private func clusters(like text: String) -> [Profile] {
        let name = FoldedText(text)
        return program.profiles.list.filter { text.isEmpty || FoldedText($0.name).fuzzyScore(name) != nil }
    }

    private func item(
        _ choice: PaletteChoice, for record: TokenRecord, after command: Command? = nil
    ) -> MenuItem<PaletteChoice> {
        let name = (command.map { "\($0.rawValue) " } ?? "") + record.fingerprint.text
        let user = SafeText(outside: record.facts.user ?? "unknown user", limit: 60)
        return MenuItem(
            choice, name: name,
            label: "\(SafeText(outside: name, limit: 80))  Token of \(user) on \(record.profileName)")
    }

    private func tokens(beginningWith text: String) -> [TokenRecord] {
        let start = text.lowercased()
        // Two letters are those of many commands.
        guard start.count > 2, start.allSatisfy(\.isHexDigit) else { return [] }
        return Array(
            program.tokens.records.lazy.filter { $0.fingerprint.text.hasPrefix(start) }.prefix(Self.mostTokens))
    }
}

extension Command {
    /// Whether calling it by name makes sense: moving by name does not.
    fileprivate var isNamed: Bool { !rawValue.hasPrefix("move ") && self != .cancel }
}
