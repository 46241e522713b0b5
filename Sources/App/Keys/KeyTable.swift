import DisplayText
import Operations
import Terminal
package import Toolkit

extension KeyLayer {
    /// The four panes and the table of all clusters.
    package static let panes: KeyLayer = "panes"
}

/// The one table of keys: the hint line, the help, the palette, the manual and the tests read it; pressing a key runs its
/// row.
package enum KeyTable {
    /// Every form, question and detail view with keys of its own: the one list of them.
    private static let features: [any Feature.Type] = [
        ActivityDetail.self, AuditEventDetail.self, AuditLogView.self, DoctorView.self, HelpView.self,
        OrgPicker.self,
        ProfileDetail.self, RequestLogView.self, RevocationResults.self, SessionDetail.self, TokenDetail.self,
        TimelineDetail.self, SecretKeysView.self, LoginForm.self, NewTokenForm.self, ImportTokenForm.self,
        ProfileForm.self, ReportForm.self, SharedLoginForm.self, UnlockForm.self, ValidationResults.self,
        CreateVaultForm.self, LeftOpenView.self, DismissForm.self, IncidentView.self,
        IncidentResults.self, LoginResults.self, ProfileImportForm.self, ProfileExportForm.self,
        ActivationLinkForm.self,
    ]

    /// The keys that work on the panes, whichever has the focus, in the order of the help screen.
    static let panes: [PaneKey] = view + navigation + sessions + tokens + profiles + program

    private static let rows = Dictionary(panes.map { ($0.binding.action, $0) }, uniquingKeysWith: { first, _ in first })

    /// The row of a command on the panes.
    static func pane(_ command: Command) -> PaneKey? { rows[command] }

    /// Every binding, in the order of the help screen; the same one in several views stands once.
    package static let bindings: [Binding<Command>] =
        panes.map(\.binding) + features.flatMap { bindings(of: $0) }

    private static func bindings<F: Feature>(of feature: F.Type) -> [Binding<Command>] { feature.keys.map(\.binding) }

    /// The keys on the panes as they come.
    static let paneKeymap = Keymap(withoutConflicts: panes.map(\.binding))

    /// The keys as they come; the table has no conflict, which a test proves.
    package static let keymap = Keymap(withoutConflicts: bindings)
}

extension KeyTable {
    private static let view: [PaneKey] = [
        PaneKey(
            "Enter", .open, "open", "Go into the cluster, or open the details of the selection", in: "View", hint: 1,
            unless: { $0.panes.focused.reasonAgainstOpening(in: $0) },
            act: { program in program.panes.focused.opened(in: &program) }),
        PaneKey(
            "/", .filter, "filter", "Filter the focused list: fuzzy, column:value, ! inverts; Esc clears", in: "View",
            hint: 5,
            unless: { $0.reasonAgainstFiltering }, act: { $0.openFilter() }),
        PaneKey(":", .palette, "command", "Every action by name", in: "View", hint: 8) { program in
            program.open(Palette(program))
        },
        PaneKey(
            "s", .sortNext, "sort", "Sort by the next column", in: "View", unless: { $0.reasonAgainstSorting },
            act: { program in program.sort(next: true) }),
        PaneKey(
            "S", .sortReverse, "reverse", "Reverse sort", in: "View", unless: { $0.reasonAgainstSorting },
            act: { program in program.sort(next: false) }),
        PaneKey(
            "Space", .mark, "mark", "Mark the row; login, incident and token actions use the marks",
            in: "View", unless: { $0.reasonAgainstMarking }, act: { $0.markRow() }),
        PaneKey(
            "*", .markAll, "mark all", "Mark all tokens or clusters shown, or none", in: "View",
            unless: { $0.reasonAgainstMarking }, act: { $0.markAllRows() }),
        PaneKey(
            "L", .requestLog, "requests", "The last requests, without secrets; one is copied as curl", in: "View"
        ) { program in program.open(RequestLogView(program)) },
        PaneKey(
            "U", .leftOpen, "left open", "What an earlier run left open: outcomes, sessions, tokens", in: "View",
            unless: { $0.reasonAgainstLeftOpen }, act: { $0.openLeftOpen() }),
        PaneKey(
            "A", .auditLog, "audit", "The cluster's audit log: logins, lockouts, tokens issued", in: "View",
            unless: { $0.reasonAgainstAuditLog }, act: { $0.openAuditLog() }),
        PaneKey(
            "F5 Ctrl-R", .refresh, "refresh", "Refresh the selected cluster, the profiles and the tokens", in: "View"
        ) { $0.refresh() },
        PaneKey(
            "D", .diagnose, "doctor", "Diagnose the connection", in: "View",
            unless: { $0.profile == nil ? $0.noProfile : nil }, act: { $0.openDoctor() }),
    ]

    private static let navigation: [PaneKey] =
        [
            PaneKey("Tab", .nextPane, "next pane", "Next pane", in: "Navigation") { $0.focus(next: 1) },
            PaneKey("Shift-Tab", .previousPane, "previous pane", "Previous pane", in: "Navigation") {
                $0.focus(next: -1)
            },
            PaneKey("1", .focusClusters, "clusters", "Clusters", in: "Navigation") { $0.focus(.clusters) },
            PaneKey("2", .focusSession, "session", "Session", in: "Navigation") { $0.focus(.session) },
            PaneKey("3", .focusTokens, "tokens", "Tokens", in: "Navigation") { $0.focus(.tokens) },
            PaneKey("4", .focusActivity, "activity", "Activity", in: "Navigation") { $0.focus(.activity) },
            PaneKey(
                "0", .showAllClusters, "all", "All clusters, soonest to expire first; again: all tokens",
                in: "Navigation",
                hint: 8
            ) { $0.showNextTable() },
            PaneKey(
                "z", .zoom, "zoom", "The focused pane alone, and back", in: "Navigation", hint: 1,
                unless: { $0.reasonAgainstZooming }, act: { $0.toggleZoom() }),
            PaneKey(
                "]", .nextCluster, "next cluster", "Next cluster", in: "Navigation",
                unless: { $0.reasonAgainstWalking }, act: { $0.walkClusters(by: 1) }),
            PaneKey(
                "[", .previousCluster, "previous cluster", "Previous cluster", in: "Navigation",
                unless: { $0.reasonAgainstWalking }, act: { $0.walkClusters(by: -1) }),
            PaneKey(
                "-", .lastCluster, "last cluster", "Back to the cluster selected before", in: "Navigation",
                unless: { $0.reasonAgainstGoingBack }, act: { $0.goToLastCluster() }),
        ]
        + Movements.all.map { movement in
            PaneKey(movement.keys, movement.command, movement.label, movement.help, in: "Navigation") {
                $0.movePane(movement.move)
            }
        }

    private static let sessions: [PaneKey] = [
        PaneKey(
            "l", .logIn, "log in", "Log in to the selected cluster, or to the marked ones", in: "Sessions", hint: 2,
            unless: { $0.reasonAgainstLoggingIn }, act: { $0.openLogin() }),
        PaneKey(
            "o", .logOut, "log out", "Log out of the selected cluster; asks on production", in: "Sessions", hint: 4,
            unless: { $0.reasonAgainstLoggingOut }, act: { $0.askToLogOut() }),
        PaneKey(
            "O", .switchOrg, "switch Org", "Switch the session to another Org", in: "Sessions", hint: 7,
            unless: { $0.reasonAgainstSwitchingOrg }, act: { $0.openOrgPicker() }),
        PaneKey(
            "V", .unlockVault, "vault", "Create, unlock or lock the vault", in: "Sessions"
        ) {
            $0.toggleVault()
        },
        PaneKey(
            "", .lockVault, "lock", "Lock the vault", in: "Sessions",
            unless: { $0.vault.reasonAgainstLocking },
            act: { $0.lockVault(forLaterCommands: true) }),
        PaneKey(
            "", .exportLink, "link", "Write an activation link of the vault into a new file", in: "Sessions",
            unless: { $0.reasonAgainstExportingLink }, act: { $0.openActivationLink() }),
        PaneKey(
            "x", .cancelRequest, "cancel", "Cancel the request under the cursor; so does Esc", in: "Sessions",
            unless: { $0.workUnderCursor.isEmpty ? "nothing to cancel" : nil },
            act: { program in program.cancel(program.workUnderCursor) }),
        PaneKey(
            "K", .keys, "keys", "Read the secret keys of trusted authentication; shown masked", in: "Sessions",
            unless: { $0.reasonAgainstKeys }, act: { $0.openKeys() }),
        PaneKey(
            "", .rotateKey, "rotate", "Open the secret keys of the selected cluster, to rotate one that leaked",
            in: "Sessions",
            unless: { $0.reasonAgainstKeys }, act: { $0.openKeys(toRotate: true) }),
    ]

    private static let tokens: [PaneKey] = [
        PaneKey(
            "n", .newToken, "new token", "Issue a token", in: "Tokens", hint: 6, unless: { $0.reasonAgainstIssuing },
            act: { $0.openNewToken() }),
        PaneKey(
            "T", .newSessionToken, "session token", "New 24-hour token from this session", in: "Tokens",
            unless: { $0.reasonAgainstIssuingFromSession }, act: { $0.openNewToken(fromSession: true) }),
        PaneKey(
            "i", .importToken, "import", "Import an existing token", in: "Tokens", hint: 10,
            unless: { $0.reasonAgainstImporting }, act: { $0.openImport() }),
        PaneKey(
            "v", .validate, "validate", "Validate", in: "Tokens", hint: 4,
            unless: { $0.reasonAgainstValidating($0.paneTargets) },
            act: { program in program.validate(program.paneTargets) }),
        PaneKey(
            "t", .timeline, "timeline", "Timeline of the token, with evidence", in: "Tokens",
            unless: { $0.reasonAgainstTimeline }, act: { $0.openTimeline() }),
        PaneKey(
            "r", .revoke, "revoke", "Revoke and verify", in: "Tokens", hint: 4,
            unless: { $0.reasonAgainstRevoking($0.paneTargets) },
            act: { program in program.askToRevoke(program.paneTargets) }),
        PaneKey(
            "R", .revokeUser, "revoke user", "Log the user out and revoke their tokens", in: "Tokens",
            hint: 4,
            unless: { $0.reasonAgainstEndingPaneUser },
            act: { program in program.paneUser.map { program.askToEndUser($0) } ?? [] }),
        PaneKey(
            "X", .revokeEverywhere, "incident", "Incident: revoke a user or a leaked token everywhere", in: "Tokens",
            hint: 4,
            unless: { $0.reasonAgainstIncident }, act: { $0.openIncident() }),
        PaneKey(
            "f", .removeTokens, "remove", "Remove from the list (does not revoke); can be undone", in: "Tokens",
            unless: { $0.reasonAgainstRemoving($0.paneTargets) },
            act: { program in program.askToRemove(program.paneTargets) }),
        PaneKey(
            "y", .copy, "copy", "Copy the token or the line", in: "Tokens", hint: 9,
            unless: { $0.reasonAgainstCopying($0.panes.focused.copySubject(in: $0)) },
            act: { program in program.copy(program.panes.focused.copySubject(in: program)) }),
        PaneKey(
            "p", .reveal, "reveal", "Show the token for at most 20 seconds", in: "Tokens",
            unless: { $0.reasonAgainstUsing($0.paneToken) }, act: { program in program.reveal(program.paneToken) }),
    ]

    private static let profiles: [PaneKey] = [
        PaneKey(
            "a", .addProfile, "add", "Add a profile", in: "Profiles", hint: 9,
            unless: { $0.reasonAgainstWritingProfiles }, act: { $0.openProfileForm(for: nil) }),
        PaneKey(
            "I", .showProfile, "profile", "All about the selected profile", in: "Profiles",
            unless: { $0.profile == nil ? $0.noProfile : nil },
            act: { program in program.selectedProfile.map { program.open(ProfileDetail($0)) } ?? [] }),
        PaneKey(
            "e", .editProfile, "edit", "Edit the selected profile", in: "Profiles",
            unless: { $0.reasonAgainstChangingProfile() },
            act: { program in program.openProfileForm(for: program.profile) }),
        PaneKey(
            "d", .removeProfile, "remove", "Remove the selected profile", in: "Profiles",
            unless: { $0.reasonAgainstRemovingProfile() }, act: { $0.askToRemoveProfile() }),
        PaneKey(
            "u", .undo, "undo", "Undo the last edit, import or removal of profiles, or removal of tokens",
            in: "Profiles",
            unless: { $0.reasonAgainstRestoring }, act: { $0.restore() }),
        PaneKey(
            "", .makeDefault, "default", "Set as default profile", in: "Profiles",
            unless: { $0.reasonAgainstChangingProfile() }, act: { $0.makeDefault() }),
        PaneKey(
            "", .importProfiles, "import profiles", "Import profiles from a file; shows what it would do first",
            in: "Profiles",
            unless: { $0.reasonAgainstImportingProfiles }, act: { $0.openProfileImport() }),
        PaneKey(
            "", .exportProfiles, "export profiles", "Export profiles to a new file, without secrets", in: "Profiles",
            unless: { $0.reasonAgainstExportingProfiles }, act: { $0.openProfileExport() }),
    ]

    private static let program: [PaneKey] = [
        PaneKey("? F1", .help, "help", "This help", in: "Program", hint: Hint.kept) { $0.openHelp() },
        PaneKey("Esc", .cancel, "back", "Back; cancels a request under the cursor", in: "Program", hint: 1) {
            $0.goBack()
        },
        PaneKey(
            "q", .quit, "quit", "Quit; asks if something is unsaved, in progress or left open", in: "Program", hint: 0
        ) { $0.askToQuit() },
        PaneKey(
            "M", .mouse, "mouse", "Mouse on or off; while it is on, Shift selects text", in: "Program"
        ) { $0.toggleMouse() },
        PaneKey("Ctrl-L", .redraw, "redraw", "Redraw", in: "Program", layer: .global) { _ in [.redraw] },
        PaneKey("Ctrl-Z", .suspend, "suspend", "Back to the shell; fg returns", in: "Program", layer: .global) {
            $0.suspend()
        },
    ]
}

extension ProgramState {
    fileprivate var reasonAgainstSorting: SafeText? {
        panes.isShowingAllClusters || isOnTokens
            ? nil : "only tokens and the table of all clusters can be sorted"
    }

    /// A click on the head of a column: by that column, and the other way round at the next click.
    mutating func sort(byColumn title: String) -> [Effect] {
        if top is AuditLogView {
            return change(AuditLogView.self) { view, _ in
                view.sort(byColumn: title)
                return []
            }
        }
        guard stack.isEmpty, reasonAgainstSorting == nil else { return [] }
        if panes.isShowingAllClusters {
            panes.allClusters.sort(byColumn: title)
            sortAllClusters()
        } else if let column = panes.tokenList.columns.sortable.first(where: { $0.title.string == title }) {
            return sortTokens { sort in
                TokenSort(column: column, isDescending: sort.column == column && !sort.isDescending)
            }
        }
        return []
    }

    /// - Parameter next: by the next column; otherwise the other way round.
    fileprivate mutating func sort(next: Bool) -> [Effect] {
        guard panes.isShowingAllClusters else {
            let columns = panes.tokenList.columns
            return sortTokens { next ? $0.next(of: columns) : $0.reversed }
        }
        if next { panes.allClusters.sortByNext() } else { panes.allClusters.reverse() }
        sortAllClusters()
        return []
    }
}
