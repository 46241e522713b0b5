package import Operations

/// Does one piece of work. The live one calls the use cases; tests hand in their own.
package protocol WorkRunner: Sendable {
    /// Runs to the end, and never throws: a failure is a result. A cancelled task tells what became of it.
    ///
    /// - Parameter progress: the verdicts of a revocation, as they fall.
    func run(_ work: Work, progress: @escaping @Sendable (RevocationItem) async -> Void) async -> EffectResult
}
