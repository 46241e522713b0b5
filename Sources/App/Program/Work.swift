package import DisplayText
package import Moments
package import Operations
package import Storage
import ThoughtSpotSessions

/// A use case as the program begins it: how it is called while it is under way, and what is made of its answer.
///
/// The use case itself conforms, in the folder of the feature that begins it, so that its typed answer cannot reach
/// anything else.
protocol Work: Hashable, Sendable {
    associatedtype Answer: Sendable
    /// What it tells before it is done.
    associatedtype Step: Sendable = Never

    /// Of two pieces of work with the same id the newer one replaces the older one.
    var id: WorkID { get }
    /// The cluster it is about, if it is about one.
    var profileID: Profile.ID? { get }
    /// For people: `logging in to prod-eu`.
    var label: SafeText { get }
    /// Whether it changes something, on a server or in a file: then its answer counts even after it was cancelled, and
    /// the end of the program waits for it.
    var isChange: Bool { get }
    /// Whether it goes through several items: stopping it leaves those that have not begun, and only cancelling it cuts off
    /// those that have.
    var hasItems: Bool { get }

    /// Runs the use case to its end. A cancelled task tells what became of it.
    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Step) async -> Void
    ) async throws(OperationError) -> Answer

    func receive(step: Step, in program: inout ProgramState) -> [Effect]
    func receive(_ answer: Answer, in program: inout ProgramState) -> [Effect]
    /// It failed. What is said about that is said by the program, unless this does it.
    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect]
    /// It was cancelled before it did anything that matters.
    func stop(in program: inout ProgramState) -> [Effect]
}

extension Work {
    var profileID: Profile.ID? { nil }
    var isChange: Bool { false }
    var hasItems: Bool { false }

    func receive(step: Step, in program: inout ProgramState) -> [Effect] { [] }

    func fail(with error: OperationError, in program: inout ProgramState) -> [Effect] {
        program.say(error)
        return []
    }

    func stop(in program: inout ProgramState) -> [Effect] { [] }
}

/// Work that is a use case as it stands, and tells nothing before it is done.
protocol UseCase: Work where Step == Never {
    func run(in workspace: Workspace) async throws(OperationError) -> Answer
}

extension UseCase {
    func answer(
        with tools: WorkTools, telling tell: @escaping @Sendable (Never) async -> Void
    ) async throws(OperationError) -> Answer { try await run(in: tools.workspace) }
}

/// What use cases are run with.
package struct WorkTools: Sendable {
    package let workspace: Workspace
    /// Puts a text on the clipboard and tells which way it went.
    package let copy: @MainActor @Sendable (ClipboardText) async -> CopyOutcome
    /// Removes copied secrets from where they can be removed.
    package let clearCopies: @MainActor @Sendable () async -> Bool

    package init(
        workspace: Workspace, copy: @escaping @MainActor @Sendable (ClipboardText) async -> CopyOutcome,
        clearCopies: @escaping @MainActor @Sendable () async -> Bool = { true }
    ) {
        self.workspace = workspace
        self.copy = copy
        self.clearCopies = clearCopies
    }
}

/// Names a piece of work that is under way: one at a time for each.
package struct WorkID: Hashable, Sendable {
    /// Of two pieces of work of a kind, each on another subject, both go on.
    package let kind: String
    package let subject: String

    package init(_ kind: String, _ subject: String = "") {
        self.kind = kind
        self.subject = subject
    }
}

/// A piece of work of any kind, as a value.
package struct AnyWork: Equatable, Sendable {
    let base: any Work

    init(_ base: any Work) { self.base = base }

    package static func == (left: AnyWork, right: AnyWork) -> Bool { AnyHashable(left.base) == AnyHashable(right.base) }
}

/// What is known of a piece of work that is under way.
package struct InFlight: Equatable, Sendable {
    let work: AnyWork
    package let stamp: Int
    package let startedAt: Instant
    package let profile: Profile.ID?
    package let label: SafeText
    package let isChange: Bool
    /// It begins nothing more, and brings to its end what it has begun.
    package var isStopping = false
    package var isCancelling = false

    /// Whether it can be stopped without being cancelled.
    var canStop: Bool { work.base.hasItems && !isStopping }

    init(_ work: some Work, stamp: Int, at now: Instant) {
        self.work = AnyWork(work)
        self.stamp = stamp
        startedAt = now
        profile = work.profileID
        label = work.label
        isChange = work.isChange
    }
}

/// How a piece of work ended.
enum Outcome<Answer: Sendable>: Sendable {
    case answer(Answer)
    case failure(OperationError)
    /// The task was cancelled before it did anything that matters.
    case cancelled
}
