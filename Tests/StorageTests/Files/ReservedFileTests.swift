import Glibc
import TestSupport
import Testing

@testable import Storage

struct ReservedFileTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    @Test func `a file of its own for the owner alone`() throws {
        let file = try ReservedFile(at: home.file("new"), context: .still())
        try file.write(Array("content".utf8))
        #expect(home.permissions(of: "new") == 0o600)
        #expect(try home.text(of: "new") == "content")
    }

    @Test func `its place is told from the root on, links followed`() throws {
        #expect(symlink(home.path, home.file("link")) == 0)
        let file = try ReservedFile(at: home.file("link/./new"), context: .still())
        #expect(file.absolutePath == home.file("new"))
    }

    @Test func `of several files there are all or none`() throws {
        try home.write("old", to: "c")
        let error = storageError { () throws(StorageError) in
            _ = try ReservedFile.all(at: [home.file("a"), home.file("b"), home.file("c")])
        }
        #expect(error?.code == .fileExists)
        #expect(home.names() == ["c"])
        #expect(try ReservedFile.all(at: [home.file("a"), home.file("b")]).count == 2)
        #expect(home.names() == ["a", "b", "c"])
    }

    @Test func `what is there stays as it is`() throws {
        try home.write("old", to: "new")
        let error = storageError { () throws(StorageError) in
            _ = try ReservedFile(at: home.file("new"), context: .still())
        }
        #expect(error?.code == .fileExists)
        #expect(try home.text(of: "new") == "old")
    }

    @Test func `discarded it is gone`() throws {
        let file = try ReservedFile(at: home.file("new"), context: .still())
        file.discard()
        #expect(home.names().isEmpty)
        // Nothing is left to be removed.
        file.discard()
    }

    @Test func `what took its name is not removed`() throws {
        let file = try ReservedFile(at: home.file("new"), context: .still())
        #expect(unlink(home.file("new")) == 0)
        try home.write("another", to: "new")
        file.discard()
        #expect(try home.text(of: "new") == "another")
    }

    @Test func `a directory of others is refused`() throws {
        #expect(chmod(home.path, 0o770) == 0)
        let error = storageError { () throws(StorageError) in
            _ = try ReservedFile(at: home.file("new"), context: .still())
        }
        #expect(error?.code == .fileUnsafe)
        #expect(chmod(home.path, 0o700) == 0)
        #expect(home.names().isEmpty)
    }

    @Test(arguments: ["", "/", "a/..", "."])
    func `what is no name of a file is refused`(_ name: String) {
        let error = storageError { () throws(StorageError) in
            _ = try ReservedFile(at: home.path + "/" + name, context: .still())
        }
        #expect(error?.code == .fileType)
    }
}
