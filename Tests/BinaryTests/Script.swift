import Foundation
import Testing

/// One of the scripts beside this file. Each is a list of named checks that drive the real binary.
enum Script: String, CaseIterable, CustomTestStringConvertible {
    /// Signals, crashes, hang-up, kinds of terminals, sizes, keys, paste, suspending.
    case terminal
    /// The main job by keys alone, in tmux, on the demo's clusters.
    case mainJob = "main_job"
    /// A leaked token: everything of its user is revoked everywhere.
    case incident
    /// The command line over real sockets, and a client from PyPI.
    case commands
    /// Damaged and unsafe files, failing disks, kills at every system call of a save.
    case faults
    /// Whose token it is, what is shown to which address, and what an answer proves.
    case verdicts
    /// Tokens beside clocks that are off by minutes and years.
    case clocks
    /// Kills and errors at system calls: files, journal and the cluster's ledger agree.
    case crashes
    /// Cancelling at random moments, and what it leaves.
    case cancelling
    /// A connection cut within a change.
    case cuts
    /// Fifty programs at once.
    case crowds
    /// Marked secrets, and all that a program can leave them in.
    case leaks
    /// Crashes with a secret in memory, and what they leave.
    case wreckage

    var testDescription: String { rawValue }

    /// Minutes, which a hang costs at most; a script needs two or three.
    private static let patience = 55

    struct Outcome {
        let status: Int32
        /// What the checks printed; the ones that failed stand out by `FAIL`.
        let output: String
    }

    /// Runs all checks of the script to their end.
    func run() async throws -> Outcome {
        let output = FileManager.default.temporaryDirectory
            .appendingPathComponent("tessera-\(rawValue)-\(UUID().uuidString).log")
        _ = FileManager.default.createFile(atPath: output.path, contents: nil, attributes: [.posixPermissions: 0o600])
        defer { try? FileManager.default.removeItem(at: output) }
        let handle = try FileHandle(forWritingTo: output)
        defer { try? handle.close() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "timeout", "--kill-after=10", "\(Self.patience * 60)", try Self.python().path, "-B", path,
            try Self.binary().path,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return Outcome(status: status, output: String(decoding: try Data(contentsOf: output), as: UTF8.self))
    }

    private var path: String { Self.folder.appendingPathComponent("Scripts/\(rawValue).py").path }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// The Python that `.ci/install tests` makes.
    private static func python() throws -> URL {
        let package = folder.deletingLastPathComponent().deletingLastPathComponent()
        let python = package.appendingPathComponent(".build/python/bin/python")
        try #require(
            FileManager.default.isExecutableFile(atPath: python.path),
            "The tests of the real binary want a Python with pyte: run .ci/install tests")
        return python
    }

    /// The program, built beside the tests.
    private static func binary() throws -> URL {
        let tests = URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        let binary = tests.deletingLastPathComponent().appendingPathComponent("tessera")
        try #require(FileManager.default.isExecutableFile(atPath: binary.path), "No program at \(binary.path)")
        return binary
    }
}
