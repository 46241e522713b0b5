package import Operations

/// Does one piece of work. The live one calls the use cases; tests hand in their own.
package protocol WorkRunner: Sendable {
    /// Runs to the end, and never throws: a failure is a result. A cancelled task tells what became of it.
    ///
    /// - Parameter progress: told of what falls on the way.
    func run(_ work: Work, progress: @escaping @Sendable (WorkProgress) async -> Void) async -> EffectResult
}

/// What a piece of work tells before it is done.
package enum WorkProgress: Hashable, Sendable {
    /// The verdict on one token of a revocation.
    case revocation(RevocationItem)
    /// The verdict on the sessions or on a token of a user.
    case endUser(EndUser.Item)
    /// One step of a diagnosis.
    case diagnosis(DoctorFinding)
}
