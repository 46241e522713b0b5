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
        let twice = storageError { () throws(StorageError) in
            _ = try ReservedFile.all(at: [home.file("a"), home.path + "/./a"])
        }
        #expect(twice?.code == .fileExists)
        for file in try ReservedFile.all(at: [home.file("a"), home.file("b")]) { try file.write([]) }
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

    /// A run that is killed leaves nothing that the next one would have to ask about.
    @Test func `nothing has its name before it is written`() throws {
        let file = try ReservedFile(at: home.file("new"), context: .still())
        #expect(home.names().isEmpty)
        try file.write(Array("content".utf8))
        #expect(home.names() == ["new"])
        file.discard()
        #expect(home.names().isEmpty)
    }

    @Test func `on a file system that makes no file without a name it has another one until then`() throws {
        func reserved(_ name: String) throws -> ReservedFile {
            try ReservedFile(at: home.file(name), userID: geteuid(), mayBeNameless: false)
        }
        let file = try reserved("new")
        #expect(home.names().count == 1 && home.names() != ["new"])
        try file.write(Array("content".utf8))
        #expect(home.names() == ["new"])
        #expect(home.permissions(of: "new") == 0o600)
        #expect(try home.text(of: "new") == "content")
        try reserved("other").discard()
        #expect(home.names() == ["new"])
        let late = try reserved("late")
        try home.write("another", to: "late")
        #expect(storageError { () throws(StorageError) in try late.write([1]) }?.code == .outFile)
        #expect(try home.text(of: "late") == "another")
        #expect(home.names() == ["late", "new"])
    }

    @Test func `what took its name is not removed`() throws {
        let file = try ReservedFile(at: home.file("new"), context: .still())
        try home.write("another", to: "new")
        file.discard()
        #expect(try home.text(of: "new") == "another")
    }

    /// What can come under its name between its making and its writing.
    @Test(arguments: ["file", "link", "directory"])
    func `what has come under its name meanwhile stays`(_ kind: String) throws {
        let path = home.file("new")
        let file = try ReservedFile(at: path, context: .still())
        switch kind {
        case "file": try home.write("another", to: "new")
        case "link": #expect(symlink(home.file("nowhere"), path) == 0)
        default: #expect(mkdir(path, 0o700) == 0)
        }
        let error = storageError { () throws(StorageError) in try file.write(Array("secret".utf8)) }
        #expect(error?.code == .outFile)
        #expect(error?.detail == "something of this name is there meanwhile")
        if kind == "file" { #expect(try home.text(of: "new") == "another") }
        #expect(home.names() == ["new"])
    }

    /// Its content is in no place that was told, and so it is not told as written.
    @Test func `what is in another directory by now is not written`() throws {
        #expect(mkdir(home.file("out"), 0o700) == 0)
        let file = try ReservedFile(at: home.file("out/new"), context: .still())
        // The directory that is open is the one in which it was made.
        #expect(rename(home.file("out"), home.file("other")) == 0)
        let error = storageError { () throws(StorageError) in try file.write(Array("secret".utf8)) }
        #expect(error?.code == .outFile)
        #expect(error?.detail == "it was removed, renamed or replaced meanwhile")
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
