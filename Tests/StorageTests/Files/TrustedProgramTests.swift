import Glibc
import TestSupport
import Testing

@testable import Storage

/// Promise P26. Every home of a test is below a directory that all can write to, so nothing in one is ever trusted.
struct TrustedProgramTests {
    @Test func `A program of the system is found without its links`() throws {
        let found = TrustedProgram.search("sh", in: "relative::/usr/bin:/bin")
        guard case .found(let program) = found else {
            Issue.record("\(found)")
            return
        }
        var resolved = [CChar](repeating: 0, count: Int(PATH_MAX))
        try #require(realpath("/usr/bin/sh", &resolved) != nil || realpath("/bin/sh", &resolved) != nil)
        let bytes = resolved.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        #expect(program.path == String(decoding: bytes, as: UTF8.self))
    }

    @Test func `What others could replace is passed over, and named when there is nothing else`() throws {
        let home = try TemporaryHome()
        try home.write("#!/bin/sh\n", to: "sh", mode: 0o700)
        #expect(TrustedProgram.search("sh", in: home.path) == .unsafe(path: home.file("sh")))
        let both = TrustedProgram.search("sh", in: "\(home.path):/usr/bin:/bin")
        #expect(both == TrustedProgram.search("sh", in: "/usr/bin:/bin"))
        #expect(TrustedProgram.search("no-such-program", in: "\(home.path):/usr/bin") == .missing)
    }

    /// A link is as safe as the places on both of its sides.
    @Test func `A link out of a place that others can write to is not followed`() throws {
        let home = try TemporaryHome()
        try #require(symlink("/bin/sh", home.file("tmux")) == 0)
        #expect(problem(at: home.file("tmux")) != nil)
        try #require(symlink("tmux2", home.file("tmux1")) == 0)
        try #require(symlink("tmux1", home.file("tmux2")) == 0)
        #expect(problem(at: home.file("tmux1")) != nil)
        #expect(problem(at: "bin/sh") == .unsafe("it is not a full path, starting with a slash"))
        #expect(problem(at: "/usr/bin") == .missing("it is not a regular file"))
        #expect(problem(at: "/usr/bin/") == .missing("it is a directory, not a program"))
        #expect(problem(at: "/usr/bin/no-such-program") == .missing("there is no such file"))
        #expect(problem(at: "/no-such-directory/sh") == .missing("there is no such file"))
    }

    /// Below a directory that others can write to only the sticky bit keeps it in its place; the rest is judged alike.
    @Test(arguments: [
        (0o700, 0o700, nil), (0o500, 0o711, nil), (0o111, 0o755, nil), (0o720, 0o700, "(mode 0720)"),
        (0o702, 0o700, "(mode 0702)"), (0o700, 0o770, "(mode 0770)"), (0o700, 0o707, "(mode 0707)"),
        (0o600, 0o700, "it is not executable"),
    ])
    func `Who can write to a program or to its directory decides`(
        file: mode_t, directory: mode_t, problem: String?
    ) throws {
        let home = try TemporaryHome()
        try home.write("#!/bin/sh\n", to: "ask", mode: file)
        try #require(chmod(home.path, directory) == 0)
        let found = self.problem(at: home.file("ask"), mayPassShared: true)
        switch found {
        case nil: #expect(problem == nil)
        case .unsafe(let why), .missing(let why): #expect(problem.map { why.hasSuffix($0) } == true, "\(why)")
        }
        #expect(self.problem(at: home.file("ask")) != nil)
    }

    @Test func `A program of another user is refused`() throws {
        let home = try TemporaryHome()
        try home.write("#!/bin/sh\n", to: "ask", mode: 0o755)
        // As root, of a file that is given away; as any other user, seen by a user whose it is not.
        let isRoot = geteuid() == 0
        if isRoot { try #require(chown(home.file("ask"), 4_711, gid_t.max) == 0) }
        let found = problem(at: home.file("ask"), userID: isRoot ? 0 : geteuid() + 1, mayPassShared: true)
        guard case .unsafe(let why) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
        #expect(why.contains("belongs to"))
    }

    @Test func `Directories that others can write to are left out of PATH`() throws {
        let home = try TemporaryHome()
        let path = "relative:\(home.path):/usr/bin:/no-such-directory:/bin:/tmp"
        #expect(TrustedProgram.safeDirectories(of: path) == ["/usr/bin", "/bin"])
    }

    private func problem(
        at path: String, userID: UInt32 = geteuid(), mayPassShared: Bool = false
    ) -> TrustedProgram.Problem? {
        do throws(TrustedProgram.Problem) {
            _ = try TrustedProgram(at: path, userID: userID, mayPassShared: mayPassShared)
            return nil
        } catch {
            return error
        }
    }
}
