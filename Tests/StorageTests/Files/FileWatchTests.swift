import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Storage

/// The watch over real files. No test waits for a time: each awaits what the watch tells.
@Suite(.timeLimit(.minutes(60)))
struct FileWatchTests {
    private let directory: TemporaryHome

    init() throws { directory = try TemporaryHome() }

    private func path(_ name: String) -> String { directory.path + "/" + name }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
    }

    /// Changes one file after another, each after the change before was told; gives what was told.
    private func told(
        of names: [String], folders: [String: String] = [:], usesKernel: Bool = true, changes: [() throws -> Void]
    ) async throws -> [[String]] {
        let places = Dictionary(uniqueKeysWithValues: folders.map { (path($0), $1) })
        let watch = FileWatch(names.map(path), folders: places, usesKernel: usesKernel)
        let (heard, hear) = AsyncStream<[String]>.makeStream()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await watch.follow { hear.yield($0) } }
            defer { group.cancelAll() }
            var told: [[String]] = []
            for change in changes {
                try change()
                for await paths in heard {
                    told.append(paths.map { String($0.split(separator: "/").last ?? "") })
                    break
                }
            }
            return told
        }
    }

    @Test(arguments: [true, false])
    func `a file that is made replaced appended to and removed is told`(_ usesKernel: Bool) async throws {
        try write("1", to: "journal")
        let told = try await told(
            of: ["journal", "profiles"], usesKernel: usesKernel,
            changes: [
                { try write("[]", to: "profiles") },
                {
                    try write("[1]", to: "new")
                    #expect(rename(path("new"), path("profiles")) == 0)
                },
                {
                    let file = open(path("journal"), O_WRONLY | O_APPEND)
                    #expect(Glibc.write(file, "2", 1) == 1)
                    #expect(close(file) == 0)
                },
                { #expect(unlink(path("profiles")) == 0) },
            ])
        #expect(told == [["profiles"], ["profiles"], ["journal"], ["profiles"]])
    }

    /// The first save makes the directory.
    @Test func `a directory that is made later is watched from then on`() async throws {
        let told = try await told(
            of: ["a/b/profiles"],
            changes: [
                {
                    try FileManager.default.createDirectory(
                        atPath: path("a/b"), withIntermediateDirectories: true)
                    try write("1", to: "a/b/profiles")
                },
                { try write("12", to: "a/b/profiles") },
            ])
        #expect(told == [["profiles"], ["profiles"]])
    }

    /// A segment of a journal, and the next one.
    @Test(arguments: [true, false])
    func `the files of a folder are watched and those that come`(_ usesKernel: Bool) async throws {
        func move(_ text: String, to name: String) throws {
            try write(text, to: "new")
            #expect(rename(path("new"), path(name)) == 0)
        }
        let told = try await told(
            of: ["profiles"], folders: ["journal": ".jsonl"], usesKernel: usesKernel,
            changes: [
                {
                    #expect(mkdir(path("journal"), 0o700) == 0)
                    try move("1", to: "journal/2026-10.jsonl")
                },
                {
                    let file = open(path("journal/2026-10.jsonl"), O_WRONLY | O_APPEND)
                    #expect(Glibc.write(file, "2", 1) == 1)
                    #expect(close(file) == 0)
                },
                { try move("1", to: "journal/2026-11.jsonl") },
                {
                    try move("neighbour", to: "journal/checkpoint.json")
                    try move("[]", to: "profiles")
                },
            ])
        #expect(told == [["journal"], ["journal"], ["journal"], ["profiles"]])
    }

    @Test func `the file behind a link is watched`() async throws {
        try FileManager.default.createDirectory(atPath: path("elsewhere"), withIntermediateDirectories: true)
        try write("1", to: "elsewhere/real")
        #expect(symlink("elsewhere/real", path("profiles")) == 0)
        #expect(
            try await told(of: ["profiles"], changes: [{ try write("12", to: "elsewhere/real") }]) == [["profiles"]])
    }

    /// Between the reading at the start and the first look of the watch there is no gap.
    @Test func `what changes before it is followed is told`() async throws {
        let watch = FileWatch([path("profiles")])
        try write("1", to: "profiles")
        let (heard, hear) = AsyncStream<[String]>.makeStream()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await watch.follow { hear.yield($0) } }
            for await paths in heard {
                #expect(paths == [path("profiles")])
                break
            }
            group.cancelAll()
        }
    }

    @Test func `reading and neighbours are no change`() async throws {
        try write("1", to: "profiles")
        let told = try await told(
            of: ["profiles", "journal"],
            changes: [
                {
                    // The last of these changes is the only one of a file of ours.
                    #expect(FileManager.default.contents(atPath: path("profiles"))?.count == 1)
                    try write("2", to: "neighbour")
                    let file = open(path("profiles"), O_RDWR)
                    #expect(close(file) == 0)
                    try write("3", to: "journal")
                }
            ])
        #expect(told == [["journal"]])
    }
}
