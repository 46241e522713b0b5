import App
import HTTPExchange
import NcursesTerminal
import Terminal
import ThoughtSpotSessions

/// The screen as the runtime uses it: where states are drawn, and what else it asks of the terminal.
@MainActor
struct Stage {
    let terminal: NcursesTerminal
    let view: AppView
    /// `--size`: the picture is no larger than this, whatever the terminal is.
    let limit: ScreenRequest.Size?

    /// The size of the picture.
    var size: Size { size(in: terminal.size) }

    private func size(in full: Size) -> Size {
        guard let limit else { return full }
        return Size(rows: min(full.rows, limit.rows), columns: min(full.columns, limit.columns))
    }

    private func draw(_ state: AppState) -> Instant? {
        let picture = view.draw(state)
        if picture.size == terminal.size {
            terminal.present(picture)
        } else {
            var grid = CellGrid(terminal.size, glyphs: terminal.glyphs)
            grid.draw(picture, at: Position(row: 0, column: 0))
            grid.cursor = picture.cursor
            terminal.present(grid)
        }
        return view.nextChange(state)
    }

    /// What the runtime needs of the world outside.
    func environment(context: CommandContext, clipboard: Clipboard, files: FollowedFiles) -> AppEnvironment {
        let clock = context.clock
        return AppEnvironment(
            now: { Instant(milliseconds: clock.wallNow()) }, uptime: clock.now,
            localOffset: { LocalTime.offset(at: $0) },
            sleep: { moment in
                let left = moment.milliseconds - clock.wallNow()
                if left > 0 { try await clock.sleep(Int(left)) }
            },
            copy: { await clipboard.copy($0) }, draw: { draw($0) },
            isShown: { terminal.isShown }, followFiles: { await files.follow($0) }, redraw: { terminal.invalidate() },
            suspend: { terminal.suspend() }, bell: { terminal.emit([7]) },
            flushTypeAhead: { terminal.flushInput() })
    }
}
