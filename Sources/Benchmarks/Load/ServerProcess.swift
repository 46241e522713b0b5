import FoundationEssentials
import Glibc
import Synchronization

/// This very program once more, with other arguments and its output read by us.
final class ServerProcess {
    private var process: pid_t = 0
    private let output: Int32

    init(arguments: [String]) throws(UsageError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw UsageError("no pipe can be made") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        output = ends[0]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        var words: [UnsafeMutablePointer<CChar>?] = (["tessera-benchmarks"] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        let result = posix_spawn(&process, "/proc/self/exe", &actions, nil, words, environ)
        close(ends[1])
        guard result == 0 else { throw UsageError("the load server cannot be started") }
    }

    /// The first line it prints; `nil` when it ends without one.
    func readLine() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }

    func end() {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
        close(output)
    }
}

/// A port whose queue is full: the system drops what knocks, as a firewall does.
final class SilentPort {
    let port: Int
    private var sockets: [Int32] = []

    init() throws(UsageError) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        sockets = [listener]
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = Self.with(&address) { pointer in
            bind(listener, pointer, length) == 0 && listen(listener, 0) == 0
                && getsockname(listener, pointer, &length) == 0
        }
        guard isBound else { throw UsageError("no port is free") }
        port = Int(UInt16(bigEndian: address.sin_port))
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        for _ in 0..<8 {
            let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
            let filler = socket(AF_INET, kind, 0)
            sockets.append(filler)
            _ = Self.with(&address) { connect(filler, $0, length) == 0 }
        }
    }

    deinit { for socket in sockets { close(socket) } }

    private static func with(_ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Bool) -> Bool {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0) }
        }
    }
}

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
