import Glibc
import TestSupport
import Testing

@testable import Storage

struct AtomicFileTests {
    private let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    private func replace(_ text: String, in name: String = "f", processID: Int32 = 4_711) throws(StorageError) {
        let context = FileContext.still(processID: processID)
        try AtomicFile(path: home.file(name), context: context, mayBeLink: true).replace(with: Array(text.utf8))
    }

    @Test func `replaces the file and keeps a copy of it`() throws {
        for text in ["one", "two", "three"] {
            try replace(text)
            #expect(try home.text(of: "f") == text)
            #expect(try home.text(of: "f.bak") == text)
            #expect(home.names() == ["f", "f.bak"])
        }
        #expect(home.permissions(of: "f") == 0o600)
        #expect(home.permissions(of: "f.bak") == 0o600)
    }

    /// Some editors write into the file that is there: the copy is another file.
    @Test func `an edit in place does not reach the copy`() throws {
        try replace("saved")
        try home.write("broken", to: "f")
        #expect(try home.text(of: "f.bak") == "saved")
    }

    /// Following the advice to use the copy must lose nothing that was saved.
    @Test func `a copy that cannot be replaced is not left behind as an older one`() throws {
        try replace("one")
        #expect(unlink(home.file("f.bak")) == 0)
        #expect(mkdir(home.file("f.bak"), 0o700) == 0)
        try replace("two")
        #expect(try home.text(of: "f") == "two")
        #expect(home.names() == ["f", "f.bak"])
        #expect(rmdir(home.file("f.bak")) == 0)
    }

    @Test func `makes a readable file private`() throws {
        try home.write("old", to: "f", mode: 0o644)
        try replace("new")
        #expect(home.permissions(of: "f") == 0o600)
    }

    @Test func `survives a backup that is the same file`() throws {
        try home.write("old", to: "f")
        #expect(link(home.file("f"), home.file("f.bak")) == 0)
        try replace("new")
        #expect(home.names() == ["f", "f.bak"])
        #expect(try home.text(of: "f.bak") == "new")
    }

    @Test func `leaves a link a link`() throws {
        #expect(mkdir(home.file("dotfiles"), 0o700) == 0)
        try home.write("old", to: "dotfiles/p.json")
        #expect(symlink("dotfiles/p.json", home.file("f")) == 0)
        try replace("new")
        #expect(home.status(of: "f").map { $0.st_mode & S_IFMT } == S_IFLNK)
        #expect(try home.text(of: "dotfiles/p.json") == "new")
        #expect(try home.text(of: "dotfiles/p.json.bak") == "new")
    }

    @Test func `refuses a link into a directory of others`() throws {
        #expect(mkdir(home.file("shared"), 0o700) == 0)
        try home.write("old", to: "shared/p.json")
        #expect(chmod(home.file("shared"), 0o777) == 0)
        #expect(symlink("shared/p.json", home.file("f")) == 0)
        #expect(storageError { () throws(StorageError) in try replace("new") }?.code == .fileUnsafe)
        #expect(try home.text(of: "shared/p.json") == "old")
        #expect(home.names() == ["f", "shared"])
    }

    @Test func `refuses links that lead nowhere`() throws {
        #expect(symlink("f", home.file("f")) == 0)
        #expect(storageError { () throws(StorageError) in try replace("new") }?.code == .fileLoop)
        #expect(symlink("gone", home.file("g")) == 0)
        #expect(storageError { () throws(StorageError) in try replace("new", in: "g") }?.code == .fileType)
        #expect(home.names() == ["f", "g"])
        let store = ProfileFile(file: home.file("g"), context: .still())
        #expect(try store.load() == ProfileList())
    }

    @Test func `removes what interrupted saves left`() throws {
        try home.write("old", to: "f")
        for name in [".f.1.tmp", ".f.2.bak.tmp", ".f.3.old.tmp", ".f.4711.tmp", ".g.1.tmp", "f.tmp"] {
            try home.write("x", to: name)
        }
        try replace("new")
        #expect(home.names() == [".g.1.tmp", "f", "f.bak", "f.tmp"])
    }

    @Test func `the next start sweeps too`() throws {
        let store = ProfileFile(file: home.file("f"), context: .still())
        try home.write("{}", to: "f")
        try home.write("", to: ".f.lock")
        try home.write("x", to: ".f.1.tmp")
        let held = try FileLock(at: home.file(".f.lock"), protecting: "f", context: .still())
        _ = try store.load()
        #expect(home.names().contains(".f.1.tmp"))
        withExtendedLifetime(held) {}
    }

    @Test func `the next start removes leftovers when nothing is saved`() throws {
        let store = ProfileFile(file: home.file("f"), context: .still())
        try home.write("{}", to: "f")
        try home.write("", to: ".f.lock")
        try home.write("x", to: ".f.1.tmp")
        _ = try store.load()
        #expect(home.names() == [".f.lock", "f"])
    }

    @Test func `a missing directory is an error`() {
        #expect(storageError { () throws(StorageError) in try replace("x", in: "no/f") }?.code == .save)
    }

    @Test(.enabled(if: geteuid() != 0, "root writes everywhere"))
    func `a directory without the right to write keeps the old file`() throws {
        try home.write("old", to: "f")
        #expect(chmod(home.path, 0o500) == 0)
        let error = try #require(storageError { () throws(StorageError) in try replace("new") })
        #expect(error.code == .save)
        #expect(error.detail == "permission denied")
        #expect(try home.text(of: "f") == "old")
    }
}
