import Operations
import Storage
import Testing
import ThoughtSpotSessions

/// The error that `body` throws; a test that gets a value instead has failed.
func failure<Value>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws(OperationError) -> Value
) async -> OperationError? {
    do throws(OperationError) {
        _ = try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
        return nil
    } catch {
        return error
    }
}

/// The same where nothing waits.
func problem<Value>(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws(OperationError) -> Value
) -> OperationError? {
    do throws(OperationError) {
        _ = try body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
        return nil
    } catch {
        return error
    }
}

extension OperationError {
    var session: SessionError? { if case .session(let error, _) = self { error } else { nil } }
    var storage: StorageError? { if case .storage(let error) = self { error } else { nil } }
    var refusal: Operations.Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }
}
