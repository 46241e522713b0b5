import DisplayText
import Storage
package import Terminal
package import Toolkit

/// The screen: draws a state into a grid, and turns keys into actions by what has the focus.
///
/// It owns what no state needs to know: cursors in texts on their way in, which row stands at the top of a window.
@MainActor
package final class AppView {
    let theme: Theme
    let glyphs: GlyphSet
    let keymap: Keymap<AppCommand>

    var clusters = ListState<Profile.ID>()
    var allClusters = ListState<Profile.ID>()
    var tokens = ListState<TokenRecord.ID>()
    var filter = FilterLine()
    var auditLog = ListState<Int>()
    var auditFilter = FilterLine()
    var editor: FormEditor?
    var question: (layer: Layer, dialog: Dialog<AppCommand>)?
    var palette: Menu<AppCommand>?
    var orgs: (picker: OrgPicker, menu: Menu<Int>)?
    var size = Size(rows: 24, columns: 80)

    package init(theme: Theme, glyphs: GlyphSet, keymap: Keymap<AppCommand>? = nil) {
        self.theme = theme
        self.glyphs = glyphs
        self.keymap = keymap ?? KeyTable.keymap
    }
}

/// Following the state.
extension AppView {
    /// Keeps the editing in step with the state: opens an editor for a new form, closes it with the form.
    func follow(_ state: AppState) {
        filter.follow(state.tokens.filterText, isEditing: state.tokens.isFiltering)
        auditFilter.follow(state.audit.filterText, isEditing: state.audit.isFiltering)
        let form = state.layers.compactMap { if case .form(let draft) = $0 { draft } else { nil } }.last
        if let form {
            if editor?.serial == form.serial { editor?.follow(form) } else { editor = FormEditor(form) }
        } else {
            editor = nil
        }
        if let layer = state.topLayer, layer.isQuestion {
            if question?.layer != layer { question = Questions.dialog(for: layer, in: state).map { (layer, $0) } }
        } else {
            question = nil
        }
        if case .orgPicker(let picker) = state.topLayer {
            if orgs?.picker != picker { orgs = OrgPickerLayer(picker: picker).menu.map { (picker, $0) } }
        } else {
            orgs = nil
        }
        if case .palette = state.topLayer {
            if palette == nil { palette = makePalette(state) }
        } else {
            palette = nil
        }
    }

    private func makePalette(_ state: AppState) -> Menu<AppCommand> {
        // What can be done is asked of the screen below the palette.
        var below = state
        below.layers.removeLast()
        var seen: Set<AppCommand> = [.palette]
        let items = keymap.bindings.filter { $0.layer != .form && $0.layer != .view }.compactMap {
            binding -> MenuItem<AppCommand>? in
            guard binding.action.isNamed, seen.insert(binding.action).inserted else { return nil }
            let reason = availability(of: binding.action, in: below).reason
            // What it would do matters less than why it cannot be done, and both do not fit.
            return MenuItem(
                binding.action, name: binding.name,
                label: reason == nil ? "\(binding.name)  \(binding.help)" : "\(binding.name)",
                detail: "\(binding.keyText)", disabled: reason)
        }
        return Menu("Command", items, history: state.paletteHistory.reversed().compactMap(AppCommand.init(rawValue:)))
    }
}

extension FilterLine {
    /// Keeps the line in step with the list that it narrows.
    fileprivate mutating func follow(_ text: String, isEditing: Bool) {
        if text != self.text { self = FilterLine() }
        if isEditing, !self.isEditing { open() }
        if !isEditing, self.isEditing { _ = handle(Key(.enter)) }
    }
}

extension AppCommand {
    /// Whether calling it by name makes sense: moving by name does not.
    fileprivate var isNamed: Bool { !rawValue.hasPrefix("move.") && self != .cancel }
}
