import Dispatch
package import Moments
import Operations
package import Storage
package import Terminal
import ThoughtSpotSessions
package import Toolkit

/// What the program needs of the world outside, beside its terminal: handed in by the one who builds live objects.
package struct ProgramEnvironment: Sendable {
    /// The clock of this machine.
    let now: @Sendable () -> Instant
    /// Milliseconds of a clock that never jumps; only differences mean something.
    let uptime: @Sendable () -> Int64
    /// Seconds east of UTC at a moment.
    let localOffset: @Sendable (Instant) -> Int
    /// Waits until a moment; throws when the task is cancelled meanwhile.
    let sleep: @Sendable (_ until: Instant) async throws -> Void
    /// Whether the terminal is at the other end of an SSH connection.
    let isOverSSH: Bool
    /// Tells of every change of a file of ours, until the task is cancelled.
    let followFiles: @Sendable (_ tell: @escaping @MainActor @Sendable (StoredFile) -> Void) async -> Void

    package init(
        now: @escaping @Sendable () -> Instant, uptime: @escaping @Sendable () -> Int64,
        localOffset: @escaping @Sendable (Instant) -> Int,
        sleep: @escaping @Sendable (_ until: Instant) async throws -> Void, isOverSSH: Bool = false,
        followFiles:
            @escaping @Sendable (_ tell: @escaping @MainActor @Sendable (StoredFile) -> Void) async -> Void
    ) {
        self.now = now
        self.uptime = uptime
        self.localOffset = localOffset
        self.sleep = sleep
        self.isOverSSH = isOverSSH
        self.followFiles = followFiles
    }
}

/// The terminal program on a terminal, whichever: keys in, pictures out, until it is quit or a signal ends it.
@MainActor
package struct TerminalProgram {
    /// What ended the program.
    package enum Ending: Hashable, Sendable {
        case quit
        case signal(TerminalSignal)
    }

    let runtime: ProgramRuntime
    private let terminal: any TerminalDevice

    /// - Parameters:
    ///   - theme: stronger than the one of the settings.
    ///   - limit: the picture is no larger than this, whatever the terminal is.
    ///   - lastScreen: how the screen was left by an earlier run.
    ///   - inbox: where the requests of the tools are recorded.
    package init(
        on terminal: any TerminalDevice, theme: Theme? = nil, limit: Size? = nil, profiles: LoadedProfiles,
        settings: LoadedSettings = LoadedSettings(), lastScreen: LastScreen = LastScreen(), isReadOnly: Bool,
        environment: ProgramEnvironment, tools: WorkTools, inbox: ExchangeInbox
    ) {
        self.init(
            on: terminal, theme: theme, limit: limit, profiles: profiles, settings: settings, lastScreen: lastScreen,
            isReadOnly: isReadOnly, environment: environment, runner: LiveRunner(tools), inbox: inbox)
    }

    init(
        on terminal: any TerminalDevice, theme: Theme? = nil, limit: Size? = nil, profiles: LoadedProfiles,
        settings: LoadedSettings = LoadedSettings(), lastScreen: LastScreen = LastScreen(), isReadOnly: Bool,
        environment: ProgramEnvironment,
        runner: any WorkRunner, inbox: ExchangeInbox
    ) {
        self.terminal = terminal
        let now = environment.now()
        var state = ProgramState(
            profiles: profiles, settings: settings, now: now, localOffset: environment.localOffset(now),
            isReadOnly: isReadOnly, isOverSSH: environment.isOverSSH, size: terminal.size, limit: limit,
            glyphs: terminal.glyphs)
        state.restore(lastScreen)
        runtime = ProgramRuntime(
            state: state, terminal: terminal, theme: theme, environment: environment, runner: runner, inbox: inbox)
    }

    /// What counts now.
    package var settings: Settings { runtime.state.settings }

    /// How the screen is left now.
    package var lastScreen: LastScreen { runtime.state.lastScreen }

    /// Draws the first frame from what is there, before anything that takes longer is begun.
    package func show() { runtime.draw() }

    /// Runs until the end. The terminal is given back before this returns.
    ///
    /// - Parameter isIdle: called once, when the work of the start has come to its end.
    package func run(onIdle: @escaping @MainActor @Sendable () -> Void = {}) async -> Ending {
        await withTaskGroup(of: Void.self) { group in
            let ending = SeenEnding()
            group.addTask { await runtime.run() }
            group.addTask(executorPreference: MainThread()) { await follow(ending) }
            group.addTask(executorPreference: MainThread()) { await followSignals(ending) }
            group.addTask {
                await runtime.waitUntilIdle()
                await onIdle()
            }
            await runtime.waitUntilEnded()
            terminal.close()
            group.cancelAll()
            return ending.ending
        }
    }

    private func follow(_ seen: SeenEnding) async {
        for await event in terminal.events {
            // A terminal may vanish without a signal that tells.
            if event == .hangUp { seen.ending = .signal(.hangUp) }
            runtime.handle(event)
        }
    }

    private func followSignals(_ seen: SeenEnding) async {
        for await signal in terminal.signals {
            switch signal {
            case .stop: runtime.send(.stop)
            case .resume: runtime.send(.resumed)
            case .interrupt, .terminate, .quit, .hangUp:
                runtime.send(signal == .interrupt ? .interrupt : .terminate)
                // After an interrupt that only asks, the program is quit by its answer.
                if runtime.state.isQuitting { seen.ending = .signal(signal) }
            }
        }
    }
}

@MainActor
private final class SeenEnding {
    var ending = TerminalProgram.Ending.quit
}

/// The thread of the screen, for tasks that wait for keys and signals.
///
/// A task that prefers an executor waits for a turn there each time it goes on, even on the main actor. With the one of
/// all other work a key would wait for an answer of megabytes to be decoded.
private final class MainThread: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        DispatchQueue.main.async { job.runSynchronously(on: executor) }
    }
}
