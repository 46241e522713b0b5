package import Moments
import ThoughtSpotSessions

/// What the runtime needs of the world outside, as closures handed in by whoever builds live objects.
package struct AppEnvironment: Sendable {
    /// The clock of this machine.
    package var now: @Sendable () -> Instant
    /// Milliseconds of a clock that never jumps; only differences mean something.
    package var uptime: @Sendable () -> Int64
    /// Seconds east of UTC at a moment.
    package var localOffset: @Sendable (Instant) -> Int
    /// Waits until a moment; throws when the task is cancelled meanwhile.
    package var sleep: @Sendable (_ until: Instant) async throws -> Void
    /// Puts a text on the clipboard and tells which way it went.
    package var copy: @MainActor @Sendable (String) async -> CopyOutcome
    /// Draws the state when nothing waits to be handled. Tells when the picture changes by itself (a countdown's next
    /// step); absent when it does not, and then nothing wakes the program up.
    package var draw: @MainActor @Sendable (AppState) -> Instant?
    /// Whether the terminal has taken everything that was drawn.
    package var isShown: @MainActor @Sendable () -> Bool
    /// Tells of every change of a file of ours, until the task is cancelled.
    package var followFiles: @Sendable (_ tell: @escaping @MainActor @Sendable (StoredFile) -> Void) async -> Void
    /// Paints the whole screen anew at the next drawing.
    package var redraw: @MainActor @Sendable () -> Void
    /// Gives the terminal back and stops the process; returns when it goes on.
    package var suspend: @MainActor @Sendable () -> Void
    package var bell: @MainActor @Sendable () -> Void
    /// Throws away the keys that were typed and not yet read.
    package var flushTypeAhead: @MainActor @Sendable () -> Void

    package init(
        now: @escaping @Sendable () -> Instant, uptime: @escaping @Sendable () -> Int64,
        localOffset: @escaping @Sendable (Instant) -> Int,
        sleep: @escaping @Sendable (_ until: Instant) async throws -> Void,
        copy: @escaping @MainActor @Sendable (String) async -> CopyOutcome,
        draw: @escaping @MainActor @Sendable (AppState) -> Instant?,
        isShown: @escaping @MainActor @Sendable () -> Bool,
        followFiles:
            @escaping @Sendable (_ tell: @escaping @MainActor @Sendable (StoredFile) -> Void) async -> Void,
        redraw: @escaping @MainActor @Sendable () -> Void, suspend: @escaping @MainActor @Sendable () -> Void,
        bell: @escaping @MainActor @Sendable () -> Void, flushTypeAhead: @escaping @MainActor @Sendable () -> Void
    ) {
        self.now = now
        self.uptime = uptime
        self.localOffset = localOffset
        self.sleep = sleep
        self.copy = copy
        self.draw = draw
        self.isShown = isShown
        self.followFiles = followFiles
        self.redraw = redraw
        self.suspend = suspend
        self.bell = bell
        self.flushTypeAhead = flushTypeAhead
    }
}
