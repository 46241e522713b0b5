import Operations
import Storage
import Toolkit

@testable import App

// What tests read of the state, in one line each.

extension AuditTable {
    /// The events shown, in their order.
    var shown: [AuditEntry] { rows.map { entries[$0] } }
    var position: Int { list.position }
}

extension ProgramState {
    /// The tokens shown, in their order.
    var shownTokens: [TokenRecord] { panes.tokens.rows.map { tokens.records[$0] } }
}
