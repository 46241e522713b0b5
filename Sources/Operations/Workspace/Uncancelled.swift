/// Does to its end what has to be done although the task that needs it is cancelled: ending a session that was opened for
/// it, finishing what would be harmful if left halfway. The one place in which a task has no parent.
package func uncancelled<Value: Sendable, Failure: Error>(
    _ work: @escaping @Sendable () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    let ending = Task {
        do throws(Failure) {
            return Result<Value, Failure>.success(try await work())
        } catch {
            return .failure(error)
        }
    }
    return try await ending.value.get()
}
