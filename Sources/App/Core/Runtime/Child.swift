import DisplayText
import Moments
import ThoughtSpotSessions

/// What a child task of the runtime is for.
enum Child: Sendable {
    case job(Job)
    /// Waits for the next moment at which something on the screen changes by itself.
    case timer(until: Instant, cancellation: AsyncStream<Void>)
    /// Ends the program at that moment, whatever is under way.
    case deadline(Instant)
}

/// Work under the id and stamp of its effect.
struct Job: Sendable {
    enum Body: Sendable {
        case work(Work)
        case copy([SafeText], what: SafeText)
    }

    let body: Body
    let id: EffectID
    let stamp: Int
    /// Ends when the job is to be cancelled.
    let cancellation: AsyncStream<Void>

    var isCheck: Bool { if case .work(.checkCluster) = body { true } else { false } }
}

/// A job that is under way or waits for its turn.
struct Running {
    let job: Job
    let cancel: AsyncStream<Void>.Continuation
    var hasStarted = false
}
