import DisplayText
import Operations

/// One of several things that a command was to end, with a verdict of its own.
protocol VerdictItem {
    /// What people know it by. From outside: made safe where it is shown.
    var subject: String { get }
    /// The verdict in words.
    var told: SafeText { get }
    /// What went wrong, where something did.
    var error: OperationError? { get }
    /// How a command ends that had nothing but this to do.
    var exitCode: ExitCode { get }
}

extension Array where Element: VerdictItem {
    /// Of one item its own error; of several their number and each reason. Nothing when all are done.
    ///
    /// - Parameter what: the sentence about so many that are not done.
    func failure(_ code: ExitCode, what: (_ undone: Int) -> SafeText) -> Message? {
        let undone = filter { $0.exitCode != .done }
        guard !undone.isEmpty else { return nil }
        if count == 1, let error = self[0].error { return MessageComposer.message(for: error) }
        let reasons = undone.map { "\($0.subject): \($0.told)" }
        return CommandProblem.someFailed(
            what: what(undone.count), which: SafeText(outside: reasons.joined(separator: ", "), limit: 1_000),
            exitCode: code
        ).message
    }
}
