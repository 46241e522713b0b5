/// Everything a person can ask for, by the names that bindings, palette, help, settings and tests use.
package enum Command: String, Hashable, Sendable, CaseIterable {
    // Moving in the focused list or text
    case moveUp = "move up"
    case moveDown = "move down"
    case pageUp = "move page up"
    case pageDown = "move page down"
    case halfPageUp = "move half page up"
    case halfPageDown = "move half page down"
    case moveFirst = "move first"
    case moveLast = "move last"
    // Between panes
    case nextPane = "pane next"
    case previousPane = "pane previous"
    case focusClusters = "pane clusters"
    case focusSession = "pane session"
    case focusTokens = "pane tokens"
    case focusActivity = "pane activity"
    case zoom = "pane zoom"
    case showAllClusters = "all clusters"
    case nextCluster = "cluster next"
    case previousCluster = "cluster previous"
    case lastCluster = "cluster last"
    // Lists
    case open = "open"
    case filter = "filter"
    case sortNext = "sort"
    case sortReverse = "sort reverse"
    case mark = "mark"
    case markAll = "mark all"
    case palette = "palette"
    // Sessions
    case logIn = "session login"
    case logOut = "session logout"
    case refresh = "refresh"
    case switchOrg = "session switch org"
    case diagnose = "doctor"
    // The vault
    case unlockVault = "vault unlock"
    case lockVault = "vault lock"
    case exportLink = "vault export"
    // Keys of trusted authentication
    case keys = "key list"
    case enableKey = "key enable"
    case disableKey = "key disable"
    case rotateKey = "key rotate"
    // Tokens
    case newToken = "token issue"
    case newSessionToken = "token issue session"
    case importToken = "token import"
    case validate = "token validate"
    case revoke = "token revoke"
    case revokeUser = "user revoke"
    case revokeEverywhere = "user revoke everywhere"
    case deactivate = "user deactivate"
    case linksPlace = "activation links"
    case retry = "retry"
    case removeTokens = "token remove"
    case copy = "copy"
    case reveal = "token reveal"
    case timeline = "token timeline"
    case report = "token report"
    // Profiles
    case addProfile = "profile add"
    case showProfile = "profile show"
    case editProfile = "profile edit"
    case removeProfile = "profile remove"
    case undo = "undo"
    case makeDefault = "profile default"
    case importProfiles = "profile import"
    case exportProfiles = "profile export"
    // Requests
    case requestLog = "request log"
    case leftOpen = "journal left-open"
    case dismiss = "journal dismiss"
    case auditLog = "audit"
    case auditOlder = "audit older"
    case cancelRequest = "request cancel"
    // Forms
    case submit = "form submit"
    case test = "form test"
    case nextField = "form next"
    case previousField = "form previous"
    case cancel = "cancel"
    // The program
    case redraw = "redraw"
    case mouse = "mouse"
    case suspend = "suspend"
    case help = "help"
    case quit = "quit"

    /// Whether a form follows it, into which is typed: what was typed ahead for a form that does not open is dropped.
    var opensForm: Bool {
        switch self {
        case .logIn, .unlockVault, .exportLink, .newToken, .importToken, .revokeEverywhere, .addProfile, .editProfile,
            .importProfiles, .exportProfiles:
            true
        default: false
        }
    }
}
