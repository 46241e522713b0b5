import DisplayText
import Operations
package import Storage
import ThoughtSpotSessions
import Toolkit

/// The screen opens as it was left.
extension ProgramState {
    /// Restores how it was left, as far as what was selected then is still there.
    mutating func restore(_ screen: LastScreen) {
        if let id = screen.profile, profiles[id] != nil { selectedProfile = id }
        if let pane = screen.pane.flatMap(PaneID.init(rawValue:)) { panes.focus = pane }
        panes.table = screen.showsAllClusters ? .clusters : nil
        if screen.showsAllClusters { panes.focus = .clusters }
        let column = TokenColumns.ofOneCluster.sortable.first { $0.id == screen.tokenOrder?.column }
        let order = column.map { TokenSort(column: $0, isDescending: screen.tokenOrder?.isDescending ?? false) }
        panes.tokens = TokensPane(order: order ?? TokenSort(), filter: screen.tokenFilter)
        panes.allClusters.restore(screen.clusterOrder)
        auditMemory = AuditMemory(order: screen.auditOrder, filter: screen.auditFilter)
        lastUsers = screen.users
        paletteHistory = screen.palette.compactMap { Command(rawValue: $0).map(PaletteChoice.command) }
        profilesChanged()
    }

    /// How the screen is left now. What is known of removed profiles is no part of it.
    package var lastScreen: LastScreen {
        var screen = LastScreen()
        screen.profile = selectedProfile
        screen.pane = panes.focus.rawValue
        screen.showsAllClusters = panes.isShowingAllClusters
        let order = panes.tokens.order.sort
        screen.tokenOrder = LastScreen.Order(column: order.column.id, isDescending: order.isDescending)
        screen.tokenFilter = panes.tokens.filter.text
        screen.clusterOrder = panes.allClusters.kept
        screen.auditOrder = auditMemory.order
        screen.auditFilter = auditMemory.filter
        // What was typed behind an action may be a name; the action alone is kept.
        screen.palette = paletteHistory.compactMap { choice in
            if case .command(let command) = choice { command.rawValue } else { nil }
        }
        screen.users = lastUsers.filter { profiles[$0.key] != nil }
        return screen
    }
}
