import DisplayText
package import HTTPExchange
package import Moments
import Operations
package import Terminal
import ThoughtSpotSessions
package import Toolkit

/// Everything that can happen to the program: what a person typed or clicked, what the terminal or the world did.
package enum Action: Sendable {
    /// A key, a paste, another size, or the end of the terminal.
    case input(InputEvent)
    /// A command by its name.
    case command(Command)
    /// A step through the list, or to a part of the form, that has the keys.
    case move(ListMove)
    /// The rows of the list that has the keys are no longer marked.
    case clearMarks
    /// A command that means the marked rows, which are not marked any more then.
    case commandOfMarked(Command)
    /// Everything that is under way is to stop.
    case stopWork
    /// Back to the panes, and nothing of what is open over them is kept.
    case leaveAll

    /// The process was told to stop, as by Ctrl-Z.
    case stop
    /// The program came back after a suspension.
    case resumed
    /// A signal: end without asking.
    case terminate
    /// Ctrl-C: ask as `q` does, where something would be lost or left open; end at the second one.
    case interrupt
    /// Start: what follows the first frame.
    case started
    /// Time has passed and something on the screen counts it.
    case tick
    case exchanged(ExchangeRecord)
    /// Another program, or this one, wrote to a file of ours.
    case fileChanged(StoredFile)
    /// Work under way tells something, or has ended. News whose stamp is not the one in flight are dropped.
    case news(News)

    /// Whether a person's fingers did it: such an action does not answer a question that was not on the screen yet.
    var isTyped: Bool {
        switch self {
        case .input(.key), .input(.paste), .input(.mouse), .command, .move, .clearMarks, .commandOfMarked, .stopWork,
            .leaveAll:
            true
        case .input, .stop, .resumed, .terminate, .interrupt, .started, .tick, .exchanged, .fileChanged, .news: false
        }
    }
}

/// The one place where the state changes: pure, without clock, input or output.
///
/// - Returns: what is to be done in the world; the runtime does it.
package func update(_ program: inout ProgramState, _ action: Action) -> [Effect] {
    let covering = program.stack.count
    if action.isTyped { program.vault.noteTyping(at: program.now) }
    var effects = program.handle(action)
    effects += program.tellCancelled()
    if !action.isTyped, !program.isQuitting, program.stack.count < covering {
        // What was typed into a form that closed by itself is not meant for what lies behind it.
        program.scene += 1
        effects.append(.flushTypeAhead)
    }
    program.selectClusterOfToken()
    program.followPreview()
    effects += program.prepareFilters()
    return effects + program.tell(.anything)
}

extension ProgramState {
    fileprivate mutating func handle(_ action: Action) -> [Effect] {
        switch action {
        case .input(.key(let key)): return press(key)
        case .input(.paste(let text, let truncated)):
            return TooSmall.applies(to: size) ? [] : edit(.paste(text, truncated: truncated)) ?? []
        case .input(.mouse(let mouse)): return handle(mouse)
        case .input(.resize(let size)):
            self.size = size.limited(to: limit)
            return hideSecret()
        case .input(.focusLost): return hideSecret()
        case .input(.hangUp), .terminate: return end()
        case .interrupt: return interrupt()
        case .command(let command): return run(command)
        case .move(let move):
            if stack.isEmpty { return movePane(move) }
            _ = withTop { feature, program in feature.move(move, in: program) }
            return []
        case .clearMarks:
            clearMarks()
            return []
        case .commandOfMarked(let command):
            defer { clearMarks() }
            return run(command)
        case .stopWork: return cancel(inFlight.keys.filter { $0 != .journal }.sorted { $0.kind < $1.kind })
        case .leaveAll: return closeAll()
        case .stop: return suspend()
        case .resumed: return resume()
        case .started: return start()
        case .tick: return tick()
        case .exchanged(let exchange):
            activity.record(exchange)
            return []
        case .fileChanged(let file): return follow(file)
        case .news(let news): return receive(news.base)
        }
    }

    /// What has the keyboard has the first word, the table of keys the second.
    mutating func press(_ key: Key) -> [Effect] {
        // Nothing acts on what cannot be seen.
        if TooSmall.applies(to: size) {
            guard let command = keymap.action(for: key, in: [.panes]),
                [.quit, .redraw, .suspend].contains(command)
            else { return [] }
            return command == .quit ? askToQuit() : run(command)
        }
        if let effects = edit(.key(key)) { return effects }
        guard let command = keymap.action(for: key, in: [top.map { type(of: $0).layer } ?? .panes]) else { return [] }
        return run(command)
    }

    mutating func edit(_ typing: Typing) -> [Effect]? {
        if !stack.isEmpty { return withTop { feature, program in feature.edit(typing, in: &program) } ?? nil }
        return editFilter(typing)
    }

    /// Does a command of what has the keyboard, or one of the whole program. What lies below a feature is out of reach.
    mutating func run(_ command: Command) -> [Effect] {
        guard !isQuitting else { return [] }
        if !stack.isEmpty, let effects = withTop({ feature, program in feature.run(command, in: &program) }) ?? nil {
            return effects
        }
        guard let row = KeyTable.pane(command), stack.isEmpty || row.binding.layer == .global else { return [] }
        if let reason = row.reason((), self) { return refuse(command, because: reason) }
        var view: Void = ()
        return row.act(&view, &self)
    }

    /// Says why a command cannot be done. A password that was typed ahead is no row of keys for what is there instead of
    /// its form.
    mutating func refuse(_ command: Command, because reason: SafeText) -> [Effect] {
        say(.note, reason)
        guard command.opensForm else { return [.bell] }
        scene += 1
        return [.bell, .flushTypeAhead]
    }
}

/// What `update` wants done: a value, compared by tests, run by the runtime.
package enum Effect: Equatable, Sendable {
    /// A use case in the background, cancellable by its id; its answer comes back with the stamp.
    case perform(AnyWork, stamp: Int)
    /// Lets the work of this id begin nothing more.
    case stop(WorkID)
    /// Ends the work of this id; what it changed meanwhile is told by its answer.
    case cancel(WorkID)
    /// Sends ``Action/tick`` at that moment, instead of any other that was asked for.
    case wake(at: Instant)
    case bell
    /// Drops keys that were typed before a question was on the screen.
    case flushTypeAhead
    /// Paints everything anew.
    case redraw
    case suspend
    /// Ends the program: everything in flight is cancelled, and changes get 2 s to reach the journal.
    case quit
}
