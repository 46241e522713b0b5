/// Why the demo clusters cannot be served.
package struct LoopbackServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The port asked for; 0 for any.
    package let port: Int
    /// The system's words.
    package let cause: String

    package var description: String {
        "The demo cluster cannot listen on port \(port) of 127.0.0.1 (\(cause)). Choose another port, or 0 for any."
    }
}
