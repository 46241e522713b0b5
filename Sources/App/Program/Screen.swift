import DisplayText
package import Moments
import Operations
package import Terminal
import ThoughtSpotSessions
package import Toolkit

/// Draws the program.
package enum Screen {
    /// The picture of a program, as large as the program says that the screen is.
    package static func draw(_ program: ProgramState, theme: Theme) -> CellGrid {
        var grid = CellGrid(program.size, glyphs: program.glyphs)
        draw(program, on: &grid, theme: theme)
        return grid
    }

    /// What a click on a place of the picture means.
    static func target(at position: Position, in program: ProgramState) -> ClickTarget.Subject? {
        var grid = CellGrid(program.size, glyphs: program.glyphs, collectsTargets: true)
        draw(program, on: &grid, theme: .standard)
        return grid.target(at: position)
    }

    private static func draw(_ program: ProgramState, on grid: inout CellGrid, theme: Theme) {
        if TooSmall.applies(to: program.size) { return TooSmall.draw(on: &grid, theme: theme) }
        let layout = program.layout
        let behind = program.stack.isEmpty ? theme : theme.behind
        drawPanes(program, layout, on: &grid, theme: behind)
        for (place, open) in program.stack.enumerated() {
            let stage = program.stage(of: open.feature)
            grid.dropTargets()
            let isTop = place == program.stack.count - 1
            open.feature.draw(in: stage, on: &grid, in: program, theme: isTop ? theme : behind)
        }
        HintBar.draw(hints(program), in: layout.hints, on: &grid, theme: theme)
    }

    private static func drawPanes(
        _ program: ProgramState, _ layout: PaneLayout, on grid: inout CellGrid, theme: Theme
    ) {
        let panes = program.panes
        if panes.table != nil {
            let body = panes.focused.frame(in: program).draw(in: layout.body, on: &grid, theme: theme)
            panes.focused.draw(in: body, on: &grid, in: program, theme: theme)
        } else {
            let shown = PaneID.allCases.compactMap { id in layout.areas[id].map { (pane: panes[id], area: $0) } }
            Pane.draw(shown.map { ($0.pane.frame(in: program), $0.area) }, on: &grid, theme: theme)
            for (pane, area) in shown where !(pane is ActivityPane && program.saysBelowView) {
                pane.draw(in: area.inset(by: 1), on: &grid, in: program, theme: theme)
            }
            for area in [PaneID.session, .activity].compactMap({ layout.areas[$0]?.inset(by: 1) }) {
                grid.keepTogether(area)
            }
        }
        if let area = layout.preview {
            // A detail view over the panes says the same, and more.
            if program.stack.contains(where: { $0.feature is any DetailFeature }) {
                Pane.draw([(Pane(""), area)], on: &grid, theme: theme)
            } else {
                Preview(program).draw(in: area, on: &grid, theme: theme)
            }
            grid.keepTogether(area.inset(by: 1))
        }
        if layout.message.rows > 0 { drawMessage(program, in: layout.message, on: &grid, theme: theme) }
        guard layout.isStacked else { return }
        let tabs = PaneID.allCases.enumerated().map { TabLine.Tab(key: "\($0 + 1)", title: $1.title) }
        let open = panes.table != nil ? -1 : PaneID.allCases.firstIndex(of: panes.focus) ?? 0
        TabLine(tabs, selected: open).draw(in: layout.tabs, on: &grid, theme: theme)
    }

    private static func drawMessage(
        _ program: ProgramState, in line: Area, on grid: inout CellGrid, theme: Theme
    ) {
        if let busy = program.change {
            // A view says itself what Esc does there.
            let end: SafeText = program.top == nil ? " Esc cancels" : ""
            grid.line("\(busy.label) ...\(program.elapsed(busy))\(end)", row: 0, in: line, style: theme[.accent])
        } else {
            program.messageLine?.draw(in: line, on: &grid, theme: theme)
        }
    }

    private static func hints(_ program: ProgramState) -> [Hint] {
        if let top = program.top { return top.hints(in: program) }
        if program.isFiltering { return program.filterHints }
        return HintBar.hints(of: program.paneKeymap.bindings(in: [.panes]).compactMap { program.hinted($0) }) {
            KeyTable.pane($0)?.reason((), program)
        }
    }
}

extension Panes {
    /// What the key of the tables shows next; nil on the panes, where it is as the table of keys says.
    fileprivate var nextTableLabel: SafeText? {
        switch table {
        case nil: nil
        case .clusters: "all tokens"
        case .tokens: "panes"
        }
    }
}

/// Which keys matter where the focus is.
extension ProgramState {
    /// As it is hinted here; nil where it is not. What is done with the session stays longest beside the session itself.
    fileprivate func hinted(_ binding: Binding<Command>) -> Binding<Command>? {
        var binding = binding
        if binding.action == .switchOrg, panes.table == nil, panes.focus == .session { binding.hint = 4 }
        if binding.action == .diagnose, isOnFailedCluster { binding.hint = 2 }
        if binding.action == .showAllClusters, let next = panes.nextTableLabel {
            binding.label = next
            // What the title of this table says of tokens is found there.
            if panes.table == .clusters { binding.hint = 5 }
        }
        return binding.hint != nil && isHinted(binding) ? binding : nil
    }

    /// Where no answer came, the diagnosis is the next step.
    private var isOnFailedCluster: Bool {
        guard panes.isOnClusters || panes.table == nil && panes.focus == .session else { return false }
        if case .failed? = cluster?.status?.state { return true }
        return false
    }

    /// Without a profile, adding one is all there is to do.
    private func isHinted(_ binding: Binding<Command>) -> Bool {
        if profiles.list.isEmpty { return [.addProfile, .palette, .help, .quit].contains(binding.action) }
        switch binding.action {
        // The way back from what takes the whole screen.
        case .cancel: return panes.table != nil
        case .zoom: return panes.table == nil && panes.isZoomed
        default: break
        }
        switch binding.group {
        case "Tokens":
            return isOnTokens || binding.action == .revokeEverywhere
                || binding.action == .newToken && panes.focus != .activity
        case "Sessions": return !isOnTokens && (panes.table != nil || panes.focus != .activity)
        case "Profiles": return panes.table == .clusters || panes.table == nil && panes.focus == .clusters
        default: return true
        }
    }
}

/// Where the last message stands, and what is left for a feature.
extension ProgramState {
    /// The change under way that began last.
    fileprivate var change: InFlight? { inFlight.values.filter(\.isChange).max { $0.stamp < $1.stamp } }

    /// Whether the last message stands below a view: what the Activity pane says behind it would be the same.
    fileprivate var saysBelowView: Bool { messageLine != nil && stack.contains(where: \.feature.leavesMessageLine) }

    fileprivate var messageLine: MessageLine? {
        guard let message = activity.latest, let at = activity.latestAt else { return nil }
        let isOld = messageDimsAt.map { $0 <= now } ?? true
        // Under a view that was opened later it would seem to be about that.
        if isOld, let openedAt = stack.last?.openedAt, at < openedAt { return nil }
        return MessageLine(
            message.weight.kind, message.text, time: InstantWords(self).clock(at), isOld: isOld)
    }

    /// When the last message has stood long enough to be read.
    fileprivate var messageDimsAt: Instant? { activity.latestAt?.advanced(seconds: 10) }

    /// The seconds that a change has taken so far, with a blank before them; empty in the first one. A reading tells none:
    /// it would wake the program for a cluster that does not answer.
    func elapsed(_ work: InFlight) -> SafeText {
        guard work.isChange else { return "" }
        let seconds = now.milliseconds(since: work.startedAt) / 1_000
        return seconds < 1 ? "" : " \(DurationText.rough(milliseconds: seconds * 1_000))"
    }

    /// When the seconds of the change under way change.
    fileprivate var nextElapsed: Instant? {
        guard let last = change, !isQuitting else { return nil }
        let passed = max(0, now.milliseconds(since: last.startedAt))
        return Instant(milliseconds: now.milliseconds + 1_000 - passed % 1_000)
    }

    /// One, and more for a message that needs them on a screen that has them.
    var messageRows: Int {
        guard size.rows >= 12, change == nil, let messageLine else { return 1 }
        return messageLine.height(width: size.columns, glyphs: glyphs)
    }

    /// Where a feature stands: the screen above the hint line, and above the last message where it leaves room for it.
    func stage(of feature: (any Feature)?) -> Area {
        let rows = feature?.leavesMessageLine ?? false ? 1 + messageRows : 1
        return Area(size).splitting(topRows: size.rows - rows).top
    }

    /// Where the feature on top stands.
    var stage: Area { stage(of: top) }

    /// The rows of a list in a frame over all of it: the frame, the heads of the columns and two lines at the foot are
    /// beside them.
    var listRows: Int { max(1, stage.rows - 5) }
}

extension ActivityMessage.Weight {
    fileprivate var kind: MessageLine.Kind {
        switch self {
        case .plain: .information
        case .good: .success
        case .note: .note
        case .warning: .warning
        case .failure: .failure
        }
    }
}

/// Countdowns.
extension Screen {
    /// The next moment at which the picture changes by itself, as a countdown's next step; `nil` when nothing on the
    /// screen counts, and then nothing wakes the program.
    package static func nextChange(_ program: ProgramState) -> Instant? {
        let unseen = nextUnseenChange(program)
        guard !TooSmall.applies(to: program.size) else { return unseen }
        var ends = program.clusters.values.compactMap { row in
            row.session?.remaining(at: program.now).map { Instant(milliseconds: program.now.milliseconds &+ $0) }
        }
        ends += program.panes.tokenList.ends(in: program)
        ends += program.stack.compactMap { $0.feature.nextChange(in: program) }
        let next = ends.compactMap { step(to: $0, now: program.now) }.min()
        let dims = program.layout.message.isEmpty ? nil : program.messageDimsAt.flatMap { $0 > program.now ? $0 : nil }
        return [next, unseen, dims, program.nextElapsed, program.previewTimeline.due].compactMap(\.self).min()
    }

    /// The next moment at which something happens by itself, whether or not anything on the screen counts.
    static func nextUnseenChange(_ program: ProgramState) -> Instant? {
        [program.vault.deadline, program.clearsCopiesAt, program.refreshesAt].compactMap(\.self).min()
    }

    /// When the text of a countdown has changed: by the second below an hour, by the minute below two days. All of them
    /// change together, at whole seconds or minutes of our clock: with each at a moment of its own, twenty tokens would
    /// draw twenty pictures a second. Only the end itself is told at once.
    private static func step(to end: Instant, now: Instant) -> Instant? {
        let left = end.milliseconds(since: now)
        if left > 172_800_000 { return nil }
        if left > 3_600_000 { return whole(60_000, after: now, left % 60_000 + 1) }
        if left >= 1_000 { return whole(1_000, after: now, left % 1_000 + 1) }
        if left > 0 { return Instant(milliseconds: now.milliseconds + left + 1) }
        // An end that has passed moves by its own size: seconds would be noise.
        let passed = -left
        if passed < 60_000 { return whole(1_000, after: now, 1_000 - passed % 1_000) }
        return passed < 3_600_000 ? whole(60_000, after: now, 60_000 - passed % 60_000) : nil
    }

    /// The first whole second or minute that is at least so many milliseconds away.
    private static func whole(_ unit: Int64, after now: Instant, _ milliseconds: Int64) -> Instant {
        let at = now.milliseconds + milliseconds
        return Instant(milliseconds: at + (unit - at % unit) % unit)
    }
}
