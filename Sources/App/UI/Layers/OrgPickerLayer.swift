import DisplayText
import HTTPExchange
import Operations
import Storage
import Terminal
import ThoughtSpotSessions
import Toolkit

/// The Orgs of a cluster: a menu once they are known, and until then, or instead, a word about why there is none.
struct OrgPickerLayer {
    let picker: OrgPicker

    /// Narrowed by typing. Nothing as long as there is nothing to choose from.
    var menu: Menu<Int>? {
        guard case .orgs(let orgs) = picker.content else { return nil }
        let items = orgs.compactMap { org -> MenuItem<Int>? in
            guard let id = org.id else { return nil }
            let isCurrent = picker.isCurrent(org)
            return MenuItem(
                id, name: org.name ?? String(id), label: SafeText(outside: org.wording, limit: 80),
                detail: isCurrent ? "this session's" : "", disabled: isCurrent ? "the session is there already" : nil)
        }
        return items.isEmpty ? nil : Menu("Org of the session on \(picker.profile.name)", items)
    }

    /// The Org of a line of the menu.
    func org(_ id: Int) -> OrgReference? {
        guard case .orgs(let orgs) = picker.content else { return nil }
        return orgs.first { $0.id == id }
    }

    /// What stands there instead of a menu.
    func draw(in screen: Area, on grid: inout CellGrid, theme: Theme) {
        let frame = screen.centred(Size(rows: min(screen.rows, 9), columns: min(screen.columns, 78)))
        grid.fill(frame)
        let inner = Pane("Org of the session on \(picker.profile.name)", isFocused: true)
            .draw(in: frame, on: &grid, theme: theme)
        switch picker.content {
        case .loading:
            ListNotice.loading("Looking for the Orgs of \(picker.profile.origin.description) ...").draw(
                in: inner, on: &grid, theme: theme)
        case .failed(let message):
            DetailView(MessageWording.rows(message) + [.text(TextRun("F5 asks again, Esc closes.", .dim))]).draw(
                scroll: Scroll(), in: inner, on: &grid, theme: theme)
        case .orgs:
            ListNotice.empty("The cluster shows no Org to this user.", next: "Esc closes.").draw(
                in: inner, on: &grid, theme: theme)
        }
    }
}
