import Dispatch
import Glibc
import Synchronization
import TestSupport
import Testing
import ThoughtSpotSessions

@testable import Storage

/// Promises P11 to P13 over the whole way to a file: a user who can write to a component decides what the file is.
struct DirectoryWalkTests {
    private let home: TemporaryHome

    init() throws {
        home = try TemporaryHome()
        // HOME/shared/own/profiles.json
        #expect(mkdir(home.file("shared"), 0o700) == 0)
        #expect(mkdir(home.file("shared/own"), 0o700) == 0)
        try home.write(#"{"profiles":[{"name":"a","url":"https://a"}]}"#, to: "shared/own/profiles.json")
    }

    private func store(_ path: String, _ context: FileContext = .still()) -> ProfileFile {
        ProfileFile(file: home.file(path), context: context)
    }

    private func failure(_ body: () async throws(StorageError) -> Void) async -> StorageError? {
        do throws(StorageError) {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    /// What reading, saving, locking and creating below it give: all of them the same.
    private func failures(_ directory: String, _ context: FileContext = .still()) -> Set<StorageError?> {
        let files = store(directory + "/profiles.json", context)
        return [
            storageError { () throws(StorageError) in _ = try files.load() },
            storageError { () throws(StorageError) in try files.setDefault("a") },
            storageError { () throws(StorageError) in
                _ = try FileLock(at: home.file(directory + "/.x.lock"), protecting: "x", context: context)
            },
            storageError { () throws(StorageError) in
                try DirectoryPath(path: home.file(directory + "/new")).create(context: context)
            },
        ]
    }

    @Test(arguments: [0o770, 0o777, 0o702, 0o720] as [mode_t])
    func `P11: a directory far above that others can write to is refused`(_ mode: mode_t) throws {
        #expect(chmod(home.file("shared"), mode) == 0)
        let errors = failures("shared/own")
        let error = try #require(errors.first ?? nil)
        #expect(errors.count == 1)
        #expect(error.code == .fileUnsafe)
        #expect(error.file == home.file("shared"))
        #expect(error.advice == "chmod go-w \(home.file("shared"))")
        #expect(!home.names().contains("new"))
    }

    /// Each component is where it is by the word of its owner: in `/tmp`, too.
    @Test func `P11: the sticky bit keeps what is ours in its place`() throws {
        #expect(chmod(home.file("shared"), 0o1777) == 0)
        #expect(failures("shared/own") == [nil])
        #expect(try store("shared/own/profiles.json").load().profiles.count == 1)
        // What is directly in it can be made by others before us.
        #expect(failures("shared").compactMap { $0?.code } == [.fileUnsafe])
    }

    /// As root another user's directory is made; as another user the test's own is one.
    @Test func `P11: a directory far above that belongs to another user is refused`() throws {
        var context = FileContext.still()
        context.userID = geteuid() == 0 ? 60_001 : geteuid() + 1
        if geteuid() == 0 { #expect(chown(home.file("shared"), 60_002, 60_002) == 0) }
        let errors = failures("shared/own", context)
        let error = try #require(errors.first ?? nil)
        #expect(errors.count == 1)
        #expect(error.code == .fileOwner)
        #expect(error.file == (geteuid() == 0 ? home.file("shared") : home.path))
        #expect(error.advice == "sudo chown \(FileChecks.userName(context.userID)) \(error.file)")
    }

    @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
    func `P11: root does not rely on another user either, unless it is allowed to`() throws {
        #expect(chown(home.file("shared"), 60_002, 60_002) == 0)
        #expect(Set(failures("shared/own").map { $0?.code }) == [.fileOwner])
        // Where a file of root would come into a directory of the other user, that is what is told.
        #expect(Set(failures("shared/new").map { $0?.code }) == [.rootHome])
        var context = FileContext.still()
        context.allowsRoot = true
        #expect(failures("shared/own", context) == [nil])
    }

    @Test func `P13: a link on the way is followed through directories of the user alone`() throws {
        #expect(symlink("shared", home.file("way")) == 0)
        #expect(symlink(home.file("way/own"), home.file("far")) == 0)
        #expect(failures("far") == [nil])
        #expect(try store("far/profiles.json").load().profiles.count == 1)
        #expect(chmod(home.file("shared"), 0o777) == 0)
        #expect(failures("far").map { $0?.advice } == ["chmod go-w \(home.file("shared"))"])
    }

    @Test(.enabled(if: geteuid() == 0, "only root gives links away"))
    func `P13: a link that another user made is not followed`() throws {
        #expect(chmod(home.path, 0o1777) == 0)
        #expect(symlink("shared", home.file("way")) == 0)
        #expect(lchown(home.file("way"), 60_002, 60_002) == 0)
        var context = FileContext.still()
        context.userID = 60_001
        for name in ["shared", "shared/own", "shared/own/profiles.json"] {
            #expect(chown(home.file(name), 60_001, 60_001) == 0)
        }
        #expect(try store("shared/own/profiles.json", context).load().profiles.count == 1)
        let error = storageError { () throws(StorageError) in
            _ = try store("way/own/profiles.json", context).load()
        }
        #expect(error?.code == .fileOwner)
        #expect(error?.advice == "sudo chown -h 60001 \(home.file("way"))")
    }

    @Test func `P13: a linked profile file is refused where others can write above its target`() throws {
        #expect(symlink("shared/own/profiles.json", home.file("profiles.json")) == 0)
        try store("profiles.json").setDefault("a")
        #expect(home.status(of: "profiles.json").map { $0.st_mode & S_IFMT } == S_IFLNK)
        #expect(chmod(home.file("shared"), 0o777) == 0)
        let before = try home.text(of: "shared/own/profiles.json")
        #expect(storageError { () throws(StorageError) in _ = try store("profiles.json").load() }?.code == .fileUnsafe)
        #expect(
            storageError { () throws(StorageError) in try store("profiles.json").setDefault(nil) }?.code == .fileUnsafe)
        #expect(try home.text(of: "shared/own/profiles.json") == before)
    }

    @Test func `F21: a linked journal is neither read nor written`() async throws {
        try home.write("", to: "shared/own/elsewhere")
        #expect(mkdir(home.journalDirectory, 0o700) == 0)
        #expect(symlink(home.file("shared/own/elsewhere"), home.journal) == 0)
        let journal = Journal(directory: home.journalDirectory, context: .still())
        let event = JournalEvent(
            id: "1", operation: "1", at: FileContext.still().now(), phase: .note, action: .removeToken, profileID: "a",
            profileName: "a", origin: "https://a")
        let errors = [
            await failure { () throws(StorageError) in try await journal.append(event) },
            await failure { () throws(StorageError) in _ = try await journal.load() },
        ]
        for error in errors {
            #expect(error?.code == .fileUnsafe)
            #expect(error?.file == home.journal)
            #expect(error?.advice == "mv \(home.file("shared/own/elsewhere")) \(home.journal)")
        }
        #expect(try home.text(of: "shared/own/elsewhere").isEmpty)
    }

    @Test func `B11: a linked vault is neither read nor written`() throws {
        try home.write("old", to: "shared/own/elsewhere")
        #expect(symlink("shared/own/elsewhere", home.file("vault.json")) == 0)
        let place = VaultPlace(
            file: home.file("vault.json"), memory: VaultMemory(file: nil, context: .still()), context: .still())
        #expect(storageError { () throws(StorageError) in _ = try place.read() }?.code == .fileUnsafe)
        #expect(
            storageError { () throws(StorageError) in
                try AtomicFile(path: home.file("vault.json"), context: .still()).replace(with: [1])
            }?.code == .fileUnsafe)
        #expect(try home.text(of: "shared/own/elsewhere") == "old")
    }

    @Test func `A19: nothing is made where a link leads nowhere`() throws {
        #expect(symlink("gone/deep", home.file("way")) == 0)
        #expect(try store("way/x/profiles.json").load().profiles.isEmpty)
        let error = storageError { () throws(StorageError) in
            try DirectoryPath(path: home.file("way/x")).create(context: .still())
        }
        #expect(error?.code == .fileType)
        #expect(home.names() == ["shared", "way"])
        #expect(symlink("circle", home.file("circle")) == 0)
        #expect(
            storageError { () throws(StorageError) in _ = try store("circle/profiles.json").load() }?.code == .fileLoop)
    }

    @Test func `what is not there is made below the nearest directory, dots and all`() throws {
        try DirectoryPath(path: home.file("./shared//x/y/")).create(context: .still())
        #expect(home.permissions(of: "shared/x/y") == 0o700)
        try DirectoryPath(path: home.file("shared/x/../z")).create(context: .still())
        #expect(home.permissions(of: "shared/z") == 0o700)
        #expect(
            storageError { () throws(StorageError) in
                try DirectoryPath(path: home.file("no/../way")).create(context: .still())
            }?.code == .save)
    }

    @Test func `P10: a new file is refused below a directory that others can write to`() throws {
        #expect(chmod(home.file("shared"), 0o777) == 0)
        let path = home.file("shared/own/token")
        let error = storageError { () throws(StorageError) in _ = try ReservedFile(at: path, context: .still()) }
        #expect(error?.code == .fileUnsafe)
        #expect(chmod(home.file("shared"), 0o1777) == 0)
        try ReservedFile(at: home.file("shared/token"), context: .still()).write([1])
        #expect(home.permissions(of: "shared/token") == 0o600)
    }

    /// While a component is swapped for a link into a directory of others, and back, what is read is ours or nothing.
    @Test func `P12: a component that is swapped while it is read never wins`() throws {
        #expect(mkdir(home.file("others"), 0o777) == 0)
        #expect(chmod(home.file("others"), 0o777) == 0)
        try home.write(#"{"profiles":[{"name":"hostile","url":"https://h"}]}"#, to: "others/profiles.json")
        let swapping = Swapping(home)
        defer { swapping.stop() }
        var outcomes: Set<String> = []
        for _ in 0..<4_000 {
            do throws(StorageError) {
                outcomes.formUnion(try store("shared/own/profiles.json").load().profiles.map(\.name))
            } catch {
                outcomes.insert(error.code.rawValue)
            }
        }
        #expect(outcomes.isSubset(of: ["a", "E_FILE_UNSAFE", "E_FILE_TYPE"]), "\(outcomes)")
    }

    /// Swaps `shared/own` for a link to `others`, and back, until it is stopped.
    private final class Swapping: Sendable {
        private let isOver = Mutex(false)
        private let ended = DispatchSemaphore(value: 0)

        init(_ home: TemporaryHome) {
            let (own, aside, others) = (home.file("shared/own"), home.file("aside"), home.file("others"))
            DispatchQueue(label: "swapping").async { [self] in
                while !isOver.withLock(\.self) {
                    rename(own, aside)
                    symlink(others, own)
                    unlink(own)
                    rename(aside, own)
                }
                ended.signal()
            }
        }

        func stop() {
            isOver.withLock { $0 = true }
            ended.wait()
        }
    }
}
