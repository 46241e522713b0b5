import DisplayText
import Terminal
package import Toolkit

/// The one table of keys: the hint line, the help, the palette, the manual and the tests read it.
package enum KeyTable {
    package typealias Row = Binding<AppCommand>

    /// Every binding, in the order of the help screen.
    package static var bindings: [Row] { looking + moving + acting + keeping + program + inViews + inKeys + inForms }

    private static func bind(
        _ keys: String, _ command: AppCommand, _ label: SafeText, _ help: SafeText, in group: SafeText,
        layer: KeyLayer = .panes, hint: Int? = nil
    ) -> Row {
        Row(
            keys.split(separator: " ").compactMap { KeyNotation.key(String($0)) }, command, name: command.rawValue,
            label: label, help: help, group: group, layer: layer, hint: hint)
    }

    private static var looking: [Row] {
        let group: SafeText = "Looking"
        return [
            bind("Enter", .open, "inspect", "Open the details of what is selected", in: group, hint: 1),
            bind(
                "/", .filter, "filter", "Filter tokens: fuzzy, column:value, ! inverts; Esc clears", in: group, hint: 5),
            bind(":", .palette, "command", "Every action by name", in: group, hint: 6),
            bind("s", .sortNext, "sort", "Sort by the next column", in: group),
            bind("S", .sortReverse, "reverse", "Sort the other way round", in: group),
            bind("Space", .mark, "mark", "Mark the token; actions then act on all marked ones", in: group),
            bind("*", .markAll, "mark all", "Mark all tokens shown, or none", in: group),
            bind("L", .requestLog, "requests", "The last requests, without secrets; y copies one as curl", in: group),
            bind("A", .auditLog, "audit", "The cluster's audit log: logins, lockouts, tokens issued", in: group),
            bind(
                "F5 Ctrl-R", .refresh, "refresh", "Refresh the selected cluster, the profiles and the tokens", in: group
            ),
            bind("D", .diagnose, "doctor", "Look at the way to the selected cluster, step by step", in: group),
        ]
    }

    private static var moving: [Row] {
        let group: SafeText = "Moving"
        return [
            bind("Tab", .nextPane, "next pane", "To the next pane", in: group),
            bind("Shift-Tab", .previousPane, "previous pane", "To the pane before", in: group),
            bind("1", .focusClusters, "clusters", "To the clusters", in: group),
            bind("2", .focusSession, "session", "To the session", in: group),
            bind("3", .focusTokens, "tokens", "To the tokens", in: group),
            bind("4", .focusActivity, "activity", "To the activity", in: group),
            bind("0", .showAllClusters, "all", "All clusters in one table, what dies first on top", in: group, hint: 8),
        ] + movement(in: group, layer: .panes)
    }

    private static func movement(in group: SafeText, layer: KeyLayer) -> [Row] {
        [
            bind("j Down", .moveDown, "down", "One line down", in: group, layer: layer),
            bind("k Up", .moveUp, "up", "One line up", in: group, layer: layer),
            bind("PgDn", .pageDown, "page down", "One page down", in: group, layer: layer),
            bind("PgUp", .pageUp, "page up", "One page up", in: group, layer: layer),
            bind("Ctrl-D", .halfPageDown, "half down", "Half a page down", in: group, layer: layer),
            bind("Ctrl-U", .halfPageUp, "half up", "Half a page up", in: group, layer: layer),
            bind("g Home", .moveFirst, "top", "To the first line", in: group, layer: layer),
            bind("G End", .moveLast, "bottom", "To the last line", in: group, layer: layer),
        ]
    }

    private static var acting: [Row] {
        let sessions: SafeText = "Sessions"
        let tokens: SafeText = "Tokens"
        return [
            bind("l", .logIn, "log in", "Log in to the selected cluster", in: sessions, hint: 2),
            bind("o", .logOut, "log out", "Log out of the selected cluster; asks on production", in: sessions, hint: 7),
            bind("O", .switchOrg, "switch Org", "Move the session to another Org of the cluster", in: sessions),
            bind("x", .cancelRequest, "cancel", "Cancel the request under the cursor; so does Esc", in: sessions),
            bind("K", .keys, "keys", "Read the secret keys of trusted authentication; shown masked", in: sessions),
            bind("n", .newToken, "new token", "Issue a token", in: tokens, hint: 3),
            bind("T", .newSessionToken, "session token", "Have the open session mint a token of 24 hours", in: tokens),
            bind("i", .importToken, "import", "Take in a token made elsewhere", in: tokens),
            bind("v", .validate, "validate", "Ask the cluster whether the token lives", in: tokens, hint: 4),
            bind("r", .revoke, "revoke", "Revoke the token or the marked ones, and check", in: tokens, hint: 4),
            bind(
                "R", .revokeUser, "end user", "End everything of the user of the token, or of the session", in: tokens),
            bind("f", .forget, "remove", "Remove from the list (does not revoke); u restores", in: tokens),
            bind("y", .copy, "copy", "Copy the token, or the line; says which way it went", in: tokens),
            bind("p", .reveal, "reveal", "Show the token for at most 20 seconds", in: tokens),
        ]
    }

    private static var keeping: [Row] {
        let group: SafeText = "Profiles"
        return [
            bind("a", .addProfile, "add", "Add a profile", in: group, hint: 9),
            bind("e", .editProfile, "edit", "Edit the selected profile", in: group),
            bind("d", .deleteProfile, "delete", "Delete the selected profile", in: group),
            bind("u", .undo, "undo", "Restore the profile or the tokens removed last", in: group),
            bind("", .makeDefault, "default", "Make it the profile that commands mean when they name none", in: group),
        ]
    }

    private static var program: [Row] {
        let group: SafeText = "Program"
        return [
            bind("? F1", .help, "help", "This help", in: group, hint: 0),
            bind("Esc", .cancel, "back", "One step back; cancels a request under the cursor", in: group),
            bind(
                "q", .quit, "quit", "Quit; asks when something is unsaved, under way or left open", in: group, hint: 0),
            bind("Ctrl-L", .redraw, "redraw", "Paint the screen anew", in: group, layer: .global),
            bind("Ctrl-Z", .suspend, "suspend", "Back to the shell; fg returns", in: group, layer: .global),
        ]
    }

    private static var inViews: [Row] {
        let group: SafeText = "In a detail view"
        return [
            bind("Esc q", .cancel, "close", "Close it", in: group, layer: .view, hint: 0),
            bind("Enter", .open, "open", "Open the line, or close the view", in: group, layer: .view),
            bind("y", .copy, "copy", "Copy the card, or the request as curl", in: group, layer: .view, hint: 1),
            bind(
                "w", .report, "report", "Write a report: verdicts, and what proves them", in: group, layer: .view,
                hint: 2),
            bind("v", .validate, "validate", "Validate the token shown", in: group, layer: .view, hint: 2),
            bind("r", .revoke, "revoke", "Revoke the token shown", in: group, layer: .view, hint: 2),
            bind("R", .revokeUser, "end user", "End everything of the user shown", in: group, layer: .view, hint: 4),
            bind(
                "O", .switchOrg, "switch Org", "Move the session shown to another Org", in: group, layer: .view, hint: 4
            ),
            bind("p", .reveal, "reveal", "Show the token for at most 20 seconds", in: group, layer: .view, hint: 3),
            bind("f", .forget, "remove", "Remove from the list (does not revoke)", in: group, layer: .view),
            bind("l", .logIn, "log in", "Log in to the cluster shown", in: group, layer: .view, hint: 2),
            bind("o", .logOut, "log out", "Log out of the cluster shown", in: group, layer: .view, hint: 3),
            bind("e", .editProfile, "edit", "Edit the profile shown", in: group, layer: .view, hint: 3),
            bind("d", .deleteProfile, "delete", "Delete the profile shown", in: group, layer: .view),
            bind("F5 Ctrl-R", .refresh, "refresh", "Ask the cluster again", in: group, layer: .view, hint: 4),
            bind("m", .auditOlder, "older", "The 24 hours before, in the audit log", in: group, layer: .view, hint: 2),
            bind(
                "/", .filter, "filter", "Filter the events: fuzzy, column:value, ! inverts", in: group, layer: .view,
                hint: 3),
            bind("s", .sortNext, "sort", "Sort by the next column", in: group, layer: .view, hint: 5),
            bind("S", .sortReverse, "reverse", "Sort the other way round", in: group, layer: .view),
            bind("D", .diagnose, "doctor", "Look at the way to the cluster, step by step", in: group, layer: .view),
            bind("x", .cancelRequest, "cancel", "Cancel what is under way", in: group, layer: .view),
        ] + movement(in: group, layer: .view)
    }

    private static var inKeys: [Row] {
        let group: SafeText = "In the secret keys"
        return [
            bind("Esc q", .cancel, "close", "Close them, and forget them", in: group, layer: .keys, hint: 0),
            bind(
                "e", .enableKey, "enable", "Switch trusted authentication on; makes a key unless there is one",
                in: group, layer: .keys, hint: 2),
            bind(
                "d", .disableKey, "disable", "Switch it off; the key is dead for good", in: group, layer: .keys,
                hint: 2),
            bind(
                "r", .rotateKey, "rotate", "End the key and make a new one", in: group, layer: .keys, hint: 2),
            bind("p", .reveal, "reveal", "Show the key for at most 20 seconds", in: group, layer: .keys, hint: 3),
            bind("y", .copy, "copy", "Copy the key; says which way it went", in: group, layer: .keys, hint: 3),
            bind("F5 Ctrl-R", .refresh, "read again", "Read the keys again", in: group, layer: .keys, hint: 4),
            bind("x", .cancelRequest, "cancel", "Cancel the reading", in: group, layer: .keys),
            bind("? F1", .help, "help", "This help", in: group, layer: .keys, hint: 5),
        ] + movement(in: group, layer: .keys)
    }

    private static var inForms: [Row] {
        let group: SafeText = "In a form"
        return [
            bind("Ctrl-S", .submit, "send", "Send the form", in: group, layer: .form),
            bind("Ctrl-T", .test, "test", "Look whether the cluster answers", in: group, layer: .form),
            bind("Tab Down", .nextField, "next", "To the next field", in: group, layer: .form),
            bind("Shift-Tab Up", .previousField, "back", "To the field before", in: group, layer: .form),
            bind("Esc", .cancel, "leave", "Leave; asks when something was typed", in: group, layer: .form),
            bind(
                "F5", .refresh, "refresh", "Look whether the profile was changed in its file", in: group, layer: .form),
            bind("F1", .help, "help", "This help", in: group, layer: .form),
        ]
    }
}

extension KeyTable {
    /// The keys as they come; the table has no conflict, which a test proves.
    package static var keymap: Keymap<AppCommand> {
        do throws(KeymapError) {
            return try Keymap(bindings)
        } catch {
            preconditionFailure(error.message.string)
        }
    }
}
