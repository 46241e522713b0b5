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

    /// What can become of its name between its making and its writing.
    enum Loss: CaseIterable {
        case removed, another, linked, renamed, directoryRenamed
    }

    /// Its content is in no place that was told, and so it is not told as written.
    @Test(arguments: Loss.allCases)
    func `what has lost its name is not written`(_ loss: Loss) throws {
        #expect(mkdir(home.file("out"), 0o700) == 0)
        let path = home.file("out/new")
        let file = try ReservedFile(at: path, context: .still())
        switch loss {
        case .removed: #expect(unlink(path) == 0)
        case .another:
            #expect(unlink(path) == 0)
            try home.write("another", to: "out/new")
        case .linked:
            #expect(rename(path, home.file("out/moved")) == 0)
            #expect(symlink(home.file("out/moved"), path) == 0)
        case .renamed: #expect(rename(path, home.file("out/moved")) == 0)
        case .directoryRenamed: #expect(rename(home.file("out"), home.file("other")) == 0)
        }
        let error = storageError { () throws(StorageError) in try file.write(Array("secret".utf8)) }
        #expect(error?.code == .outFile)
        #expect(error?.detail == "it was removed, renamed or replaced meanwhile")
        if loss == .another { #expect(try home.text(of: "out/new") == "another") }
        // The directory that is open is the one in which it was made.
        #expect(access(home.file("other/new"), F_OK) == -1)
    }

    @Test func `a directory that is a link again to where it was still has the file`() throws {
        #expect(mkdir(home.file("out"), 0o700) == 0)
        let file = try ReservedFile(at: home.file("out/new"), context: .still())
        #expect(rename(home.file("out"), home.file("other")) == 0)
        #expect(symlink(home.file("other"), home.file("out")) == 0)
        try file.write(Array("content".utf8))
        #expect(try home.text(of: "out/new") == "content")
    }

    @Test func `pieces are there one after another, each at once`() throws {
        let file = try ReservedFile(at: home.file("new"), context: .still())
        try file.append(Array("one\n".utf8))
        #expect(try home.text(of: "new") == "one\n")
        try file.append(Array("two\n".utf8))
        #expect(try home.text(of: "new") == "one\ntwo\n")
        // Nothing more, and the name is asked for once more.
        try file.append([])
        #expect(rename(home.file("new"), home.file("moved")) == 0)
        let error = storageError { () throws(StorageError) in try file.append([]) }
        #expect(error?.code == .outFile)
        #expect(try home.text(of: "moved") == "one\ntwo\n")
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
