package import HTTPExchange

extension LoopbackServer {
    /// Serves `listeners` while `body` runs with their origins, in the same order.
    ///
    /// - Returns: what the body returns.
    /// - Throws: what the body throws, or `LoopbackServerError` when a port cannot be had; then the body never ran.
    package static func serving<Value: Sendable>(
        _ listeners: [Listener], _ body: @escaping @Sendable ([Origin]) async throws -> Value
    ) async throws -> Value {
        let (ready, report) = AsyncStream.makeStream(of: [Origin].self)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                defer { report.finish() }
                try await run(listeners) { origins in report.yield(origins) }
                return nil
            }
            group.addTask {
                for await origins in ready { return try await body(origins) }
                return nil
            }
            var value: Value?
            while let next = try await group.next() {
                if let next { value = next }
                // Once the body is done, the server is to end by cancellation.
                group.cancelAll()
            }
            // Without a value, one of the two has thrown, or the caller was cancelled.
            guard let value else { throw CancellationError() }
            return value
        }
    }
}
