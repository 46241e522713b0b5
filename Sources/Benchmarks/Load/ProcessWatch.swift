import FoundationEssentials
import Glibc
import Synchronization

/// The most this process held while something ran.
final class ProcessWatch: Sendable {
    private let most = Mutex(0)

    /// Open descriptors, in samples of 5 ms.
    var peakDescriptors: Int { most.withLock { $0 } }

    /// Of the whole process so far: it only grows.
    var peakResidentMebibytes: Int {
        let status = (try? String(contentsOf: URL(filePath: "/proc/self/status"), encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) / 1_024
    }

    func during<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    self.sample()
                    try? await Task.sleep(for: .milliseconds(5))
                }
                return nil
            }
            group.addTask { try await work() }
            for try await case let value? in group {
                group.cancelAll()
                return value
            }
            throw CancellationError()
        }
    }

    private func sample() {
        guard let directory = opendir("/proc/self/fd") else { return }
        defer { closedir(directory) }
        // Without ".", ".." and the directory itself.
        var count = -3
        while readdir(directory) != nil { count += 1 }
        most.withLock { $0 = max($0, count) }
    }
}

/// What was printed so far leaves now, also into a pipe.
func flushOutput() { fflush(nil) }
