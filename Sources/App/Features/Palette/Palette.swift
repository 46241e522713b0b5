import ASCIIText
import DisplayText
import Terminal
import Toolkit

/// Every action by its name, with the reason of those that cannot be done now.
struct Palette: Feature {
    private var menu: Menu<Command>
    private let items: [MenuItem<Command>]

    /// - Parameter program: as it is below the palette.
    init(_ program: ProgramState) {
        var seen: Set<Command> = [.palette]
        let items = KeyTable.panes.compactMap { row -> MenuItem<Command>? in
            guard row.binding.action.isNamed, seen.insert(row.binding.action).inserted else { return nil }
            let reason = row.reason((), program)
            let keys = program.keymap.bindings.first {
                $0.action == row.binding.action && $0.layer == row.binding.layer
            }
            // What it would do matters less than why it cannot be done, and both do not fit.
            return MenuItem(
                row.binding.action, name: row.binding.name,
                label: reason == nil ? "\(row.binding.name)  \(row.binding.help)" : "\(row.binding.name)",
                detail: "\((keys ?? row.binding).keyText)", disabled: reason)
        }
        self.items = items
        menu = Menu("Command", items, history: program.paletteHistory, verb: "run")
    }

    static let layer: KeyLayer = "palette"
    static let keys: [KeyRow<Self>] = []

    mutating func edit(_ typing: Typing, in program: inout ProgramState) -> [Effect]? {
        switch typing {
        case .paste(let text, _):
            menu.paste(text)
            offerUser(in: program)
        case .key(let key):
            switch menu.handle(key, on: program.stage) {
            case .chosen(let command): return choose(command, in: &program)
            case .dismissed: return program.closeTop()
            case .ignored: return nil
            case .handled: offerUser(in: program)
            }
        }
        return []
    }

    /// `revoke anna`: what is typed behind the word is a user.
    private var user: String? {
        let text = menu.query.text.trimmingBlanks()
        guard text.hasPrefix("revoke ") else { return nil }
        let name = String(text.dropFirst(7)).trimmingBlanks()
        return name.isEmpty ? nil : name
    }

    private mutating func offerUser(in program: ProgramState) {
        guard let user else { return menu.replace(items: items) }
        let shown = SafeText(outside: user, limit: 40)
        let item = MenuItem(
            Command.revokeEverywhere, name: "revoke \(user)",
            label: "revoke \(shown)  Log \(shown) out and revoke all tokens, everywhere", detail: "X",
            disabled: program.reasonAgainstIncident)
        menu.replace(items: [item] + items.filter { $0.id != .revokeEverywhere })
    }

    private func choose(_ command: Command, in program: inout ProgramState) -> [Effect] {
        let effects = program.closeTop()
        program.paletteHistory = Array(([command] + program.paletteHistory.filter { $0 != command }).prefix(50))
        if command == .revokeEverywhere, let user { return effects + program.openIncident(of: user) }
        return effects + program.run(command)
    }

    func hints(in program: ProgramState) -> [Hint] { [] }

    func draw(in stage: Area, on grid: inout CellGrid, in program: ProgramState, theme: Theme) {
        menu.draw(in: stage, on: &grid, theme: theme)
    }
}

extension Command {
    /// Whether calling it by name makes sense: moving by name does not.
    fileprivate var isNamed: Bool { !rawValue.hasPrefix("move ") && self != .cancel }
}
