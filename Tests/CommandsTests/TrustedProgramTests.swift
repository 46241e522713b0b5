import Glibc
import TestSupport
import Testing

@testable import Commands

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
        #expect("\(program.directory)/\(program.name)" == String(decoding: bytes, as: UTF8.self))
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
        #expect(TrustedProgram(at: home.file("tmux")) == nil)
        try #require(symlink("tmux2", home.file("tmux1")) == 0)
        try #require(symlink("tmux1", home.file("tmux2")) == 0)
        #expect(TrustedProgram(at: home.file("tmux1")) == nil)
        #expect(TrustedProgram(at: "bin/sh") == nil)
        #expect(TrustedProgram(at: "/usr/bin") == nil)
    }
}
