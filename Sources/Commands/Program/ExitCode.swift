package import Operations

/// Ours, not the one of ArgumentParser.
package typealias ExitCode = Operations.ExitCode
