import HTTPExchange
import Operations

/// Somebody presses Esc when the answer to a request has arrived: what its task sends next does not leave.
struct CancelledAfter: HTTPTransport {
    private let path: String
    private let next: any HTTPTransport

    init(_ path: String, next: any HTTPTransport) {
        self.path = path
        self.next = next
    }

    func send(_ request: ExchangeRequest) async throws(TransportError) -> ExchangeResponse {
        if Task.isCancelled { throw TransportError(.cancelled, reach: .notSent, peer: request.peer) }
        let response = try await next.send(request)
        if request.path.hasSuffix(path) { withUnsafeCurrentTask { $0?.cancel() } }
        return response
    }
}

extension LogIn {
    /// Why it fails, in a task of its own that can be cancelled; nil when it does not.
    func failureInOwnTask(in workspace: Workspace) async -> OperationError? {
        await withTaskGroup(of: OperationError?.self) { group in
            group.addTask {
                do throws(OperationError) {
                    _ = try await run(in: workspace)
                    return nil
                } catch {
                    return error
                }
            }
            return await group.next() ?? nil
        }
    }
}
