package import Moments
import Operations
import ThoughtSpotSessions

/// What `update` wants done: a value, compared by tests, run by the runtime.
package enum Effect: Equatable, Sendable {
    /// A use case in the background, cancellable by its id; its answer comes back with the stamp.
    case perform(AnyWork, stamp: Int)
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
