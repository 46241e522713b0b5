import DisplayText
import Storage
package import Terminal
import Toolkit

/// What keys and pastes mean.
extension AppView {
    /// What an input means now. An empty answer means that only the picture changed.
    package func actions(for event: InputEvent, in state: AppState) -> [AppAction] {
        follow(state)
        switch event {
        case .paste where state.size.isTooSmall: return []
        case .resize(let size): return actions(forSize: size)
        case .hangUp: return [.terminate]
        case .paste(let text, let truncated): return paste(text, truncated: truncated, in: state)
        case .key(let key): return actions(for: key, in: state)
        }
    }

    /// What a new size means to the state: the size itself, and the rows of a page of each list.
    package func actions(forSize size: Size) -> [AppAction] {
        let pages = PaneID.allCases.compactMap { pane in
            PaneLayout(size, focus: pane).areas[pane].map { AppAction.laidOut(pane, rows: max(1, $0.rows - 3)) }
        }
        return [.resized(ScreenSize(columns: size.columns, rows: size.rows))] + pages
    }

    /// A paste is data: into a field, or nowhere.
    private func paste(_ text: String, truncated: Bool, in state: AppState) -> [AppAction] {
        switch state.topLayer {
        case .form: return editor?.actions(forPaste: text, truncated: truncated) ?? []
        case .palette:
            palette?.paste(text)
            return []
        case .auditLog where auditFilter.isEditing:
            return auditFilter.paste(text) == .changed ? [.setFilter(auditFilter.text)] : []
        case .orgPicker:
            orgs?.menu.paste(text)
            return []
        case nil where filter.isEditing:
            return filter.paste(text) == .changed ? [.setFilter(filter.text)] : []
        default: return []
        }
    }

    private func actions(for key: Key, in state: AppState) -> [AppAction] {
        // Nothing acts on what cannot be seen.
        if state.size.isTooSmall {
            return command(for: key, in: [.panes]).filter {
                [.command(.quit), .command(.redraw), .command(.suspend)].contains($0)
            }
        }
        if state.revealed != nil { return [.command(.cancel)] }
        switch state.topLayer {
        case .form:
            if let actions = editor?.actions(for: key) { return actions }
            return command(for: key, in: [.form])
        case .keys: return command(for: key, in: [.keys])
        case .deletion, .revocation, .keyChange, .userEnd, .supersession, .lockout, .provisioning, .discardQuestion,
            .question:
            return answer(key)
        case .orgPicker: return pickOrg(key)
        case .palette: return choose(key)
        case .auditLog where auditFilter.isEditing: return narrow(&auditFilter, key, in: .view)
        case .inspector, .results, .doctor, .requestLog, .auditLog, .help: return keysInView(key, state)
        case nil:
            return filter.isEditing ? narrow(&filter, key, in: .panes) : command(for: key, in: [.panes])
        }
    }

    private func command(for key: Key, in layers: [KeyLayer]) -> [AppAction] {
        keymap.action(for: key, in: layers).map { [.command($0)] } ?? []
    }

    private func answer(_ key: Key) -> [AppAction] {
        guard let layer = question?.layer, var dialog = question?.dialog else { return [] }
        let outcome = dialog.handle(key, on: Area(size), glyphs: glyphs)
        question = (layer, dialog)
        guard case .answered(let answer) = outcome else { return [] }
        return Questions.actions(for: answer, to: layer)
    }

    private func choose(_ key: Key) -> [AppAction] {
        switch palette?.handle(key, on: Area(size)) {
        case .chosen(let command): return [.runFromPalette(command)]
        case .dismissed: return [.command(.cancel)]
        case .ignored, .handled, .refused, nil: return []
        }
    }

    private func pickOrg(_ key: Key) -> [AppAction] {
        guard let picker = orgs?.picker else { return command(for: key, in: [.view]) }
        switch orgs?.menu.handle(key, on: Area(size)) {
        case .chosen(let id): return OrgPickerLayer(picker: picker).org(id).map { [.chooseOrg($0)] } ?? []
        case .dismissed: return [.command(.cancel)]
        case .ignored, .handled, .refused, nil: return []
        }
    }

    /// - Parameter layer: where the keys belong that the line does not want.
    private func narrow(_ filter: inout FilterLine, _ key: Key, in layer: KeyLayer) -> [AppAction] {
        switch filter.handle(key) {
        case .changed: return [.setFilter(filter.text)]
        case .closed: return [.command(.submit)]
        case .cleared: return [.command(.cancel)]
        case .handled: return []
        case .ignored: return command(for: key, in: [layer])
        }
    }

    /// A long text never scrolls past its end, so that the way back is as long as the way there.
    private func keysInView(_ key: Key, _ state: AppState) -> [AppAction] {
        guard let command = keymap.action(for: key, in: [.view]) else { return [] }
        if command == .copy, case .inspector(let inspector) = state.topLayer, case .token = inspector.subject {
            return [.copyCard(InspectorLayer(inspector: inspector, state: state).lines)]
        }
        // There is no more to open behind a verdict: Enter closes, as the view says.
        if case .results = state.topLayer, command == .open { return [.command(.submit)] }
        let stage = Area(size).splitting(topRows: size.rows - 1).top
        let text: (top: Int, count: Int, height: Int)? =
            switch state.topLayer {
            case .help(let top):
                (top, HelpScreen(keymap.bindings).lineCount(width: stage.columns - 2), stage.rows - 2)
            case .doctor(let examination): DoctorLayer(examination: examination).extent(on: stage, glyphs: glyphs)
            case .inspector(let inspector):
                InspectorLayer.extent(of: inspector, in: state, on: stage, glyphs: glyphs)
            default: nil
            }
        let goesDown = [AppCommand.moveDown, .pageDown, .halfPageDown, .moveLast].contains(command)
        if let text, goesDown, text.top >= text.count - text.height { return [] }
        return [.command(command)]
    }
}

extension InspectorLayer {
    fileprivate static func extent(
        of inspector: Inspector, in state: AppState, on stage: Area, glyphs: GlyphSet
    ) -> (top: Int, count: Int, height: Int) {
        let layer = InspectorLayer(inspector: inspector, state: state)
        let area = layer.textArea(on: stage, glyphs: glyphs)
        let view = DetailView(layer.rows)
        return (inspector.top, view.lineCount(width: area.columns, glyphs: glyphs), area.rows)
    }
}
