/// Everything a person can ask for, by the names that bindings, palette, help, settings and tests use.
package enum AppCommand: String, Hashable, Sendable, CaseIterable {
    // Moving in the focused list or text
    case moveUp = "move.up"
    case moveDown = "move.down"
    case pageUp = "move.page-up"
    case pageDown = "move.page-down"
    case halfPageUp = "move.half-page-up"
    case halfPageDown = "move.half-page-down"
    case moveFirst = "move.first"
    case moveLast = "move.last"
    // Between panes
    case nextPane = "pane.next"
    case previousPane = "pane.previous"
    case focusClusters = "pane.clusters"
    case focusSession = "pane.session"
    case focusTokens = "pane.tokens"
    case focusActivity = "pane.activity"
    case showAllClusters = "pane.all-clusters"
    // Lists
    case open = "open"
    case filter = "list.filter"
    case sortNext = "list.sort"
    case sortReverse = "list.sort-reverse"
    case mark = "list.mark"
    case markAll = "list.mark-all"
    case palette = "palette"
    // Sessions
    case logIn = "session.log-in"
    case logOut = "session.log-out"
    case refresh = "session.refresh"
    case switchOrg = "session.switch-org"
    case diagnose = "cluster.doctor"
    // Keys of trusted authentication
    case keys = "key.list"
    case enableKey = "key.enable"
    case disableKey = "key.disable"
    case rotateKey = "key.rotate"
    // Tokens
    case newToken = "token.new"
    case newSessionToken = "token.session"
    case importToken = "token.import"
    case validate = "token.validate"
    case revoke = "token.revoke"
    case revokeUser = "user.revoke"
    case forget = "token.forget"
    case copy = "copy"
    case reveal = "token.reveal"
    case report = "token.report"
    // Profiles
    case addProfile = "profile.add"
    case editProfile = "profile.edit"
    case deleteProfile = "profile.delete"
    case undo = "profile.undo"
    case makeDefault = "profile.default"
    // Requests
    case requestLog = "request.log"
    case auditLog = "audit.log"
    case auditOlder = "audit.older"
    case cancelRequest = "request.cancel"
    // Forms and questions
    case submit = "form.submit"
    case test = "form.test"
    case nextField = "form.next"
    case previousField = "form.previous"
    case yes = "answer.yes"
    case no = "answer.no"
    case cancel = "cancel"
    // The program
    case redraw = "screen.redraw"
    case suspend = "program.suspend"
    case help = "help"
    case quit = "program.quit"
}

extension AppCommand {
    /// The step through a list that the command means.
    var movement: Movement? {
        switch self {
        case .moveUp: .up
        case .moveDown: .down
        case .pageUp: .pageUp
        case .pageDown: .pageDown
        case .halfPageUp: .halfPageUp
        case .halfPageDown: .halfPageDown
        case .moveFirst: .first
        case .moveLast: .last
        default: nil
        }
    }
}

/// A step through a list.
enum Movement: Hashable, Sendable {
    case up, down, pageUp, pageDown, halfPageUp, halfPageDown, first, last

    /// The index reached from `index` among `count` rows of which `height` fit on the screen; 0 for an empty list.
    func destination(from index: Int, count: Int, height: Int) -> Int {
        let target =
            switch self {
            case .up: index - 1
            case .down: index + 1
            // One row of the old page stays in sight.
            case .pageUp: index - max(1, height - 1)
            case .pageDown: index + max(1, height - 1)
            case .halfPageUp: index - max(1, height / 2)
            case .halfPageDown: index + max(1, height / 2)
            case .first: 0
            case .last: count - 1
            }
        return min(max(0, target), max(0, count - 1))
    }
}
