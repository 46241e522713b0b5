import DisplayText
import Operations

/// Does one piece of work. The live one runs the use cases; tests hand in their own.
protocol WorkRunner: Sendable {
    /// Runs to the end, and never throws: a failure is an outcome. A cancelled task tells what became of it.
    func outcome<W: Work>(
        of work: W, stamp: Int, telling tell: @escaping @Sendable (W.Step) async -> Void
    ) async -> Outcome<W.Answer>
}

/// Runs the use cases.
struct LiveRunner: WorkRunner {
    private let tools: WorkTools

    init(_ tools: WorkTools) { self.tools = tools }

    func outcome<W: Work>(
        of work: W, stamp: Int, telling tell: @escaping @Sendable (W.Step) async -> Void
    ) async -> Outcome<W.Answer> {
        do throws(OperationError) {
            return .answer(try await work.answer(with: tools, telling: tell))
        } catch {
            return .failure(error)
        }
    }
}

/// News of work, as an action carries them.
package struct News: Sendable {
    let base: any WorkNews

    init(_ base: any WorkNews) { self.base = base }
}

/// News of a piece of work on its way to the one who began it.
protocol WorkNews: Sendable {
    var id: WorkID { get }
    var stamp: Int { get }
    /// Whether it is the last of this work.
    var isLast: Bool { get }
    /// Hands it over.
    func deliver(to program: inout ProgramState) -> [Effect]
}

/// Something fell on the way.
struct WorkStep<W: Work>: WorkNews {
    let work: W
    let stamp: Int
    let step: W.Step

    var id: WorkID { work.id }
    var isLast: Bool { false }

    func deliver(to program: inout ProgramState) -> [Effect] { work.receive(step: step, in: &program) }
}

/// It came to its end.
struct WorkEnd<W: Work>: WorkNews {
    let work: W
    let stamp: Int
    let outcome: Outcome<W.Answer>

    init(work: W, stamp: Int, outcome: Outcome<W.Answer>) {
        self.work = work
        self.stamp = stamp
        self.outcome = outcome
    }

    var id: WorkID { work.id }
    var isLast: Bool { true }

    func deliver(to program: inout ProgramState) -> [Effect] {
        switch outcome {
        case .answer(let answer): return work.receive(answer, in: &program)
        case .failure(let error) where !error.isCancellation: return work.fail(with: error, in: &program)
        case .failure, .cancelled:
            if work.isChange { program.say(.plain, "cancelled: \(work.label); nothing was changed") }
            return work.stop(in: &program)
        }
    }
}
